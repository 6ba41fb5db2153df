"""What known mistakes give at each question: the numbers by which a marker recognises them.

    Slips(accepted).at(quantities, lines)      each mistake with what it gives for these quantities

Every mistake of the catalogue is made everywhere, in the working line by line and in that by error
terms, as `explain` does.

    few(wrong, right, digits, above)           those that a key tells of one answer
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from math import floor, isfinite, log10
from typing import Any, NamedTuple

from ..answer import read_answer
from ..digits import Digits
from ..explain.book import Variation
from ..mistakes import FAMILIAR, Mistake
from ..quantity import Quantity
from ..reach.exactly import Exactly
from ..reach.interval import Kernel
from ..reach.sweep import Sweep
from .accepted import Accepted

MOST, TRIED = 3, 5
"""So many mistakes are told of one question, of so many that are looked at more closely."""
FIGURES, UNITS = 4, 5
"""Two numbers are apart if they differ by more units of so many significant figures."""

Right = Sequence[tuple[float, float]]
"""Values that are right, each with how far around it."""


class Wrong(NamedTuple):
    """A mistake, and for each quantity what it gives, before rounding; None where it changes nothing.

    `near` says whether it is made in the lines that are new at the question, and not only before them.
    """

    mistake: Mistake
    near: bool
    values: tuple[Any, ...]

    def of(self, kernel: Kernel, row: int) -> Wrong:
        """The numbers of one of many people."""
        return self._replace(values=tuple(None if x is None else kernel.at(x, row) for x in self.values))


class Slip(NamedTuple):
    """A mistake, and what it gives for each answer of a question; "" where that is not clearly wrong."""

    mistake: Mistake
    texts: tuple[str, ...]


class Slips:
    """The numbers of all known mistakes, for everybody whose answers `accepted` judges."""

    def __init__(self, accepted: Accepted) -> None:
        self.accepted, sheet, exact = accepted, accepted.sheet, Exactly(accepted.kernel)
        bases = {id(each): Sweep(each, accepted.given, {}, exact) for each in sheet.workings}
        self._made = [
            (each, Sweep(each.working, accepted.given, {}, exact, each.everywhere, bases[id(each.working)]))
            for each in accepted.book.singles
        ]

    def at(self, quantities: Sequence[Quantity], lines: Collection[Quantity]) -> list[Wrong]:
        """The mistakes that change any of these quantities; `lines` are new here. Familiar ones come first."""
        found = []
        for variation, sweep in self._made:
            with self.accepted.quiet():
                values = tuple(_value(variation, sweep, each) for each in quantities)
            if any(each is not None for each in values):
                near = not variation.changed.keys().isdisjoint(lines)
                found.append(Wrong(variation.made[0], near, values))
        return sorted(found, key=lambda each: each.mistake.code not in FAMILIAR)


def _value(variation: Variation, sweep: Sweep, quantity: Quantity) -> Any:
    """What the mistake gives; None for what it does not change."""
    working = variation.working
    if quantity in working.formulas and not working.before(quantity).isdisjoint(variation.changed):
        with suppress(RecursionError):
            return sweep.worked_out(quantity)
    return None


def few(
    wrong: Iterable[Wrong], right: Sequence[Right], digits: Digits, above: Collection[str]
) -> Iterator[Slip]:
    """The first few mistakes whose numbers are clearly wrong, and apart from each other, each once.

    Those made in the new lines come before others, and of them those not told `above`. `right` has for
    each answer the right value, and what is right in other conventions, with how far around it.
    """
    told: list[tuple[Slip, tuple[float | None, ...]]] = []
    for mistake, _, values in sorted(wrong, key=lambda each: (not each.near, each.mistake.code in above)):
        if any(slip.mistake.code == mistake.code or not _tell_apart(values, other) for slip, other in told):
            continue
        texts = tuple(
            "" if value is None else _clearly_wrong(value, rights, digits)
            for value, rights in zip(values, right, strict=True)
        )
        if any(texts) and all(texts != slip.texts for slip, _ in told):
            told.append((Slip(mistake, texts), values))
            yield told[-1][0]
            if len(told) == TRIED:
                return


def _tell_apart(values: Sequence[float | None], others: Sequence[float | None]) -> bool:
    """Whether two mistakes give different numbers for some answer."""
    return any(
        (one is None) != (other is None) or (one is not None and other is not None and apart(one, other))
        for one, other in zip(values, others, strict=True)
    )


def _clearly_wrong(value: float, right: Right, digits: Digits) -> str:
    """The number to the digits asked; "" where these do not say clearly that it is not right."""
    known = [(each, around) for each, around in right if isfinite(each)]
    if not all(apart(value, each) and abs(value - each) > around for each, around in known):
        return ""
    text = digits.write(value)
    answer = read_answer(text)
    if digits.decimals is not None and answer.decimals != digits.decimals:  # too small for the decimals asked
        return ""
    return text if answer.half < abs(value) / 4 and abs(answer.value - right[0][0]) > 4 * answer.half else ""


def apart(one: float, other: float) -> bool:
    """Whether two numbers are clearly different; what is no number is apart from none."""
    larger = max(abs(one), abs(other))
    if not isfinite(larger) or larger == 0:
        return False
    return abs(one - other) > UNITS * 10.0 ** (floor(log10(larger)) - FIGURES + 1)
