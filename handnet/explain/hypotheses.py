"""What each known mistake gives for one quantity, from simple to less simple.

level 1   the mistake in the line itself, from the person's own earlier values; a slip in writing
level 2   the mistake made everywhere, from their own values and from the exact ones
level 3   in another line that they did not write down, or in one layer; everywhere, although a right
          answer speaks against it; the other sign, which many a mistake gives
level 4   two mistakes everywhere that were found behind another answer
level 5   any two mistakes everywhere
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

from ..quantity import Quantity
from ..reach.exactly import Exactly
from ..reach.interval import Kernel
from ..reach.sheet import Sheet
from ..reach.sweep import Known, Sweep
from ..reach.working import Working
from ..terms import Term
from .book import Book, Variation
from .slips import SLIPS, Slip, slips

SINGLE, LAST_LEVEL = 3, 5


@dataclass(frozen=True)
class Hypothesis:
    """A mistake, where it was made, and what it gives."""

    level: int
    made: tuple[Any, ...]
    where: str
    from_own: bool
    value: Any
    changed: Mapping[Quantity, Term] | None = None
    variation: Variation | None = None
    mask: Any = True  # for whom it is possible

    @property
    def code(self) -> str:
        """The codes, joined by " + "."""
        return " + ".join(each.code for each in self.made)

    def cut_off(self) -> Hypothesis:
        """The same, and the number that it gives cut off instead of rounded."""
        return replace(self, made=(*self.made, SLIPS["truncated"]))

    @property
    def key(self) -> tuple[tuple[str, int], ...]:
        """The mistake and the way it is made, wherever that is: several answers may bear witness to it."""
        return tuple((each.code, getattr(each, "choice", 0)) for each in self.made)


class Hypotheses:
    """All that is tried for the answers of one person, or of many."""

    def __init__(
        self,
        sheet: Sheet,
        book: Book,
        kernel: Kernel,
        given: Mapping[Quantity, Any],
        known: Mapping[Quantity, Known],
        without: tuple[str, ...] = (),
        swaps: Callable[[Quantity], Iterable[tuple[Any, Any]]] = lambda quantity: (),
        possible: Callable[[Sweep, set[Quantity]], Any] = lambda sweep, touched: True,
    ) -> None:
        self.sheet, self.book, self.kernel, self.known = sheet, book, kernel, known
        self.without, self._swaps, self._possible = without, swaps, possible
        self.pairs_found: list[Variation] = []
        self._alike: list[list[Variation]] = []
        reader = Exactly(kernel)
        self._own = {id(each): Sweep(each, given, known, reader) for each in sheet.workings[:2]}
        self._exact = {id(each): Sweep(each, given, {}, reader) for each in sheet.workings[:2]}
        self.all_judged = False  # then a right answer can rule out what is made everywhere
        self._masks: dict[tuple[int, str, bool], Any] = {}
        self._sweeps: dict[tuple[int, str, bool], Sweep] = {}
        self._slices: dict[tuple[int, Quantity], set[Quantity]] = {}

    def of(self, quantity: Quantity, level: int, half: Any, right: Any, follows: Any) -> list[Hypothesis]:
        """The hypotheses of one level for a quantity, each with its value."""
        makers = {
            1: self._in_the_line,
            2: self._everywhere,
            3: self._elsewhere,
            4: self._pairs_found,
            5: self._pairs,
        }
        found = list(makers[level](quantity))
        if level in (1, 3):
            slips_ = self._slips(quantity, half, right, follows)
            found += [each for each in slips_ if each.level == level]
        return found

    # --- level by level ----------------------------------------------------------------------------

    def _in_the_line(self, quantity: Quantity) -> Iterator[Hypothesis]:
        lines = {quantity, self.sheet.twin(quantity)}
        for variation in self.book.singles:
            for place in variation.changed:
                if place in lines:
                    yield from self._try(
                        1, quantity, variation, variation.only([place]), f" at {place}", True
                    )

    def _everywhere(self, quantity: Quantity) -> Iterator[Hypothesis]:
        for variation in self.book.singles:
            yield from self._both_ways(2, quantity, variation)

    def _elsewhere(self, quantity: Quantity) -> Iterator[Hypothesis]:
        lines = {quantity, self.sheet.twin(quantity)}
        for variation in self.book.singles:
            near = self._slice(variation.working, quantity)
            for place in variation.changed:
                if place in near and place not in lines and len(variation.changed) > 1:
                    yield from self._try(
                        3, quantity, variation, variation.only([place]), f" at {place}", True
                    )
            for layer, places in variation.layers.items():
                where = f" in layer {layer}"
                yield from self._try(3, quantity, variation, variation.only(places), where, True)
            if self._reaches(variation, quantity):
                for each in self._try(3, quantity, variation, variation.everywhere, "", False):
                    yield replace(each, mask=self.kernel.no(each.mask))

    def _pairs_found(self, quantity: Quantity) -> Iterator[Hypothesis]:
        for pair in self.pairs_found:
            yield from self._both_ways(4, quantity, pair)

    def _pairs(self, quantity: Quantity) -> Iterator[Hypothesis]:
        for first, second in combinations(self._unlike(quantity), 2):
            pair = self.book.pair(first, second)
            if pair is not None:
                yield from self._both_ways(5, quantity, pair)

    def like(self, found: Hypothesis, quantity: Quantity) -> Iterator[Hypothesis]:
        """Other pairs that give the same number: of mistakes that each give the same number alone."""
        if found.variation is None:
            return
        alone = [each for each in self._alike if each[0].made[0] in found.made]
        if len(alone) != 2:
            return
        for first, second in product(*alone):
            pair = self.book.pair(first, second)
            for each in self._both_ways(5, quantity, pair) if pair is not None else ():
                if each.from_own == found.from_own and abs(each.value - found.value) <= 1e-9 * abs(
                    found.value
                ):
                    yield each

    def _unlike(self, quantity: Quantity) -> list[Variation]:
        """The mistakes that a pair is made of: line by line, one for all that give the same number alone."""
        self._alike = []
        seen: list[float] = []
        for variation in self.book.singles:
            if variation.working is not self.sheet.chain or variation.made[0].choice:
                continue
            for each in self._both_ways(2, quantity, variation):
                if each.from_own:
                    continue
                value = self.kernel.at(each.value, 0)
                place = next((n for n, x in enumerate(seen) if abs(value - x) <= 1e-12 * abs(x)), None)
                if place is None:
                    self._alike.append([variation])
                    seen.append(value)
                else:
                    self._alike[place].append(variation)
        return [each[0] for each in self._alike]

    def _reaches(self, variation: Variation, quantity: Quantity) -> bool:
        earlier = variation.working.before(quantity)
        return any(place in earlier for place in variation.changed)

    def _both_ways(self, level: int, quantity: Quantity, variation: Variation) -> Iterator[Hypothesis]:
        """Made everywhere: from the exact values, and from the person's own."""
        if not self._reaches(variation, quantity):
            return
        near = self._slice(variation.working, quantity)
        if len(near) < len(variation.working.before(quantity)) and any(p in near for p in variation.changed):
            yield from self._try(level, quantity, variation, variation.everywhere, "", True)
        yield from self._try(level, quantity, variation, variation.everywhere, "", False)

    def _try(
        self,
        level: int,
        quantity: Quantity,
        variation: Variation,
        changed: dict[Quantity, Term],
        where: str,
        from_own: bool,
    ) -> Iterator[Hypothesis]:
        if quantity not in variation.working.formulas:
            return
        key = id(variation), where, from_own
        if key not in self._sweeps:
            base = (self._own if from_own else self._exact)[id(variation.working)]
            self._sweeps[key] = Sweep(variation.working, base.given, base.known, base.reader, changed, base)
        sweep = self._sweeps[key]
        try:
            value = sweep.worked_out(quantity)
            if not from_own and self.all_judged and key not in self._masks:
                self._masks[key] = self._possible(sweep, variation.working.later(variation.changed))
        except RecursionError:  # two mistakes that need each other's results
            return
        mask = self._masks.get(key, True)
        made = variation.made
        yield Hypothesis(level, made, where, from_own, value, changed, variation, mask)

    def _slips(self, quantity: Quantity, half: Any, right: Any, follows: Any) -> Iterator[Hypothesis]:
        bases = [(right, False)] if follows is None else [(follows, True), (right, False)]
        for base, from_own in bases:
            for slip, value in slips(self.kernel, base, half):
                yield from self._slip(slip, value, from_own)
        for other, mask in self._swaps(quantity):
            yield from self._slip(SLIPS["answers-swapped"], other, False, mask)
        if quantity.time > 0:
            before = quantity.at(quantity.time - 1)
            for sweep, from_own in ((self._own, True), (self._exact, False)):
                chain = sweep[id(self.sheet.chain)]
                if before in self.sheet.chain.formulas or before in chain.given:
                    yield from self._slip(SLIPS["value-of-the-step-before"], chain.value(before), from_own)

    def _slip(self, slip: Slip, value: Any, from_own: bool, mask: Any = True) -> Iterator[Hypothesis]:
        if slip.code not in self.without:
            level = 3 if slip.code == "minus-lost" else 1
            yield Hypothesis(level, (slip,), "", from_own, value, mask=mask)

    # --- what a quantity is worked out from ---------------------------------------------------------

    def _slice(self, working: Working, quantity: Quantity) -> set[Quantity]:
        """The lines between the person's own values and this one, its own line too."""
        key = id(working), quantity
        found = self._slices.get(key)
        if found is None:
            found, waiting = {quantity}, [quantity]
            while waiting:
                user = waiting.pop()
                for each in working.inputs.get(user, ()):
                    own = self.known.get(each)
                    cut = own is not None and own.seen_from(user) is True
                    if each not in found and not cut and each in working.formulas:
                        found.add(each)
                        waiting.append(each)
            self._slices[key] = found
        return found
