"""MathML of formulas: what stands in the page, read as a person reads it, has the value of the formula."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from networks import problems

import handnet as hn
from handnet.elementary import ELEMENTARY
from handnet.notation import notations
from handnet.notation.spelling import spelled
from handnet.render.mathml import number_holds, number_mathml, template
from handnet.render.mathml_letters import letters_mathml
from handnet.terms import Negative, Number, Power, Product, Quotient, Sum, times
from handnet.value import evaluate

SIGNS = {"−": "-", "·": "*", "×": "*"}
NAMES = {"σ": "sigma", "ReLU": "relu", "leaky ReLU": "leaky_relu", "leaky step": "leaky_step", "e": "math.e"}
FUNCTIONS = {name: entry.value for name, entry in ELEMENTARY.items()} | {"math": math}


def tree(markup):
    return ET.fromstring(f"<math>{markup}</math>")


def filled(made, texts):
    """The template with numbers in its holes, in brackets where they do not hold together tightly enough."""
    markup = ""
    for piece in (piece for chunk in made.chunks for piece in chunk):
        if isinstance(piece, str):
            markup += piece
        elif piece == 0:
            markup += "<mo>·</mo>"
        else:
            argument, tightness = piece
            text = texts[made.arguments[argument]]
            inner = number_mathml(text)
            markup += inner if number_holds(text) >= tightness else f"<mo>(</mo>{inner}<mo>)</mo>"
    return tree(markup)


def read(element):
    """What is written, as Python with the same precedence: no brackets but those that can be seen."""
    inner = [read(each) for each in element]
    match element.tag:
        case "mfrac":
            return f"(({inner[0]})/({inner[1]}))"
        case "msup":
            return f"{inner[0]}**({inner[1]})"
        case "msqrt":
            return f"sqrt({''.join(inner)})"
        case "mn":
            return f"{float(element.text)!r}"
        case "mo":
            return SIGNS.get(element.text, element.text)
        case "mi":
            return NAMES.get(element.text, element.text)
    return "".join(inner)


def value(made, texts):
    return eval(read(filled(made, texts)), dict(FUNCTIONS))


@given(problems())
@settings(max_examples=60, deadline=None)
def test_every_line_with_its_numbers_put_in_reads_to_its_value(problem):
    for style in ("chain", "delta"):
        solution = problem.solve(style=style, digits=hn.Digits())
        for step in solution.derivation:
            inputs = {each: solution.values[each] for each in step.inputs}
            texts = {each: repr(number).removesuffix(".0") for each, number in inputs.items()}
            expected = evaluate(step.formula, inputs)
            if math.isfinite(expected) and all(map(math.isfinite, inputs.values())):
                try:
                    found = value(template(step.formula), texts)
                except (OverflowError, ZeroDivisionError):
                    continue  # plain Python leaves the floats where handnet does not
                assert found == pytest.approx(expected, rel=1e-12, abs=1e-300), str(step)


X, Y = hn.Graph({"f": "x*y"}).derive()["f"].inputs


@pytest.mark.parametrize("texts", [("2", "3"), ("-2", "-3"), ("-1/3", "2/3"), ("-3.04e-05", "1.5e+20")])
@pytest.mark.parametrize(
    "term",
    [
        Power(X, Number.of(2)), Product((X, Y)), Sum((X, Negative(Y))), Negative(Product((X, Y))),
        Quotient(Sum((X, Y)), Y), Power(Quotient(X, Y), Number.of(2)), Product((Sum((X, Y)), Y)),
        Negative(Sum((X, Y))), Sum((Number.of(-2), X)), times(Number.of(-2), X, Number.of(3)),
    ],
    ids=str,
)  # fmt: skip
def test_brackets_stand_where_a_sign_or_a_power_would_be_misread(term, texts):
    from fractions import Fraction

    numbers = {quantity: float(Fraction(text)) for quantity, text in zip((X, Y), texts, strict=True)}
    found = value(template(term), dict(zip((X, Y), texts, strict=True)))
    assert found == pytest.approx(evaluate(term, numbers), rel=1e-12)


def test_formulas_of_equal_form_have_the_same_chunks():
    lines = hn.Network([2, 2, 2]).derive(style="delta")
    assert template(lines["z1[1]"].formula).chunks == template(lines["z2[2]"].formula).chunks
    assert template(lines["z1[1]"].formula).chunks != template(lines["a1[1]"].formula).chunks
    assert template(Product((X, X))).chunks != template(Product((X, Y))).chunks


@pytest.mark.parametrize("name", list(notations()))
def test_the_letters_of_every_notation_are_sound_and_all_different(name):
    problem = hn.Problem(
        hn.Network([2, 2, 2], momentum="0.9", l2="0.1"),
        x=[["1", "2"], ["3", "4"]], y=[["1", "0"], ["0", "1"]], weights=[[["1", "2"], ["3", "4"]]] * 2,
        biases=[["1", "2"]] * 2, learning_rate="0.5", input_names=["heart <rate>", "a_b"],
        sample_names=["Ada & Co", "Bob"],
    )  # fmt: skip
    spelling = spelled(notations()[name], problem.forward_pass())
    written = {}
    for quantity in spelling.variables():
        for each in (quantity, quantity.at(1)) if quantity.name in ("w", "b") else (quantity,):
            markup = letters_mathml(spelling.latex(each))
            assert r"\\" not in "".join(tree(markup).itertext()), spelling.latex(each)
            assert written.setdefault(markup, spelling.latex(each)) == spelling.latex(each)


def test_a_command_of_ones_own_is_shown_as_typed_and_nothing_escapes():
    assert letters_mathml(r"\mystery_{1}") == r"<msub><mtext>\mystery</mtext><mn>1</mn></msub>"
    assert "".join(tree(letters_mathml(r"\mathrm{<script>}_{\text{a \& b}}")).itertext()) == "<script>a & b"
    for hostile in ("}", "{", "^", "_", "\\", r"\frac", r"\mathrm", "a^", "<b>&", r"\frac{a"):
        tree(letters_mathml(hostile))
