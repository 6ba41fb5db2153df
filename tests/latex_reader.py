r"""Reads LaTeX formulas back, so that brackets, signs and numbers are proved by what they say.

It knows only what a reader of a book knows: \frac{a}{b} is a quotient, factors stand beside each
other, a small number above is a power, e^{…} is the exponential function. `letters` maps every
LaTeX letter that stands for a quantity to its name. What it returns is a formula as it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

FUNCTIONS = {
    r"\sigma": "sigma", r"\tanh": "tanh", r"\arctan": "arctan", r"\ln": "ln", r"\max": "max", r"\sin": "sin",
    r"\cos": "cos", r"\operatorname{ReLU}": "relu", r"\operatorname{leaky\,ReLU}": "leaky_relu",
    r"\operatorname{step}": "step", r"\operatorname{leaky\,step}": "leaky_step",
    r"\operatorname{softplus}": "softplus", r"\operatorname{bipolar}": "bipolar",
}  # fmt: skip


def typed(latex: str, letters: Mapping[str, str] | None = None) -> str:
    """The formula as it is typed; raises ValueError for what a reader could not tell apart."""
    if re.search(r"[0-9]\s+[0-9]", latex):
        raise ValueError(f"two numbers beside each other: {latex}")
    latex = re.sub(r"([0-9.]+) \\times 10\^\{(-?[0-9]+)\}", r"\1e\2", latex)
    return _Reader(latex, letters or {}).formula("")


class _Reader:
    def __init__(self, latex: str, letters: Mapping[str, str]) -> None:
        self.latex, self.at = latex, 0
        self.letters = sorted(letters.items(), key=lambda pair: -len(pair[0]))

    def formula(self, end: str) -> str:
        text = ""
        while True:
            if not end and self.at >= len(self.latex):
                return text
            if end and self.latex.startswith(end, self.at):
                self.at += len(end)
                return text
            text += self.piece()

    def take(self, start: str) -> bool:
        if not self.latex.startswith(start, self.at):
            return False
        self.at += len(start)
        return True

    def group(self) -> str:
        if not self.take("{"):
            raise ValueError(f"no brace at {self.latex[self.at :]!r}")
        return f"({self.formula('}')})"

    def piece(self) -> str:
        for latex, name in self.letters:
            if self.take(latex):
                return f" ({name}) "
        for latex, name in FUNCTIONS.items():
            if self.take(latex):
                return f" {name}"
        if self.take(r"\tfrac") or self.take(r"\frac"):
            return f" ({self.group()}/{self.group()})"
        if self.take(r"\sqrt"):
            return f" sqrt{self.group()}"
        if self.take("e^"):
            return f" exp{self.group()}"
        if self.take("^"):
            return f"^{self.group()}"
        if self.take(r"\cdot"):
            return "*"
        for skipped in (r"\left", r"\right", r"\bigl", r"\bigr", r"\,", "{}"):
            if self.take(skipped):
                return " "
        sign = self.latex[self.at]
        if not re.match(r"[0-9.eE+\-() ,/]", sign):
            raise ValueError(f"cannot read {self.latex[self.at : self.at + 20]!r} in {self.latex}")
        self.at += 1
        return sign
