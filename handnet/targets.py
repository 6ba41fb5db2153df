"""Targets that add up to 1: softmax with cross-entropy then has the error term a - y.

Lines written for such targets hold for no others, so numbers put in later are checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from .errors import HandnetError
from .quantity import Quantity, Variable
from .terms import Number
from .value import added

if TYPE_CHECKING:
    from .forward import ForwardPass


def check_targets(source: ForwardPass, numbers: Mapping[Quantity, Number]) -> None:
    """Raise HandnetError for targets that do not add up to 1 where the lines rest on it."""
    if not source.network.combines or source.network.activations[-1].name != "softmax":
        return
    for sample, row in _rows(source):
        whole = sum(numbers[each].value for each in row if each in numbers)
        if abs(whole - 1) > 1e-9:
            raise HandnetError(
                f"these lines were written for targets that add up to 1, but those of sample {sample} add up "
                f"to {whole:g}: derive them again from a problem with these targets"
            )


def drawn_targets(source: ForwardPass, values: Mapping[Quantity, float]) -> dict[Quantity, float]:
    """The same targets in proportion, so that they add up to 1 where the lines rest on it."""
    found: dict[Quantity, float] = {}
    for _, row in _rows(source):
        whole = added(values[each] for each in row if each in values)
        found |= {each: values[each] / whole for each in row if each in values}
    return found


def _rows(source: ForwardPass) -> Iterator[tuple[int, list[Variable]]]:
    """The targets of each sample whose targets are known to add up to 1."""
    for sample in sorted(source.unit_targets):
        number = sample if source.samples > 1 else None
        yield sample, [Variable("y", None, place, number) for place in source.network.outputs]
