r"""MathML of whole formulas of LaTeX: what is read in it is what the LaTeX says.

`typed` reads MathML as a person does: a fraction is a quotient, a small number above is a power,
letters beside each other are a product.
"""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET

import pytest
from formulas import terms
from hypothesis import example, given, note, settings
from hypothesis import strategies as st

from handnet.digits import Digits
from handnet.parse import parse_formula
from handnet.quantity import Variable
from handnet.render.latex import formula_latex
from handnet.render.mathml_latex import latex_mathml
from handnet.render.measure import broken_latex
from handnet.terms import Apply, Negative, Number, Power, Product, Quotient, Sum, quantities, replace
from handnet.value import evaluate

X, Y = Variable("x"), Variable("y")
SIGNS = {"−": "-", "·": "*", "×": "*"}
NAMES = {"σ": "sigma", "ReLU": "relu", "leaky": "leaky_"}
SHORT = [Digits(), Digits(decimals=4), Digits(significant=3), Digits(decimals=0)]


def tree(markup):
    return ET.fromstring(f"<math>{markup}</math>")


def typed(element):
    """What is written, as one types it."""
    below = list(element)
    if element.tag == "msup" and below[0].text == "e":
        return f"exp({typed(below[1])})"
    inner = [typed(each) for each in below]
    match element.tag:
        case "mfrac":
            return f"(({inner[0]})/({inner[1]}))"
        case "msup":
            return f"{inner[0]}^({inner[1]})"
        case "msqrt":
            return f"sqrt({''.join(inner)})"
        case "mspace":
            return ""
        case "mo":
            return SIGNS.get(element.text, element.text)
        case "mn":
            return element.text.replace("−", "-")
        case "mi":
            return NAMES.get(element.text, element.text)
    return "".join(inner)


def read(latex):
    """The formula that a reader of the MathML types again."""
    text = typed(tree(latex_mathml(latex)))
    note(text)
    text = re.sub(r"([0-9.]+)\*10\^\((-?[0-9]+)\)", r"(\1*10^(\2))", text)
    return parse_formula(re.sub(r"(?<=[0-9)])(?=[(a-z])", "*", text))  # factors beside each other


def alike(one, other):
    return one == pytest.approx(other, rel=1e-9, abs=1e-300, nan_ok=True)


# --- formulas -------------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(terms(), st.integers(0, 999), st.sampled_from(["", r"\cdot"]))
@example(Product((X, Power(Number("2", 2.0), Y))), 0, "")
@example(Power(Quotient(X, Y), Number("2", 2.0)), 0, "")
@example(Power(Apply("exp", (Negative(Sum((X, Y))),)), Number("2", 2.0)), 0, "")
@example(Product((X, Negative(Sum((X, Negative(Y)))))), 0, r"\cdot")
def test_a_formula_in_symbols_reads_back(term, seed, product):
    """Letters stand for the quantities; the formula read back has the same value."""
    named = {quantity: f"q{place}" for place, quantity in enumerate(dict.fromkeys(quantities(term)))}
    latex = formula_latex(term, lambda quantity: rf"\mathit{{{named[quantity]}}}", product)
    note(latex)
    drawn = random.Random(seed)
    values = {each: drawn.choice((-1, 1)) * drawn.uniform(0.1, 2.0) for each in named}
    by_name = {Variable("q", int(name[1:])): values[each] for each, name in named.items()}
    assert alike(evaluate(read(latex), by_name), evaluate(term, values))


@settings(max_examples=200)
@given(terms(), st.integers(0, 999), st.sampled_from(SHORT))
@example(Power(X, Number("2", 2.0)), 0, Digits(significant=3))
def test_a_formula_with_numbers_put_in_reads_back_to_its_value(term, seed, digits):
    """Also after it was broken into pieces, as lines of working are."""
    drawn = random.Random(seed)
    numbers = {}
    for each in quantities(term):
        text = digits.write(drawn.choice((-1, 1)) * 10 ** drawn.uniform(-9, 9))
        numbers[each] = Number(text, float(text))
    latex = formula_latex(term, lambda quantity: numbers[quantity])
    note(latex)
    wanted = evaluate(replace(term, numbers.get), {})
    assert alike(evaluate(read(latex), {}), wanted)
    assert alike(evaluate(read(" ".join(broken_latex(latex, 16))), {}), wanted)


def test_a_minus_joins_or_is_a_sign_as_tex_has_it():
    forms = re.compile('form="(pre|in)fix"')
    for latex, wanted in {
        "-a": ["pre"], "a - b": ["in"], "a = -b": ["pre"], "(-a)^{2}": ["pre"], "(a)^{2} - b": ["in"],
        r"a \cdot (-b)": ["pre"], "{} - b": ["in"], r"\frac{-a}{b}": ["pre"], r"e^{-(a - b)}": ["pre", "in"],
        r"w^{[2]}_{11} - \eta": ["in"], r"\bigl(-a + b\bigr)": ["pre", "in"], r"a\, - b": ["in"],
    }.items():  # fmt: skip
        assert forms.findall(latex_mathml(latex)) == wanted, latex


def test_sums_matrices_and_aligned_lines():
    assert latex_mathml(r"\sum_{k} a") == "<munder><mo>∑</mo><mi>k</mi></munder><mi>a</mi>"
    matrix = tree(latex_mathml(r"{\begin{pmatrix} 1 & -2 \\ \vdots & {a & b} \end{pmatrix}}^{\odot 2}"))
    assert [len(row) for row in matrix.iter("mtr")] == [2, 2]
    assert "".join(matrix.itertext()) == "(1−2⋮a&b)⊙2"
    lines = tree(
        latex_mathml(
            "\\begin{aligned}[t]\na &= \\begin{pmatrix} 1 & 2 \\end{pmatrix} \\\\[6pt]\n&= b\n\\end{aligned}"
        )
    )
    assert [len(row) for row in lines.find("mtable")] == [2, 2]


@given(st.text(st.sampled_from(r"ab1\{}^_'&<>(),~|-+").map(str), max_size=25))
@example(r"\begin{aligned} a & b")
@example(r"\begin{pmatrix")
@example(r"\end{aligned}")
@example(r"\underset{a")
def test_what_is_no_latex_is_sound_all_the_same(latex):
    tree(latex_mathml(latex))
