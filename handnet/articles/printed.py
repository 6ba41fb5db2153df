"""Numbers that somebody printed, beside ours: what is right, what a mistake makes of it.

A `Printed` is one number with the digits as printed and the formula, in addresses, of what it
is meant to be. A `Flaw` is something wrong in a text, as data. `compare` works the problem out
twice, right and with the author's mistakes, and judges every printed number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ..errors import HandnetError, suggestion
from ..problem import Problem
from ..shown import Shown

if TYPE_CHECKING:
    from ..render.page import Block
    from ..solution import Solution


class Printed(NamedTuple):
    """A printed number: what it is called there, the formula of what it is, its digits.

    `decimals` are those of the page it was printed with, where trailing zeros were dropped.
    `meant` is the formula of what should stand there, if another was worked out as a part of the
    mistake `part_of`: then the number is right for the printed formula, and is still wrong.
    """

    called: str
    formula: str
    text: str
    decimals: int
    meant: str = ""
    part_of: str = ""

    @property
    def matrix(self) -> str:
        """What the matrix is called in which it stands."""
        return self.called.partition(", ")[0]

    @property
    def value(self) -> float:
        """The number as printed."""
        return float(self.text)


class Flaw(NamedTuple):
    """Something wrong in a text: where, what is printed, what is right, why, with what effect.

    `codes` are the mistakes that reproduce it, where it has numbers. `formulas` have the values that
    each `{}` stands for in `effect`; `of` names what each is worked out on, if not the text's own problem.
    In all but `name` and `where`, what stands between dollar signs is a formula: $w^(l+1)_kj$.
    """

    name: str
    where: str
    printed: str
    right: str
    cause: str
    effect: str
    codes: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    of: tuple[str, ...] = ()

    def told(self, solutions: Mapping[str, Solution], decimals: int) -> str:
        """Its effect in words, with its numbers worked out; `solutions` by what `of` names, "" if nothing."""
        places = zip(self.formulas, self.of or ("",) * len(self.formulas), strict=True)
        values = (f"{solutions[of].evaluate(each):.{decimals}f}" for each, of in places)
        return self.effect.format(*values) if self.formulas else self.effect


@dataclass(frozen=True)
class Flaws(Shown):
    """What is wrong in a text, each flaw with what its effect comes to in numbers."""

    flaws: tuple[Flaw, ...]
    effects: tuple[str, ...]

    @classmethod
    def worked_out(
        cls,
        flaws: Sequence[Flaw],
        solutions: Mapping[str, Solution],
        decimals: int,
        names: Sequence[str] = (),
    ) -> Flaws:
        """Flaws with the numbers of their effects; with names only those."""
        every = cls(tuple(flaws), tuple(flaw.told(solutions, decimals) for flaw in flaws))
        return every.named(*names) if names else every

    def named(self, *names: str) -> Flaws:
        """Only those with these names."""
        known = [flaw.name for flaw in self.flaws]
        for name in names:
            if name not in known:
                raise HandnetError(f"no flaw {name!r}; {suggestion(name, known)}")
        kept = [at for at, name in enumerate(known) if name in names]
        return Flaws(tuple(self.flaws[at] for at in kept), tuple(self.effects[at] for at in kept))

    def _page(self) -> list[Block]:
        from .pages import flaws_page

        return flaws_page(self)


@dataclass(frozen=True)
class Row:
    """One printed number beside the right one, and what the fewest mistakes make of it.

    `codes` are the fewest of the text's mistakes that give the printed number: none if it is
    right, None if no choice of them does.
    """

    printed: Printed
    right: float
    mistaken: float
    codes: tuple[str, ...] | None

    @property
    def verdict(self) -> str:
        """`right`, `explained` by mistakes, or `unexplained`."""
        if self.codes is None:
            return "unexplained"
        return "explained" if self.codes or self.printed.meant else "right"

    @property
    def cause(self) -> str:
        """The verdict in words, with the codes."""
        if self.verdict != "explained":
            return self.verdict
        return ", ".join(self.codes or ()) or self.printed.part_of


def agrees(value: float, printed: Printed) -> bool:
    """Whether a value, rounded like the printed number, is the printed number."""
    return round(value, printed.decimals) == round(printed.value, printed.decimals)


@dataclass(frozen=True)
class Comparison(Shown):
    """Every printed number beside ours."""

    rows: tuple[Row, ...]
    as_matrices: bool = False

    heading = "Every number that the article prints"

    def count(self, verdict: str) -> int:
        """How many printed numbers have this verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    def __getitem__(self, called: str) -> Comparison:
        """The numbers of one matrix, by what the text calls it, shown as matrices."""
        found = tuple(row for row in self.rows if row.printed.matrix == called)
        if not found:
            known = dict.fromkeys(row.printed.matrix for row in self.rows)
            raise HandnetError(f"nothing printed is called {called!r}; {suggestion(called, known)}")
        return Comparison(found, as_matrices=True)

    def matrices(self) -> Comparison:
        """The same numbers, shown as the matrices that they stand in."""
        return replace(self, as_matrices=True)

    def _page(self) -> list[Block]:
        from .pages import comparison_page, matrices_page

        return matrices_page(self) if self.as_matrices else comparison_page(self)


def compare(problem: Problem, printed: Sequence[Printed], codes: Sequence[str]) -> Comparison:
    """Each printed number beside the right one, with the fewest of the mistakes that give it."""
    choices = [choice for count in range(len(codes) + 1) for choice in combinations(codes, count)]
    solutions = {choice: problem.solve(mistakes=choice) for choice in choices}

    def row(each: Printed) -> Row:
        right = solutions[()].evaluate(each.meant or each.formula)
        for choice, solution in solutions.items():
            value = solution.evaluate(each.formula)
            if agrees(value, each):
                return Row(each, right, value, choice)
        return Row(each, right, solutions[tuple(codes)].evaluate(each.formula), None)

    return Comparison(tuple(map(row, printed)))
