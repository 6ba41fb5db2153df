"""Proof by independent ways: every derivative against differences and against SymPy.

For each derivative d of / d by among the lines of a derivation, at random points:

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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import HandnetError
from .graph import Definitions
from .numeric import Program, compiled
from .quantity import Derivative, Quantity, Variable
from .rules import Rule
from .step import Derivation, Step
from .terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum, Term
from .value import evaluate

if TYPE_CHECKING:
    pass

MOST_FOR_SYMPY = 25
TOLERANCE = 1e-9
PRECISION = 50  # decimal digits of the differences
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
class Verification:
    """What was compared, how, and the largest disagreement."""

    rows: tuple[Compared, ...]

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

    def __str__(self) -> str:
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
        verdict = "all agree" if self.ok else "THEY DO NOT AGREE"
        return (
            f"{verdict}: {counts}{shown}; largest disagreement {worst.apart:.1e} of the sum of "
            f"absolute summands, at {worst.quantity} ({worst.ours!r} beside {worst.theirs!r})"
        )


def verify(
    derivation: Derivation,
    points: int = 1,
    seed: int = 0,
    most_for_sympy: int = MOST_FOR_SYMPY,
    at: Mapping[Quantity, float] | None = None,
) -> Verification:
    """Compare every derivative among the lines with both witnesses, at `points` random points.

    `at` gives the point instead, as numbers for everything that is given. Raises HandnetError
    if there is no derivative to compare, or if the derivation was written with mistakes.
    """
    setting = derivation.setting
    if setting.mistakes or setting.known:
        raise HandnetError("verify: this derivation was written with mistakes or with stated values")
    lines = [step for step in derivation.steps if isinstance(step.quantity, Derivative)]
    if not lines:
        raise HandnetError("verify: there is no derivative among these lines")
    rows: list[Compared] = []
    generator = random.Random(seed)
    definitions = setting.source.definitions(lines[0].quantity.time)
    drawn = _for_sympy(lines, definitions, most_for_sympy, generator)
    for _ in range(1 if at else points):
        values = dict(at) if at else random_point(derivation, definitions, generator)
        magnitudes = {quantity: abs(value) for quantity, value in values.items()}
        for step in derivation.steps:
            values[step.quantity] = evaluate(step.formula, values)
            magnitudes[step.quantity] = magnitude(step.formula, values, magnitudes)
        for step in lines:
            quantity = step.quantity
            assert isinstance(quantity, Derivative)
            factor = float(setting.source.convention.factor.value) if quantity.of.name == "J" else 1.0
            theirs = {"difference": difference(definitions, quantity, values)}
            if quantity in drawn:
                theirs["sympy"] = by_sympy(definitions, quantity, values)
            for witness, value in theirs.items():
                ours, value = values[quantity], factor * value
                scale = max(magnitudes[quantity], abs(value)) or 1.0
                rows.append(Compared(quantity, witness, ours, value, abs(ours - value) / scale))
    return Verification(tuple(rows))


def _for_sympy(
    lines: list[Step], definitions: Definitions, most: int, generator: random.Random
) -> set[Quantity]:
    """Which derivatives SymPy is asked for: all of a small graph, two of a large one."""
    parameters = [each for each in definitions.given if each.name not in ("x", "y", "eta")]
    candidates = [step.quantity for step in lines if step.rule is not Rule.ITSELF]
    if len(parameters) <= most or len(candidates) <= 2:
        return set(candidates)
    return set(generator.sample(candidates, 2))


# --- points ---------------------------------------------------------------------------------------


def random_point(
    derivation: Derivation, definitions: Definitions, generator: random.Random
) -> dict[Quantity, float]:
    """Numbers for everything given, at which no ReLU or step is near its kink."""
    wanted = dict.fromkeys([*derivation.given, *definitions.given])
    for _ in range(1000):
        values: dict[Quantity, float] = {each: _draw(each, generator) for each in wanted}
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
    from .terms import parts_of

    near = min((_nearest_kink(part, values) for part in parts_of(term)), default=float("inf"))
    if isinstance(term, Apply) and term.function in KINKED:
        near = min(near, abs(evaluate(term.arguments[0], values)))
    return near


# --- the two witnesses ----------------------------------------------------------------------------


def difference(definitions: Definitions, quantity: Derivative, values: Mapping[Quantity, float]) -> float:
    """The central difference of the forward pass with 50 digits."""
    import mpmath

    if quantity.of == quantity.by:
        return 1.0
    steps = [
        Step(each.quantity, each.rule, each.formula)
        for each in definitions.of.values()
        if each.quantity != quantity.by
    ]
    program = Program(steps, (quantity.of,))
    with mpmath.workdps(PRECISION):
        run = compiled(program.source, "run", mp_names(mpmath))
        h = mpmath.mpf(10) ** (-PRECISION // 3)

        def moved(by: Any) -> Any:
            inputs = [by if each == quantity.by else mpmath.mpf(values[each]) for each in program.inputs]
            return run(*inputs)[0]

        if quantity.by not in program.inputs:
            return 0.0
        start = mpmath.mpf(values[quantity.by])
        return float((moved(start + h) - moved(start - h)) / (2 * h))


def by_sympy(definitions: Definitions, quantity: Derivative, values: Mapping[Quantity, float]) -> float:
    """SymPy's derivative of the nested expression, evaluated with 50 digits."""
    import mpmath
    import sympy

    from .symbolic import nested, symbol

    whole = nested(definitions, quantity.of, free=(quantity.by,))
    slope = sympy.diff(whole, symbol(quantity.by))
    used = sorted(slope.free_symbols, key=str)
    named = {str(each): value for each, value in values.items()}
    function = sympy.lambdify(used, slope, modules="mpmath", cse=True)
    with mpmath.workdps(PRECISION):
        return float(function(*(mpmath.mpf(named[each.name]) for each in used)))


def mp_names(mpmath: Any) -> dict[str, Any]:
    """What the generated text calls, for mpmath numbers."""

    def step(low: float) -> Any:
        return lambda z: mpmath.mpf(1) if z > 0 else mpmath.mpf(str(low))

    return {
        "f_sigma": lambda z: 1 / (1 + mpmath.exp(-z)),
        "f_tanh": mpmath.tanh,
        "f_relu": lambda z: z if z > 0 else mpmath.mpf(0),
        "f_leaky_relu": lambda z: z if z > 0 else mpmath.mpf("0.01") * z,
        "f_step": step(0),
        "f_leaky_step": step(0.01),
        "f_arctan": mpmath.atan,
        "f_softplus": lambda z: mpmath.log(1 + mpmath.exp(z)),
        "f_bipolar": lambda z: 2 / (1 + mpmath.exp(-z)) - 1,
        "f_exp": mpmath.exp,
        "f_ln": mpmath.log,
        "f_weighted_ln": lambda weight, v: weight * mpmath.log(v) if weight else mpmath.mpf(0),
        "f_weighted_inverse": lambda weight, v: weight / v,
        "f_max": max,
        "f_sqrt": mpmath.sqrt,
        "f_sin": mpmath.sin,
        "f_cos": mpmath.cos,
        "divide": lambda top, bottom: top / bottom,
        "power": lambda base, exponent: base**exponent,
        "square": lambda v: v * v,
    }


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
    return abs(evaluate(term, values))
