"""What is asked of everybody: the quantities of the key, in the order of the calculation, and their digits."""

from __future__ import annotations

from ..digits import Digits
from ..problem import Problem
from ..quantity import Quantity, Variable
from ..setting import Setting


def asked(problem: Problem, setting: Setting) -> tuple[Quantity, ...]:
    """What the problem asks; where it says nothing all sums, activations, the loss, gradients and updates."""
    if problem.ask:
        wanted = [quantity for ask in problem.ask for quantity in setting.expand(ask.quantity)]
    else:
        wanted = problem.goals(setting.source)  # type: ignore[arg-type]
    among = set(wanted)
    lines = [step.quantity for step in setting.derive(tuple(wanted)).steps]
    order = [each for each in lines if each in among or (not problem.ask and _is_forward(each))]
    return tuple(dict.fromkeys([*order, *wanted]))


def _is_forward(quantity: Quantity) -> bool:
    return isinstance(quantity, Variable) and quantity.name in ("z", "a") and quantity.time == 0


def digits_asked(problem: Problem, setting: Setting) -> dict[Quantity, Digits]:
    """The digits of those quantities for which the problem states them."""
    return {
        quantity: Digits(decimals=ask.digits)
        for ask in problem.ask
        if ask.digits is not None
        for quantity in setting.expand(ask.quantity)
    }
