"""A calculation as data for the page: everything a panel needs, as one JSON object.

    panel_data(problem)      quantities, shapes of formulas, lines, courses, notations, knobs, picture

A quantity is a number everywhere: its place in the list `quantities`. A line is a shape, a formula
with holes, and the quantities that fill them; lines of equal form share a shape. So the page knows
the formula, in letters and with numbers put in, and the JavaScript that works it out, from one place:
an expression in which `v[a[n]]` is the value in hole n, and `t[a[n]]` how it was typed (see shapes.js).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..digits import DEFAULT, Digits
from ..errors import HandnetError
from ..escape import visible
from ..javascript import exact_javascript, javascript
from ..mistakes import FAMILIAR, Mistake
from ..network import gradient_goals
from ..notation import STANDARD, Notation, notations
from ..notation.marks import scripted
from ..notation.spelling import Spelling
from ..quantity import Derivative, Quantity, Variable
from ..render.mathml import template
from ..render.mathml_letters import letters_mathml
from ..rules import Part, Rule
from ..setting import STYLES
from ..step import Step
from ..terms import Difference, Number, Sum
from .courses import BEFORE, Course, courses, has_updates, mistaken_courses, phases, velocities_before
from .knobs import knobs
from .picture import picture, place

if TYPE_CHECKING:
    from ..problem import Problem

MOST_LINES = 1500
"""A panel whose table has more lines than this would be slow."""
MOST_MISTAKEN = 25_000
"""Mistakes are offered where their lines are no more than this, all courses together."""
PARTS = list(Part)


class TooManyLines(HandnetError):
    """A calculation that is too long for a panel."""


def panel_data(
    problem: Problem,
    *,
    style: str = "chain",
    notation: Notation | None = None,
    digits: Digits = DEFAULT,
    mistake: Mistake | None = None,
    ranges: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The data of a panel; see the module. Raises HandnetError where there are too many lines."""
    return _Writer(problem, notation).data(style, digits, mistake, ranges)


class _Writer:
    """Numbers the quantities, shapes and lines as they come."""

    def __init__(self, problem: Problem, own: Notation | None) -> None:
        self.problem = problem
        self.source = problem.forward_pass()
        self.quantities: dict[Quantity, int] = {}
        self.shapes: dict[str, int] = {}
        self.steps: dict[Step, int] = {}
        self.written: list[list[Any]] = []
        self.rules: dict[Rule, int] = {}
        offered = notations() | ({own.name: own} if own else {})
        self.opens = own.name if own else STANDARD.name
        self.notations = {
            name: each
            for name, each in offered.items()
            if not each.addresses or name in ("standard", self.opens)
        }

    def data(
        self,
        style: str,
        digits: Digits,
        mistake: Mistake | None,
        ranges: Mapping[str, Any] | None,
    ) -> dict[str, Any]:
        turned = knobs(self.problem, ranges)
        groups = list(dict.fromkeys(each.group for each in turned))
        for each in turned:
            self.number(each.quantity)
        offered = dict(FAMILIAR) | ({mistake.code: mistake} if mistake else {})
        written = [self.course(each) for each in self.courses(offered.values())]
        used = {course["mistake"] for course in written}
        if mistake and mistake.code not in used:
            raise HandnetError(f"panel: the mistake {mistake.code} changes nothing in this calculation")
        facts = {
            "loss": self.of(self.source.definitions().total),
            "gradients": self.gradients(),
            "updates": self.updates(),
            "picture": picture(self.problem, self.source, self.of),
        }
        knob = [
            {
                "quantity": self.number(each.quantity),
                "text": each.number.text,
                "value": each.number.value,
                "group": groups.index(each.group),
                "low": each.range.low,
                "high": each.range.high,
                "step": each.range.step,
            }
            for each in turned
        ]
        every = list(self.quantities)  # a derivative numbers its two variables, so the list is whole now
        return {
            "version": 1,
            "factor": float(self.problem.network.convention.factor.value),
            "title": self.source.description,
            "quantities": list(map(address, every)),
            "derivatives": {
                str(self.number(each)): [self.number(each.of), self.number(each.by)]
                for each in every
                if isinstance(each, Derivative)
            },
            "places": [place(each) for each in every],
            "samples": [_sample(each) for each in every],
            "rules": [
                {"title": rule.title, "because": rule.because, "powers": rule is Rule.POWERS}
                for rule in self.rules
            ],
            "parts": [part.value for part in PARTS],
            "shapes": list(map(json.loads, self.shapes)),
            "steps": self.written,
            "courses": written,
            "mistakes": [
                {"code": code, "title": each.title, "because": each.explanation}
                for code, each in offered.items()
                if code in used
            ],
            "notations": self.spelled(every),
            "knobs": knob,
            "groups": groups,
            **facts,
            "options": {
                "style": style,
                "notation": self.opens,
                "digits": _digits(digits),
                "mistake": mistake.code if mistake else None,
            },
        }

    # --- numbering --------------------------------------------------------------------------------

    def number(self, quantity: Quantity) -> int:
        """The number of a quantity, a new one if it has none."""
        found = self.quantities.get(quantity)
        if found is None:
            if isinstance(quantity, Derivative):
                for side in quantity:
                    self.number(side)
            found = self.quantities[quantity] = len(self.quantities)
        return found

    def of(self, quantity: Quantity | None) -> int | None:
        """The number of a quantity that a line has; None for none."""
        return None if quantity is None else self.quantities.get(quantity)

    def step(self, step: Step) -> int:
        """The number of a line."""
        found = self.steps.get(step)
        if found is None:
            found = self.steps[step] = len(self.steps)
            shape, arguments = self.shape(step)
            rule = self.rules.setdefault(step.rule, len(self.rules))
            inputs = [self.number(each) for each in arguments]
            self.written.append([self.number(step.quantity), rule, PARTS.index(step.part), shape, inputs])
        return found

    def shape(self, step: Step) -> tuple[int, tuple[Quantity, ...]]:
        """The shape of a line's formula, and what fills its holes."""
        made = template(step.formula)
        holes = {quantity: f"a[{at}]" for at, quantity in enumerate(made.arguments)}
        code = javascript(step.formula, lambda quantity: f"v[{holes[quantity]}]")
        may_cancel = isinstance(step.formula, Sum | Difference) or self.source.has_a_jump(step.quantity)
        if may_cancel and all(each in self.problem.values for each in made.arguments):
            exact = exact_javascript(
                step.formula, lambda quantity: f"v[{holes[quantity]}], t[{holes[quantity]}]"
            )
            code = code if exact is None else f"exact_or({code}, () => {exact})"
        shape: dict[str, Any] = {"chunks": made.chunks, "code": code}
        if isinstance(step.formula, Number):
            shape["literal"] = step.formula.text
        elif isinstance(step.formula, Variable | Derivative):
            shape["copy"] = True
        return self.shapes.setdefault(json.dumps(shape), len(self.shapes)), made.arguments

    # --- what the choices ask for -----------------------------------------------------------------

    def courses(self, offered: Iterable[Mistake]) -> Iterable[Course]:
        """Every course; of a long calculation those without a mistake."""
        plain = list(courses(self.problem, STYLES))
        lengths = [len(each.right["plain"]) for each in plain]
        if max(lengths) > MOST_LINES:
            raise TooManyLines(
                f"panel: the calculation has {max(lengths):,} lines, too many for a panel; "
                "take a smaller network or fewer samples, or problem.solve(...) for some goals"
            )
        if sum(lengths) * len(FAMILIAR) > MOST_MISTAKEN:
            return plain
        return [*plain, *mistaken_courses(self.problem, STYLES, offered)]

    def course(self, course: Course) -> dict[str, Any]:
        return {
            "style": course.style,
            "mistake": course.mistake.code if course.mistake else None,
            "phase": course.phase,
            "right": {name: list(map(self.step, lines)) for name, lines in course.right.items()},
            "wrong": None if course.wrong is None else list(map(self.step, course.wrong)),
        }

    # --- what is known beside the lines -----------------------------------------------------------

    def gradients(self) -> list[list[int]]:
        """Each parameter, and the derivative of the loss by it."""
        if self.source.definitions().total is None:
            return []
        goals = [each for each in gradient_goals(self.source)[1:] if each in self.quantities]
        return [[self.number(each.by), self.number(each)] for each in goals]  # type: ignore[union-attr]

    def updates(self) -> dict[str, Any] | None:
        """What takes whose value in one step of descent."""
        if not has_updates(self.problem):
            return None
        trained = [each for each in self.source.parameters() if not self.source.is_frozen(each)]
        count, again = phases(self.problem)
        velocities = velocities_before(self.problem)
        return {
            "pairs": [[self.number(each), self.number(each.at(1))] for each in trained],
            "velocities": [[self.number(each), self.number(each.at(0))] for each in velocities],
            "phases": count,
            "again": again,
        }

    def spelled(self, every: list[Quantity]) -> list[dict[str, Any]]:
        """Every quantity in every notation that can tell them apart."""
        found = []
        for name, notation in self.notations.items():
            try:
                spelling = Spelling(notation, self.source)
            except HandnetError:
                continue
            math = [
                None if isinstance(each, Derivative) else letters_mathml(_latex(each, spelling))
                for each in every
            ]
            found.append(
                {
                    "name": name,
                    "title": visible(notation.title),
                    "product": "·" if notation.product else "",
                    "math": math,
                    "text": [_text(each, spelling) for each in every],
                }
            )
        return found


def address(quantity: Quantity) -> str:
    """The address; a velocity left from the step before says so."""
    return f"{quantity.at(0)} before" if quantity.time == BEFORE else str(quantity)


def _latex(variable: Variable, spelling: Spelling) -> str:
    if variable.time != BEFORE:
        return spelling.latex(variable)
    weight = variable.named(variable.name.removeprefix("velocity_")).at(0)
    return scripted("V", r"\mathrm{before}", spelling.latex(weight))


def _text(quantity: Quantity, spelling: Spelling) -> str:
    return f"{spelling.text(quantity.at(0))} before" if quantity.time == BEFORE else spelling.text(quantity)


def _sample(quantity: Quantity) -> int:
    """The sample to which a quantity belongs, 0 for none: of a derivative, that of either side."""
    sides = quantity if isinstance(quantity, Derivative) else (quantity,)
    return next((each.sample for each in sides if each.sample is not None), 0)


def _digits(digits: Digits) -> dict[str, int]:
    counts = {"decimals": digits.decimals, "significant": digits.significant}
    return {name: count for name, count in counts.items() if count is not None}
