"""How far correct work can lead: the right value, and the interval around it that rounding reaches.

    bounds.right(q)             the right value
    bounds.reach(q, v, rows)    whether v is reachable from the exact values
    bounds.own(q, v, rows)      whether it is from the person's own values

The interval is the hull over the three ways of working (`reach.working`), each elementary operation
rounded. If no rounding is stated, the digits written tell: as many decimals as the answer has (from two
on), or as many significant figures as the sheet has (from three on).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ..quantity import Derivative, Quantity
from ..reach.exactly import Exactly
from ..reach.interval import ByHand, Kernel
from ..reach.sheet import Sheet
from ..reach.sweep import Known, Sweep
from ..rounding import MOST_DIGITS, Rounding

if TYPE_CHECKING:
    from .judge import Column

FEWEST_DECIMALS, FEWEST_FIGURES = 2, 3
"""Nobody rounds every number on the way to fewer: an answer with fewer digits is only written short."""


class Bounds:
    """The intervals of one sheet for one person, or for many."""

    def __init__(
        self,
        sheet: Sheet,
        rounding: Rounding,
        kernel: Kernel,
        given: Mapping[Quantity, Any],
        columns: Mapping[Quantity, Column],
        figures: Any,
    ) -> None:
        self.sheet, self.rounding, self.kernel = sheet, rounding, kernel
        self.given, self.columns, self.figures = given, columns, figures
        self.known: dict[Quantity, Known] = {}
        self._intervals: dict[Any, list[Sweep]] = {}
        self._alike = given is sheet.given  # the problem's own numbers: everything exact is known once
        self._exact_values = Sweep(sheet.chain, given, {}, Exactly(kernel))

    def stated_half(self, value: Any) -> Any:
        """Half a unit of the digits that are stated, at a number of this size; 0 if none are."""
        return ByHand(self.kernel, self.rounding.decimals, self.rounding.significant).half(value)

    def know(self, known: Mapping[Quantity, Known], halves: Mapping[Quantity, Any]) -> None:
        """The person's own values as boxes: whatever is written so."""
        for quantity, each in known.items():
            box = each.value - halves[quantity], each.value + halves[quantity]
            self.known[quantity] = each._replace(value=box)

    def right(self, quantity: Quantity) -> Any:
        """The right value: one for all, or each person's by their own numbers."""
        return self.sheet.right(quantity) if self._alike else self._exact_values.value(quantity)

    # --- from the exact values ----------------------------------------------------------------------

    def reach(self, quantity: Quantity, value: Any, rows: Any) -> Reached:
        """Which values are reachable by correct work from the exact ones."""
        k = self.kernel
        found = Reached(False, False, 0.0)
        if not k.any(rows):
            return found
        half = self.columns[quantity].half
        for decimals, figures in self._kinds(quantity):
            digits = figures if decimals is None else decimals
            for count in k.distinct(digits, rows):
                reader = ByHand(k, *((None, count) if decimals is None else (count, None)))
                here = self._within(
                    value, half, reader, self._from_exact(reader, decimals is None, count), quantity
                )
                found = found.wider(k, here, digits == count)
        return found

    def _kinds(self, quantity: Quantity) -> list[tuple[Any, Any]]:
        """The roundings to try, as decimals or significant figures: those stated, or those written."""
        k, rounding = self.kernel, self.rounding
        if not rounding.as_written:
            return [(rounding.decimals, rounding.significant)]  # of neither where nothing is rounded
        decimals = self.columns[quantity].decimals
        decimals = k.where(decimals >= FEWEST_DECIMALS, decimals, MOST_DIGITS)
        figures = k.lowest(k.highest(self.figures, FEWEST_FIGURES), MOST_DIGITS)
        return [(k.lowest(decimals, MOST_DIGITS), None), (None, figures)]

    def _from_exact(self, reader: ByHand, as_figures: bool, count: float) -> list[Sweep]:
        """The intervals from the exact values; made once for all who have the same numbers."""
        cache = self.sheet.intervals if self._alike else self._intervals
        key = type(self.kernel), as_figures, count
        if key not in cache:
            cache[key] = [Sweep(each, self.given, {}, reader) for each in self.sheet.workings]
        sweeps: list[Sweep] = cache[key]
        return sweeps

    # --- from the person's own values ---------------------------------------------------------------

    def own(self, quantity: Quantity, value: Any, rows: Any) -> Reached:
        """Which values the line gives from the person's own."""
        k = self.kernel
        found = Reached(False, False, 0.0)
        if not k.any(rows):
            return found
        picked = k.pick(rows)
        given = {each: picked.take(number) for each, number in self.given.items()}
        known = {
            there: each._replace(
                value=(picked.take(each.value[0]), picked.take(each.value[1])),
                mask=picked.mask(each.mask),
                own=picked.mask(each.own),
            )
            for there, each in self.known.items()
        }
        value, half = picked.take(value), picked.take(self.columns[quantity].half)
        for decimals, figures in self._kinds(quantity):
            reader = ByHand(k, picked.take(decimals), picked.take(figures))
            for over_paths, rows in ((False, True), (True, k.no(self._goes_back(quantity, known)))):
                sweeps = [
                    Sweep(each, given, known, reader)
                    for each in self.sheet.workings
                    if each.over_paths == over_paths
                ]
                if sweeps and k.any(rows):
                    found = found.wider(k, self._within(value, half, reader, sweeps, quantity), rows)
        return Reached(
            picked.put(found.inside, False), picked.put(found.endless, False), picked.put(found.width, 0.0)
        )

    def _goes_back(self, quantity: Quantity, known: Mapping[Quantity, Known]) -> Any:
        """Who wrote an error term, or a derivative by an activation, on the way: they do not work over paths."""
        found: Any = False
        for each in self.sheet.chain.before(quantity):
            if each in known and each != quantity and goes_back(each):
                found = found | known[each].seen_from(quantity)
        return found

    def _within(
        self, value: Any, half: Any, reader: ByHand, sweeps: list[Sweep], quantity: Quantity
    ) -> Reached:
        """Whether a value is in the smallest interval that holds what any way of working reaches.

        A way that leads near a division by 0 has no end. It counts by itself, so that it does not
        hide what the others reach. An answer written with fewer digits may be off by its own half unit.
        """
        k = self.kernel
        boxes = [each.worked_out(quantity) for each in sweeps if quantity in each.working.formulas]
        boxes = boxes or [reader.given(self.right(quantity))]
        pad = k.highest(half - reader.half(value), 0.0 * value) + 1e-12 * abs(value)
        nothing, endless = float("nan"), False
        ends = []
        for low, high in boxes:
            bounded = high - low < math.inf
            endless = endless | (k.no(bounded) & (value >= low - pad) & (value <= high + pad))
            ends.append((k.where(bounded, low, nothing), k.where(bounded, high, nothing)))
        low, high = k.lowest(*(low for low, _ in ends)), k.highest(*(high for _, high in ends))
        slack = pad + 1e-9 * (high - low)
        inside = (value >= low - slack) & (value <= high + slack)
        width = k.where(low == low, (high - low) / 2, 0.0)
        return Reached(inside, endless & k.no(inside), width, low - slack, high + slack)


def goes_back(quantity: Quantity) -> bool:
    """Whether this is an error term, or a derivative of the loss by what stands inside the network."""
    if isinstance(quantity, Derivative):
        return quantity.of.name == "J" and quantity.by.name in ("a", "z")
    return quantity.name == "delta"


class Reached(NamedTuple):
    """Which values are inside the interval, which only in one without end, half its width, and its ends.

    The ends hold for the digits that the value is written with; NaN where there are none.
    """

    inside: Any
    endless: Any
    width: Any
    low: Any = math.nan
    high: Any = math.nan

    def wider(self, kernel: Kernel, other: Reached, rows: Any) -> Reached:
        """What either of two roundings reaches, the other one for some people only."""
        inside = self.inside | (rows & other.inside)
        endless = (self.endless | (rows & other.endless)) & kernel.no(inside)
        width = kernel.highest(self.width, kernel.where(rows, other.width, 0.0))
        low = kernel.lowest(self.low, kernel.where(rows, other.low, math.nan))
        high = kernel.highest(self.high, kernel.where(rows, other.high, math.nan))
        return Reached(inside, endless, width, low, high)
