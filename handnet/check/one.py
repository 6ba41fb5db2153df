"""Checking one person: answers read, judged, explained, and put into a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from ..answer import BLANK, Answer
from ..arrays import expand
from ..errors import HandnetError
from ..explain.chance import LUCK
from ..explain.deciding import deciding
from ..explain.explanation import Explanation
from ..explain.hypotheses import Hypothesis
from ..explain.witnesses import explained
from ..notation import STANDARD, Notation
from ..problem import Problem
from ..quantity import Quantity
from ..reach.kernel import Floats
from ..rounding import MOST_DIGITS
from ..setting import Setting
from ..terms import Number, Term, quantities
from ..value import evaluate
from .conventions import Other, counts_the_other_way, others, recognised
from .criteria import USUAL, Criteria
from .far import far_explanations
from .judge import Column, Judge, Judged
from .kept import kept
from .read import Handed, handed_in, without_a_number
from .report import Report
from .verdict import Verdict

KERNEL = Floats()


def check(
    problem: Problem,
    answers: Mapping[str, Any],
    criteria: Criteria = USUAL,
    notation: Notation = STANDARD,
) -> Report:
    """The report on one person's answers; see `Problem.check`."""
    setting = Setting(problem.forward_pass(), notation=notation)
    handed = handed_in(problem, setting, answers)
    try:
        return report_on(problem, handed, criteria, notation)
    except HandnetError:  # an answer for what has no number here: the others are not lost
        return report_on(problem, without_a_number(problem, setting, handed), criteria, notation)


def report_on(problem: Problem, handed: list[Handed], criteria: Criteria, notation: Notation) -> Report:
    """The report on answers that were read; raises HandnetError where one is for what has no number here."""
    asked = asked_of(problem)
    found = _Check(problem, handed, asked, criteria, notation)
    if not found.is_open():
        return found.report()
    given = tuple(each.quantity for each in handed if each.quantity is not None)
    for other in others(problem, given):
        there = _Check(problem, handed, asked, criteria, notation, other)
        if recognised(found.judge, there.judge) and not there.is_open():
            return there.report()
    return found.report()


def first_wrong(problem: Problem, answers: Mapping[str, Any]) -> Quantity | None:
    """The first answer that is wrong, without looking for why."""
    setting = Setting(problem.forward_pass())
    found = _Check(problem, handed_in(problem, setting, answers), {}, USUAL, STANDARD)
    return next(
        (each for each in found.sheet.asked if each in found.judged and found.judged[each].wrong), None
    )


def asked_of(problem: Problem) -> dict[Quantity, tuple[float, int | None]]:
    """What is asked, each number by itself: what it is worth, and to how many decimals."""
    found: dict[Quantity, tuple[float, int | None]] = {}
    source = problem.forward_pass()
    for ask in problem.ask:
        members = expand(source, ask.quantity)
        for quantity in members:
            found[quantity] = ask.points / len(members), ask.digits
    return found


class _Check:
    """One person's answers, judged in one convention."""

    def __init__(
        self,
        problem: Problem,
        handed: list[Handed],
        asked: dict[Quantity, tuple[float, int | None]],
        criteria: Criteria,
        notation: Notation,
        other: Other | None = None,
    ) -> None:
        self.problem = other.problem if other else problem
        self.criteria, self.asked, self.other = criteria, asked, other
        self.handed = handed
        self.by_quantity = {each.quantity: each for each in handed if each.quantity is not None}
        self.sheet, self.book, self.points = kept(problem, other, self._wanted(), criteria, notation)
        self.own = self._numbers()
        self.judge = Judge(
            self.sheet, self.book, criteria, KERNEL, 1, self.sheet.given, self._columns(), self._figures()
        )  # fmt: skip
        self._right_formulas: dict[Quantity, bool] = {}  # those that were looked at

    def _wanted(self) -> tuple[Quantity, ...]:
        terms = (formula_of(handed.answer) for handed in self.handed)
        inside = [each for term in terms if term is not None for each in quantities(term)]
        return (*self.by_quantity, *self.asked, *inside)

    # --- the person's numbers -----------------------------------------------------------------------

    def _turned(self, quantity: Quantity, number: float) -> float:
        """A number in the sign of this convention."""
        turned = self.other is not None and self.other.thresholds and counts_the_other_way(quantity)
        return -number if turned else number

    def _numbers(self) -> dict[Quantity, Number]:
        """What the person has, by quantity; a formula has the value that their other numbers give it."""
        found = {
            quantity: Number(each.answer.text, self._turned(quantity, each.answer.value))
            for quantity, each in self.by_quantity.items()
            if each.answer.kind == "number"
        }
        for quantity, each in self.by_quantity.items():
            term = formula_of(each.answer)
            if term is not None:
                inside = {x: found[x].value if x in found else self.sheet.right(x) for x in quantities(term)}
                value = evaluate(term, inside)
                if value - value == 0:
                    found[quantity] = Number(repr(value), value)
        return found

    def _columns(self) -> dict[Quantity, Column]:
        columns: dict[Quantity, Column] = {}
        for quantity, number in self.own.items():
            answer = self.by_quantity[quantity].answer
            half = answer._replace(value=number.value).half  # a formula has its value from other answers
            decimals = MOST_DIGITS if answer.decimals is None else answer.decimals
            columns[quantity] = Column(number.value, half, True, decimals)
        return columns

    def _figures(self) -> int:
        """The most significant figures among the answers: to so many the sheet is written."""
        figures = [each.answer.figures or 0 for each in self.by_quantity.values()]
        return max(figures, default=0) or MOST_DIGITS

    # --- verdicts -----------------------------------------------------------------------------------

    @cached_property
    def judged(self) -> dict[Quantity, Judged]:
        """What was found for each answer that has a number."""
        return self.judge.run()

    def is_open(self) -> bool:
        """Whether there is anything that another convention might set right: what follows, follows from it."""
        return any(self._status(quantity)[0] == "wrong" for quantity in self.own)

    def report(self) -> Report:
        """The verdicts, explained, in working order; what was asked and not given is missing."""
        self.judged  # noqa: B018  # judged before it is explained
        self.judge.why.explain()
        mistakes = self._explained()
        verdicts = [
            self._verdict(quantity, mistakes) for quantity in self.sheet.asked if self._is_shown(quantity)
        ]
        strangers = [
            Verdict(None, each.typed, each.answer, "unreadable", "", float("nan"), out_of=0.0)
            for each in self.handed
            if each.quantity is None
        ]
        words = self.other.words if self.other else ""
        return Report(
            self.problem, self.sheet.setting, self.criteria.rounding, (*verdicts, *strangers), self.own, words
        )  # fmt: skip

    def _is_shown(self, quantity: Quantity) -> bool:
        return quantity in self.by_quantity or quantity in self.asked

    def _compared(self, quantity: Quantity) -> Term | None:
        """The formula that is compared at random points; a training is not worked there."""
        term = formula_of(self.by_quantity[quantity].answer)
        trained = self.sheet.far and term is not None and self.sheet.far & {quantity, *quantities(term)}
        return None if trained else term

    def _status(self, quantity: Quantity) -> tuple[str, str]:
        """Status and reason of an answer that has a number."""
        found, term = self.judged[quantity], self._compared(quantity)
        if term is not None:
            right = self._right_formulas.get(quantity)
            if right is None:
                right = self._right_formulas[quantity] = self.points.is_right(quantity, term)
            return ("right", "formula") if right else ("wrong", "wrong")
        return status_of(found)

    def _verdict(
        self, quantity: Quantity, explained: dict[Quantity, tuple[Explanation, ...] | None]
    ) -> Verdict:
        handed = self.by_quantity.get(quantity)
        answer = handed.answer if handed else BLANK
        address = handed.typed if handed else self.sheet.setting.spelling.text(quantity)
        points, digits = self.asked.get(quantity, (0.0 if self.asked else 1.0, None))
        right = self.sheet.right(quantity)
        if quantity not in self.judged:
            if answer.kind == "blank":
                return Verdict(quantity, address, answer, "missing", "missing", right, out_of=points)
            if answer.kind == "formula":
                answer = answer._replace(why="the formula has no finite value")
            return Verdict(quantity, address, answer, "unreadable", "", right, out_of=points)
        status, reason = self._status(quantity)
        if self.other and status == "right":
            reason = "convention"
        found = self.judged[quantity]
        mistakes = explained.get(quantity, ()) if status in ("wrong", "undecided") else ()
        strays = bool(found.strays) and status == "right"
        return Verdict(
            quantity,
            address,
            answer,
            status,
            reason,
            right,
            follows=None if found.clean else float(found.from_own),
            but_does_not_follow=strays,
            few_digits=status == "right" and digits is not None and _digits_of(answer) < digits,
            mistakes=mistakes or (),
            decide=self._deciding(mistakes or ()),
            too_few=mistakes is None,
            points=points * self.criteria.marks.of(status, strays),
            out_of=points,
        )

    # --- explanations -------------------------------------------------------------------------------

    def _explained(self) -> dict[Quantity, tuple[Explanation, ...] | None]:
        """What explains each wrong answer; None where what fits may fit by luck."""
        found: dict[Quantity, tuple[Explanation, ...] | None] = {}
        self._hypotheses: dict[int, Hypothesis] = {}
        for quantity, (picks, chance) in explained(KERNEL, self.judge.why.wrong(), 0).items():
            found[quantity] = self._told(picks, chance) if chance < LUCK else None
        for quantity, judged in self.judged.items():
            if judged.undecided:
                found[quantity] = self._told([each for each, mask in judged.alike if mask], 1.0)
        answers = {quantity: self.by_quantity[quantity].answer for quantity in self.own}
        far = {q: answers[q] for q in self.own if q in self.sheet.far and self.judged[q].wrong}
        found |= far_explanations(self.problem, far, self.criteria)
        for quantity in answers:
            term = self._compared(quantity)
            if term is not None and self._status(quantity)[0] == "wrong":
                found[quantity] = self.points.explanations(quantity, term)
        return found

    def _told(self, picks: list[Hypothesis], chance: float) -> tuple[Explanation, ...]:
        """The hypotheses as explanations, one for each mistake."""
        told: dict[str, Explanation] = {}
        for each in picks:
            if each.code not in told:
                made = Explanation(each.made, each.where, float(each.value), each.from_own, chance)
                told[each.code] = made
                self._hypotheses[id(made)] = each
        return tuple(told.values())

    def _deciding(self, mistakes: Iterable[Explanation]) -> Quantity | None:
        told = [self._hypotheses[id(each)] for each in mistakes if id(each) in self._hypotheses]
        return deciding(self.sheet, self.judge.known, told)


def status_of(found: Judged) -> tuple[str, str]:
    """Status and reason of one person's judged answer."""
    if found.undecided:
        return "undecided", "few digits" if found.few_digits else "mistake"
    if found.exact:
        return "right", "exact"
    if found.reached:
        return "right", "rounded"
    return ("follows", "follows") if found.follows else ("wrong", "wrong")


def formula_of(answer: Answer) -> Term | None:
    """The formula of an answer that is one; a calculation with numbers alone is a number."""
    return answer.term if answer.kind == "formula" else None


def _digits_of(answer: Answer) -> int:
    return MOST_DIGITS if answer.decimals is None else answer.decimals
