"""Notes on answers that are not wrong: each is said once, for all the answers it concerns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from ..digits import Digits
from ..escape import visible
from ..render.formulas import number, symbol
from ..render.page import Formula, Words
from .verdict import Verdict

if TYPE_CHECKING:
    from .report import Report

Said: TypeAlias = "str | Formula"
MOST_NAMED = 6
"""More answers than these are counted, not named."""
SHORT = 40
"""The longest answer that is shown whole."""
LONGEST_NAME = 60
VALUES = Digits(significant=6)

SHARED: tuple[tuple[Callable[[Verdict], bool], str], ...] = (
    (
        lambda each: each.status == "right" and each.reason == "rounded" and not each.but_does_not_follow,
        "right, rounded on the way: the last digits differ from the exact value as honest rounding makes them",
    ),
    (
        lambda each: each.status == "right" and each.reason == "formula",
        "right as a formula: it gives the right value at random points",
    ),
    (
        lambda each: each.few_digits,
        "right as far as it is written, with fewer digits than were asked",
    ),
    (
        lambda each: each.status == "follows",
        "not the right number, but what follows from your own earlier ones; the slip is further up",
    ),
    (
        lambda each: each.status == "undecided" and each.reason == "mistake",
        "honest rounding reaches this number, and a known slip gives the same digits; more digits would decide",
    ),
    (
        lambda each: each.status == "undecided" and each.reason != "mistake",
        "the digits are too few to tell",
    ),
    (lambda each: each.status == "missing", "asked, and not answered"),
)
"""Which verdicts a note concerns, and the note."""


def remarks(report: Report) -> list[Words]:
    """The notes, each with the answers it concerns."""
    notes: list[Words] = []
    for concerns, note in SHARED:
        some = [verdict for verdict in report if concerns(verdict)]
        if some:
            notes.append((*listed(report, some), f": {note}."))
    for verdict in report:
        if verdict.but_does_not_follow:
            notes.append((name_of(report, verdict), *does_not_follow(verdict)))
    unread: dict[str, list[Verdict]] = {}
    for verdict in report:
        if verdict.status == "unreadable":
            unread.setdefault(verdict.because, []).append(verdict)
    return [*notes, *((*listed(report, some), f": {why}.") for why, some in unread.items())]


def does_not_follow(verdict: Verdict) -> tuple[Said, ...]:
    """That a right value stands under a wrong line."""
    own: tuple[Said, ...] = ()
    words = ": the right number, but it does not follow from your own numbers above it"
    if verdict.follows is not None:
        own = ("; ", number(VALUES.write(verdict.follows)), " would")
    return (words, *own, ". Perhaps the slip above is one of copying only, or two slips cancel.")


def listed(report: Report, verdicts: list[Verdict]) -> list[Said]:
    """The quantities of verdicts in a sentence; of many the first ones and how many more."""
    words: list[Said] = []
    for verdict in verdicts[:MOST_NAMED]:
        words += [", ", name_of(report, verdict)]
    more = len(verdicts) - MOST_NAMED
    return [*words[1:], f" and {more} more"] if more > 0 else words[1:]


def name_of(report: Report, verdict: Verdict) -> Said:
    """What was answered: a quantity of the problem, or what was typed in the place of one."""
    if verdict.quantity is None:
        return shortened(verdict.address, LONGEST_NAME)
    return symbol(verdict.quantity, report.setting.spelling)


def shortened(text: str, most: int) -> str:
    """Text from people, harmless, and only so long."""
    shown = visible(text)
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"
