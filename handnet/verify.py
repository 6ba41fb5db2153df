"""Proof by independent ways: every derivative against differences and against SymPy.

For the derivatives d of / d by among the lines of a derivation, at random points:

    difference   (f(by + h) - f(by - h)) / 2h of the forward pass alone, with 50 digits (mpmath)
    sympy        SymPy's own derivative of the whole nested expression of `of`

The forward pass is the only thing these share with the lines that are being checked. Agreement
is measured against the sum of the absolute values of the summands (`magnitude`), which is what
rounding errors are proportional to. SymPy's share is bounded: all derivatives while the graph
has at most `MOST_FOR_SYMPY` given parameters, otherwise two drawn at random.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from .calculus import SLOPES
from .digits import rounding_alone
from .errors import HandnetError
from .graph import Definitions
from .number import missing_numbers
from .quantity import Derivative, Quantity, Variable
from .rules import Rule
from .shown import Shown
from .step import Derivation, Step
from .terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term, parts_of
from .value import evaluate
from .witness import PRECISION, by_sympy, difference

if TYPE_CHECKING:
    from .render.page import Block

MOST_FOR_SYMPY = 25
TOLERANCE = 1e-9
MOST_WORK = 40_000  # derivatives times definitions
KINKED = ("relu", "leaky_relu", "step", "leaky_step")
AWAY_FROM_KINK = 1e-3


@dataclass(frozen=True)
class Compared:
    """One derivative at one point: our value, the witness's, and how far they are apart."""

    quantity: Derivative
    witness: str
    ours: float
    theirs: float
    apart: float  # |ours - theirs| over the sum of absolute summands


@dataclass(frozen=True)
class Verification(Shown):
    """What was compared, how, and the largest disagreement."""

    rows: tuple[Compared, ...]
    left_out: int = 0  # derivatives of a long derivation that were not drawn

    @property
    def worst(self) -> Compared:
        """The comparison that is furthest apart."""
        return max(self.rows, key=lambda row: row.apart if row.apart == row.apart else float("inf"))

    @property
    def ok(self) -> bool:
        """Whether all agree to 1e-9 of the sum of absolute summands."""
        return self.worst.apart <= TOLERANCE

    def by(self, witness: str) -> list[Compared]:
        """The comparisons with one witness, "difference" or "sympy"."""
        return [row for row in self.rows if row.witness == witness]

    def _page(self) -> list[Block]:
        from .render.page import Paragraph

        return [Paragraph(self.said)]

    @property
    def said(self) -> str:
        """The whole comparison in one sentence."""
        worst = self.worst
        counts = ", ".join(
            f"{len(self.by(witness))} with {name}"
            for witness, name in (
                ("difference", f"{PRECISION}-digit differences (mpmath)"),
                ("sympy", "SymPy's derivative of the whole expression"),
            )
        )
        named = sorted({str(row.quantity) for row in self.by("sympy")})
        shown = f" ({', '.join(named[:6])}{', ...' if len(named) > 6 else ''})" if named else ""
        verdict = "all agree" if self.ok else "THEY DO NOT ALL AGREE"
        left_out = f"; {self.left_out} more were not drawn" if self.left_out else ""
        where = "" if self.ok else f", at {worst.quantity} ({worst.ours!r} beside {worst.theirs!r})"
        return (
            f"{verdict}: {counts}{shown}{left_out}; largest disagreement {rounding_alone(worst.apart)} "
            f"of the sum of absolute summands{where}"
        )


def verify(
    derivation: Derivation,
    points: int = 1,
    seed: int = 0,
    most_for_sympy: int = MOST_FOR_SYMPY,
    at: Mapping[Any, float] | None = None,
) -> Verification:
    """Compare the derivatives among the lines with both witnesses, at `points` random points.

    `at` gives the point instead, as numbers for everything that is given. Of a very long derivation
    some are drawn, and the report says so. Raises HandnetError if there is no derivative to compare,
    if the derivation was written with mistakes, or if `at` stands at the kink of a ReLU.
    """
    setting = derivation.setting
    if setting.mistakes or setting.known:
        raise HandnetError("verify: this derivation was written with mistakes or with stated values")
    generator = random.Random(seed)
    lines = [step for step in derivation.steps if isinstance(step.quantity, Derivative)]
    if not lines:
        raise HandnetError("verify: there is no derivative among these lines")
    definitions = setting.source.definitions()
    drawn = _drawn(lines, len(definitions.of), generator)
    for_sympy = _for_sympy(drawn, definitions, most_for_sympy, generator)
    rows: list[Compared] = []
    for _ in range(1 if at else max(points, 1)):
        values = _point(derivation, at) if at else random_point(derivation, definitions, generator)
        if not _away_from_kinks(definitions, values):
            raise HandnetError("verify: a ReLU or a step stands at its kink here, where it has no derivative")
        magnitudes = {quantity: abs(value) for quantity, value in values.items()}
        for step in derivation.steps:
            values[step.quantity] = evaluate(step.formula, values)
            magnitudes[step.quantity] = magnitude(step.formula, values, magnitudes)
        for time in {step.quantity.time for step in drawn}:
            for definition in setting.source.definitions(time).of.values():  # what no line needed
                if definition.quantity not in values:
                    values[definition.quantity] = evaluate(definition.formula, values)
        for step in drawn:
            rows += _compared(derivation, step, values, magnitudes, step.quantity in for_sympy)
    if not rows:
        raise HandnetError("verify: none of these derivatives is defined at these numbers")
    return Verification(tuple(rows), len(lines) - len(drawn))


def _compared(
    derivation: Derivation,
    step: Step,
    values: Mapping[Quantity, float],
    magnitudes: Mapping[Quantity, float],
    ask_sympy: bool,
) -> list[Compared]:
    """One derivative beside each witness; none where a float cannot hold it, or it is not defined."""
    quantity, source = step.quantity, derivation.setting.source
    assert isinstance(quantity, Derivative)
    if not isfinite(values[quantity]):
        return []
    definitions = source.definitions(quantity.time)
    factor = source.convention.factor.value if quantity.of.name in ("J", "R") else 1.0
    theirs = {}
    with suppress(ZeroDivisionError):
        theirs["difference"] = difference(definitions, quantity, values)
    if ask_sympy:
        with suppress(ZeroDivisionError):
            theirs["sympy"] = by_sympy(definitions, quantity, values)
    rows = []
    for witness, value in theirs.items():
        ours, value = values[quantity], factor * value
        scale = max(magnitudes[quantity], abs(value)) or 1.0
        apart = 0.0 if ours == value else abs(ours - value) / scale  # also where both are infinite
        rows.append(Compared(quantity, witness, ours, value, apart))
    return rows


def _point(derivation: Derivation, at: Mapping[Any, float]) -> dict[Quantity, float]:
    """The numbers of a point by quantity; raises for one that is missing."""
    values = {derivation.setting.find(each): float(value) for each, value in at.items()}
    missing = [each for each in derivation.given if each not in values]
    if missing:
        raise missing_numbers(missing)
    return values


def _drawn(lines: list[Step], definitions: int, generator: random.Random) -> list[Step]:
    """The lines that are compared: all, or of a long derivation as many as take about a minute."""
    most = max(MOST_WORK // definitions, 20)
    return lines if len(lines) <= most else generator.sample(lines, most)


def _for_sympy(
    lines: list[Step], definitions: Definitions, most: int, generator: random.Random
) -> set[Quantity]:
    """Which derivatives SymPy is asked for: all of a small graph, two gradients of a large one."""
    parameters = [each for each in definitions.given if each.name not in ("x", "y", "eta")]
    candidates = [step.quantity for step in lines if step.rule is not Rule.ITSELF]
    if len(parameters) <= most or len(candidates) <= 2:
        return set(candidates)
    gradients = [each for each in candidates if isinstance(each, Derivative) and each.by in set(parameters)
                 and each.of == definitions.total]  # fmt: skip
    return set(generator.sample(gradients if len(gradients) > 1 else candidates, 2))


# --- points ---------------------------------------------------------------------------------------


def random_point(
    derivation: Derivation, definitions: Definitions, generator: random.Random
) -> dict[Quantity, float]:
    """Numbers for everything given, at which no ReLU or step is near its kink."""
    wanted = dict.fromkeys([*derivation.given, *definitions.given])
    for _ in range(1000):
        values: dict[Quantity, float] = {each: _draw(each, generator) for each in wanted}
        values |= derivation.setting.source.drawn_targets(values)
        if _away_from_kinks(definitions, values):
            return {each: values[each] for each in wanted}
    raise HandnetError("verify: found no point away from the kinks of ReLU in 1000 draws")


def _draw(quantity: Quantity, generator: random.Random) -> float:
    name = quantity.name if isinstance(quantity, Variable) else ""
    if name in ("y", "eta", "mu", "lambda"):
        return round(generator.uniform(0.05, 0.95), 3)
    return round(generator.choice((-1, 1)) * generator.uniform(0.1, 1.5), 3)


def _away_from_kinks(definitions: Definitions, values: dict[Quantity, float]) -> bool:
    values = dict(values)
    for definition in definitions.of.values():
        values[definition.quantity] = evaluate(definition.formula, values)
        if _nearest_kink(definition.formula, values) < AWAY_FROM_KINK:
            return False
        if definition.rule is Rule.DEFINITION and not abs(values[definition.quantity]) < 1e6:
            return False  # a hand-written formula may be undefined here
    return True


def _nearest_kink(term: Term, values: Mapping[Quantity, float]) -> float:
    near = min((_nearest_kink(part, values) for part in parts_of(term)), default=float("inf"))
    if isinstance(term, Apply) and term.function in KINKED:
        near = min(near, abs(evaluate(term.arguments[0], values)))
    return near


# --- how large rounding errors may be -------------------------------------------------------------


def magnitude(term: Term, values: Mapping[Quantity, float], magnitudes: Mapping[Quantity, float]) -> float:
    """The sum of the absolute values of the summands: the term with every minus as a plus."""

    def read(each: Term) -> float:
        return magnitude(each, values, magnitudes)

    match term:
        case Variable() | Derivative():
            return magnitudes[term]
        case Number(_, value):
            return abs(value)
        case Sum(parts):
            return sum(map(read, parts))
        case Difference(left, right):
            return read(left) + read(right)
        case Product(parts):
            product = 1.0
            for part in parts:
                product *= read(part)
            return product
        case Negative(inner):
            return read(inner)
        case Quotient(top, bottom) | Apply("weighted_inverse", (top, bottom)):
            value = abs(evaluate(bottom, values))
            return read(top) / value * (read(bottom) / value) if value else float("inf")
        case Power(base, Number(_, exponent)) if exponent >= 0:
            return float(read(base) ** exponent)
        case Apply("weighted_ln", (weight, v)):
            w, value = evaluate(weight, values), evaluate(v, values)
            return abs(evaluate(term, values)) + (abs(w / value) * read(v) if w and value else 0.0)
        case Apply(function, (z,)) if function in SLOPES and function not in ("step", "leaky_step"):
            slope = abs(evaluate(SLOPES[function](z, term), values))
            return abs(evaluate(term, values)) + (slope * read(z) if slope else 0.0)
    return abs(evaluate(term, values))
