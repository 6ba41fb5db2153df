r"""The letters of a notation as MathML: what browsers draw themselves.

    letters_mathml(r"w^{[1]}_{21}")     <msubsup><mi>w</mi><mn>21</mn><mrow>[1]</mrow></msubsup>, say

Read is the LaTeX that notations are written in: letters, words in `\mathrm`, Greek, scripts,
fractions, brackets. A command that is none of these is shown as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_GREEK = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi
    chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega partial ell
"""
GREEK = dict(zip(_GREEK.split(), "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ∂ℓ", strict=True))
SIGNS = {"cdot": "·", "times": "×", "cdots": "⋯", "ldots": "…", "infty": "∞", "prime": "′", "to": "→"}
UPRIGHT = {"mathrm", "text", "mathtt", "mathbf", "mathsf", "mathit", "mathcal", "operatorname", "textrm"}
SPACES = {",", ";", ":", " ", "!", "quad"}
NAMED = {"textbackslash": "\\", "textasciicircum": "^", "textasciitilde": "~"}
_TOKEN = re.compile(r"\\[A-Za-z]+ ?|\\.|[0-9.]+|\s+|.", re.DOTALL)


def letters_mathml(latex: str) -> str:
    """The LaTeX of a quantity as MathML, without the element `math` around it."""
    return _Reader(latex).row()


class _Reader:
    """Reads tokens from left to right; a script belongs to what stands before it."""

    def __init__(self, latex: str) -> None:
        self.tokens = _TOKEN.findall(latex)
        self.at = 0

    def row(self) -> str:
        """All up to the end, or up to the brace that closes."""
        items = list(self.items())
        return items[0] if len(items) == 1 else f"<mrow>{''.join(items)}</mrow>" if items else "<mrow></mrow>"

    def items(self) -> Iterator[str]:
        while self.at < len(self.tokens) and self.tokens[self.at] != "}":
            base = self.atom()
            above, below = self.scripts()
            if above and below:
                base = f"<msubsup>{base}{below}{above}</msubsup>"
            elif above or below:
                kind = "msup" if above else "msub"
                base = f"<{kind}>{base}{above or below}</{kind}>"
            if base:
                yield base
        self.at += 1

    def scripts(self) -> tuple[str, str]:
        """What stands above and below."""
        found = {"^": "", "_": ""}
        while self.at < len(self.tokens) and self.tokens[self.at] in ("^", "_"):
            sign = self.tokens[self.at]
            self.at += 1
            found[sign] = found[sign] or self.atom()
        return found["^"], found["_"]

    def atom(self) -> str:
        """One letter, number, sign, command or group."""
        if self.at >= len(self.tokens):
            return "<mrow></mrow>"
        token = self.tokens[self.at].strip()
        self.at += 1
        if not token:
            return ""
        if token == "{":
            return self.row()
        if token.startswith("\\") and len(token) > 1:
            return self.command(token[1:])
        if token[0].isdigit():
            return f"<mn>{token}</mn>"
        if token.isalpha():
            return f"<mi>{token}</mi>"
        if token in "()[]|":
            return f'<mo stretchy="false">{token}</mo>'
        if token == "~":
            return '<mspace width="0.3em"/>'
        return f"<mo>{escape({'-': '−', chr(39): '′'}.get(token, token))}</mo>"

    def command(self, name: str) -> str:
        if name in UPRIGHT:
            kind = "mtext" if name == "text" else "mi"
            return f'<{kind} mathvariant="normal">{escape(self.words())}</{kind}>'
        if name in GREEK:
            return f"<mi>{GREEK[name]}</mi>"
        if name in SIGNS:
            return f"<mo>{SIGNS[name]}</mo>"
        if name in SPACES:
            return ""
        if name == "frac":
            return f"<mfrac>{self.atom()}{self.atom()}</mfrac>"
        if name in ("left", "right", "bigl", "bigr"):
            return self.atom()
        if not name.isalpha():  # an escaped sign
            return f"<mi>{escape(name)}</mi>"
        return f"<mtext>\\{name}</mtext>"

    def words(self) -> str:
        """The text of the group that follows, its escaped signs as themselves."""
        if self.at >= len(self.tokens) or self.tokens[self.at] != "{":
            return ""
        self.at, depth, found = self.at + 1, 1, ""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            depth += (token == "{") - (token == "}")
            if depth == 0:
                break
            if token.startswith("\\") and len(token) > 1:
                name = token[1:].strip()
                found += NAMED.get(name, GREEK.get(name, name if len(name) == 1 else ""))
            elif token not in "{}":
                found += " " if token == "~" else token
        return found
