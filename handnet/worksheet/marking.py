"""What a marker needs of each answer: the number, what else is accepted, what known mistakes give.

    markings(questions, solutions, accepted)      for each solution its `Marking`

The solutions answer the same questions, with numbers of their own. Of one the work is done with plain
floats, of many with one array per quantity (`accepted`, `slips`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..answer import read_answer
from ..digits import Digits
from ..quantity import Quantity
from ..solution import Solution
from .accepted import Accepted, Alone
from .ends import unit_of
from .questions import Question, new_lines
from .slips import MOST, Slip, Slips, few

FEWEST = Digits(significant=3)
"""An answer whose asked digits would say next to nothing is written so."""


class Answer(NamedTuple):
    """One answer as a key has it.

    text             as it is to be written; "undefined" or "infinity" where there is no number
    lowest, highest  from where to where answers with these digits are right, as `check` judges them
    """

    text: str
    lowest: str
    highest: str


@dataclass
class Marking:
    """The answers of one sheet by quantity, and for each question what a few known mistakes give."""

    answers: dict[Quantity, Answer] = field(default_factory=dict)
    slips: list[tuple[Slip, ...]] = field(default_factory=list)


def markings(
    questions: Sequence[Question], solutions: Sequence[Solution], accepted: Accepted
) -> list[Marking]:
    """What a marker needs of each solution."""
    found, slips = [Marking() for _ in solutions], Slips(accepted)
    lines = new_lines(solutions[0].derivation.setting, questions)
    for question, steps in zip(questions, lines, strict=True):
        judges = [accepted.alone(quantity) for quantity in question.quantities]
        for quantity, alone in zip(question.quantities, judges, strict=True):
            texts = [written(each, quantity, question.digits) for each in solutions]
            for marking, text, ends in zip(found, texts, alone.ends(texts), strict=True):
                marking.answers[quantity] = Answer(text, *ends)
        wrong = slips.at(question.quantities, [step.quantity for step in steps])
        others = [accepted.elsewhere(quantity) for quantity in question.quantities]
        told = []
        for row, (solution, marking) in enumerate(zip(solutions, found, strict=True)):
            right = [
                _to_avoid(
                    solution.value(each), marking.answers[each], [accepted.kernel.at(x, row) for x in here]
                )
                for each, here in zip(question.quantities, others, strict=True)
            ]
            above = {slip.mistake.code for told_there in marking.slips for slip in told_there}
            own = [each.of(accepted.kernel, row) for each in wrong]
            told.append(list(few(own, right, question.digits, above)))
        for marking, kept in zip(found, _plainly_wrong(told, judges), strict=True):
            marking.slips.append(kept)
    return found


def written(solution: Solution, quantity: Quantity, digits: Digits) -> str:
    """The answer to the digits asked, a fraction too; with more of them where those would hardly tell it from 0."""
    text, value = solution.written(quantity, digits), solution.value(quantity)
    if "/" in text:
        text = digits.write(value)
    answer = read_answer(text)
    if answer.kind == "number" and answer.unit and answer.half > abs(value) / 2 and value:
        return FEWEST.write(value)
    return text


def _to_avoid(right: float, answer: Answer, others: Sequence[float]) -> list[tuple[float, float]]:
    """The right value and those in other conventions, each with how far around it answers may be right."""
    if not unit_of(answer.text):
        return [(right, 0.0)]
    width = 2 * (float(answer.highest) - float(answer.lowest))
    scales = [max(1.0, abs(each / right)) if right else 1.0 for each in others]
    return [(right, 0.0), *((each, width * scale) for each, scale in zip(others, scales, strict=True))]


def _plainly_wrong(told: Sequence[Sequence[Slip]], judges: Sequence[Alone]) -> list[tuple[Slip, ...]]:
    """Everyone's slips without the numbers that `check` would not call wrong in a single answer."""
    most = max(map(len, told))
    kept: list[list[Slip]] = [[] for _ in told]
    for place in range(most):
        here = [slips[place].texts if place < len(slips) else ("",) * len(judges) for slips in told]
        columns = [alone.wrong(texts) for alone, texts in zip(judges, zip(*here, strict=True), strict=True)]
        for row, (slips, wrong) in enumerate(zip(told, zip(*columns, strict=True), strict=True)):
            if place < len(slips):
                mistake, texts = slips[place]
                texts = tuple(text if is_wrong else "" for text, is_wrong in zip(texts, wrong, strict=True))
                kept[row] += [Slip(mistake, texts)] if any(texts) else []
    return [tuple(each[:MOST]) for each in kept]
