"""The proofs of the slopes: every line has the value of SymPy's derivative of the definition."""

from __future__ import annotations

import dataclasses
import random

import mpmath
import pytest
import sympy
from worked import number_of, sympy_of

import handnet as hn
from handnet.differentiation.proofs import combined
from handnet.differentiation.rewritings import COMBINED
from handnet.functions import ACTIVATIONS, LOSSES
from handnet.quantity import Variable
from handnet.symbolic import symbol
from handnet.terms import Number, Product

z, a, y = (sympy.Symbol(letter, real=True) for letter in "zay")
z1, z2, z3, y1, y2, y3 = (sympy.Symbol(f"{letter}[{k}]", real=True) for letter in "zy" for k in (1, 2, 3))
POWERS = sympy.exp(z1) + sympy.exp(z2) + sympy.exp(z3)
SHARES = {
    sympy.Symbol(f"a[{k}]", real=True): sympy.exp(each) / POWERS for k, each in enumerate((z1, z2, z3), 1)
}
SIGMOID = 1 / (1 + sympy.exp(-z))

# The definitions, written here once more: a formula, by what, what other letters mean, and where.
TRUE = {
    "sigmoid": [(SIGMOID, z, {a: SIGMOID})],
    "tanh": [(sympy.tanh(z), z, {a: sympy.tanh(z)})],
    "relu": [(z, z, {}, "positive"), (sympy.Integer(0), z, {}, "negative")],
    "leaky_relu": [(z, z, {}, "positive"), (z / 100, z, {}, "negative")],
    "arctan": [(sympy.atan(z), z, {a: sympy.atan(z)})],
    "softplus": [(sympy.log(1 + sympy.exp(z)), z, {})],
    "bipolar_sigmoid": [(2 * SIGMOID - 1, z, {a: 2 * SIGMOID - 1})],
    "identity": [(z, z, {})],
    "softmax": [(sympy.exp(z1) / POWERS, z1, SHARES), (sympy.exp(z1) / POWERS, z2, SHARES)],
    "half_squared_error": [((a - y) ** 2 / 2, a, {})],
    "squared_error": [((a - y) ** 2, a, {})],
    "binary_cross_entropy": [(-y * sympy.log(a) - (1 - y) * sympy.log(1 - a), a, {})],
    "cross_entropy": [(-y * sympy.log(a), a, {})],
}
TRUE_COMBINED = {
    "sigmoid": (-y * sympy.log(SIGMOID) - (1 - y) * sympy.log(1 - SIGMOID), z, {a: SIGMOID}),
    "softmax": (
        -sum(target * sympy.log(share) for target, share in zip((y1, y2, y3), SHARES.values(), strict=True)),
        z1,
        SHARES,
    ),
}
ENTRIES = ACTIVATIONS | LOSSES


def assert_proved(proof, formula, by, means, where="anywhere"):
    """Every line has the value of SymPy's derivative of the definition, at random points."""
    slope = sympy.diff(formula, by)
    generator = random.Random(7)
    for _ in range(3):
        numbers = {}
        for letter in ("z", "a", "y", *(f"{each}[{k}]" for each in "zy" for k in (1, 2, 3))):
            numbers[letter] = mpmath.mpf(generator.uniform(0.1, 0.9))
        sign = {"positive": 1, "negative": -1, "anywhere": generator.choice([1, -1])}[where]
        numbers |= {letter: sign * numbers[letter] for letter in numbers if letter.startswith("z")}
        numbers |= {str(letter): number_of(meaning, numbers) for letter, meaning in means.items()}
        true = number_of(slope, numbers)
        for line in proof:
            found = number_of(sympy_of(line.expression), numbers)
            assert abs(found - true) <= 1e-40 * (1 + abs(true)), f"{line}  [{line.rule}]"


def test_every_entry_has_its_proof():
    assert set(TRUE) | {"step"} == set(ENTRIES)
    assert set(TRUE_COMBINED) == set(COMBINED)


@pytest.mark.parametrize("name", TRUE)
def test_every_line_of_every_proof(name):
    first = ENTRIES[name].proof()
    proofs = [first, *first.also]
    for proof, case in zip(proofs, TRUE[name], strict=True):
        assert_proved(proof, *case)
        for letter, meaning in proof.where:
            assert_same(sympy_of(meaning), case[2][symbol(letter)])
        assert_same(sympy_of(proof.formula), case[0], -1 if case[-1] == "negative" else 1)


def assert_same(one, other, sign=1):
    numbers = {str(each): sign * mpmath.mpf(n) / 7 for n, each in enumerate((z, a, y, z1, z2, z3), 1)}
    assert abs(number_of(one, numbers) - number_of(other, numbers)) < 1e-40


@pytest.mark.parametrize("name", TRUE_COMBINED)
def test_every_line_of_the_combined_rules(name):
    assert_proved(combined(name), *TRUE_COMBINED[name])


def test_proofs_end_with_the_slope_as_it_is_written_by_hand():
    Z, A, Y = Variable("z"), Variable("a"), Variable("y")
    for name, entry in ENTRIES.items():
        if name in ("step", "softmax"):
            continue
        slope = entry.slope(A, Y) if name in LOSSES else entry.slope(Z, A)
        proof = entry.proof()
        assert [each.result for each in (proof, *proof.also)] == [slope] * (1 + len(proof.also))
    results = [
        str(each.lines[-1]) for each in (ACTIVATIONS["softmax"].proof(), *ACTIVATIONS["softmax"].proof().also)
    ]
    assert results == ["a[1]*(1 - a[1])", "-a[1]*a[2]"]
    assert str(combined("sigmoid").lines[-1]) == "a - y"
    assert str(combined("softmax").lines[-1]) == "a[1]*(y[1] + y[2] + y[3]) - y[1]"


def test_the_combined_rules_are_those_that_networks_use():
    """In the letters of a network, the proof's last line is the error term that the network writes."""
    softmax = hn.Network([1, 3], "softmax", "cross_entropy").derive("delta1[1]", style="delta")["delta1[1]"]
    assert str(combined("softmax", z="z1", a="a1").lines[-1]) == str(softmax).partition(" = ")[2]
    sigmoid = hn.Network([1, 1], "sigmoid", "binary_cross_entropy").derive("delta1[1]", style="delta")[
        "delta1[1]"
    ]
    assert str(combined("sigmoid", a="a1[1]", y="y[1]").lines[-1]) == str(sigmoid).partition(" = ")[2]


def test_a_wrong_line_would_be_found_out():
    proof = ACTIVATIONS["tanh"].proof()
    for place in range(1, len(proof)):
        lines = list(proof.lines)
        lines[place] = dataclasses.replace(
            lines[place], expression=Product((lines[place].expression, Number.of(2)))
        )
        with pytest.raises(AssertionError):
            assert_proved(lines, *TRUE["tanh"][0])


def test_cases_and_meanings_are_told():
    text = str(ACTIVATIONS["relu"].proof("z1[2]", "a1[2]"))
    assert text.count("Where z1[2] is") == 2
    assert "da1[2]/dz1[2] = d/dz1[2](relu(z1[2]))" in text
    assert str(combined("softmax")).startswith("a[1] = exp(z[1])/(exp(z[1]) + exp(z[2]) + exp(z[3]))\n")


def test_proofs_of_a_learners_own():
    swish = hn.Activation("swish", "z*sigma(z)").proof()
    assert str(swish.lines[-1]) == "sigma(z) + z*sigma(z)*(1 - sigma(z))"
    own = hn.Activation("own", "sigma(2*z)").proof("z1", "h")
    assert str(own).startswith("h = sigma(2*z1)\n")
    assert str(own.lines[-1]) == "2*h*(1 - h)"
    assert_proved(
        hn.Activation("own", "sigma(2*z)").proof(), SIGMOID.subs(z, 2 * z), z, {a: SIGMOID.subs(z, 2 * z)}
    )
    quartic = hn.Loss("quartic", "1/4*(a - y)^4", slope="(a - y)*(a - y)^2").proof()
    assert [line.rule for line in quartic.lines[-2:]] == ["tidy up", "the slope as given"]
    assert_proved(quartic, (a - y) ** 4 / 4, a, {})


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (
            lambda: hn.Activation("square", "z^2", slope="3*z").proof(),
            "square: its slope is not the derivative",
        ),
        (
            lambda: hn.Activation("kink", "relu(z)", slope="1").proof(),
            "kink: its slope is not the derivative",
        ),
        (lambda: hn.Loss("odd", "(a - y)^2", slope="a - y").proof(), "odd: its slope is not the derivative"),
        (lambda: ACTIVATIONS["step"].proof(), "a step has slope 0 everywhere except at its jump"),
        (lambda: hn.Activation("jump", "step(z) + z").proof(), "a step has slope 0 everywhere"),
        (lambda: ACTIVATIONS["tanh"].proof("q", "q"), "a proof needs different letters, not q, q"),
        (lambda: ACTIVATIONS["tanh"].proof("2 q"), "cannot read '2 q' as an address"),
        (lambda: combined("sigmod"), "no combined rule for 'sigmod'; did you mean 'sigmoid'"),
    ],
)
def test_what_cannot_be_proved(make, said):
    with pytest.raises(hn.HandnetError, match=said) as error:
        make()
    assert "\n" not in str(error.value)


def test_lines_fit_the_width():
    for entry in ENTRIES.values():
        for width in (72, 100):
            if entry.name != "step":
                assert max(map(len, entry.proof().to_text(width=width).splitlines())) <= width


def test_proofs_are_shown_typeset():
    softmax = ACTIVATIONS["softmax"].proof()
    assert softmax.to_latex().count(r"\text{quotient rule}") == 2
    assert "By another unit's weighted sum, j not k:" in softmax.to_markdown()
    assert softmax.to_markdown().count("- quotient rule: The top differentiated") == 1
