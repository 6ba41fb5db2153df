"""Known mistakes that can be told apart by their numbers.

Each known mistake is made everywhere, and what it gives is compared with the right numbers and with
what every other one gives. Two numbers are apart if they differ by more than five units of the last of
four significant figures. Wanted is one of:

each     at each answer that either changes, the numbers of two mistakes, and of a mistake and none, are apart
first    a mistake's numbers are apart from the right ones at each answer that it changes; two mistakes
         are at the first answer at which they differ, so that a person's first wrong number tells which
sheet    two mistakes, and a mistake and none, are apart at some answer

On long sheets "each" means thousands of conditions, which hardly any numbers fulfil, and a dead ReLU hides
mistakes: the strictest of the three is taken that numbers can be found for. A new parameter counts only as
the first answer that differs: its digits are mostly those of the old one.

Some mistakes come to the same on some sheets, in principle (with one sample a lost 1/M is no mistake)
or nearly always. Sets of numbers drawn at random show which: what is apart in fewer than half of
them is no condition. `alike` names the mistakes that nothing asked tells apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import HandnetError
from ..mistakes import Mistake
from ..names import PARAMETERS
from ..numeric import Program
from ..quantity import Quantity, Variable
from ..setting import Setting
from .pleasant import picked

if TYPE_CHECKING:
    import numpy as np

FIGURES, UNITS = 4, 5
OFTEN = 0.5
AT_ONCE = 4_000_000
"""So many numbers are compared at once."""
PAIRS_AT_ONCE = 64
RIGHT, SOMEWHERE = 0, -1
Pair: TypeAlias = tuple[int, int, int]
"""Two calculations and the answer at which they must be apart, or SOMEWHERE."""


class Apart:
    """The right calculation and the mistaken ones, and where they must be apart."""

    def __init__(
        self, setting: Setting, asked: Sequence[Quantity], made: Iterable[Mistake], given: Iterable[Quantity]
    ) -> None:
        self.asked = tuple(asked)
        right = Program(setting.derive(self.asked).steps, self.asked)
        self.mistakes: list[Mistake] = []
        self.programs = [right]
        known = set(given)
        for mistake in made:
            program = _mistaken(setting, self.asked, mistake)
            if program is not None and program.steps != right.steps and known.issuperset(program.inputs):
                self.mistakes.append(mistake)
                self.programs.append(program)
        self._pairs: list[Pair] = []
        self.told = "each"
        self.alike: tuple[tuple[str, ...], ...] = ()

    def learn(self, numbers: Mapping[Quantity, Any], columns: int) -> None:
        """Find from sets drawn at random where the calculations differ, and where they cannot be told apart."""
        values = self._values(numbers, columns)
        each: list[Pair] = []
        first: list[Pair] = []
        sheet: list[Pair] = []
        group = list(range(len(self.programs)))
        for one in range(len(self.programs) - 1):
            often = _differ(values[one], values[one + 1 :]).mean(axis=-1) >= OFTEN  # mistake, answer
            for other, where in enumerate(often, start=one + 1):
                places = [int(at) for at in where.nonzero()[0]]
                if not places:
                    group[other] = min(group[other], group[one])
                    continue
                pairs = [(one, other, at) for at in places if at == places[0] or not _is_new(self.asked[at])]
                each += pairs
                first += pairs if one == RIGHT else pairs[:1]
                sheet.append((one, other, SOMEWHERE))
        self.alike = self._named(group)
        for self.told, self._pairs, least in (
            ("each", each, 0.1),
            ("first", first, 0.02),
            ("sheet", sheet, 0),
        ):
            if _all_apart(values, self._pairs).mean() >= least:
                break

    def hold(self, numbers: Mapping[Quantity, Any], places: Any) -> np.ndarray[Any, Any]:
        """Those of the columns at these places in which all are apart."""
        import numpy as np

        if not self._pairs:
            return np.asarray(places)
        size = max(1, AT_ONCE // (len(self.programs) * len(self.asked)))
        kept = []
        for begin in range(0, len(places), size):
            some = places[begin : begin + size]
            values = self._values(picked(numbers, some), len(some))
            kept.append(some[_all_apart(values, self._pairs)])
        return np.concatenate(kept) if kept else np.asarray(places)

    def hardest(self, numbers: Mapping[Quantity, Any], columns: int) -> tuple[str, str, str, float] | None:
        """The two that are apart least often: their codes, where, and in which share of the columns."""
        if not self._pairs:
            return None
        values = self._values(numbers, columns)
        shares = [float(_all_apart(values, [pair]).mean()) for pair in self._pairs]
        share, (one, other, at) = min(zip(shares, self._pairs, strict=True))
        return (
            self._code(one),
            self._code(other),
            "the whole sheet" if at == SOMEWHERE else str(self.asked[at]),
            share,
        )

    def _values(self, numbers: Mapping[Quantity, Any], columns: int) -> np.ndarray[Any, Any]:
        """All answers of all calculations: calculation, answer, column."""
        import numpy as np

        values = np.empty((len(self.programs), len(self.asked), columns))
        for row, program in enumerate(self.programs):
            for place, value in enumerate(program.arrays(numbers).values()):
                values[row, place] = value
        return values

    def _code(self, place: int) -> str:
        return "" if place == RIGHT else self.mistakes[place - 1].code

    def _named(self, group: Sequence[int]) -> tuple[tuple[str, ...], ...]:
        """The codes of those that come to the same, each group once; "" for the right calculation."""
        members: dict[int, list[str]] = {}
        for place, first in enumerate(group):
            members.setdefault(first, []).append(self._code(place))
        return tuple(tuple(each) for each in members.values() if len(each) > 1)


def _all_apart(values: Any, pairs: Sequence[Pair]) -> Any:
    """In which columns all pairs are apart; looked at some pairs at a time, in the columns still left."""
    import numpy as np

    places = np.arange(values.shape[-1])
    for begin in range(0, len(pairs), PAIRS_AT_ONCE):
        one, other, at = np.array(pairs[begin : begin + PAIRS_AT_ONCE]).T
        if at[0] == SOMEWHERE:
            told = _differ(values[one][:, :, places], values[other][:, :, places]).any(axis=1)
        else:
            told = apart(
                values[one[:, None], at[:, None], places], values[other[:, None], at[:, None], places]
            )
        places = places[told.all(axis=0)]
    kept = np.zeros(values.shape[-1], dtype=bool)
    kept[places] = True
    return kept


def apart(one: Any, other: Any) -> Any:
    """Whether two numbers differ by more than five units of the last of four significant figures.

    Where a mistake gives no number nobody can give it as an answer, and where both are 0 (behind a dead
    ReLU) there is nothing to tell: both count as apart.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        larger = np.maximum(abs(one), abs(other))
        unit = 10.0 ** (np.floor(np.log10(larger)) - (FIGURES - 1))
        return ~(abs(one - other) <= UNITS * unit) | (larger == 0)


def _is_new(quantity: Quantity) -> bool:
    """Whether this is a parameter after an update."""
    return isinstance(quantity, Variable) and quantity.name in PARAMETERS and quantity.time > 0


def _differ(one: Any, other: Any) -> Any:
    """Whether two numbers are apart and there is one to tell by."""
    import numpy as np

    return apart(one, other) & ((one != 0) | (other != 0)) & ~(np.isnan(one) & np.isnan(other))


def _mistaken(setting: Setting, asked: tuple[Quantity, ...], mistake: Mistake) -> Program | None:
    """The calculation with the mistake; None where it cannot be made."""
    try:
        return Program(replace(setting, mistakes=(mistake,), combined=None).derive(asked).steps, asked)
    except HandnetError:
        return None
