"""By what answers are judged: the rounding, the marks, and the mistakes that are looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ..errors import HandnetError, suggestion
from ..mistakes import ARRAY_MISTAKES, MISTAKES, Mistake
from ..rounding import AS_WRITTEN, Rounding


@dataclass(frozen=True)
class Marks:
    """What an answer is worth, as a share of its points, by status.

    Follow-through counts in full: who goes on rightly from a slip loses points once.
    `does_not_follow` is for a right value under a wrong line.
    """

    right: float = 1.0
    follows: float = 1.0
    undecided: float = 1.0
    does_not_follow: float = 1.0
    wrong: float = 0.0

    def __post_init__(self) -> None:
        for name, share in vars(self).items():
            if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
                raise HandnetError(f"marks: {name} is {share!r}; it is a share of the points, from 0 to 1")

    def of(self, status: str, but_does_not_follow: bool = False) -> float:
        """The share of the points for a status."""
        if status == "right" and but_does_not_follow:
            return self.does_not_follow
        return float(getattr(self, status, 0.0))


USUAL_MARKS = Marks()


@dataclass(frozen=True)
class Criteria:
    """By what answers are judged.

    without   codes of mistakes that are not looked for;  extra   mistakes of a teacher's own
    pairs     whether two mistakes at once are looked for where no single one fits
    """

    rounding: Rounding = AS_WRITTEN
    marks: Marks = USUAL_MARKS
    without: tuple[str, ...] = ()
    extra: tuple[Mistake, ...] = field(default=(), hash=False)
    pairs: bool = True

    def __post_init__(self) -> None:
        from ..explain.slips import SLIPS

        known = [*MISTAKES, *ARRAY_MISTAKES, *SLIPS, *(each.code for each in self.extra)]
        for code in self.without:
            if code not in known:
                raise HandnetError(f"without: unknown mistake {code!r}; {suggestion(code, known)}")

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The mistakes that change a rule and are looked for."""
        every = (*MISTAKES.values(), *ARRAY_MISTAKES.values(), *self.extra)
        return tuple(each for each in every if each.code not in self.without)


def codes(given: Iterable[str]) -> tuple[str, ...]:
    """The codes of mistakes that are switched off; raises HandnetError for a single text."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise HandnetError(f"without is a list of codes: write [{given!r}]")
    return tuple(str(each) for each in given)


USUAL = Criteria()
