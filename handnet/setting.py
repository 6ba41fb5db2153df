"""How a calculation is written: of what, in which style, with which mistakes.

A `Setting` is all that a derivation was made by, so that more of it can be derived later in the
same way. The lines themselves are written by `chain`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from .arrays import Members, expand, members
from .chain import Calculation
from .errors import HandnetError, UnknownQuantity, UnreadableText, suggestion
from .graph import Source
from .mistakes import Mistake, Place
from .names import PARAMETERS
from .notation import STANDARD, Notation, notations
from .notation.spelling import Spelling, spelled
from .quantity import LONGEST_ADDRESS, Quantity, Variable, parse_address
from .rules import Definition, Part, Rule
from .step import Derivation, Step
from .terms import Term, quantities

Found = TypeVar("Found")
_LATEX = frozenset("{\\")

STYLES = ("chain", "delta")
SLOPE_RULES = (Rule.SLOPE, Rule.SOFTMAX_SLOPE, Rule.LOSS_SLOPE)
LONGEST_SPELLED = 3 * LONGEST_ADDRESS
"""Characters of an address in any letters."""
MOST_UPDATES = 200
"""No more rounds of updates than these are written out line by line."""


@dataclass(frozen=True)
class Setting:
    """How a calculation is written: of what, in which style, with which mistakes.

    `combined` writes activation and loss of the last layer as one rule where they cancel.
    `known` are quantities whose values a person has stated: they are used, not worked out.
    `notation` says how quantities are spelled, and which letters `find` understands besides addresses.
    """

    source: Source
    style: str = "chain"
    mistakes: tuple[Mistake, ...] = ()
    combined: bool | None = None
    known: frozenset[Quantity] = frozenset()
    notation: Notation = STANDARD

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise HandnetError(f"style: unknown style {self.style!r}; {suggestion(str(self.style), STYLES)}")
        if self.combined is None:
            object.__setattr__(self, "combined", self.style == "delta" and not self.mistakes_slopes)
        placed = tuple(each.placed(self.source) for each in dict.fromkeys(self.mistakes))
        object.__setattr__(self, "mistakes", placed)
        if not self.notation.addresses:
            self.spelling  # noqa: B018  # letters that cannot be told apart are refused here, not on the page

    @property
    def mistakes_slopes(self) -> bool:
        """Whether a mistake is made in a slope, which the combined rule would not write."""
        return any(rule in each.changes for each in self.mistakes for rule in SLOPE_RULES)

    def changed_by(self, mistake: Mistake, goals: tuple[Quantity, ...]) -> bool:
        """Whether the mistake, made alone, changes any line that leads to the goals."""
        alone = replace(self, mistakes=(mistake,)).derive(goals).steps
        return alone != replace(self, mistakes=()).derive(goals).steps

    def knowing(self, stated: frozenset[Quantity]) -> Setting:
        """The same calculation with some quantities stated."""
        return replace(self, known=self.known | stated)

    @cached_property
    def spelling(self) -> Spelling:
        """The notation, applied to this source."""
        return spelled(self.notation, self.source)

    def find(self, address: str | Quantity) -> Quantity:
        """The quantity with this address, or spelled so in the notation; see `Source.find`."""
        return self._read(address, self.source.find)

    def members(self, address: str | Quantity) -> Members | None:
        """The quantities of the array with this address, nested as the array is; None for no array."""
        return self._read(address, lambda quantity: members(self.source, quantity))

    def expand(self, address: str | Quantity) -> list[Quantity]:
        """The quantity with this address, or the members of the array with it, row by row."""
        return self._read(address, lambda quantity: expand(self.source, quantity))

    def _read(self, address: str | Quantity, find: Callable[[str | Quantity], Found]) -> Found:
        """What `find` finds for this address, or for what is spelled so in the notation."""
        spelled_so = None
        if isinstance(address, str) and len(address) > LONGEST_SPELLED:
            parse_address(address)  # raises
        if isinstance(address, str) and (not self.notation.addresses or _LATEX & set(address)):
            spelled_so = self.spelling.find(address)
        try:
            return find(spelled_so or address)
        except (UnknownQuantity, UnreadableText) as error:
            if not isinstance(address, str) or not self.spelling.network:
                raise
            said, typed = error, address
            raise type(error)(lambda: f"{said}{self._letters_like(typed)}") from None

    def _letters_like(self, typed: str) -> str:
        """What to say of letters that this notation does not have."""
        if not self.notation.addresses:
            letters = self.spelling.letters
            near = [letters.table[each] for each in letters.nearest(typed) or list(letters.table)[:8]]
            texts = " ".join(dict.fromkeys(map(self.spelling.text, near)))
            return f"; in the notation {self.notation.name} there is {texts}"
        if not self.spelling.is_small:
            return ""
        for name, other in notations().items():
            with suppress(HandnetError):
                found = None if other.addresses else spelled(other, self.source).find(typed)
                if found and self.source.find(found):
                    return f"; in the letters of {name} it is read with notation={name!r}"
        return ""

    def derive(self, goals: tuple[Quantity, ...]) -> Derivation:
        """The lines that lead to the goals, forward before backward before update."""
        calculation = Calculation(self)
        latest = MOST_UPDATES + max((each.time for each in self.known), default=0)
        for goal in goals:
            if goal.time > latest:
                raise HandnetError(
                    f"{goal}: at most {MOST_UPDATES} updates are written out line by line; "
                    f"problem.train({goal.time})[{goal.time}] has the values after so many"
                )
            calculation.pull(goal)
        return Derivation(tuple(in_order(calculation.steps, not self.mistakes)), goals, self)

    def right(self, rule: Rule, quantity: Quantity, formula: Term, definition: Definition | None) -> Term:
        """What stands on the right of `quantity =`, after the mistakes that concern this rule."""
        for mistake in self._mistakes_by_rule.get(rule, ()):
            if mistake.concerns(quantity):
                formula = mistake.write(formula, Place(quantity, rule, definition, self.source))
        return formula

    @cached_property
    def _mistakes_by_rule(self) -> dict[Rule, list[Mistake]]:
        table: dict[Rule, list[Mistake]] = {}
        for mistake in self.mistakes:
            for rule in mistake.changes:
                table.setdefault(rule, []).append(mistake)
        return table


def in_order(steps: list[Step], plain: bool) -> list[Step]:
    """Forward before backward before update, one round of updates after the other.

    Inside each part the order stays as the lines were needed. A mistake may use an updated
    weight in the backward pass; then only the forward lines move up.
    """
    parts: dict[tuple[int, int], list[Step]] = {}
    for step in steps:
        quantity, rule, _ = step
        time, order = quantity.time, rule.order
        if type(quantity) is Variable and quantity.name in PARAMETERS:
            time -= 1  # the update after round 0 gives the weights of round 1
        parts.setdefault((time, order), []).append(step)
    ordered = [step for place in sorted(parts) for step in parts[place]]
    if plain or _holds(ordered):
        return ordered
    first = parts.get((0, Part.FORWARD.order), [])
    return [*first, *(step for step in steps if step not in first)]


def _holds(steps: list[Step]) -> bool:
    """Whether each line uses only what is given or stands above it."""
    place = {step.quantity: number for number, step in enumerate(steps)}
    return all(
        place.get(quantity, -1) < number
        for number, step in enumerate(steps)
        for quantity in quantities(step.formula)
    )
