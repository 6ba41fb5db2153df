r"""The letters of a notation as MathML, which browsers set themselves.

    letters_mathml(r"w^{+}_{21}")      <msubsup><mi>w</mi><mn>21</mn><mo>+</mo></msubsup>

Read is the LaTeX in which `notation` writes quantities and `escape.latex_words` writes people's
names: letters, words, Greek, accents, scripts, fractions, brackets, escaped signs. It never raises: a
command that is none of these is shown as it was typed, and braces that are missing are closed.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape

from ..escape import visible

_NAMES = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma
    tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    partial ell infty
"""
LETTERS = dict(zip(_NAMES.split(), "αβγδϵεζηθϑικλμνξπρστυϕφχψωΓΔΘΛΞΠΣΥΦΨΩ∂ℓ∞", strict=True))
SIGNS = {
    "cdot": "·", "times": "×", "cdots": "⋯", "ldots": "…", "to": "→", "prime": "′", "ast": "∗", "star": "⋆",
    "dagger": "†", "-": "−", "*": "∗",
}  # fmt: skip
"""Commands and typed signs that are set as these."""
IN_NAMES = {"wedge": "^", "sim": "~", "backslash": "\\", "vert": "|"}
"""How `escape.latex_words` writes what people typed."""
FUNCTIONS = {"ln", "log", "exp", "max", "min", "sin", "cos", "tan", "tanh", "arctan"}
ACCENTS = {"bar": "¯", "hat": "^", "tilde": "~", "vec": "→", "dot": "˙"}
SPACES = {",": 0.17, ":": 0.22, ";": 0.28, " ": 0.28, "quad": 1.0}
STYLES = {
    "mathrm": "", "operatorname": "", "mathit": "font-style:italic", "mathbf": "font-weight:bold",
    "mathsf": "font-family:sans-serif", "mathtt": "font-family:monospace", "mathcal": "script",
}  # fmt: skip
_BRACKETS = "()[]|"
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)\s*|(.?))", re.DOTALL)
_WORD = re.compile(r"(?:[^\\{}^_'~\s]|\\[^A-Za-z,:;! ])+")
_OUTSIDE = re.compile(r"[0-9.]+|.", re.DOTALL)


def letters_mathml(latex: str) -> str:
    """The LaTeX of a quantity as one element of MathML."""
    reader, found = Reader(latex), []
    while not reader.is_at_end:  # a brace that closes nothing is left out
        found += reader.row()
    whole = as_one(found)
    return re.sub(r"(?<=<mtext>) | (?=</mtext>)", "\N{NO-BREAK SPACE}", whole)  # which would be lost there


class Reader:
    """Reads from left to right, as rows of elements."""

    signs_in_script = re.compile(r"[-0-9.,:()\[\]+=*!/|]+")
    """What is one element where it stands above or below."""

    def __init__(self, latex: str) -> None:
        self.latex, self.at = latex, 0
        self.is_script = False  # whether what is read stands above or below
        self.style: str | None = None  # of the words that are read; None for single letters

    @property
    def is_at_end(self) -> bool:
        """Whether all is read."""
        return self.at >= len(self.latex)

    @property
    def has_scripts(self) -> bool:
        """Whether something stands above or below what was read."""
        return self.latex[self.at : self.at + 1] in ("^", "_", "'")

    def take(self, sign: str) -> bool:
        """Whether this comes next; then it is read."""
        found = self.latex.startswith(sign, self.at)
        self.at += len(sign) * found
        return found

    def match(self, pattern: re.Pattern[str]) -> str:
        """What the pattern finds here, read; nothing if it does not fit."""
        found = pattern.match(self.latex, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def row(self, end: str = "}") -> list[str]:
        r"""The elements up to the brace (or `\right`) that closes, or to where all ends."""
        found: list[str] = []
        while not self.is_at_end and not self.take(end):
            if self.latex[self.at] == "}":
                break  # it closes something around this
            if self.has_scripts:
                found.append(self.scripts(_base(found)))
                continue
            for element in self.elements():
                self.add(found, element)
        return found

    def add(self, row: list[str], element: str) -> None:
        """One more element in a row; words beside each other are one."""
        if row and row[-1].endswith("</mtext>") and element.startswith("<mtext>"):
            element = row.pop().removesuffix("</mtext>") + element.removeprefix("<mtext>")
        row.append(element)

    def scripts(self, base: str) -> str:
        """The base with what stands above and below it."""
        found: dict[str, list[str]] = {"^": [], "_": []}
        while self.has_scripts:
            sign = self.latex[self.at]
            self.at += 1
            if sign == "'":
                found["^"].append("<mo>′</mo>")
            else:
                found[sign].append(self.argument(is_script=True))
        below, above = (as_one(found[sign]) if found[sign] else "" for sign in "_^")
        kind = "msubsup" if below and above else "msub" if below else "msup"
        return f"<{kind}>{base}{below}{above}</{kind}>"

    def argument(self, is_script: bool = False) -> str:
        """A group in braces, a command or one sign, as one element."""
        was, self.is_script = self.is_script, self.is_script or is_script
        while self.take(" "):
            pass
        if self.take("{"):
            found = self.row()
        elif self.is_at_end or self.latex[self.at] == "}":
            found = []
        elif self.latex[self.at] == "\\":
            found = self.command()
        else:
            self.at += 1
            found = [_sign(self.latex[self.at - 1])]
        self.is_script = was
        return as_one(found)

    def elements(self) -> list[str]:
        """What comes next that is neither a script nor the end of a group."""
        if self.take("{"):
            return self.group()
        if self.style is not None and (word := self.match(_WORD)):
            return [in_style(re.sub(r"\\(.)", r"\1", word), self.style)]
        if self.latex[self.at] == "\\":
            return self.command()
        if self.is_script and (signs := self.match(self.signs_in_script)):
            return [_signs_in_script(signs)]
        sign = self.match(_OUTSIDE)
        if sign == "~":
            return ["<mtext> </mtext>"]
        return [] if sign.isspace() else [_sign(sign)]

    def group(self) -> list[str]:
        """What stands in braces: one element if it has scripts; a sign alone has no space around it."""
        found = self.row()
        if len(found) == 1 and found[0].startswith("<mo>"):
            return [found[0].replace("mo>", "mtext>")]
        return [as_one(found)] if self.has_scripts else found

    def command(self) -> list[str]:
        """A command with its arguments."""
        found = _COMMAND.match(self.latex, self.at)
        assert found is not None  # a backslash stands here
        self.at = found.end()
        name, sign = found[1], found[2]
        if name in LETTERS:
            upright = ' mathvariant="normal"' if name[0].isupper() else ""
            return [f"<mi{upright}>{LETTERS[name]}</mi>"]
        if name in SIGNS:
            return [f"<mo>{SIGNS[name]}</mo>"]
        if name in IN_NAMES:
            return [f"<mtext>{IN_NAMES[name]}</mtext>"]
        if name in FUNCTIONS:
            return [f"<mi>{name}</mi>"]
        if name in SPACES or sign in SPACES:
            return [f'<mspace width="{SPACES[name or sign]}em"/>']
        if name == "text":
            return [f"<mtext>{_text(self.words())}</mtext>"]
        if name in STYLES:
            return [self.styled(STYLES[name])]
        if name in ACCENTS:
            accent = f'<mo stretchy="false">{ACCENTS[name]}</mo>'
            return [f'<mover accent="true">{self.argument()}{accent}</mover>']
        if name in ("frac", "tfrac"):
            small = ' displaystyle="false"' if name == "tfrac" else ""
            return [f"<mfrac{small}>{self.argument()}{self.argument()}</mfrac>"]
        if name == "sqrt":
            return [f"<msqrt>{self.argument()}</msqrt>"]
        if name in ("left", "right", "bigl", "bigr"):
            return self.brackets(name)
        return [f"<mtext>{_text(sign or found[0].rstrip())}</mtext>"]

    def styled(self, style: str) -> str:
        """The argument with its words in a style."""
        was, self.style = self.style, style
        found = self.argument()
        self.style = was
        return found

    def words(self) -> str:
        """The plain text in braces, with every escaped sign as itself."""
        found = re.compile(r"\{((?:[^{}\\]|\\.)*)\}?", re.DOTALL).match(self.latex, self.at)
        self.at = found.end() if found else self.at
        return re.sub(r"\\(.)", r"\1", found[1]) if found else ""

    def brackets(self, name: str) -> list[str]:
        """A bracket; `\\left` and `\\right` make one element, as high as what stands between them."""
        if name != "left":
            return [_sign(self.match(_OUTSIDE))]
        opening = self.match(_OUTSIDE)
        inner = "".join(self.row(r"\right"))
        pair = (opening, self.match(_OUTSIDE))
        opened, closed = ("" if each in ("", ".") else f"<mo>{_text(each)}</mo>" for each in pair)
        return [f"<mrow>{opened}{inner}{closed}</mrow>"]


def as_one(elements: list[str]) -> str:
    """Elements as one."""
    return elements[0] if len(elements) == 1 else f"<mrow>{''.join(elements)}</mrow>"


def _base(row: list[str]) -> str:
    """What a script belongs to, taken from the row: its last element, or all in the brackets it closes."""
    if not row:
        return as_one([])
    depth = 0
    for at in range(len(row) - 1, -1, -1):
        depth += (row[at] == _sign(")")) - (row[at] == _sign("("))
        if depth <= 0:
            break
    base = as_one(row[at:])
    del row[at:]
    return base


def _sign(sign: str) -> str:
    """One letter, number or sign."""
    if sign[:1].isdigit() or (len(sign) > 1 and sign[:1] == "."):
        return f"<mn>{sign}</mn>"
    if sign.isalpha():
        return f"<mi>{_text(sign)}</mi>"
    shape = ' stretchy="false"' if sign and sign in _BRACKETS else ""
    return f"<mo{shape}>{_text(SIGNS.get(sign, sign))}</mo>"


def _signs_in_script(signs: str) -> str:
    """Numbers, commas and brackets as one element: the spaces of formulas are too wide there."""
    shown = "".join(SIGNS.get(sign, sign) for sign in signs)
    if any(sign.isdigit() for sign in signs):
        return f"<mn>{shown}</mn>"
    return f"<mo>{shown}</mo>" if len(signs) == 1 and signs not in _BRACKETS else f"<mtext>{shown}</mtext>"


def in_style(word: str, style: str) -> str:
    """A word that stands upright, in a style."""
    if style == "script":
        word, style = "".join(map(_script, word)), ""
    kind = "mn" if re.fullmatch("[0-9.]+", word) else "mi"
    upright = ' mathvariant="normal"' if kind == "mi" and len(word) == 1 and style != STYLES["mathit"] else ""
    styled = f' style="{style}"' if style else ""
    return f"<{kind}{upright}{styled}>{_text(word)}</{kind}>"


def _script(letter: str) -> str:
    """A capital letter in the script of a loss, as Unicode has it."""
    for name in (f"MATHEMATICAL SCRIPT CAPITAL {letter}", f"SCRIPT CAPITAL {letter}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            pass
    return letter


def _text(text: str) -> str:
    """Text that nothing in it can break."""
    return escape(visible(text), quote=False)
