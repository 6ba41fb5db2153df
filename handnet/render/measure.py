r"""How wide a formula in LaTeX is, about, and where a person would break it.

`width_of` measures in digits: what stands above and below shares its place, a fraction is as wide
as its wider part. `broken_latex` breaks before signs that stand outside of braces.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SIGN = re.compile(
    r"""\\[td]?frac\s* | \\(?:left|right|bigl|bigr) | \\(?:mathrm|text|operatorname|mathit)\b
    | \\[,;:!] | \\[A-Za-z]+\s? | \\. | [{}^_] | \s+ | .""",
    re.VERBOSE | re.DOTALL,
)


NEARLY = 1.06
WORD = 0.9
"""How wide a letter of a word is, beside one that stands for a quantity."""
_CAPITALS: dict[str, float] = dict.fromkeys("ABCDEGHKNOQRUXZ", 1.5) | dict.fromkeys("MW", 1.9)
_WIDE = _CAPITALS | {"m": 1.7, "w": 1.4}
"""Letters that are wider than others, as signs of a formula."""


_LARGER = {r"\left": 0.5, r"\right": 0.5, r"\bigl": 0.1, r"\bigr": 0.1}
"""How much wider brackets are that grow."""


@lru_cache(maxsize=4096)
def width_of(latex: str) -> float:
    """About how many digits wide a formula is, when it is set on one line."""
    return _Ruler(_SIGN.findall(latex)).row()


@lru_cache(maxsize=512)
def _own_width(sign: str) -> float | None:
    """How wide a sign is whatever stands around it; None for letters and for what begins or ends a group."""
    name = sign.strip()
    if name == "":
        return 0.0
    if name in _LARGER:
        return _LARGER[name]
    if name in (r"\,", r"\;", r"\:", r"\!"):
        return 0.3
    if name in ("+", "-", "=", r"\times", r"\neq", r"\odot", r"\oslash"):
        return 2.5
    if name == r"\cdot":
        return 1.5
    if name in (r"\ln", r"\tanh", r"\arctan", r"\max", r"\sin", r"\cos"):
        return float(len(name) - 1)
    if name in ".,[]":
        return 0.6
    if name in "()":
        return 0.8
    return 1.1 if name.isdigit() else None


class _Ruler:
    """Reads signs from left to right and adds up their widths."""

    def __init__(self, signs: list[str]) -> None:
        self.signs, self.at = signs, 0
        self.wide = _WIDE

    def row(self, ends: tuple[str, ...] = ("}",)) -> float:
        """The width up to one of these signs, a closing brace; what is above and below shares its width."""
        width, script = 0.0, 0.0
        signs = self.signs
        while self.at < len(signs):
            sign = signs[self.at]
            self.at += 1
            own = _own_width(sign)
            if own is None:
                if sign.strip() in ends:
                    break
                if sign in "^_":
                    script = max(script, 0.7 * self.group())
                    continue
                own = self.one(sign)
            width, script = width + script + own, 0.0
        return width + script

    def group(self) -> float:
        if self.at < len(self.signs) and self.signs[self.at] == "{":
            self.at += 1
            return self.row()
        self.at += 1
        return 1.0

    def word(self, sign: str) -> float:
        """The width of a group of upright letters, whose capitals are few where they are words."""
        self.wide = _CAPITALS if sign.startswith(r"\mathrm") else {}
        width = self.group()
        self.wide = _WIDE
        return width

    def typed(self) -> float:
        """The width of a group in the letters of a typewriter."""
        width, sign = 0.0, self.signs[self.at]
        while self.at < len(self.signs) and sign != "}":
            sign = self.signs[self.at]
            width += sum(each not in "{}\\" for each in sign)
            self.at += 1
        return width

    def matrix(self) -> float:
        r"""The widest cell of each column of a matrix, up to its \end; brackets and gaps are added."""
        self.group()  # what kind of matrix it is
        widths, column, sign = [0.0], 0, ""
        while self.at < len(self.signs) and sign != r"\end":
            first = "".join(self.signs[self.at : self.at + 2]).lstrip()[:1]
            minus = 1.4 if first == "-" else 0.0  # before a number it is narrower than between two
            widths[column] = max(widths[column], self.row(("&", r"\\", r"\cr", r"\end")) - minus)
            sign = self.signs[self.at - 1].strip()
            column = column + 1 if sign == "&" else 0
            widths += [0.0] * (column == len(widths))
        self.group()
        return sum(widths) + 2.0 * len(widths)

    def one(self, sign: str) -> float:
        """The width of a letter, or of what begins with this sign."""
        if sign in self.wide:
            return self.wide[sign]
        if sign == "{":
            return self.row()
        name = sign.strip()
        if name in (r"\frac", r"\tfrac", r"\dfrac"):
            share = 0.7 if name == r"\tfrac" else 1.0
            return share * max(self.group(), self.group()) + 0.9
        if name == r"\underset":  # what stands under it shares its place
            return max(0.7 * self.group(), self.group())
        if name == r"\begin":
            return self.matrix()
        if name in (r"\texttt", r"\mathtt"):  # where all letters are as wide as a digit
            return self.typed()
        if sign.startswith((r"\mathrm", r"\text", r"\operatorname", r"\mathit")):
            return WORD * self.word(sign)
        return 0.0 if name == "&" else 1.1


def broken_latex(latex: str, room: float) -> list[str]:
    r"""A formula broken before signs that stand outside of braces and of \left( … \right).

    As little as is enough to fit into `room`: at plus and minus outside of all brackets, then, in
    what is still too wide, at dots, then inside of brackets. A piece with nowhere to break stays.
    """
    pieces = [latex]
    for signs, deepest in (("+-", 0), ("·", 0), ("+-", 1), ("·", 1), ("+-·", 2), ("+-·", 9)):
        if max(map(width_of, pieces)) <= room:
            break
        pieces = [part for piece in pieces for part in _fitted(piece, signs, deepest, room)]
    return pieces


def _fitted(piece: str, signs: str, deepest: int, room: float) -> list[str]:
    if signs == "·":  # two factors stay together if they nearly fit
        room *= NEARLY
    return [piece] if width_of(piece) <= room else _filled(_split(piece, signs, deepest), room)


def _split(latex: str, signs: str, deepest: int) -> list[str]:
    """The formula cut before each of these signs, if few enough brackets are open there."""
    pieces, start, braces, brackets, fixed, last = [], 0, 0, 0, 0, ""
    for found in _SIGN.finditer(latex):
        sign = found[0].strip()
        braces += (sign == "{") - (sign == "}")
        fixed += (sign == r"\left") - (sign == r"\right")
        if braces == 0:
            brackets += (sign == "(") - (sign == ")")
        name = "·" if sign in (r"\cdot", r"\times", r"\odot", r"\oslash") else sign
        breakable = braces == 0 and fixed == 0 and brackets <= deepest and name in signs and name
        if breakable and sign != r"\times" and found.start() > 0 and latex[found.start() - 1] == " " and last:
            pieces.append(latex[start : found.start()].rstrip())
            start = found.start()
        last = sign or last
    return [*pieces, latex[start:]]


def _filled(pieces: list[str], room: float) -> list[str]:
    """Pieces put together again into lines as long as fit."""
    lines = pieces[:1]
    for piece in pieces[1:]:
        if width_of(lines[-1]) + width_of(piece) > room:
            lines.append(piece)
        else:
            lines[-1] += f" {piece}"
    return lines
