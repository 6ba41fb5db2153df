"""What a sheet asks: its rows, and the problem that asks for just these.

Asked is what was named, or what the problem itself asks, or all that is worked out by hand: the
forward values, the gradients and the new weights, in working order. An array is asked number by
number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ..check.one import asked_of
from ..errors import HandnetError
from ..files import Ask
from ..notation import Notation
from ..quantity import Quantity
from ..render.mathml_letters import letters_mathml
from ..rules import Part
from ..setting import Setting
from ..solution import MOST_UPDATES_WRITTEN

if TYPE_CHECKING:
    from ..problem import Problem

MOST_ROWS = 200
"""Nobody fills in more boxes than this."""
LATER = "After updates"
UNSTATED = (1.0, None)
"""Points and decimals of what the problem itself does not ask."""


class Row(NamedTuple):
    """One box: the quantity, the part of the calculation it belongs to, the decimals asked for if they are."""

    quantity: Quantity
    part: str
    digits: int | None


@dataclass(frozen=True)
class Rows:
    """The rows of a sheet, the problem that asks for them, and the letters in which they are spelled."""

    problem: Problem
    setting: Setting
    rows: tuple[Row, ...]

    def text(self, quantity: Quantity) -> str:
        """The quantity as it is typed."""
        return self.setting.spelling.text(quantity)

    def math(self, quantity: Quantity) -> str:
        """The quantity as MathML."""
        return letters_mathml(self.setting.spelling.latex(quantity))


def rows_of(
    problem: Problem, quantities: Sequence[str], notation: Notation, kind: str = "answer_sheet"
) -> Rows:
    """The rows of a sheet of this kind; see the module. Raises HandnetError where they are too many."""
    setting = Setting(problem.forward_pass(), notation=notation)
    asked = asked_of(problem)
    named = [each for address in quantities for each in setting.expand(address)]
    wanted = list(dict.fromkeys(named or asked or _worked_by_hand(problem, setting)))
    if len(wanted) > MOST_ROWS:
        raise HandnetError(
            f"{kind}: {len(wanted):,} numbers are too many to work out; name those that are asked, "
            f'as in problem.{kind}("Z1", "dJ/dw1[1,1]")'
        )
    parts = _parts(setting, wanted)
    rows = [Row(each, parts.get(each, LATER), asked.get(each, UNSTATED)[1]) for each in wanted]
    return Rows(_asking(problem, wanted, asked), setting, tuple(rows))


def _worked_by_hand(problem: Problem, setting: Setting) -> list[Quantity]:
    """The forward values, the gradients and the new weights, in working order."""
    goals = problem.goals(setting.source)  # type: ignore[arg-type]  # a problem's source is a forward pass
    steps = setting.derive(tuple(goals)).steps
    return [step.quantity for step in steps if step.part is Part.FORWARD or step.quantity in goals]


def _parts(setting: Setting, wanted: Iterable[Quantity]) -> dict[Quantity, str]:
    """The part of each quantity that is written out; what is given stands before all parts."""
    near = tuple(each for each in wanted if each.time <= MOST_UPDATES_WRITTEN)
    parts = dict.fromkeys(near, "Given")
    return parts | {step.quantity: step.part.value for step in setting.derive(near).steps}


def _asking(
    problem: Problem, wanted: list[Quantity], asked: Mapping[Quantity, tuple[float, int | None]]
) -> Problem:
    """The problem as it is if it asks for the same; otherwise one that asks for what is wanted."""
    if set(wanted) == set(asked):
        return problem
    other = copy(problem)
    other.ask = tuple(Ask(str(each), *asked.get(each, UNSTATED)) for each in wanted)
    return other
