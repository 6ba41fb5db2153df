"""The laws of differentiation by name, and a line of working that follows from them.

A `Law` says what a rule is called and why it holds; a `Line` is an expression with the laws that
lead to it from the line above. How the laws are applied stands in `working`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..calculus import SLOPES
from ..quantity import Variable
from ..terms import Term, apply


class Law(NamedTuple):
    """A rule by name, and why it holds, as a clause; formulas in either stand between backquotes."""

    name: str
    because: str = ""


CONSTANT = Law("constant", "what does not contain the variable has the derivative 0")
ITSELF = Law("itself", "the variable changes with itself at rate 1")
SUM = Law("sum rule", "a sum is differentiated part by part")
DIFFERENCE = Law("difference rule", "a difference is differentiated part by part")
FACTOR = Law("constant factor", "a factor without the variable stays as it is")
POWER = Law("power rule", "the exponent comes in front as a factor and is lowered by 1")
PRODUCT = Law("product rule", "each factor is differentiated once while the others stay, and all is added up")
QUOTIENT = Law(
    "quotient rule",
    "the top differentiated times the bottom, minus the top times the bottom differentiated, "
    "over the bottom squared",
)
CHAIN = Law("chain rule", "the derivative of what stands inside follows as a factor")
EXPONENTIAL = Law("exponential", "`exp(u)` is its own derivative")
BASE = Law("exponential", "`c^u` is `exp(u*ln(c))`, so the power comes back, times `ln(c)`")
BOTH = Law(
    "exponential", "`u^v` is `exp(v*ln(u))`, so the power comes back, times the derivative of `v*ln(u)`"
)
LOGARITHM = Law("logarithm", "`ln(u)` has the derivative `1/u`")
ROOT = Law("root", "`sqrt(u)` has the derivative `1/(2*sqrt(u))`")
LARGER = Law("slope of max", "the larger of the two is the one that counts")
TIDY = Law("tidy up", "zeros and ones go, numbers beside each other are worked out")

OWN_LAWS = {"exp": EXPONENTIAL, "ln": LOGARITHM, "sqrt": ROOT}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of working: an expression, the laws that lead to it, and the parts they were applied to."""

    expression: Term
    laws: tuple[Law, ...] = ()
    applied_to: tuple[Term, ...] = ()

    @property
    def rule(self) -> str:
        """The names of the laws."""
        return ", ".join(law.name for law in self.laws).replace("`", "")

    @property
    def because(self) -> str:
        """Why the line follows from the one above it, in one sentence; the first line follows from none."""
        reasons = [law.because or law.name for law in self.laws]
        return sentence("; ".join(reasons)).replace("`", "") if reasons else ""

    def __str__(self) -> str:
        from ..render.text import formula_text

        return formula_text(self.expression)


def sentence(clause: str) -> str:
    """The clause with a full stop, and with a capital unless a formula begins it."""
    return clause[0].upper() + clause[1:] + "."


def slope_of(function: str) -> Law:
    """The law that names the slope of a function."""
    from ..render.text import formula_text

    u = Variable("u")
    slope = formula_text(SLOPES[function](u, apply(function, u)))
    return Law(f"slope of {function.replace('_', ' ')}", f"`{function}(u)` has the slope `{slope}`")
