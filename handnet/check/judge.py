"""From answers to verdicts: for one person, or for many at once.

For each quantity, in working order:

    exact     the answer is within half a unit of the right value
    reached   correct work with the rounding leads to it, from the exact values (`bounds`)
    own       the line gives it from the person's own earlier values, each within its last digit
    clean     none of the own values that the line uses is wrong

right is exact; follows is own and not clean; right, too, is what is reached, or own; the rest is wrong. A reached
answer that is not exact, and has the digits of a known mistake, is undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..explain.book import Book
from ..explain.hypotheses import Hypothesis
from ..explain.search import Fits
from ..mistakes import Mistake
from ..quantity import Quantity, Variable
from ..reach.exactly import Exactly
from ..reach.interval import Kernel
from ..reach.sheet import Sheet
from ..reach.sweep import Known, Sweep
from ..terms import Term, quantities
from .bounds import Bounds
from .criteria import Criteria
from .why import Why

HARMLESS = ("truncated",)
"""Slips that nobody can tell from rounding on the way, and that matter as little."""


class Column(NamedTuple):
    """The answers for one quantity: plain values for one person, arrays for many.

    `mask` says who gave a number; `half` is half a unit of the last digit, `decimals` the digits after
    the point (or a large number where the digits say nothing).
    """

    value: Any
    half: Any
    mask: Any
    decimals: Any


@dataclass
class Judged:
    """What was found for one quantity; every field is a mask or a number, for one person or many."""

    right: Any
    exact: Any
    reached: Any  # right: reachable, but not at the digits of the exact value
    follows: Any
    wrong: Any
    undecided: Any
    few_digits: Any  # undecided, because a number with so few digits says too little
    strays: Any  # right, although it does not follow from a wrong line above
    from_own: Any  # what the line gives from the person's own values
    clean: Any
    fits: Fits | None = None
    alike: list[tuple[Hypothesis, Any]] = field(default_factory=list)  # what an undecided answer may be
    reach: Any = 0.0  # half the width of what rounding on the way can reach


class Judge:
    """Judges the answers of one person (`Floats`) or of many (`Arrays`) to one sheet.

    given    numbers by quantity, arrays where everyone has their own
    columns  the answers by quantity
    figures  the significant figures that each person's sheet is written with
    """

    def __init__(
        self,
        sheet: Sheet,
        book: Book,
        criteria: Criteria,
        kernel: Kernel,
        count: int,
        given: Mapping[Quantity, Any],
        columns: Mapping[Quantity, Column],
        figures: Any,
    ) -> None:
        self.sheet, self.book, self.criteria = sheet, book, criteria
        self.kernel, self.count, self.given, self.columns = kernel, count, given, columns
        self.bounds = Bounds(sheet, criteria.rounding, kernel, given, columns, figures)
        self.known: dict[Quantity, Known] = {}  # numbers
        self._soiled: dict[Quantity, Known] = {}  # whether a value is wrong
        self._exactly = Exactly(kernel)
        self.judged: dict[Quantity, Judged] = {}
        self.why = Why(self)

    def run(self) -> dict[Quantity, Judged]:
        """The verdicts on all columns, in working order."""
        self._know_all()
        self._dirt = Sweep(self.sheet.chain, self.given, self._soiled, _AnyOf(self.kernel))
        self._points = [Sweep(each, self.given, self.known, self._exactly) for each in self.sheet.workings]
        for quantity in self.sheet.asked:
            if quantity in self.columns:
                self.judged[quantity] = self._judge(quantity, self.columns[quantity])
                for each in self._both(quantity):
                    self._soiled[each] = self._joined(each, self._is_soiled)
        return self.judged

    def again(self, quantity: Quantity, column: Column, figures: Any) -> Judged:
        """The verdict on other answers for the only quantity that was answered; what is ready is kept.

        Nothing of a person's own stands above it, so what follows from their values is what is reached.
        """
        self.columns = self.bounds.columns = {quantity: column}
        self.figures = self.bounds.figures = figures
        return self._judge(quantity, column, alone=True)

    def right_by_exact(self) -> dict[Quantity, Any]:
        """Who has each answer right by the exact values alone: enough to recognise a convention."""
        found: dict[Quantity, Any] = {}
        for quantity, (value, half, mask, _) in self.columns.items():
            right = self.right(quantity)
            exact = mask & (abs(value - right) <= half + 1e-12 * abs(right))
            if quantity not in self.sheet.far:
                rows = mask & self.kernel.no(exact)
                exact = exact | (rows & self.bounds.reach(quantity, value, rows).inside)
            found[quantity] = exact
        return found

    # --- what a person has --------------------------------------------------------------------------

    def _both(self, quantity: Quantity) -> list[Quantity]:
        twin = self.sheet.twin(quantity)
        return [quantity] if twin is None else [quantity, twin]

    def _know_all(self) -> None:
        """Every number that was answered, an error term together with the derivative that it is."""
        sign = self.sheet.source.convention.error_sign
        halves: dict[Quantity, Any] = {}
        near = [each for each in self.columns if each not in self.sheet.far]
        for quantity in dict.fromkeys(each for answered in near for each in self._both(answered)):

            def number(answered: Quantity, wanted: Quantity = quantity) -> Any:
                value = self.columns[answered].value
                return value if answered == wanted or sign == 1 else 0.0 - value

            self.known[quantity] = self._joined(quantity, number)
            halves[quantity] = self._joined(quantity, lambda answered: self.columns[answered].half).value
            self._soiled[quantity] = self._joined(quantity, self._is_soiled)
        self.bounds.know(self.known, halves)

    def _joined(self, quantity: Quantity, of: Callable[[Quantity], Any]) -> Known:
        """What was written for a quantity and, for those who did not, for its twin.

        An error term may come from the derivative that it is, which stands before it, and not that from
        the error term: otherwise one wrong number written for both would be right.
        """
        twin = self.sheet.twin(quantity)
        own, other = self.columns.get(quantity), self.columns.get(twin) if twin is not None else None
        if own is None:
            assert other is not None
            return Known(of(twin), other.mask, twin, False)  # type: ignore[arg-type]
        seen = False if isinstance(quantity, Variable) else own.mask
        if other is None:
            return Known(of(quantity), own.mask, twin, seen)
        mask = own.mask | other.mask
        value = self.kernel.where(own.mask, of(quantity), of(twin))  # type: ignore[arg-type]
        return Known(value, True if self.kernel.all(mask) else mask, twin, seen)

    def _is_soiled(self, quantity: Quantity) -> Any:
        """Whose answer is wrong, or follows from a wrong one; not judged yet, it is not.

        Of an error term and the derivative that it is, later lines may have taken either.
        """
        soiled: Any = False
        for each in self._both(quantity):
            if each in self.judged:
                soiled = soiled | self.judged[each].wrong | self.judged[each].follows
        return soiled

    # --- one quantity -------------------------------------------------------------------------------

    def _judge(self, quantity: Quantity, column: Column, alone: bool = False) -> Judged:
        k = self.kernel
        value, half, mask, _ = column
        right = self.right(quantity)
        exact = mask & (abs(value - right) <= half + 1e-12 * abs(right))
        coarse = half > k.highest(abs(right) / 2, self.bounds.stated_half(right) * (1 + 1e-9))
        coarse = mask & coarse & (value != right)  # so few digits fit nearly anything
        if quantity in self.sheet.far:
            return self._far(column, right, exact, coarse)
        clean = k.no(self._dirt.worked_out(quantity))
        open_ = mask & k.no(exact)
        by_exact = self.bounds.reach(quantity, value, open_)
        by_own = by_exact
        if not alone:
            by_own = self.bounds.own(quantity, value, mask & k.no((exact | by_exact.inside) & clean))
        own = by_own.inside
        follows = open_ & own & k.no(clean)
        reached = open_ & (by_exact.inside | own) & k.no(follows)
        vague = open_ & (by_exact.endless | by_own.endless) & k.no(reached | follows)
        found = Judged(
            right=right,
            exact=exact & k.no(coarse),
            reached=reached & k.no(coarse),
            follows=follows & k.no(coarse),
            wrong=open_ & k.no(reached | follows | vague),
            undecided=((exact | reached | follows) & coarse) | vague,
            few_digits=((exact | reached | follows) & coarse) | vague,
            strays=(exact | reached) & k.no(clean | own | coarse),
            from_own=self._points[0].worked_out(quantity),
            clean=clean,
            reach=by_own.width,
        )
        self._doubt(quantity, column, found)
        return found

    def right(self, quantity: Quantity) -> Any:
        """The right value: one for all, or each person's."""
        return self.bounds.right(quantity)

    def _far(self, column: Column, right: Any, exact: Any, coarse: Any) -> Judged:
        """After many updates nothing is worked line by line: the value is right or it is not."""
        no = self.kernel.no
        wrong, few = column.mask & no(exact), exact & coarse
        return Judged(right, exact & no(coarse), False, False, wrong, few, few, False, right, True)

    def _doubt(self, quantity: Quantity, column: Column, found: Judged) -> None:
        """Reachable, but with the digits of a mistake, and not of what the person's own values give."""
        k = self.kernel
        doubtful = found.reached
        for sweep in self._points:
            if quantity in sweep.working.formulas:
                doubtful = doubtful & k.no(abs(sweep.worked_out(quantity) - column.value) <= column.half)
        if not k.any(doubtful):
            return
        unclear: Any = False
        cut_off: list[tuple[Hypothesis, Any]] = []
        for level in (1, 2):
            for each in self.why.hypotheses.of(quantity, level, column.half, found.right, found.from_own):
                same = doubtful & (abs(each.value - column.value) <= column.half)
                if k.any(same) and each.code not in HARMLESS:
                    unclear = unclear | same
                    found.alike.append((each, same))
                elif isinstance(each.made[0], Mistake) and "truncated" not in self.criteria.without:
                    cut_off.append((each.cut_off(), doubtful & _is_cut(each.value, column)))
        named = {each.made[0].code for each, _ in found.alike}
        found.alike += [(each, mask & unclear) for each, mask in cut_off if each.made[0].code not in named]
        found.undecided = found.undecided | unclear
        found.reached = found.reached & k.no(unclear)


def _is_cut(value: Any, column: Column) -> Any:
    """For whom the answer is this value, cut off after the last digit written."""
    rest = abs(value) - abs(column.value)
    return (value * column.value > 0) & (rest >= 0) & (rest < 2 * column.half)


class _AnyOf:
    """Reads a formula as: is any of its quantities wrong."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    def given(self, value: Any) -> Any:
        return False

    def merge(self, mask: Any, own: Any, worked_out: Any) -> Any:
        return self.kernel.where(mask, own, worked_out)

    def of(self, term: Term, values: Mapping[Quantity, Any]) -> Any:
        found: Any = False
        for each in quantities(term):
            found = found | values[each]
        return found
