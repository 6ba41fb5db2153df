r"""Whole formulas of LaTeX as MathML: what `latex` writes, with sums, matrices and aligned lines.

    latex_mathml(r"z &= w x + b")                    a row of elements, to stand in <math>
    latex_mathml(r"\begin{pmatrix} 1 & 2 \end{pmatrix}")

Letters, fractions and scripts are read by `mathml_letters`. Whether a plus or a minus joins or is a
sign of what follows is told as TeX tells it, by what stands before. It never raises.
"""

from __future__ import annotations

import re

from .mathml_letters import LETTERS, SIGNS, Reader, as_one, in_style

OPERATORS = {"odot": "⊙", "oslash": "⊘", "neq": "≠", "vdots": "⋮", "sum": "∑", "leq": "≤", "approx": "≈"}
LARGER = {"bigl", "bigr", "Bigl", "Bigr", "Big"}
FENCES = {"pmatrix": "()", "bmatrix": "[]"}
"""The brackets around a matrix."""
_CLOSING = re.compile(r"<mo[^>]*>[)\]|′]</mo>")
_MARK = re.compile(r"(?:\([0-9]+\)|\[[0-9]+\]|[0-9.,:]+)+(?:\+(?=\}))?|-[0-9.]+")
_TOKEN = re.compile(r"\\begin\{[a-z]+\}|\\end\{[a-z]+\}|\\\\(?:\[[^\]]*\])?|\\.|[{}&]|[^\\{}&]+", re.DOTALL)
_EMPTY = "<mrow></mrow>"
"""What `{}` leaves: a sign after it joins."""


def latex_mathml(latex: str) -> str:
    """The formula as elements of MathML, without the <math> around them."""
    reader, found = _FormulaReader(latex), []
    while not reader.is_at_end:  # a brace that closes nothing is left out
        found += reader.row()
    return "".join(each for each in found if each != _EMPTY)


class _FormulaReader(Reader):
    """Reads formulas, where the reader of letters reads quantities."""

    signs_in_script = _MARK

    def add(self, row: list[str], element: str) -> None:
        """One more element in a row; a plus or a minus is told whether it joins."""
        if element in ("<mo>+</mo>", "<mo>−</mo>"):
            before = next((each for each in reversed(row) if not each.startswith("<mspace")), "<mo>")
            joins = not before.startswith("<mo") or _CLOSING.fullmatch(before)
            element = element.replace("<mo", f'<mo form="{"infix" if joins else "prefix"}"')
        super().add(row, element)

    def group(self) -> list[str]:
        """What stands in braces."""
        if self.take("}"):
            return [_EMPTY]
        return super().group()

    def scripts(self, base: str) -> str:
        """Scripts of a sum stand below and above it."""
        found = super().scripts(base)
        if base != "<mo>∑</mo>":
            return found
        kinds = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
        kind, inner = re.fullmatch(r"<(\w+)>(.*)</\1>", found, re.DOTALL).groups()  # type: ignore[union-attr]
        return f"<{kinds[kind]}>{inner}</{kinds[kind]}>"

    def command(self) -> list[str]:
        """A command with its arguments."""
        found = re.compile(r"\\([A-Za-z]+)\s*").match(self.latex, self.at)
        name = found[1] if found else ""
        if name in LETTERS or name in SIGNS or found is None:
            return super().command()
        start, self.at = self.at, found.end()
        if name in OPERATORS:
            return [f"<mo>{OPERATORS[name]}</mo>"]
        if name == "underset":
            below = self.argument()
            return [f"<munder>{self.argument()}{below}</munder>"]
        if name == "phantom":
            return [f"<mphantom>{self.argument()}</mphantom>"]
        if name == "texttt":
            return [in_style(self.words(), "font-family:monospace")]
        if name in LARGER:
            return self.brackets(name)
        if name == "begin" and (kind := self.match(re.compile(r"\{[a-z]+\}")).strip("{}")):
            return [self.table(kind)]
        self.at = start
        return super().command()

    def table(self, kind: str) -> str:
        """A matrix or aligned lines: rows of cells, each read by itself."""
        self.match(re.compile(r"\[[a-z]\]"))
        rows: list[list[str]] = [[""]]
        depth = 0
        while token := self.match(_TOKEN):
            if depth == 0 and token == rf"\end{{{kind}}}":
                break
            depth += (token == "{" or token.startswith(r"\begin")) - (
                token == "}" or token.startswith(r"\end")
            )
            if depth == 0 and token == "&":
                rows[-1].append("")
            elif depth == 0 and token.startswith(r"\\"):
                rows.append([""])
            else:
                rows[-1][-1] += token
        written = "".join(f"<mtr>{''.join(map(_cell, row))}</mtr>" for row in rows)
        if kind == "aligned":
            return f'<mtable class="aligned" displaystyle="true">{written}</mtable>'
        opening, closing = (f"<mo>{each}</mo>" if each.strip() else "" for each in FENCES.get(kind, "  "))
        return f"<mrow>{opening}<mtable>{written}</mtable>{closing}</mrow>"


def _cell(latex: str) -> str:
    return f"<mtd>{as_one([latex_mathml(latex)])}</mtd>" if latex.strip() else "<mtd></mtd>"
