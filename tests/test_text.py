"""Text as it is shown: brackets, signs, digits, lines. Each expectation can be checked by eye."""

from __future__ import annotations

import pytest

import handnet as hn
from handnet.parse import parse_formula
from handnet.render.layout import broken
from handnet.render.text import formula_text


@pytest.mark.parametrize(
    "text",
    [
        "x^2*3*z + 2*x*z^2",
        "a - b - c",
        "a - (b - c)",
        "a - (b + c)",
        "-(a + b)",
        "-x^2",
        "(-x)^2",
        "a/(b*c)",
        "a/b*c",
        "(a + b)*(c - d)",
        "2^(x + 1)",
        "a1[1]*(1 - a1[1])",
        "sigma(w1*x + b)",
        "1/2*(a - y)^2",
        "dJ/da2[1] * da2[1]/dz2[1]",
        "(a*b)^2",
        "a*(-b)",
        "x/(1/3)",
        "exp(-z)",
        "max(z1[1], z1[2])",
        "new(w1[2,1]) - 0.5",
    ],
)
def test_what_is_written_well_is_written_the_same(text):
    assert formula_text(parse_formula(text)) == text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2 x", "2*x"),
        ("a1[1] (1 - a1[1])", "a1[1]*(1 - a1[1])"),
        ("x**2 · 3×z", "x^2*3*z"),
        ("σ(z) − sigmoid(z)", "sigma(z) - sigma(z)"),
        ("log(a)", "ln(a)"),
        ("((x))", "x"),
        ("a+b-c", "a + b - c"),
        ("w1[2,1]+", "new(w1[2,1])"),
        ("J@12", "J@12"),
        (".5x", ".5*x"),
    ],
)
def test_other_ways_of_typing(typed, written):
    assert formula_text(parse_formula(typed)) == written


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.3775, hn.Digits(decimals=4), "0.3775"),
        (0.3775, hn.Digits(decimals=8), "0.37750000"),
        (3.04e-05, hn.Digits(decimals=3), "3.04e-05"),
        (-0.25, hn.Digits(decimals=3), "-0.250"),
        (-0.0, hn.Digits(decimals=2), "0.00"),
        (0.0004385677, hn.Digits(significant=3), "0.000439"),
        (0.00004385677, hn.Digits(significant=3), "4.39e-05"),
        (12.34, hn.Digits(significant=2), "12"),
        (0.1, hn.Digits(significant=4), "0.1000"),
        (123456.0, hn.Digits(significant=3), "1.23e+05"),
        (0.99996, hn.Digits(significant=4), "1.000"),
        (0.1 + 0.2, hn.Digits(), "0.30000000000000004"),
        (2.0, hn.Digits(), "2"),
        (1e300, hn.Digits(), "1e+300"),
        (float("inf"), hn.Digits(decimals=2), "infinity"),
        (float("nan"), hn.Digits(), "undefined"),
    ],
)
def test_numbers(value, digits, text):
    assert digits.write(value) == text


MAZUR = hn.Problem(
    hn.Network([2, 2, 1]),
    x=["0.05", "0.10"],
    y=["0.01"],
    weights=[[["0.15", "-0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
    biases=[["0.35", "-0.35"], ["0.60"]],
    learning_rate="0.5",
)


def test_lines_with_numbers_put_in():
    text = MAZUR.solve("dJ/dw2[1,1]", digits=4).to_text(width=72)
    assert text.splitlines()[:9] == [
        "2-2-1 network, sigmoid, a bias for each unit",
        "J = 1/2*(a2[1] - y[1])^2",
        "",
        "Forward pass",
        "",
        "  z1[1] = w1[1,1]*x[1] + w1[1,2]*x[2] + b1[1]             [weighted sum]",
        "        = 0.15*0.05 + (-0.20)*0.10 + 0.35",
        "        = 0.3375",
        "  a1[1] = sigma(z1[1]) = sigma(0.3375) = 0.5836             [activation]",
    ]
    assert "= 0.25*0.05 + 0.30*0.10 + (-0.35)" in text
    assert text.splitlines()[-3:] == [
        "  dJ/dw2[1,1] = dJ/dz2[1] * dz2[1]/dw2[1,1]                 [chain rule]",
        "              = 0.1411*0.5836",
        "              = 0.0823",
    ]


def test_the_loss_is_stated_in_full():
    def loss(samples=1, **options):
        network = hn.Network([1, 2], **options)
        return str(network.derive("J", samples=samples)).splitlines()[1]

    assert loss() == "J = 1/2*(a1[1] - y[1])^2 + 1/2*(a1[2] - y[2])^2"
    assert loss(loss="binary_cross_entropy").startswith(
        "J = -(y[1]*ln(a1[1]) + (1 - y[1])*ln(1 - a1[1])) - (y[2]"
    )
    assert loss(l2="0.1", average="outputs") == (
        "J = (1/2*(a1[1] - y[1])^2 + 1/2*(a1[2] - y[2])^2)/2 + 1/2*lambda*(w1[1,1]^2 + w1[2,1]^2)"
    )
    assert loss(samples=20, reduction="mean") == (
        "J = (J(1) + ... + J(20))/20, made of 40 shares like J[1](1) = 1/2*(a1[1](1) - y[1](1))^2"
    )


def test_breaking():
    text = " + ".join(f"w1[1,{k}]*x[{k}]" for k in range(1, 12))
    pieces = broken(text, 50)
    assert max(map(len, pieces)) <= 50
    assert " ".join(pieces) == text
    assert broken("a" * 80, 50) == ["a" * 80]  # nowhere to break


def test_describing():
    words = MAZUR.describe()
    assert "w1[2,1] = 0.25 goes from x[1] to z1[2]" in words
    assert "w2[1,2] = 0.45 goes from a1[2] to z2[1]" in words
    assert "b1[2] = -0.35 is added to z1[2]" in words
    assert "x[1] = 0.05, x[2] = 0.10; target y[1] = 0.01" in words
    every = {number.text for number in MAZUR.values.values()}
    assert all(text in words for text in every)


def test_describing_counts_layers_as_the_notation_does():
    shared = hn.Problem(
        hn.Network([1, 1, 1], bias="shared"), x=[1], y=[1], weights=[[[2]], [[3]]], biases=[4, 5]
    )
    words = shared.describe(notation="crash_course")
    assert "Into layer 2" in words
    assert "Into layer 3" in words
    assert "Into layer 1" not in words
    assert "added to every weighted sum of layer 3" in words


def test_showing_twice_gives_the_same_characters():
    assert MAZUR.solve().to_text() == MAZUR.solve().to_text()
    assert str(MAZUR.derive()) == str(MAZUR.derive())
