"""How slopes are brought from what the rules give to what is written by hand, as data.

Each formula is text in the letters z, a and y, with the reason why it equals the one above it.
What stands between backquotes in a reason is a formula too. Nothing here is relied on: the tests
compare every line with the derivative of the definition. Proofs are made of this in `proofs`.
"""

from __future__ import annotations

from typing import NamedTuple

from ..elementary import LEAKY_SLOPE
from ..terms import Term
from .laws import TIDY

Rewriting = tuple[tuple[str, str], ...]
"""Formulas, each with the reason why it equals the one before it."""


class Proof(NamedTuple):
    """How a slope is proved: what is done before and after the rules of differentiation.

    `inverse` is the formula of z in a, where that is differentiated instead. `last` is the reason
    for the slope as it is written by hand, `where` what letters stand for.
    """

    definition: str = ""
    before: Rewriting = ()
    after: Rewriting = ()
    last: str = ""
    inverse: str = ""
    where: tuple[tuple[str, str | Term], ...] = ()
    by: str = "z"
    name: str = "a"
    case: str = ""


_SUM = "exp(z[1]) + exp(z[2]) + exp(z[3])"
_SHARES = tuple((f"a[{k}]", f"exp(z[{k}])/({_SUM})") for k in (1, 2, 3))
_LEAK = f"{LEAKY_SLOPE}"
_POSITIVE = "Where `z` is positive:"
_NEGATIVE = "Where `z` is negative; at the kink, 0, the slope from below is taken:"

ACTIVATION: dict[str, tuple[Proof, ...]] = {
    "sigmoid": (
        Proof(
            "1/(1 + exp(-z))",
            before=(("(1 + exp(-z))^(-1)", "`1/u` is `u^(-1)`"),),
            after=(
                ("exp(-z)*(1 + exp(-z))^(-2)", TIDY.name),
                ("exp(-z)/(1 + exp(-z))^2", "`u^(-2)` is `1/u^2`"),
                ("(1 + exp(-z) - 1)/(1 + exp(-z))^2", "add and subtract 1"),
                (
                    "1/(1 + exp(-z))*((1 + exp(-z))/(1 + exp(-z)) - 1/(1 + exp(-z)))",
                    "split the fraction",
                ),
            ),
            last="`1/(1 + exp(-z))` is `a`",
        ),
    ),
    "tanh": (
        Proof(
            "(exp(z) - exp(-z))/(exp(z) + exp(-z))",
            after=(("1 - (exp(z) - exp(-z))^2/(exp(z) + exp(-z))^2", "split the fraction"),),
            last="the last fraction is `a^2`",
        ),
    ),
    "relu": (
        Proof("relu(z)", (("z", "`relu(z)` is `z` here"),), last="`step(z)` is 1 here", case=_POSITIVE),
        Proof("relu(z)", (("0", "`relu(z)` is 0 here"),), last="`step(z)` is 0 here", case=_NEGATIVE),
    ),
    "leaky_relu": (
        Proof(
            "leaky_relu(z)",
            (("z", "`leaky_relu(z)` is `z` here"),),
            last="`leaky_step(z)` is 1 here",
            case=_POSITIVE,
        ),
        Proof(
            "leaky_relu(z)",
            ((f"{_LEAK}*z", f"`leaky_relu(z)` is `{_LEAK}*z` here"),),
            last=f"`leaky_step(z)` is {_LEAK} here",
            case=_NEGATIVE,
        ),
    ),
    "arctan": (
        Proof(
            "arctan(z)",
            inverse="sin(a)/cos(a)",
            after=(("1/(1 + (sin(a)/cos(a))^2)", "split the fraction"),),
            last="`sin(a)/cos(a)` is `z`",
        ),
    ),
    "softplus": (
        Proof(
            "ln(1 + exp(z))",
            after=(("1/(exp(-z) + 1)", "divide top and bottom by `exp(z)`"),),
            last="that is the sigmoid",
        ),
    ),
    "bipolar_sigmoid": (
        Proof(
            "2/(1 + exp(-z)) - 1",
            after=(
                ("1/2*(2/(1 + exp(-z)))*(2*exp(-z)/(1 + exp(-z)))", "split into factors"),
                (
                    "1/2*(2/(1 + exp(-z)))*(2 - 2/(1 + exp(-z)))",
                    "`2*exp(-z)` is `2*(1 + exp(-z)) - 2`",
                ),
                ("1/2*(1 + a)*(1 - a)", "`2/(1 + exp(-z))` is `1 + a`"),
            ),
            last="multiply out",
        ),
    ),
    "identity": (Proof("z"),),
    "step": (Proof("step(z)"),),
    "softmax": (
        Proof(
            f"exp(z[1])/({_SUM})",
            after=((f"exp(z[1])/({_SUM})*(({_SUM})/({_SUM}) - exp(z[1])/({_SUM}))", "split the fraction"),),
            last="the share of unit 1 is `a[1]`",
            where=_SHARES,
            by="z[1]",
            name="a[1]",
            case="By the unit's own weighted sum, j = k:",
        ),
        Proof(
            f"exp(z[1])/({_SUM})",
            after=((f"-exp(z[1])/({_SUM})*(exp(z[2])/({_SUM}))", "split the fraction"),),
            last="the shares are `a[1]` and `a[2]`",
            where=_SHARES,
            by="z[2]",
            name="a[1]",
            case="By another unit's weighted sum, j not k:",
        ),
    ),
}

COMBINED: dict[str, tuple[Proof, str]] = {
    "sigmoid": (
        Proof(
            "-(y*ln(sigma(z)) + (1 - y)*ln(1 - sigma(z)))",
            after=(
                ("(1 - y)/(1 - a)*a*(1 - a) - y/a*a*(1 - a)", "`sigma(z)` is `a`"),
                ("(1 - y)*a - y*(1 - a)", "what stands above and below cancels"),
                ("a - y*a - y + y*a", "multiply out"),
            ),
            last="`y*a` cancels",
            where=(("a", "sigma(z)"),),
            name="J",
        ),
        "a - y",
    ),
    "softmax": (
        Proof(
            f"-(y[1]*ln(exp(z[1])/({_SUM})) + y[2]*ln(exp(z[2])/({_SUM})) + y[3]*ln(exp(z[3])/({_SUM})))",
            before=(
                (
                    f"(y[1] + y[2] + y[3])*ln({_SUM}) - y[1]*z[1] - y[2]*z[2] - y[3]*z[3]",
                    "`ln(u/v)` is `ln(u) - ln(v)`, and `ln(exp(u))` is `u`",
                ),
            ),
            after=(("(y[1] + y[2] + y[3])*a[1] - y[1]", "the share of unit 1 is `a[1]`"),),
            last="the activation first",
            where=_SHARES,
            by="z[1]",
            name="J",
        ),
        "a[1]*(y[1] + y[2] + y[3]) - y[1]",
    ),
}
