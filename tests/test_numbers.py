"""Numbers: compiled or evaluated, written and read again, they are the same numbers."""

from __future__ import annotations

import math
import random
import struct
from fractions import Fraction

import numpy as np
import pytest
from compare import STYLES, apart, magnitudes
from formulas import terms
from hypothesis import example, given, note, settings
from hypothesis import strategies as st
from intervals import as_written, hull, last_unit
from networks import LAST, networks, problems

from handnet import Convention, Digits, Network, Problem
from handnet.errors import UnknownQuantity, UnreadableText
from handnet.number import read_number
from handnet.parse import parse_formula
from handnet.quantity import Variable
from handnet.render.text import formula_text
from handnet.terms import ONE, TWO, Apply, Number, Power, Quotient, Sum, quantities, replace
from handnet.value import evaluate
from handnet.verify import magnitude

FINITE = st.floats(allow_nan=False, allow_infinity=False)
SHORT = [Digits(decimals=4), Digits(significant=5), Digits(decimals=0), Digits(significant=1)]
DELTA = Variable("delta", 1, (1,))
NUMBERS = r"[+-]?[0-9.]{1,4}(e[+-]?[0-9]{1,3})?(/[0-9]{1,3})?"
SMALL = {"most_layers": 3, "most_units": 3}


def bits(value):
    """A float as its bytes; all NaN alike."""
    return "nan" if math.isnan(value) else struct.pack("d", value)


def alike(one, other):
    """Whether two values are equal, or both NaN; a negative zero is a zero."""
    return one == other or (math.isnan(one) and math.isnan(other))


def solved(problem, style=("chain", None)):
    """Everything that is to be shown: the default lines and those of a second update."""
    some = [str(goal) for goal in problem.derive().goals]
    later = [f"{goal[:-1]}@2" for goal in some if goal.endswith("+")][:2]
    return problem.solve(*some, *later, style=style[0], combined=style[1])


@settings(max_examples=1000)
@given(st.one_of(st.text("0123456789.eE+-/, _", max_size=8), st.from_regex(NUMBERS, fullmatch=True)))
@example("1.5/2")
@example("1e3/2")
def test_a_number_is_read_exactly_or_refused(text):
    """What is read as a number has the value of its text, correctly rounded; all else is refused in words."""
    try:
        number = read_number(text)
    except UnreadableText:
        return
    assert number.value == float(Fraction(number.text))
    assert math.isfinite(number.value)
    assert read_number(number.text) == number


# --- compiled ---------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(problems(networks(losses=tuple(LAST)), odd=True), st.sampled_from(STYLES))
def test_compiled_lines_give_the_same_bits(problem, style):
    """The straight-line program computes what `evaluate` computes of each line, to the last bit."""
    note(problem.to_toml())
    solution = solved(problem, style)
    steps, scales = solution.derivation.steps, magnitudes(solution)
    values = {each: number.value for each, number in solution.given.items()}
    found = solution.derivation.compile(*(step.quantity for step in steps)).floats(values)
    for step in steps:
        values[step.quantity] = evaluate(step.formula, values)
        assert bits(found[step.quantity]) == bits(values[step.quantity])
        shown = solution.values[step.quantity]  # at a ReLU, z is exact: a last bit may differ
        both = math.isnan(shown) and math.isnan(values[step.quantity])
        assert both or apart(shown, values[step.quantity], scales[step.quantity]) <= 1e-13, step


@settings(max_examples=15)
@given(problems(), st.sampled_from(STYLES), st.integers(0, 999))
def test_arrays_give_what_floats_give(problem, style, seed):
    """One run over arrays of five sets of numbers is five runs over floats."""
    note(problem.to_toml())
    derivation, drawn = problem.derive(style=style[0], combined=style[1]), random.Random(seed)
    program = derivation.compile(*(step.quantity for step in derivation.steps))
    fixed = [each for each in program.inputs if each.name in ("y", "eta", "mu", "lambda")]
    sets = {each: [round(problem.values[each].value + drawn.uniform(-0.5, 0.5) * (each not in fixed), 3)
                   for _ in range(5)] for each in program.inputs}  # fmt: skip
    found = program.arrays({each: np.array(values) for each, values in sets.items()})
    for case in range(5):
        values = {each: some[case] for each, some in sets.items()}
        values |= program.floats(values)
        own = {each: float(np.broadcast_to(array, 5)[case]) for each, array in {**sets, **found}.items()}
        scales = {each: abs(values[each]) for each in program.inputs}
        for step in derivation.steps:
            scales[step.quantity] = magnitude(step.formula, values, scales)
            line = magnitude(step.formula, own, {each: abs(value) for each, value in own.items()})
            assert apart(own[step.quantity], evaluate(step.formula, own), line) <= 1e-14, step
            # a cancelled sum takes its rounding error through the next function
            assert apart(own[step.quantity], values[step.quantity], scales[step.quantity]) <= 1e-10, step


@pytest.mark.parametrize(("samples", "units"), [(1, 60), (500, 1)])
@pytest.mark.parametrize("mean_in", ["loss", "gradient"])
def test_long_sums_compile_wherever_they_stand(samples, units, mean_in):
    """A penalty on 3600 weights and a mean of 500 samples are sums inside products and quotients."""
    convention = Convention(mean_in=mean_in)
    net = Network([units, units], "identity", reduction="mean", l2="0.1", bias="none", convention=convention)
    derivation = net.derive("J", "dJ/dw1[1,1]", samples=samples)
    found = derivation.compile().floats(dict.fromkeys(derivation.given, 0.5))
    J, slope = found[Variable("J")], found[derivation.goals[1]]
    share = (0.25 * units - 0.5) * 0.5
    assert slope == pytest.approx(share + 0.5 * 0.5)
    assert pytest.approx(units * (0.25 * units - 0.5) ** 2 / 2 + 0.25 * units**2 * 0.25) == J


# --- printed ----------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(problems(networks(losses=tuple(LAST), **SMALL), odd=True), st.sampled_from(STYLES))
def test_every_printed_line_reads_back_to_its_value(problem, style):
    """With all digits, a line with its numbers put in, typed in again, gives the value beside it."""
    note(problem.to_toml())
    solution, every = solved(problem, style), Digits()
    scales = magnitudes(solution)
    for step in solution.derivation.steps:
        if not all(math.isfinite(solution.values[each]) for each in (step.quantity, *step.inputs)):
            continue  # "infinity" and "undefined" are words for people
        text = formula_text(step.formula, lambda quantity: solution.written(quantity, every))
        value = evaluate(parse_formula(text), {})
        beside = read_number(solution.written(step.quantity, every)).value
        assert beside == solution.values[step.quantity]
        assert apart(value, beside, scales[step.quantity]) <= 1e-12, f"{step}: {text}"


@settings(max_examples=40)
@given(
    problems(networks(losses=tuple(LAST), **SMALL), odd=True), st.sampled_from(STYLES), st.sampled_from(SHORT)
)
def test_every_line_printed_with_few_digits_is_true_to_these_digits(problem, style, digits):
    """With few digits, the value beside a line is one that the numbers in it allow, and so is its own."""
    note(problem.to_toml())
    solution = solved(problem, style)
    for step in solution.derivation.steps:
        if not all(math.isfinite(solution.values[each]) for each in (step.quantity, *step.inputs)):
            continue
        written = {each: solution.written(each, digits) for each in quantities(step.formula)}
        box = {each: as_written(text, solution.values[each]) for each, text in written.items()}
        for each, (low, high) in box.items():
            assert low <= solution.values[each] <= high, f"{each} is {solution.values[each]!r}"
        text = formula_text(step.formula, lambda quantity, written=written: written[quantity])
        value = evaluate(parse_formula(text), {})
        points = {each: float(Fraction(one)) for each, one in written.items()}
        direct = evaluate(step.formula, points)
        if not math.isfinite(value):
            continue  # so few digits that one divides by 0
        assert value == direct or apart(value, direct, _scale(step, points)) <= 1e-12, f"{step}: {text}"
        low, high = hull(step.formula, box)
        beside = solution.written(step.quantity, digits)
        at_least, at_most = as_written(beside, solution.values[step.quantity])
        assert at_least <= high, f"{step}: {text} = {beside}"
        assert at_most >= low, f"{step}: {text} = {beside}"
        assert low <= value <= high, f"{step}: {text} = {beside}"


def _scale(step, values):
    return magnitude(step.formula, values, {each: abs(value) for each, value in values.items()})


@pytest.mark.parametrize("text", ["1/3", "-1/3", "+0.5", "-1e-07", "1e5", ".5", "-2.", "0", "-0", "1.50"])
@pytest.mark.parametrize("digits", [Digits(), *SHORT])
def test_numbers_in_any_form_print_so_that_they_read_back(text, digits):
    """However a weight was written, no line with it is misread, wherever it stands."""
    net = Network(
        [2, 2, 2], ["tanh", "softmax"], "cross_entropy", l2=text.lstrip("+-"), bias=["threshold", "unit"]
    )
    weights = [[["0.3", text], [text, "0.1"]], [[text, "-0.7"], ["0.2", text]]]
    problem = Problem(
        net, ["0.5", text], [text.lstrip("+-"), "0.4"], weights, [[text, text], [text, text]], "0.1"
    )
    solution = problem.solve(style="delta")
    for step in solution.derivation.steps:
        if not all(math.isfinite(solution.values[each]) for each in step.inputs):
            continue
        written = {each: solution.written(each, digits) for each in quantities(step.formula)}
        line = formula_text(step.formula, lambda quantity, written=written: written[quantity])
        points = {each: float(Fraction(one)) for each, one in written.items()}
        value, direct = evaluate(parse_formula(line), {}), evaluate(step.formula, points)
        both_none = math.isnan(value) and math.isnan(direct)
        assert both_none or value == direct or apart(value, direct, _scale(step, points)) <= 1e-12, line


# --- formulas as text -------------------------------------------------------------------------------


@settings(max_examples=400)
@given(terms(), st.integers(0, 999))
@example(Quotient(DELTA, DELTA), 0)
@example(Quotient(Variable("dy"), Variable("dx")), 0)
@example(Quotient(Quotient(ONE, DELTA), DELTA), 0)
@example(Quotient(Power(TWO, DELTA), DELTA), 0)
@example(Quotient(DELTA, Power(DELTA, TWO)), 0)
@example(Apply("tanh", (Number("2", 2.0),)), 0)
@example(Sum((Variable("x"), Number("-1", -1.0))), 0)
def test_a_formula_as_text_reads_back_to_the_same_formula(term, seed):
    """What is printed can be typed in: it has the same value, to the last bit, and prints alike."""
    text = formula_text(term)
    note(text)
    known = set(quantities(term))

    def lookup(quantity):
        if quantity not in known:
            raise UnknownQuantity(str(quantity))
        return quantity

    again = parse_formula(text, lookup)
    assert formula_text(again) == text
    drawn = random.Random(seed)
    values = {each: drawn.choice((-1, 1)) * drawn.uniform(0.1, 2.0) for each in quantities(term)}
    assert set(quantities(again)) == known
    assert alike(evaluate(again, values), evaluate(term, values))


@settings(max_examples=200)
@given(terms(), st.integers(0, 999), st.sampled_from([Digits(), *SHORT]))
def test_a_formula_with_numbers_put_in_reads_back_to_its_value(term, seed, digits):
    """Any number in the place of any quantity: brackets stand where they are needed."""
    drawn = random.Random(seed)
    written = {
        each: digits.write(drawn.choice((-1, 1)) * 10 ** drawn.uniform(-9, 9)) for each in quantities(term)
    }
    text = formula_text(term, lambda quantity: written[quantity])
    note(text)
    with_numbers = replace(term, lambda each: Number(written[each], float(written[each])))
    assert alike(evaluate(parse_formula(text), {}), evaluate(with_numbers, {}))


# --- digits -------------------------------------------------------------------------------------------


def is_rounded(text, value):
    """Whether the text is the number as it reads, rounded half up to its last digit."""
    off, half = abs(Fraction(text)) - abs(Fraction(repr(value))), last_unit(text) / 2
    return -half < off <= half


@settings(max_examples=400)
@given(FINITE, st.integers(0, 17))
@example(-4e-5, 4)
@example(0.99995, 4)
@example(0.00005, 4)
def test_decimals(value, count):
    """So many decimals with their zeros, half up; three figures where all decimals would be 0."""
    text = Digits(decimals=count).write(value)
    assert is_rounded(text, value)
    assert (float(text) == 0) == (value == 0)
    if value and abs(Fraction(repr(value))) < Fraction(1, 2 * 10**count):
        assert len(figures(text)) == 3
    else:
        assert len(text.partition(".")[2]) == count


@settings(max_examples=400)
@given(FINITE, st.integers(1, 17))
@example(99999.6, 5)
@example(9.9996e-5, 4)
@example(5e-324, 3)
@example(-1.7976931348623157e308, 3)
def test_significant_figures(value, count):
    """So many figures with their zeros, half up, and no zero that only fills a place."""
    text = Digits(significant=count).write(value)
    assert is_rounded(text, value)
    assert (float(text) == 0) == (value == 0)
    assert text == "0" if value == 0 else len(figures(text)) == count


def figures(text):
    """The significant figures of a number as it is written."""
    return text.partition("e")[0].lstrip("-").replace(".", "").lstrip("0")


@settings(max_examples=400)
@given(FINITE)
def test_all_digits(value):
    """The shortest text that reads back to the same number; a negative zero is a zero."""
    text = Digits().write(value)
    assert float(text) == value
    assert read_number(text).value == value
    assert not text.startswith("-0") or value != 0
