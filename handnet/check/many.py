"""Checking many at once: the same verdicts as for one person, worked out with one array per quantity.

    marked(problem, asked, rows, criteria)      one `Marked` for each row of answers

What stands in a row is text, one for each quantity in `asked`. The work is a pure function of its
arguments. Rows with formulas among the answers are checked one by one, by `check.one`; so are those
whose own numbers make lines of their own: another training, or targets that do not add up to 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..answer import Answer, read_answer
from ..explain.chance import LUCK
from ..explain.witnesses import explained
from ..notation import STANDARD
from ..problem import Problem
from ..quantity import Quantity, Variable
from ..reach.kernel import Arrays
from ..reach.sheet import Sheet
from ..rounding import MOST_DIGITS
from ..setting import Setting
from ..solution import MOST_UPDATES_WRITTEN
from ..terms import Number
from .conventions import Other, counts_the_other_way, others, recognised
from .criteria import USUAL, Criteria
from .judge import Column, Judge
from .kept import kept
from .one import asked_of, report_on
from .read import handed_in


class Marked(NamedTuple):
    """What was found for one person.

    statuses     one for each quantity asked, as in `verdict.STATUSES`
    codes        for a wrong answer what explains it: "code", "code + code" for two mistakes at once,
                 "code or code" if several fit; "" for none
    first_wrong  the first answer that is wrong and does not follow, in working order
    convention   in words, the other convention in which the whole sheet is right
    """

    statuses: tuple[str, ...]
    codes: tuple[str, ...]
    first_wrong: Quantity | None
    points: float
    out_of: float
    convention: str = ""


def marked(
    problem: Problem,
    asked: Sequence[Quantity],
    answers: Sequence[Sequence[str]],
    criteria: Criteria = USUAL,
    numbers: Sequence[Mapping[Quantity, Number]] | None = None,
) -> list[Marked]:
    """The marks of many people; `numbers` are each person's own given numbers."""
    read = [[read_answer(text, _no_formula) for text in row] for row in answers]
    alone = [any(each.kind == "formula" for each in row) for row in read]
    if numbers is not None:
        alone = [each or _is_special(problem, asked, own) for each, own in zip(alone, numbers, strict=True)]
    plain = [row for row, by_itself in enumerate(alone) if not by_itself]
    found: dict[int, Marked] = {}
    if plain:
        own = None if numbers is None else [numbers[row] for row in plain]
        group = _Group(problem, tuple(asked), [read[row] for row in plain], criteria, own)
        found |= dict(zip(plain, group.marked(), strict=True))
    for row, by_itself in enumerate(alone):
        if by_itself:
            theirs = problem if numbers is None else _with_numbers(problem, numbers[row])
            found[row] = _one_by_one(theirs, asked, answers[row], criteria)
    return [found[row] for row in range(len(answers))]


def _no_formula(text: str) -> Any:
    """Whatever is no number may be a formula: it is read where the sheet's letters are known."""
    return Variable("formula")


def _is_special(problem: Problem, asked: Sequence[Quantity], numbers: Mapping[Quantity, Number]) -> bool:
    """Whether a person's own numbers make other lines: a training, or targets that do not add up to 1."""
    if any(each.time > MOST_UPDATES_WRITTEN for each in asked):
        return True
    unit = problem.forward_pass(alike=True).unit_targets
    if not unit or all(getattr(each, "name", "") != "y" for each in numbers):
        return False
    return _with_numbers(problem, numbers).forward_pass().unit_targets != unit


def _with_numbers(problem: Problem, numbers: Mapping[Quantity, Number]) -> Problem:
    return problem.with_numbers({str(each): number.text for each, number in numbers.items()})


def _one_by_one(
    problem: Problem, asked: Sequence[Quantity], row: Sequence[str], criteria: Criteria
) -> Marked:
    """One row through `check.one`."""
    setting = Setting(problem.forward_pass())
    answers = {str(quantity): text for quantity, text in zip(asked, row, strict=True)}
    report = report_on(problem, handed_in(problem, setting, answers), criteria, STANDARD)
    by_quantity = {each.quantity: each for each in report.verdicts}
    verdicts = [by_quantity[quantity] for quantity in asked]
    first = report.first_wrong
    return Marked(
        tuple(each.status for each in verdicts),
        tuple(
            " or ".join(made.code for made in each.mistakes if each.status == "wrong") for each in verdicts
        ),
        first.quantity if first else None,
        sum(each.points for each in verdicts),
        sum(each.out_of for each in verdicts),
        report.convention,
    )


class _Group:
    """The rows of one chunk that have no formulas."""

    def __init__(
        self,
        problem: Problem,
        asked: tuple[Quantity, ...],
        rows: list[list[Answer]],
        criteria: Criteria,
        numbers: list[Mapping[Quantity, Number]] | None,
    ) -> None:
        import numpy as np

        self.np, self.kernel = np, Arrays()
        self.problem, self.asked, self.rows, self.criteria = problem, asked, rows, criteria
        self.numbers = numbers
        named = {each for row in numbers or () for each in row}
        self.alike = any(getattr(each, "name", "") == "y" for each in named)  # targets may add up to 1 or not
        worth = asked_of(problem)
        self.worth = [worth.get(each, (0.0 if worth else 1.0, None))[0] for each in asked]
        self.figures = np.array(
            [max([each.figures or 0 for each in row], default=0) or MOST_DIGITS for row in rows], dtype=float
        )

    def marked(self) -> list[Marked]:
        """The marks of every row."""
        with self.np.errstate(all="ignore"):
            everyone = self.np.arange(len(self.rows))
            judge = self._judge(everyone, None)
            judge.run()
            found = dict(enumerate(self._told(everyone, judge, "")))
            open_ = self.np.array([_is_open(found[row]) for row in range(len(found))])
            for other in others(self.problem, self.asked):
                if not open_.any():
                    break
                people = everyone[open_ & recognised(judge, self._judge(everyone, other))]
                if len(people):
                    there = self._judge(people, other)
                    there.run()
                    told = self._told(people, there, other.words)
                    right = {
                        int(row): each for row, each in zip(people, told, strict=True) if not _is_open(each)
                    }
                    found |= right
                    open_[list(right)] = False
            judge.why.explain()
            told = self._told(everyone, judge, "")
            found |= {int(row): told[row] for row in everyone[open_]}
        return [found[row] for row in range(len(self.rows))]

    # --- columns ------------------------------------------------------------------------------------

    def _judge(self, people: Any, other: Other | None) -> Judge:
        sheet, book, _ = kept(self.problem, other, self.asked, self.criteria, alike=self.alike)
        given = sheet.given if self.numbers is None else self._given(sheet, people)
        turned = other is not None and other.thresholds
        columns = {q: self._column(place, people, turned) for place, q in enumerate(self.asked)}
        columns = {q: column for q, column in columns.items() if self.kernel.any(column.mask)}
        return Judge(
            sheet, book, self.criteria, self.kernel, len(people), given, columns, self.figures[people]
        )  # fmt: skip

    def _given(self, sheet: Sheet, people: Any) -> dict[Quantity, Any]:
        """The given numbers, one array for each that people have of their own."""
        assert self.numbers is not None
        given = dict(sheet.given)
        rows = [self.numbers[row] for row in people]
        for quantity in {each for row in rows for each in row}:
            own = [row[quantity].value if quantity in row else given[quantity] for row in rows]
            given[quantity] = self.np.array(own, dtype=float)
        return given

    def _column(self, place: int, people: Any, turned: bool) -> Column:
        answers = [self.rows[row][place] for row in people]
        np, sign = self.np, -1.0 if turned and counts_the_other_way(self.asked[place]) else 1.0
        mask = np.array([each.kind == "number" for each in answers])
        decimals = [MOST_DIGITS if each.decimals is None else each.decimals for each in answers]
        return Column(
            sign * np.array([each.value for each in answers]),
            np.array([each.half for each in answers]),
            True if mask.all() else mask,
            np.array(decimals, dtype=float),
        )

    # --- what is told -------------------------------------------------------------------------------

    def _told(self, people: Any, judge: Judge, convention: str) -> list[Marked]:
        """One row of statuses, codes (of what is explained) and points for each person."""
        order = [judge.sheet.asked.index(quantity) for quantity in self.asked]
        statuses = [self._statuses(place, people, judge) for place in range(len(self.asked))]
        by_row = _codes(judge)
        told = []
        for row in range(len(people)):
            mine = [column[row] for column in statuses]
            wrong = [place for place, (status, _) in enumerate(mine) if status == "wrong"]
            first = min(wrong, key=lambda place: order[place], default=None)
            codes = by_row.get(row, {})
            told.append(
                Marked(
                    tuple(status for status, _ in mine),
                    tuple(codes.get(quantity, "") for quantity in self.asked),
                    None if first is None else self.asked[first],
                    sum(w * self.criteria.marks.of(*each) for w, each in zip(self.worth, mine, strict=True)),
                    sum(self.worth),
                    convention,
                )
            )
        return told

    def _statuses(self, place: int, people: Any, judge: Judge) -> list[tuple[str, bool]]:
        """For each person the status of one answer, and whether it is right without following."""
        np = self.np
        judged = judge.judged.get(self.asked[place])
        kinds = [self.rows[row][place].kind for row in people]
        unread = ["missing" if kind == "blank" else "unreadable" for kind in kinds]
        if judged is None:
            return [(each, False) for each in unread]
        whole = np.broadcast_to
        names = np.full(len(people), "wrong", dtype=object)
        for name, mask in (("follows", judged.follows), ("right", judged.exact | judged.reached),
                           ("undecided", judged.undecided)):  # fmt: skip
            names[whole(mask, len(people))] = name
        strays = whole(judged.strays, len(people))
        return [
            (str(name), bool(stray)) if kind == "number" else (other, False)
            for name, stray, kind, other in zip(names, strays, kinds, unread, strict=True)
        ]


def _is_open(found: Marked) -> bool:
    """Whether there is anything that another convention might set right: what follows, follows from it."""
    return "wrong" in found.statuses


def _codes(judge: Judge) -> dict[int, dict[Quantity, str]]:
    """For each person whose wrong answers are explained the codes by quantity."""
    wrong = judge.why.wrong()
    rows = {row for each in wrong.values() for row in each.fits.picks}
    return {
        row: {
            quantity: " or ".join(each.code for each in picks)
            for quantity, (picks, chance) in explained(judge.kernel, wrong, row).items()
            if chance < LUCK
        }
        for row in rows
    }
