"""Elementary differentiation: every line has the value of the derivative, and its rule has a name."""

from __future__ import annotations

import dataclasses
import random
import re

import mpmath
import pytest
import sympy
from worked import assert_right

import handnet as hn
from handnet.differentiation.laws import Line
from handnet.errors import NoDerivative
from handnet.functions import ACTIVATIONS, LOSSES
from handnet.parse import parse_formula
from handnet.quantity import Variable
from handnet.terms import Apply, Negative, Sum, quantities

# --- the articles, to the letter ------------------------------------------------------------------------


def text_of(worked, width=100):
    """The text with runs of blanks closed up before the rule."""
    lines = worked.to_text(width=width).splitlines()
    return [" ".join(line.split()) for line in lines if line]


@pytest.mark.parametrize(
    ("formula", "by", "lines"),
    [
        (
            "x^2 + 2z",
            "x",
            [
                "d/dx(x^2 + 2*z) = d/dx(x^2) + 0 [sum rule, constant]",
                "= 2*x^(2 - 1) + 0 [power rule]",
                "= 2*x [tidy up]",
            ],
        ),
        (
            "x^2 + 2z",
            "z",
            [
                "d/dz(x^2 + 2*z) = 0 + 2*1 [sum rule, constant, constant factor, itself]",
                "= 2 [tidy up]",
            ],
        ),
        (
            "x^2*3*z + 2*x*z^2",
            "x",
            [
                "d/dx(x^2*3*z + 2*x*z^2) = d/dx(x^2*3*z) + d/dx(2*x*z^2) [sum rule]",
                "= d/dx(x^2) * 3 * z + 2*1*z^2 [constant factor, itself]",
                "= 2*x^(2 - 1)*3*z + 2*1*z^2 [power rule]",
                "= 2*x*3*z + 2*z^2 [tidy up]",
            ],
        ),
        (
            "x^2*3*z + 2*x*z^2",
            "z",
            [
                "d/dz(x^2*3*z + 2*x*z^2) = d/dz(x^2*3*z) + d/dz(2*x*z^2) [sum rule]",
                "= x^2*3*1 + 2 * x * d/dz(z^2) [constant factor, itself]",
                "= x^2*3*1 + 2*x*2*z^(2 - 1) [power rule]",
                "= x^2*3 + 2*x*2*z [tidy up]",
            ],
        ),
    ],
)
def test_partial_derivatives_of_the_handwriting_article(formula, by, lines):
    assert text_of(hn.differentiate(formula, by)) == lines


def test_the_half_is_cancelled_by_the_power_rule():
    assert text_of(LOSSES["half_squared_error"].proof("p", "a")) == [
        "dJ/dp = d/dp(1/2*(p - a)^2)",
        "= 1/2 * d/dp((p - a)^2) [constant factor]",
        "= 2 * (1/2) * (p - a)^(2 - 1) * d/dp(p - a) [power rule, chain rule]",
        "= 2*(1/2)*(p - a)^(2 - 1)*1 [difference rule, itself, constant]",
        "= p - a [tidy up]",
    ]
    assert (
        text_of(hn.differentiate("1/2 (p - a)^2", "p"))[1:]
        == text_of(LOSSES["half_squared_error"].proof("p", "a"))[2:]
    )


def test_the_sigmoid_worked_to_s_times_one_minus_s():
    assert text_of(ACTIVATIONS["sigmoid"].proof("alpha", "S"), width=140) == [
        "dS/dalpha = d/dalpha(1/(1 + exp(-alpha)))",
        "= d/dalpha((1 + exp(-alpha))^(-1)) [1/u is u^(-1)]",
        "= -1 * (1 + exp(-alpha))^(-1 - 1) * d/dalpha(1 + exp(-alpha)) [power rule, chain rule]",
        "= -1*(1 + exp(-alpha))^(-1 - 1)*(0 + d/dalpha(exp(-alpha))) [sum rule, constant]",
        "= -1*(1 + exp(-alpha))^(-1 - 1)*(0 + exp(-alpha) * d/dalpha(-alpha)) [exponential, chain rule]",
        "= -1*(1 + exp(-alpha))^(-1 - 1)*(0 + exp(-alpha)*(-1)) [constant factor, itself]",
        "= exp(-alpha)*(1 + exp(-alpha))^(-2) [tidy up]",
        "= exp(-alpha)/(1 + exp(-alpha))^2 [u^(-2) is 1/u^2]",
        "= (1 + exp(-alpha) - 1)/(1 + exp(-alpha))^2 [add and subtract 1]",
        "= 1/(1 + exp(-alpha))*((1 + exp(-alpha))/(1 + exp(-alpha)) - 1/(1 + exp(-alpha)))"
        " [split the fraction]",
        "= S*(1 - S) [1/(1 + exp(-alpha)) is S]",
    ]


# --- one rule at a time -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "result", "rules"),
    [
        ("5*y", "0", "constant"),
        ("x", "1", "itself"),
        ("a - (b - x)", "1", "difference rule, constant, itself"),
        ("3*x^2", "6*x", "constant factor | power rule | tidy up"),
        ("x*exp(x)", "exp(x) + x*exp(x)", "product rule | itself, exponential | tidy up"),
        ("x^2/y", "2*x/y", "constant factor | power rule | tidy up"),
        ("1/x", "-1/x^2", "quotient rule | itself"),
        ("sin(x)/x", "(cos(x)*x - sin(x))/x^2", "quotient rule | slope of sin, itself | tidy up"),
        ("(2*x + 1)^3", "3*(2*x + 1)^2*2",
         "power rule, chain rule | sum rule, constant factor, itself, constant | tidy up"),
        ("e^(2*x)", "exp(2*x)*2", "exponential, chain rule | constant factor, itself | tidy up"),
        ("2^x", "2^x*ln(2)", "exponential"),
        ("x^x", "x^x*(ln(x) + x/x)", "exponential | product rule | itself, logarithm | tidy up"),
        ("ln(x^2)", "2*x/x^2", "logarithm, chain rule | power rule | tidy up"),
        ("sqrt(x)", "1/(2*sqrt(x))", "root"),
        ("sigma(w*x + b)", "sigma(w*x + b)*(1 - sigma(w*x + b))*w",
         "slope of sigma, chain rule | sum rule, constant factor, itself, constant | tidy up"),
        ("tanh(x)", "1 - tanh(x)^2", "slope of tanh"),
        ("leaky_relu(x)", "leaky_step(x)", "slope of leaky relu"),
        ("max(x, y)", "step(x - y)", "slope of max | itself | tidy up"),
        ("y*ln(x)", "y/x", "constant factor | logarithm | tidy up"),
        ("x^n", "n*x^(n - 1)", "power rule"),
        ("x^2/3", "2*x/3", "constant factor | power rule | tidy up"),
        ("(x^2 - exp(x)) + x^3", "2*x - exp(x) + 3*x^2",
         "sum rule | difference rule | power rule, exponential | tidy up"),
        ("x^2/2 + x^3/3", "x + x^2", "sum rule | constant factor | power rule | tidy up"),
        ("x + x^2 + 3*x + 0.5*x", "4.5 + 2*x",
         "sum rule | constant factor, itself | itself, power rule | tidy up"),
    ],
)  # fmt: skip
def test_rules_by_name(formula, result, rules):
    worked = hn.differentiate(formula, "x")
    assert str(worked.lines[-1]) == result
    assert " | ".join(line.rule for line in worked.lines[1:]) == rules
    for seed in range(3):
        generator = random.Random(seed)
        letters = dict.fromkeys([worked.by, *quantities(worked.formula)])
        assert_right(worked, {each: mpmath.mpf(generator.uniform(0.2, 1.7)) for each in letters})


def test_lines_say_what_was_done_and_why():
    line = hn.differentiate("sigma(x^2)", "x").lines[1]
    assert line.rule == "slope of sigma, chain rule"
    assert line.because == (
        "sigma(u) has the slope sigma(u)*(1 - sigma(u)); "
        "the derivative of what stands inside follows as a factor."
    )
    assert line.applied_to == (parse_formula("sigma(x^2)"),)
    first = hn.differentiate("x", "x").lines[0]
    assert (str(first), first.rule, first.because) == ("d/dx(x)", "", "")


def test_every_rule_has_its_sentence():
    formulas = ["x^2 - 3*x*sin(x)/cos(x)", "2^x + x^x", "ln(sqrt(x)) - max(exp(x), 1)", "5"]
    for line in (line for each in formulas for line in hn.differentiate(each, "x").lines[1:]):
        assert line.because[0].isupper() or line.laws[0].because.startswith("`")
        assert line.because.endswith(".")
        assert "`" not in line.because + line.rule


def test_numbers_that_are_too_large_to_be_worked_out_stay():
    assert str(hn.differentiate("1e300*x^2*1e300", "x").lines[-1]) == "2*1e300*x*1e300"
    assert str(hn.differentiate("x^1e300", "x").lines[-1]) == "1e300*x^(1e300 - 1)"


def test_a_wrong_line_would_be_found_out():
    worked = hn.differentiate("x^2*y", "x")
    wrong = dataclasses.replace(worked, lines=(*worked.lines, Line(parse_formula("x*y"))))
    with pytest.raises(AssertionError, match="x\\*y"):
        assert_right(wrong, {Variable("x"): mpmath.mpf(2), Variable("y"): mpmath.mpf(3)})


# --- the door ---------------------------------------------------------------------------------------------


def test_a_term_or_sympy_will_do():
    x, w = sympy.Symbol("x"), sympy.Symbol("w1[2,1]")
    assert str(hn.differentiate(x**2 * w, w).lines[-1]) == "x^2"
    assert str(hn.differentiate(sympy.exp(-x), "x").lines[-1]) == "-exp(-x)"
    term = parse_formula("w1[2,1]*x + b")
    assert str(hn.differentiate(term, Variable("w", 1, (2, 1))).lines[-1]) == "x"
    worked = hn.differentiate("x^3", "x")
    assert worked.sympy == 3 * sympy.Symbol("x", real=True) ** 2
    assert worked.result == parse_formula("3*x^2")
    assert repr(worked) == "<Differentiation of x^3 by x: 3 lines>"


def test_letters_beside_the_variable_are_held_fixed():
    assert str(hn.differentiate("dJ/dw*x", "w").lines[-1]) == "0"
    assert str(hn.differentiate("x*y", "q").lines[-1]) == "0"
    assert hn.differentiate("x*y", "q").lines[-1].rule == "constant"


def test_e_is_the_base_of_exp_unless_it_is_a_quantity():
    assert str(hn.differentiate("e^-x", "x").lines[-1]) == "-exp(-x)"
    assert str(hn.differentiate("e^x*e", "x").lines[-1]) == "e^x*ln(e)*e"
    assert str(hn.differentiate("e^2", "e").lines[-1]) == "2*e"


@pytest.mark.parametrize(
    ("formula", "by", "said"),
    [
        ("x^", "x", "cannot read the formula 'x\\^': it ends too early"),
        ("__import__('os')", "x", "is not part of a formula"),
        ("erf(x)", "x", "unknown function 'erf'"),
        ("x^2", "2 x", "cannot read '2 x' as an address"),
        ("x^2", "", "cannot read '' as an address"),
        ("x^2", "dJ/dx", "'dJ/dx' is a derivative; a plain quantity is needed here"),
        ("x^2", None, "by: None is no variable"),
        (["x"], "x", r"\['x'\] is no formula; give text, a term or a SymPy expression"),
        (sympy.gamma(sympy.Symbol("x")), "x", "cannot use the SymPy expression"),
        (Apply("erf", (Variable("x"),)), "x", "'erf' of 1 is no function that can be differentiated"),
        (Apply("d/dx", (Variable("x"),)), "x", "'d/dx' of 1 is no function"),
        (Apply("exp", (Variable("x"),) * 2), "x", "'exp' of 2 is no function"),
        ("max(x, y, z)", "x", "nest max"),
        ("(" + "*".join(f"sigma(x + {n})" for n in range(200)) + ")", "x", "too long to be written down"),
    ],
)
def test_what_cannot_be_read(formula, by, said):
    with pytest.raises(hn.HandnetError, match=said) as error:
        hn.differentiate(formula, by)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("formula", ["step(x)", "x*step(2*x + 1)", "leaky_step(x)"])
def test_a_step_says_why_it_has_no_derivative(formula):
    with pytest.raises(NoDerivative, match="no weight can learn from it"):
        hn.differentiate(formula, "x")
    assert str(hn.differentiate("x*step(y)", "x").lines[-1]) == "step(y)"


def test_deep_and_long_formulas():
    deep = "sigma(" * 25 + "x" + ")" * 25
    assert hn.differentiate(deep, "x").to_text()
    long = hn.differentiate(" + ".join(f"x^{n}" for n in range(2, 400)), "x")
    assert str(long.lines[-1]).endswith(" + 399*x^398")
    nested = Variable("x")
    for _ in range(2000):
        nested = Negative(Sum((nested, Variable("y"))))
    with pytest.raises(hn.HandnetError, match="too deep to be differentiated"):
        hn.differentiate(nested, "x")


# --- how it is shown --------------------------------------------------------------------------------------


def test_a_notebook_shows_it_typeset():
    worked = hn.differentiate("x^2*3*z + 2*x*z^2", "x")
    shown = worked._repr_mimebundle_()
    assert shown["text/plain"] == str(worked) == worked.to_text(width=100)
    assert shown["text/markdown"] == worked.to_markdown()
    assert r"\begin{aligned}" in worked.to_markdown()
    assert r"\frac{\partial}{\partial x}" in worked.to_markdown()
    assert r"&& \text{power rule}" in worked.to_markdown()
    assert "The exponent comes in front as a factor and is lowered by 1." in worked.to_markdown()
    assert r"\frac{\partial}{\partial x}" in worked.to_latex()


def test_the_module_does_not_hide_the_function():
    import handnet.differentiation

    assert callable(hn.differentiate)
    assert handnet.differentiation.differentiate is hn.differentiate


def test_names_that_would_look_alike_are_refused():
    with pytest.raises(hn.HandnetError, match=re.escape("x1 and x[1] would look alike on paper")):
        hn.differentiate("x1*x[1]", "x1")


@pytest.mark.parametrize("text", ["x+", "x + new(x)", "x@3"])
def test_an_update_has_no_place_in_a_formula(text):
    with pytest.raises(hn.HandnetError, match="a value after an update"):
        hn.differentiate(text, "x")
