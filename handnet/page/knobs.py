"""The knobs of a panel: every given number, in groups, each with a range that suits it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import HandnetError
from ..given import members_of
from ..names import ETA, MU, PARAMETERS
from ..number import read_number
from ..quantity import Quantity, Variable
from ..setting import Setting
from ..terms import Number

if TYPE_CHECKING:
    from ..problem import Problem

STEPS = 100
"""A range has about so many steps to each side of zero."""


class Range(NamedTuple):
    """From where to where a slider goes, and by what step."""

    low: float
    high: float
    step: float


class Knob(NamedTuple):
    """A given number that can be turned, and the title of the group in which it stands."""

    quantity: Variable
    number: Number
    group: str
    range: Range


def knobs(problem: Problem, ranges: Mapping[str, Any] | None = None) -> list[Knob]:
    """Every given number in the order in which a sheet states it.

    `ranges` has (low, high) or (low, high, step) by address, also of a whole array, as in
    `{"eta": (0, 5), "W1": (-3, 3, 0.1)}`. Raises HandnetError for a range that is none.
    """
    chosen = _chosen(problem, ranges or {})
    usual = {name: _usual(problem, name) for name in ("x", "y", "w", "rate")}
    found = []
    for quantity, number in problem.values.items():
        assert isinstance(quantity, Variable)
        kind = "w" if quantity.name in PARAMETERS else quantity.name if quantity.name in "xy" else "rate"
        fits = Range(0.0, 1.0, 0.01) if quantity == MU else usual[kind]
        if kind == "rate" and quantity != ETA and quantity != MU:
            fits = _around([number.value], at_least=0.1)
        found.append(Knob(quantity, number, _group(problem, quantity), chosen.get(quantity, fits)))
    return found


def _usual(problem: Problem, name: str) -> Range:
    """The range of all numbers of a kind, so that equal ways mean equal changes."""
    if name == "rate":
        return _around([] if problem.learning_rate is None else [problem.learning_rate.value], at_least=0.1)
    names = PARAMETERS if name == "w" else (name,)
    values = [number.value for each, number in problem.values.items() if each.name in names]  # type: ignore[union-attr]
    if name != "w" and all(0 <= value <= 1 for value in values):
        return Range(0.0, 1.0, 0.01)
    if name == "y" and problem.network.loss and problem.network.loss.name == "binary_cross_entropy":
        return Range(0.0, 1.0, 0.01)
    return _around(values, at_least=1.0, both_ways=name == "w" or min(values) < 0)


def _around(values: Sequence[float], at_least: float, both_ways: bool = False) -> Range:
    """From 0, or as far below it, to twice the largest number or a little more."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    bound = _round_up(max(2 * largest, at_least))
    return Range(-bound if both_ways else 0.0, bound, bound / STEPS)


def _round_up(value: float) -> float:
    """1, 2 or 5 times a power of ten, not below the value."""
    if value > 1e300:
        return value
    power = 10.0 ** math.floor(math.log10(value))
    best = next(count for count in (1, 2, 5, 10) if count * power >= value * (1 - 1e-12))
    return float(f"{best * power:.6g}")


def _group(problem: Problem, quantity: Variable) -> str:
    if quantity.layer is not None:
        return f"Layer {quantity.layer}"
    if quantity.name not in ("x", "y"):
        several = problem.network.momentum is not None or problem.network.l2 is not None
        return "Learning rate and more" if several else "Learning rate"
    if quantity.sample is None:
        return "Inputs" if quantity.name == "x" else "Targets"
    names = problem.sample_names
    return f"{names[quantity.sample - 1]}" if names else f"Sample {quantity.sample}"


def _chosen(problem: Problem, ranges: Mapping[str, Any]) -> dict[Quantity, Range]:
    """The ranges that a person asks for, by quantity."""
    if not isinstance(ranges, Mapping):
        raise HandnetError(f'explore: ranges is {ranges!r}; give them by address, as in {{"eta": (0, 5)}}')
    setting, found = Setting(problem.forward_pass()), {}
    for address, given in ranges.items():
        for quantity in setting.expand(address):
            if quantity not in problem.values:
                raise HandnetError(f"explore: {quantity} is worked out, not given, so it has no range")
            found[quantity] = _range(str(address), given)
    return found


def _range(address: str, given: Any) -> Range:
    numbers = [] if isinstance(given, str) else list(members_of(given))
    if len(numbers) not in (2, 3):
        raise HandnetError(
            f"explore: the range of {address} is {given!r}; give (low, high) or (low, high, step)"
        )
    low, high, *step = (read_number(each, f"explore, the range of {address}").value for each in numbers)
    size = step[0] if step else (high - low) / STEPS
    if not low < high or not 0 < size <= high - low:
        raise HandnetError(
            f"explore: the range of {address} is {given!r}; low < high, and a step between them"
        )
    return Range(low, high, size)
