"""A verdict on one answer, and what explains a wrong one.

Statuses, in the words of a report:

    right        within half a unit of the exact value, or reachable by correct work with the rounding
    follows      not right, but what this line gives from the person's own earlier values
    wrong        neither; `mistakes` says what would give exactly that number, if anything does
    undecided    the digits cannot tell: reachable by correct work, and equal to a mistake's value
    unreadable   no number and no formula
    missing      asked and not given
"""

from __future__ import annotations

from dataclasses import dataclass

from ..answer import Answer
from ..explain.explanation import Explanation
from ..quantity import Quantity

STATUSES = ("right", "follows", "wrong", "undecided", "unreadable", "missing")

REASONS = {
    "exact": "the exact value at the digits written",
    "rounded": "reachable by correct work, rounded on the way",
    "formula": "the formula gives the right value at random points",
    "convention": "right in the convention that the sheet is written in",
    "few digits": "the digits are too few to tell",
    "mistake": "a mistake gives the same digits",
    "follows": "what follows from your own earlier values",
    "wrong": "neither the right value nor what follows from your own earlier values",
    "missing": "asked, and not given",
    "": "",
}
"""Why a verdict was given, by reason code."""


@dataclass(frozen=True)
class Verdict:
    """The verdict on one answer.

    quantity   what was asked (None if the problem has no such quantity), and `address` as it is spelled on the sheet
    answer     the answer as it was read (`text`, `value`, `kind`, `why` if it is unreadable)
    status     one of STATUSES;  `reason` one of REASONS
    right      the right value;  `follows` what the line gives from the person's own earlier values,
               None where those are all right or there are none
    but_does_not_follow   the value is right, although the line above it is wrong
    few_digits            right at the digits written, which are fewer than was asked
    mistakes   what explains a wrong number, simplest first; those listed fit equally well
    decide     the further quantity whose value would tell those explanations apart
    too_few    mistakes that fit, but so would any number: the digits are too few to name one
    points, out_of
    """

    quantity: Quantity | None  # None for an answer to something that the problem does not have
    address: str
    answer: Answer
    status: str
    reason: str
    right: float
    follows: float | None = None
    but_does_not_follow: bool = False
    few_digits: bool = False
    mistakes: tuple[Explanation, ...] = ()
    decide: Quantity | None = None
    too_few: bool = False
    points: float = 0.0
    out_of: float = 1.0

    @property
    def because(self) -> str:
        """Why the verdict was given, in words."""
        return self.answer.why if self.status == "unreadable" else REASONS[self.reason]
