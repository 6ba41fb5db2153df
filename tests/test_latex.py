r"""LaTeX: what is typeset says what is calculated, sign by sign, and looks as books set it."""

from __future__ import annotations

import math
import random
import re

import pytest
from compare import STYLES
from formulas import terms
from hypothesis import example, given, note, settings
from hypothesis import strategies as st
from latex_reader import typed
from networks import LAST, networks, problems

import handnet as hn
from handnet.digits import Digits
from handnet.notation import notation, notations
from handnet.notation.spelling import Spelling
from handnet.parse import parse_formula
from handnet.quantity import Variable
from handnet.render.aligned import aligned_rows, formula_rows
from handnet.render.latex import formula_latex, number_latex
from handnet.render.measure import broken_latex, width_of
from handnet.render.page import Formula, Line
from handnet.terms import Apply, Number, Power, Product, Quotient, Sum, quantities, replace
from handnet.value import evaluate

SHORT = [Digits(), Digits(decimals=4), Digits(significant=3), Digits(decimals=0)]
X, Y = Variable("x"), Variable("y")


def alike(one, other):
    """Whether two values are equal, or both NaN."""
    return one == other or (math.isnan(one) and math.isnan(other))


# --- every formula reads back ------------------------------------------------------------------------


@settings(max_examples=400)
@given(terms(), st.integers(0, 999))
@example(Product((Number("2", 2.0), Number("3", 3.0))), 0)
@example(Product((X, Number("1/2", 0.5))), 0)
@example(Power(Quotient(X, Y), Number("2", 2.0)), 0)
@example(Power(Apply("exp", (X,)), Number("2", 2.0)), 0)
@example(Sum((X, Number("-1", -1.0))), 0)
@example(Product((X, Number("-1/2", -0.5), Y)), 0)
def test_a_formula_in_symbols_reads_back(term, seed):
    """Letters in braces stand for the quantities; the formula read back has the same value."""
    named = {quantity: f"q{place}" for place, quantity in enumerate(dict.fromkeys(quantities(term)))}
    latex = formula_latex(term, lambda quantity: rf"{{\mathit{{{named[quantity]}}}}}")
    note(latex)
    letters = {rf"{{\mathit{{{name}}}}}": name for name in named.values()}
    again = parse_formula(typed(latex, letters))
    drawn = random.Random(seed)
    values = {each: drawn.choice((-1, 1)) * drawn.uniform(0.1, 2.0) for each in named}
    by_name = {Variable(name[:1], int(name[1:])): values[each] for each, name in named.items()}
    assert alike(evaluate(again, by_name), evaluate(term, values))


@settings(max_examples=300)
@given(terms(), st.integers(0, 999), st.sampled_from(SHORT))
@example(Power(X, Number("2", 2.0)), 0, Digits(significant=3))
def test_a_formula_with_numbers_put_in_reads_back_to_its_value(term, seed, digits):
    """Any number in the place of any quantity: negative, very small, very large."""
    drawn = random.Random(seed)
    numbers = {}
    for each in quantities(term):
        text = digits.write(drawn.choice((-1, 1)) * 10 ** drawn.uniform(-9, 9))
        numbers[each] = Number(text, float(text))
    latex = formula_latex(term, lambda quantity: numbers[quantity])
    note(latex)
    assert alike(evaluate(parse_formula(typed(latex)), {}), evaluate(replace(term, numbers.get), {}))


@settings(max_examples=40)
@given(
    problems(networks(losses=tuple(LAST), most_layers=3, most_units=3), odd=True),
    st.sampled_from(STYLES),
    st.sampled_from(SHORT),
    st.sampled_from(sorted(notations())),
)
def test_every_typeset_line_says_what_the_typed_line_says(problem, style, digits, name):
    """In every notation: symbols as well as numbers, of every line of random problems."""
    note(problem.to_toml())
    solution = problem.solve(style=style[0], combined=style[1], notation=name, digits=digits)
    spelling = solution.derivation.setting.spelling
    for step in solution.derivation.steps:
        named = {each: f"q{at}" for at, each in enumerate(step.inputs)}
        letters = {spelling.latex(each): own for each, own in named.items()}
        assert len(letters) == len(named), "two quantities look alike"
        symbols = formula_latex(step.formula, spelling.latex, spelling.notation.product)
        values = {each: 0.1 + 0.37 * at for at, each in enumerate(named)}
        again = parse_formula(typed(symbols, letters))
        by_name = {Variable(own[:1], int(own[1:])): values[each] for each, own in named.items()}
        assert alike(evaluate(again, by_name), evaluate(step.formula, values)), symbols

        written = {each: solution.written(each, digits) for each in named}
        if not all(re.match(r"[-0-9.]", text) for text in written.values()):
            continue  # infinity is no number to read
        points = {each: evaluate(parse_formula(text), {}) for each, text in written.items()}
        numeric = formula_latex(step.formula, lambda each, w=written: Number(w[each], 0.0))
        assert alike(evaluate(parse_formula(typed(numeric)), {}), evaluate(step.formula, points)), numeric


# --- lines that a reader can hold against the books ------------------------------------------------------

MAZUR = hn.Network([2, 2, 2], bias="shared")
ONE = hn.Network([2, 2, 1])


def line(network, address, name, style="chain", **options):
    """One line of a derivation as LaTeX."""
    derivation = network.derive(address, style=style, notation=name, **options)
    spelling, step = derivation.setting.spelling, derivation[address]
    formula = formula_latex(step.formula, spelling.latex, spelling.notation.product)
    return f"{spelling.latex(step.quantity)} = {formula}"


@pytest.mark.parametrize(
    ("written", "latex"),
    [
        # Nielsen, chapter 2: weighted input, activation, cost, (BP2), (BP4)
        (line(ONE, "z1[2]", "nielsen"), r"z^{2}_{2} = w^{2}_{21} x_{1} + w^{2}_{22} x_{2} + b^{2}_{2}"),
        (line(ONE, "a2[1]", "nielsen"), r"a^{3}_{1} = \sigma(z^{3}_{1})"),
        (line(ONE, "J", "nielsen"), r"C = \tfrac{1}{2} (a^{3}_{1} - y_{1})^{2}"),
        (line(ONE, "delta1[2]", "nielsen", "delta"),
         r"\delta^{2}_{2} = \delta^{3}_{1} w^{3}_{12} a^{2}_{2} (1 - a^{2}_{2})"),
        (line(ONE, "dJ/dw1[2,1]", "nielsen", "delta"),
         r"\frac{\partial C}{\partial w^{2}_{21}} = \delta^{2}_{2} x_{1}"),
        # the crash course: s, and the input as a^1
        (line(ONE, "z1[1]", "crash_course"),
         r"s^{2}_{1} = w^{2}_{11} a^{1}_{1} + w^{2}_{12} a^{1}_{2} + b^{2}_{1}"),
        (line(ONE, "dJ/dw2[1,2]", "crash_course", "delta"),
         r"\frac{\partial J}{\partial w^{3}_{12}} = \delta^{3}_{1} a^{2}_{2}"),
        # Mazur: net, out, and the chain of three for w5
        (line(MAZUR, "z1[1]", "mazur"),
         r"\mathrm{net}_{h1} = w_{1} \cdot i_{1} + w_{2} \cdot i_{2} + b_{1}"),
        (line(MAZUR, "J", "mazur"), r"E_{\mathrm{total}} = E_{o1} + E_{o2}"),
        (line(MAZUR, "da2[1]/dz2[1]", "mazur"),
         r"\frac{\partial \mathrm{out}_{o1}}{\partial \mathrm{net}_{o1}} = "
         r"\mathrm{out}_{o1} \cdot (1 - \mathrm{out}_{o1})"),
        (line(MAZUR, "dJ/dw2[1,1]", "mazur"),
         r"\frac{\partial E_{\mathrm{total}}}{\partial w_{5}} = "
         r"\frac{\partial E_{\mathrm{total}}}{\partial \mathrm{net}_{o1}} \cdot "
         r"\frac{\partial \mathrm{net}_{o1}}{\partial w_{5}}"),
        # Rohan & Lenny: the last slope, and a weight from i to j
        (line(hn.Network([3, 3, 3, 1], bias="none"), "da3[1]/dz3[1]", "rohan_lenny"),
         r"\frac{\partial p_{j}}{\partial p_{i}} = p_{j} (1 - p_{j})"),
        (line(hn.Network([3, 3, 3, 1], bias="none"), "z1[2]", "rohan_lenny"),
         r"y_{i,2} = W^{1}_{12} x_{i,1} + W^{1}_{22} x_{i,2} + W^{1}_{32} x_{i,3}"),
        # Handwriting a neural net: words for letters
        (line(hn.Network([4, 1, 1], loss="squared_error", bias="none"), "dJ/da2[1]", "handwriting"),
         r"\frac{\partial \mathrm{cost}}{\partial \mathrm{output}} = 2 (\mathrm{output} - y^{*})"),
        # Back propagation: entries of matrices, samples as columns
        (line(ONE, "z2[1](3)", "back_propagation", samples=3),
         r"(Z_{2})^{(3)}_{1} = (W_{2})_{11} (A_{1})^{(3)}_{1} + (W_{2})_{12} (A_{1})^{(3)}_{2} + (B_{2})_{1}"),
        # the standard letters; softmax and its slope off the diagonal
        (line(hn.Network([1, 2], "softmax", "cross_entropy"), "a1[2]", "standard"),
         r"a^{[1]}_{2} = \frac{e^{z^{[1]}_{2}}}{S^{[1]}}"),
        (line(hn.Network([1, 2], "softmax", "cross_entropy"), "da1[2]/dz1[1]", "standard"),
         r"\frac{\partial a^{[1]}_{2}}{\partial z^{[1]}_{1}} = -a^{[1]}_{2} a^{[1]}_{1}"),
        (line(hn.Network([1, 1], loss="binary_cross_entropy"), "J", "standard"),
         r"J = -\bigl(y_{1}\,\ln(a^{[1]}_{1}) + (1 - y_{1})\,\ln(1 - a^{[1]}_{1})\bigr)"),
    ],
)  # fmt: skip
def test_well_known_lines(written, latex):
    assert written == latex


def test_numbers_put_in():
    problem = hn.read("tests/published/mazur.toml")
    latex = problem.solve("dJ/dw1[1,1]", style="delta", notation="mazur").to_latex(
        digits=hn.Digits(decimals=9)
    )
    whole = re.sub(r" && \\text\{[^}]*\}", "", latex).replace(r" \\*", r" \\")
    whole = whole.replace(" \\\\\n&\\quad {} ", " ").replace(" \\\\\n&= ", " = ")  # rows put together again
    for row in (
        r"&= w_{1} \cdot i_{1} + w_{2} \cdot i_{2} + b_{1} = 0.15 \cdot 0.05 + 0.20 \cdot 0.10 + 0.35 = 0.377500000",
        r"= \bigl(0.138498562 \cdot 0.40 + (-0.038098237) \cdot 0.50\bigr) "
        r"\cdot 0.593269992 \cdot (1 - 0.593269992) = 0.008771355",
        r"\frac{\partial E_{\mathrm{total}}}{\partial w_{1}} &= \delta_{h1} \cdot i_{1} "
        r"= 0.008771355 \cdot 0.05 = 0.000438568",
    ):
        assert row in whole


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("3.04e-05", r"3.04 \times 10^{-5}"),
        ("-1e+300", r"-1 \times 10^{300}"),
        ("0.10", "0.10"),
        ("1/3", r"\tfrac{1}{3}"),
        ("-2/3", r"-\tfrac{2}{3}"),
        ("infinity", r"\infty"),
        ("-infinity", r"-\infty"),
        ("undefined", r"\text{undefined}"),
    ],
)
def test_numbers(text, latex):
    assert number_latex(text).latex == latex


# --- lines of a width ------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(terms(), st.floats(5, 60))
def test_breaking_loses_nothing(term, room):
    """The pieces together are the formula; each begins with a sign, outside of braces."""
    latex = formula_latex(term)
    pieces = broken_latex(latex, room)
    assert " ".join(pieces) == latex
    assert all(re.match(r"[-+]|\\cdot", piece) for piece in pieces[1:])
    assert all(piece.count("{") == piece.count("}") for piece in pieces)
    assert all(piece.count(r"\left") == piece.count(r"\right") for piece in pieces)


def test_long_sums_fit_and_are_as_few_rows_as_they_can():
    term = Sum(tuple(Product((Variable("w", 1, (1, k)), Variable("x", None, (k,)))) for k in range(1, 9)))
    latex = formula_latex(
        term, Spelling(notation("standard"), hn.Network([8, 1]).derive().setting.source).latex
    )
    pieces = broken_latex(latex, 30)
    assert 1 < len(pieces) <= math.ceil(width_of(latex) / 30) + 1
    assert all(width_of(piece) <= 30 for piece in pieces)


def test_capitals_of_a_formula_are_wider_than_small_letters():
    """So lines of W and A are broken in time; in TeX's italics W is nearly two digits wide."""
    assert width_of("W") > width_of("A") > width_of("a")
    assert width_of(r"\text{W}") == width_of(r"\text{w}")


def test_rows():
    short = Line(Formula("a", "a"), (Formula("b", "b"), Formula("1", "1")), "rule & more")
    assert aligned_rows([short], 40) == r"a &= b = 1 && \text{rule }\&\text{ more}"
    wide = Line(Formula("a", "a"), (Formula("", " + ".join("bcdefgh")), Formula("1", "1")), "sum")
    assert aligned_rows([wide], 24).splitlines() == [
        r"a &= b + c + d + e && \text{sum} \\",
        r"&\quad {} + f + g + h \\",
        "&= 1",
    ]
    noted = Line(Formula("a", "a"), (Formula("", "b + c + d + e"),), "sum", "right is 12.345")
    assert aligned_rows([noted], 24).splitlines() == [  # a note is no reason to break a formula
        r"a &= b + c + d + e && \text{sum} \\",
        r"&\quad {} \text{(right is 12.345)}",
    ]
    assert formula_rows("J = a", 40) == "J = a"
