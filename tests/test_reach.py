"""What honest work can reach: intervals that hold every way of rounding, and values that people have."""

import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import handnet as hn
from handnet.parse import parse_formula
from handnet.quantity import Variable
from handnet.reach.exactly import Exactly
from handnet.reach.interval import ByHand
from handnet.reach.kernel import Arrays, Floats
from handnet.reach.sheet import Sheet
from handnet.reach.sweep import Known, Sweep
from handnet.terms import Apply, Difference, Negative, Number, Power, Product, Quotient, Sum

FORMULAS = [
    "p*q + r*t + u",
    "p*q*r*t",
    "sigma(p*q + r)",
    "a*(1 - a)",
    "p*a*(1 - a)*q",
    "(a - r)*a*(1 - a)*p",
    "tanh(p + q)",
    "1 - a^2",
    "exp(p)/(exp(p) + exp(q))",
    "1/2*(a - r)^2",
    "p - t*q",
    "p*q + r*t - u",
    "p*a*(1 - a^2)",
    "softplus(p*q)",
    "bipolar(p) + relu(q)",
    "-p*ln(a)",
    "(1 - r)/(1 - a) - r/a",
    "leaky_relu(p*q) - r",
]
LETTERS = [Variable(letter) for letter in "pqrtua"]


class Worker:
    """Works a formula with a calculator that shows so many digits: each result rounded, or not."""

    def __init__(self, chance, decimals=None, figures=None, always=False):
        self.chance, self.decimals, self.figures, self.always = chance, decimals, figures, always

    def round(self, value):
        if not self.always and self.chance.random() < 0.3:
            return value
        number = Decimal(repr(value))
        if not number:
            return value
        place = -self.decimals if self.figures is None else number.adjusted() - self.figures + 1
        return float(
            number.quantize(Decimal(1).scaleb(place), self.chance.choice((ROUND_HALF_UP, ROUND_HALF_EVEN)))
        )

    def of(self, term, values):
        match term:
            case Variable():
                return values[term]
            case Number(_, value):
                return value
            case Sum(parts):
                parts = self.chance.sample(parts, len(parts))
                found = self.of(parts[0], values)
                for part in parts[1:]:
                    found = self.round(found + self.of(part, values))
                return found
            case Product((a, Difference(_, b))) if a == b and self.chance.random() < 0.3:
                return self.round(self.of(a, values) - self.round(self.of(a, values) ** 2))
            case Product(parts):
                found = self.of(parts[0], values)
                for part in parts[1:]:
                    found = self.round(found * self.of(part, values))
                return found
            case Difference(Number("1", _), Power(a, _)) if self.chance.random() < 0.3:
                value = self.of(a, values)
                return self.round(self.round(1 - value) * self.round(1 + value))
            case Difference(left, right):
                return self.round(self.of(left, values) - self.of(right, values))
            case Negative(inner):
                return -self.of(inner, values)
            case Quotient(top, bottom):
                return self.round(self.of(top, values) / self.of(bottom, values))
            case Power(base, Number(_, 2.0)):
                value = self.of(base, values)
                return self.round(value * value)
            case Apply("weighted_ln", (weight, v)):
                return self.round(self.of(weight, values) * self.round(math.log(self.of(v, values))))
            case Apply(name, (inner,)):
                return self.function(name, self.of(inner, values))
        raise TypeError(term)

    def function(self, name, z):
        by_steps = self.chance.random() < 0.5
        if name == "relu":
            return max(z, 0.0)
        if name == "leaky_relu":
            return z if z > 0 else self.round(0.01 * z)
        if name == "tanh":
            if by_steps:
                up, down = self.round(math.exp(z)), self.round(math.exp(-z))
                return self.round(self.round(up - down) / self.round(up + down))
            return self.round(math.tanh(z))
        if name in ("sigma", "bipolar"):
            a = (
                self.round(1 / self.round(1 + self.round(math.exp(-z))))
                if by_steps
                else 1 / (1 + math.exp(-z))
            )
            return self.round(self.round(2 * a) - 1) if name == "bipolar" else self.round(a)
        if name == "softplus":
            return self.round(math.log(self.round(1 + self.round(math.exp(z)))))
        return self.round({"exp": math.exp, "ln": math.log}[name](z))


@settings(max_examples=300)
@given(
    st.sampled_from(FORMULAS),
    st.integers(0, 10**6),
    st.sampled_from([("decimals", 2), ("decimals", 4), ("figures", 3), ("figures", 5)]),
)
def test_no_honest_way_of_rounding_leaves_the_interval(text, seed, digits):
    chance = Random(seed)
    kind, count = digits
    values = {each: round(chance.uniform(-2, 2), chance.choice((1, 2, 3))) for each in LETTERS}
    values[Variable("a")] = round(chance.uniform(0.1, 0.9), 2)
    term = parse_formula(text)
    reader = ByHand(Floats(), **{"decimals" if kind == "decimals" else "significant": count})
    low, high = reader.of(term, {each: (value, value) for each, value in values.items()})
    exact = Exactly(Floats()).of(term, values)
    assert low <= exact <= high
    for _ in range(5):
        worker = Worker(chance, **{kind: count}, always=chance.random() < 0.5)
        found = worker.of(term, values)
        slack = 1e-9 * (high - low) + 1e-12
        assert low - slack <= found <= high + slack, (text, values, found, (low, high), exact)


@pytest.mark.parametrize("text", FORMULAS)
def test_the_interval_is_a_few_last_digits_wide(text):
    """What is always accepted would be worth nothing: the interval must shrink with the digits."""
    values = dict(zip(LETTERS, (0.37, 0.81, -0.44, 0.62, 0.15, 0.58), strict=True))
    boxes = {each: (value, value) for each, value in values.items()}
    for decimals in (3, 5, 7):
        low, high = ByHand(Floats(), decimals=decimals).of(parse_formula(text), boxes)
        assert high - low <= 12 * 10.0**-decimals


@pytest.mark.parametrize("text", FORMULAS)
def test_many_people_at_once_get_what_each_would_alone(text):
    chance = Random(text)
    rows = [{each: round(chance.uniform(0.05, 0.95), 2) for each in LETTERS} for _ in range(7)]
    columns = {each: np.array([row[each] for row in rows]) for each in LETTERS}
    term = parse_formula(text)
    decimals = np.array([2.0, 3, 4, 2, 3, 4, 17])
    low, high = ByHand(Arrays(), decimals=decimals).of(term, {each: (v, v) for each, v in columns.items()})
    together = Exactly(Arrays()).of(term, columns)
    for place, row in enumerate(rows):
        alone = ByHand(Floats(), decimals=decimals[place]).of(term, {each: (v, v) for each, v in row.items()})
        assert (low[place], high[place]) == pytest.approx(alone, rel=1e-12, abs=1e-14)
        assert together[place] == pytest.approx(Exactly(Floats()).of(term, row), rel=1e-13)


def test_numbers_with_few_digits_multiply_and_add_without_rounding():
    boxes = {
        each: (value, value) for each, value in zip(LETTERS, (0.3, 0.1, 0.2, 0.4, 0.35, 0.5), strict=True)
    }
    low, high = ByHand(Floats(), decimals=2).of(parse_formula("p*q + r*t + u"), boxes)
    assert low == pytest.approx(0.46)
    assert high == pytest.approx(0.46)


def test_a_division_that_may_be_by_zero_has_no_end():
    boxes = dict.fromkeys(LETTERS, (0.5, 0.5)) | {Variable("a"): (-0.001, 0.002)}
    low, high = ByHand(Floats(), decimals=3).of(parse_formula("p/a"), boxes)
    assert (low, high) == (-math.inf, math.inf)


# --- what a person has ---------------------------------------------------------------------------------


def _sheet(goals, style_of_all=False):
    net = hn.Network([2, 2, 1], activation="sigmoid", loss="half_squared_error")
    problem = hn.Problem(
        net, x=["0.5", "-1"], y=["1"], weights=[[["0.1", "0.2"], ["0.3", "-0.4"]], [["0.5", "0.6"]]],
        biases=[["0.1", "0.2"], ["0.3"]], learning_rate="0.5",
    )  # fmt: skip
    return Sheet(problem, [problem.forward_pass().find(goal) for goal in goals])


def test_every_way_of_working_gives_the_same_values():
    sheet = _sheet(["dJ/dw1[2,1]", "w1[1,2]+", "delta1[1]", "J"])
    assert len(sheet.workings) == 4
    for goal in sheet.goals:
        values = {
            Sweep(each, sheet.given, {}, Exactly(Floats())).value(goal)
            for each in sheet.workings
            if goal in each.formulas
        }
        assert max(values) - min(values) < 1e-15 * 10
        assert next(iter(values)) == pytest.approx(sheet.right(goal), rel=1e-13)


def test_later_lines_use_a_persons_own_values():
    sheet = _sheet(["dJ/dw2[1,1]", "delta2[1]"])
    find = sheet.source.find
    delta, twin, a = find("delta2[1]"), find("dJ/dz2[1]"), find("a1[1]")
    known = {a: Known(0.7, True), delta: Known(0.2, True, twin), twin: Known(0.2, True, delta, False)}
    sweep = Sweep(sheet.chain, sheet.given, known, Exactly(Floats()))
    assert sweep.worked_out(find("dJ/dw2[1,1]")) == pytest.approx(0.2 * 0.7)
    assert (
        sweep.worked_out(delta) == sweep.worked_out(twin) != 0.2
    )  # the line itself, from what stands above it


def test_a_sheet_stands_in_working_order_however_it_is_asked_for():
    goals = ["w1[1,1]+", "dJ/dw1[1,1]", "delta1[1]", "delta2[1]", "J", "a1[2]", "z1[1]"]
    for order in (goals, goals[::-1], sorted(goals)):
        assert [str(each) for each in _sheet(order).asked] == goals[::-1]
