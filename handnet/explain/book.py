"""Every known mistake as changed lines: which formulas it writes otherwise, in each way of working.

    book = Book(sheet, mistakes)
    for variation in book.singles: variation.changed      {quantity: the formula the mistake writes}
    book.pair(first, second)                              both at once

A mistake that can be made in several ways (which path was kept, which weight was taken) has one
variation for each choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ..errors import HandnetError
from ..mistakes import Mistake, layer_of
from ..quantity import Quantity
from ..reach.sheet import Sheet
from ..reach.working import Working
from ..setting import Setting
from ..step import Step
from ..terms import Term, quantities

MOST_CHOICES = 8
MOST_LINES = 300
"""Of longer calculations only the working line by line is looked at, and the first way to make each mistake."""


@dataclass(frozen=True)
class Variation:
    """A working with one mistake, or two, made everywhere: the formulas that are not the right ones."""

    made: tuple[Mistake, ...]
    working: Working
    changed: dict[Quantity, Term]
    support: dict[Quantity, Term]  # right lines that the right working does not need

    def only(self, places: Iterable[Quantity]) -> dict[Quantity, Term]:
        """The changed formulas of these quantities alone, with the right ones of what they need besides."""
        return {**self.support, **{place: self.changed[place] for place in places}}

    @cached_property
    def everywhere(self) -> dict[Quantity, Term]:
        """All changed formulas."""
        return {**self.support, **self.changed}

    @cached_property
    def layers(self) -> dict[int, list[Quantity]]:
        """The changed quantities by layer, where there is more than one layer."""
        found: dict[int, list[Quantity]] = {}
        for quantity in self.changed:
            layer = layer_of(quantity)
            if layer is not None:
                found.setdefault(layer, []).append(quantity)
        return found if len(found) > 1 else {}


class Book:
    """The variations of a sheet by the mistakes that are looked for."""

    def __init__(self, sheet: Sheet, mistakes: tuple[Mistake, ...]) -> None:
        self.sheet, self.mistakes = sheet, mistakes
        self._pairs: dict[tuple[int, int], Variation | None] = {}

    @cached_property
    def singles(self) -> tuple[Variation, ...]:
        """Each mistake alone, in each of its choices, in the workings line by line and by error terms."""
        found: list[Variation] = []
        small = len(self.sheet.chain.formulas) <= MOST_LINES
        for working in self.sheet.workings[: 2 if small else 1]:
            for mistake in self.mistakes:
                found += self._choices(working, mistake)
        return tuple(found)

    def _choices(self, working: Working, mistake: Mistake) -> Iterator[Variation]:
        seen: list[dict[Quantity, Term]] = []
        for choice in range(MOST_CHOICES if len(working.formulas) <= MOST_LINES else 1):
            variation = self._variation(working, (replace(mistake, choice=choice),))
            if variation is None or not variation.changed:
                return
            if variation.changed not in seen:
                seen.append(variation.changed)
                yield variation

    def pair(self, first: Variation, second: Variation) -> Variation | None:
        """Two mistakes at once; None where they do not go together."""
        if first.working is not second.working:
            return None
        key = id(first), id(second)
        if key not in self._pairs:
            self._pairs[key] = self._both(first, second)
        return self._pairs[key]

    def _both(self, first: Variation, second: Variation) -> Variation | None:
        made = (*first.made, *second.made)
        if not first.changed.keys() & second.changed.keys() and not first.support and not second.support:
            return Variation(made, first.working, {**first.changed, **second.changed}, {})
        return self._variation(first.working, made)

    def _variation(self, working: Working, made: tuple[Mistake, ...]) -> Variation | None:
        try:
            steps = self._steps(replace(working.setting, mistakes=made, combined=None))
            wrong = {step.quantity: step.formula for step in steps}
            changed = {
                quantity: formula
                for quantity, formula in wrong.items()
                if working.formulas.get(quantity, formula) != formula
            }
            extra = [quantity for quantity in wrong if quantity not in working.formulas]
            support = self._right_lines(working, extra) if changed and extra else {}
            changed |= {each: wrong[each] for each in extra if support.get(each) != wrong[each]}
        except (HandnetError, RecursionError):
            return None
        found = Variation(made, working, changed, support)
        return found if self._has_numbers(found) else None

    def _has_numbers(self, variation: Variation) -> bool:
        """Whether what is used is given or worked out; an updated weight is neither where nothing is updated."""
        lines, right, given = variation.everywhere, variation.working.formulas, self.sheet.given
        used = {each for line in lines.values() for each in quantities(line)}
        return all(each in right or each in given or each in lines for each in used)

    def _steps(self, setting: Setting) -> Iterable[Step]:
        return setting.derive(self.sheet.goals).steps

    def _right_lines(self, working: Working, extra: list[Quantity]) -> dict[Quantity, Term]:
        """The right formulas of what only the mistake makes one work out."""
        steps = working.setting.derive(tuple(extra)).steps
        return {step.quantity: step.formula for step in steps if step.quantity not in working.formulas}
