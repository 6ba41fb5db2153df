r"""MathML of formulas: what stands in the page, read as a person reads it, has the value of the formula.

`typed` reads MathML back: a sign is what one sees, a small number above is a power, and only brackets
that can be seen hold together. So a bracket that is missing gives another value.
"""

from __future__ import annotations

import math
import random
import re
import xml.etree.ElementTree as ET

import pytest
from compare import STYLES
from formulas import terms
from hypothesis import example, given, note, settings
from hypothesis import strategies as st
from networks import LAST, networks, problems

import handnet as hn
from handnet.digits import Digits
from handnet.notation import notations
from handnet.notation.spelling import spelled
from handnet.parse import parse_formula
from handnet.quantity import Variable
from handnet.render.mathml import formula_mathml, number_mathml, template
from handnet.render.mathml_letters import letters_mathml
from handnet.terms import Apply, Negative, Number, Power, Product, Quotient, Sum, quantities, replace
from handnet.value import evaluate

X, Y, Z = Variable("x"), Variable("y"), Variable("z")
SIGNS = {"−": "-", "·": "*", "×": "*", "\N{INVISIBLE TIMES}": "*", "\N{FUNCTION APPLICATION}": ""}
NAMES = {"σ": "sigma", "ReLU": "relu", "leakyrelu": "leaky_relu", "leakystep": "leaky_step"}
SHORT = [Digits(), Digits(decimals=4), Digits(significant=3), Digits(decimals=0)]


def tree(markup):
    return ET.fromstring(f"<math>{markup}</math>")


def typed(element):
    """What is written, as one types it; raises ValueError for what a reader could not tell apart."""
    below = list(element)
    if element.tag == "msup" and below[0].text == "e":
        return f"exp({typed(below[1])})"
    inner = [typed(each) for each in below]
    match element.tag:
        case "mfrac":
            return f"(({inner[0]})/({inner[1]}))"
        case "msup" if below[0].tag in ("mfrac", "msup", "msqrt"):
            raise ValueError("what is raised to a power?")
        case "msup":
            return f"{inner[0]}^({inner[1]})"
        case "msqrt":
            return f"sqrt({''.join(inner)})"
        case "mo":
            return SIGNS.get(element.text, element.text)
        case "mn" | "mi":
            return NAMES.get(element.text, element.text)
    for left, right in zip(below, inner[1:], strict=False):
        if left.text == "\N{INVISIBLE TIMES}" and re.match("[0-9.]", right):
            raise ValueError("two numbers beside each other")
    text = "".join(inner)
    return NAMES.get(text, text)


def read(markup):
    """The value of what is written; letters are taken from `letters`."""
    return parse_formula(re.sub(r"([0-9.]+)\*10\^\((-?[0-9]+)\)", r"(\1*10^(\2))", typed(tree(markup))))


def alike(one, other):
    """Whether two values are equal up to how floats round, or both NaN."""
    return one == pytest.approx(other, rel=1e-9, abs=1e-300, nan_ok=True)


# --- every formula reads back -------------------------------------------------------------------------


@settings(max_examples=250)
@given(terms(), st.integers(0, 999), st.sampled_from(["", "·"]))
@example(Product((Number("2", 2.0), Number("3", 3.0))), 0, "")
@example(Product((X, Power(Number("2", 2.0), Y))), 0, "")
@example(Power(Quotient(X, Y), Number("2", 2.0)), 0, "")
@example(Power(Apply("exp", (X,)), Number("2", 2.0)), 0, "")
@example(Product((X, Negative(Sum((X, Negative(Y)))))), 0, "·")
@example(Quotient(Sum((X, Y) * 4), Product((X, Y))), 0, "")
def test_a_formula_in_symbols_reads_back(term, seed, product):
    """Letters stand for the quantities; the formula read back has the same value."""
    named = {quantity: f"q{place}" for place, quantity in enumerate(dict.fromkeys(quantities(term)))}
    markup = formula_mathml(term, lambda quantity: f"<mi>{named[quantity]}</mi>", product)
    note(markup)
    drawn = random.Random(seed)
    values = {each: drawn.choice((-1, 1)) * drawn.uniform(0.1, 2.0) for each in named}
    by_name = {Variable("q", int(name[1:])): values[each] for each, name in named.items()}
    assert alike(evaluate(read(markup), by_name), evaluate(term, values))


@settings(max_examples=250)
@given(terms(), st.integers(0, 999), st.sampled_from(SHORT))
@example(Power(X, Number("2", 2.0)), 0, Digits(significant=3))
@example(Quotient(Sum((X, Y) * 4), X), 3, Digits(significant=3))
def test_a_formula_with_numbers_put_in_reads_back_to_its_value(term, seed, digits):
    """Any number in the place of any quantity: negative, very small, very large, a fraction."""
    drawn = random.Random(seed)
    numbers = {}
    for each in quantities(term):
        text = digits.write(drawn.choice((-1, 1)) * 10 ** drawn.uniform(-9, 9))
        text = drawn.choice((text, text, "2/3", "-1/3"))
        numbers[each] = Number(text, evaluate(parse_formula(text), {}))
    markup = formula_mathml(term, lambda quantity: numbers[quantity])
    note(markup)
    assert alike(evaluate(read(markup), {}), evaluate(replace(term, numbers.get), {}))


@settings(max_examples=25)
@given(
    problems(networks(losses=tuple(LAST), most_layers=3, most_units=3), odd=True),
    st.sampled_from(STYLES),
    st.sampled_from(SHORT),
    st.sampled_from(sorted(notations())),
)
def test_every_line_of_a_calculation_is_sound_and_says_its_numbers(problem, style, digits, name):
    """In every notation: the letters are whole elements, and numbers put in give the value of the line."""
    solution = problem.solve(style=style[0], combined=style[1], notation=name, digits=digits)
    spelling = solution.derivation.setting.spelling
    for step in solution.derivation.steps:
        for each in step.inputs:
            assert len(tree(letters_mathml(spelling.latex(each)))) == 1, "one element fills a hole"
        letters = {each: letters_mathml(spelling.latex(each)) for each in step.inputs}
        tree(formula_mathml(step.formula, letters.__getitem__, "·" * bool(spelling.notation.product)))

        written = {each: solution.written(each, digits) for each in step.inputs}
        if all(re.match(r"[-0-9.]", text) for text in written.values()):  # infinity is no number to read
            points = {each: evaluate(parse_formula(text), {}) for each, text in written.items()}
            markup = formula_mathml(step.formula, lambda each, w=written: Number(w[each], 0.0))
            found = evaluate(read(markup), {})
            if not math.isnan(found):  # 0 ln 0 and 0/0 of a target that is 0 count as 0
                assert alike(found, evaluate(step.formula, points)), markup


# --- shapes: a formula with holes ------------------------------------------------------------------------


def chunks(term):
    return template(term).chunks


def test_formulas_of_equal_form_have_the_same_chunks():
    lines = hn.Network([2, 2, 2]).derive(style="delta")
    assert chunks(lines["z1[1]"].formula) == chunks(lines["z2[2]"].formula)
    assert chunks(lines["z1[1]"].formula) != chunks(lines["a1[1]"].formula)
    one_minus = [Product((X, Sum((Number.of(1), Negative(each))))) for each in (X, Y)]
    assert chunks(one_minus[0]) != chunks(one_minus[1])


@given(terms())
def test_a_shape_does_not_depend_on_whose_formula_it_is(term):
    """Other variables in the same places give the same chunks, and the arguments in the same order."""
    found = list(dict.fromkeys(quantities(term)))
    other = {
        each: Variable("v", at) if isinstance(each, Variable) else each.at(each.time + 10)
        for at, each in enumerate(found)
    }
    made, again = template(term), template(replace(term, other.get))
    assert made.chunks == again.chunks
    assert made.arguments == tuple(found)
    assert again.arguments == tuple(other.values())


def test_a_line_may_be_broken_between_summands_and_between_factors_and_in_a_long_mean():
    plus = '<mo form="infix">+</mo>'
    assert chunks(Sum((Product((X, Y)), Z))) == [[[0, 1], 0, [1, 3]], [plus, [2, 2]]]
    assert chunks(Product((X, Y, Z))) == [[[0, 1]], [0, [1, 3]], [0, [2, 3]]]
    assert len(chunks(Quotient(Sum((X, Y, Z)), X))) == 1
    assert len(chunks(Quotient(Sum((X, Y, Z) * 4), X))) == 13
    for term in (Sum((Product((X, Y)), Z)), Quotient(Sum((X, Y, Z) * 4), X)):
        for chunk in chunks(term):  # each chunk can stand in an element of its own
            tree("".join(each if isinstance(each, str) else "<mi/>" for each in chunk))


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("0.10", "<mn>0.10</mn>"),
        ("-2", "<mrow><mo>−</mo><mn>2</mn></mrow>"),
        ("1/3", '<mfrac displaystyle="false"><mn>1</mn><mn>3</mn></mfrac>'),
        ("-infinity", "<mrow><mo>−</mo><mi>∞</mi></mrow>"),
        ("undefined", "<mtext>undefined</mtext>"),
    ],
)
def test_numbers(text, markup):
    assert number_mathml(text) == markup


# --- letters ---------------------------------------------------------------------------------------------

WORDS = {
    r"w^{[1]}_{21}": "<msubsup><mi>w</mi><mn>21</mn><mn>[1]</mn></msubsup>",
    r"\mathrm{net}_{h1}": "<msub><mi>net</mi><mrow><mi>h</mi><mn>1</mn></mrow></msub>",
    r"w^{+}_{5}": "<msubsup><mi>w</mi><mn>5</mn><mo>+</mo></msubsup>",
    r"(W_{1})_{21}": '<msub><mrow><mo stretchy="false">(</mo><msub><mi>W</mi><mn>1</mn></msub>'
    '<mo stretchy="false">)</mo></mrow><mn>21</mn></msub>',
    r"\mathrm{W1}_{\text{heart rate},2}": "<msub><mi>W1</mi><mrow><mtext>heart rate</mtext><mn>,2</mn></mrow></msub>",
    r"\mathrm{d}": '<mi mathvariant="normal">d</mi>',
    r"\hat y'": '<msup><mover accent="true"><mi>y</mi><mo stretchy="false">^</mo></mover><mo>′</mo></msup>',
    r"\left(\frac{a}{b}\right)": "<mrow><mo>(</mo><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>)</mo></mrow>",
    r"\mystery_{1}": r"<msub><mtext>\mystery</mtext><mn>1</mn></msub>",
}  # fmt: skip


@pytest.mark.parametrize("latex", WORDS)
def test_letters(latex):
    assert letters_mathml(latex) == WORDS[latex]


@pytest.mark.parametrize("name", list(notations()))
def test_the_letters_of_every_notation_are_known_and_all_different(name):
    problem = hn.Problem(
        hn.Network([2, 2, 2], momentum="0.9", l2="0.1"),
        x=[["1", "2"], ["3", "4"]], y=[["1", "0"], ["0", "1"]], weights=[[["1", "2"], ["3", "4"]]] * 2,
        biases=[["1", "2"]] * 2, learning_rate="0.5", input_names=["heart <rate>", "a_b"],
        sample_names=["Ada & Co", "Bob"],
    )  # fmt: skip
    spelling = spelled(notations()[name], problem.forward_pass())
    written = {}
    for quantity in spelling.variables():
        for each in (quantity, quantity.at(1), quantity.at(2)):
            markup = letters_mathml(spelling.latex(each))
            assert "\\" not in "".join(tree(markup).itertext()), "a command that is not known"
            assert written.setdefault(markup, spelling.latex(each)) == spelling.latex(each)


@given(st.text(st.characters(exclude_categories=["Cn"]), max_size=30))
def test_names_of_people_are_shown_sign_by_sign_and_do_nothing(name):
    from handnet.escape import latex_words, visible

    shown = "".join(tree(letters_mathml(latex_words(name))).itertext())
    wanted = visible(name).replace('"', "''").replace("`", "'")
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == wanted.replace("\N{NO-BREAK SPACE}", " ")


@given(st.text(st.sampled_from("ab1 \\{}^_'&<>(),~|-").map(str), max_size=20))
@example(r"\frac{a")
@example(r"\left(\right")
@example(r"\mathrm")
def test_letters_that_are_no_latex_are_still_one_sound_element(typed_by_a_person):
    assert len(tree(letters_mathml(typed_by_a_person))) == 1
    assert len(tree(letters_mathml("\\mathrm{" + typed_by_a_person + "}^{\\text{" + typed_by_a_person))) == 1


def test_a_formula_with_an_infinite_number_says_so():
    assert formula_mathml(
        Sum((X, Y)), {X: Number("-infinity", -math.inf), Y: Number("1", 1.0)}.get
    ).startswith("<mrow><mo>−</mo><mi>∞</mi></mrow>")
