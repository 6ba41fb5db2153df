"""Variants: what everyone's numbers fulfil, by witnesses that know nothing of how they were found.

Sums and gradients come from the plain loops and central differences of `witness` and from SymPy; what
known mistakes give from solving each person's own problem with the mistake; the digits from Decimal.
"""

from __future__ import annotations

import re
import time
from decimal import Decimal
from itertools import combinations
from math import exp, isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import fp
from networks import networks, problems
from witness import by_sympy, gradient, numbers_of, outputs, parameters

import handnet as hn
from handnet.quantity import Variable
from handnet.variation.kinds import kinds

TWO_TWO_ONE = {
    "x": ["0.05", "0.10"],
    "y": ["0.01"],
    "weights": [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
    "biases": [["0.35", "0.35"], ["0.60"]],
    "learning_rate": "0.5",
}
PLAIN = hn.Problem(hn.Network([2, 2, 1]), **TWO_TWO_ONE)
ASKED = hn.Problem(PLAIN.network, **TWO_TWO_ONE, ask=["z1[1]", "a2[1]", "dJ/dw2[1,1]", "dJ/dw1[2,1]"])
SEVERAL = hn.Problem(
    hn.Network([2, 3, 2], ["relu", "softmax"], "cross_entropy", reduction="mean", l2="0.1", momentum="0.9"),
    x=[["1.0", "0.5"], ["-0.4", "0.8"]],
    y=[[0, 1], [1, 0]],
    weights=[
        [["0.1", "-0.2"], ["0.3", "0.4"], ["0.5", "0.6"]],
        [["0.2", "-0.1", "0.3"], ["0.4", "0.6", "-0.5"]],
    ],
    biases=[["0.1", "0.2", "0.3"], ["-0.1", "0.2"]],
    learning_rate="0.2",
)
PEOPLE = [f"person {n}" for n in range(8)]
SLIPS = [
    "slope-of-activation",
    "step-added",
    "input-factor-missing",
    "gradient-propagated",
    "updated-weight-used",
]


def sums(problem):
    """Every weighted sum of every sample: (activation, z)."""
    trace = []
    for sample in range(1, problem.samples + 1):
        outputs(problem, numbers_of(problem), sample, fp, trace)
    return [(name, float(z)) for _, name, z in trace]


def apart(one: float, other: float) -> bool:
    """More than five units of the last of four significant figures of the larger one."""
    if isnan(one) or isnan(other) or one in (float("inf"), -float("inf")):
        return True
    unit = Decimal(1).scaleb(max(Decimal(abs(one)), Decimal(abs(other))).adjusted() - 3)
    return abs(Decimal(one) - Decimal(other)) > 5 * unit


def or_line(make):
    """What `make` makes, or the one line that says why it cannot."""
    try:
        return make()
    except hn.HandnetError as error:
        return str(error)


# --- pleasant by hand ---------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", [PLAIN, SEVERAL, hn.articles.handwriting.problem], ids=repr)
def test_sums_are_moderate_and_gradients_between_a_hundredth_and_one(problem):
    for variant in hn.variants(problem, PEOPLE, mistakes=SLIPS):
        own = variant.problem
        assert all(abs(z) <= 3.2 and (abs(z) >= 0.05 or name != "relu") for name, z in sums(own))
        trained = [each for each in parameters(own) if each not in own.network.frozen]
        slopes = gradient(own, trained, digits=30)
        assert len(slopes) == len(trained) > 4
        assert all(0.01 <= abs(slope) <= 1 for slope in slopes.values())


def test_sympy_finds_the_same_bounds():
    own = hn.variants(PLAIN, ["Ada"])["Ada"].problem
    assert all(0.01 <= abs(by_sympy(own, each)) <= 1 for each in parameters(own))


def test_other_bounds_are_kept_too():
    loose = hn.variants(PLAIN, PEOPLE, gradients=(0.001, 0.2), sums=1.5, mistakes=SLIPS)
    for variant in loose:
        assert all(abs(z) <= 1.5 for _, z in sums(variant.problem))
        assert all(0.001 <= abs(slope) <= 0.2 for slope in gradient(variant.problem, digits=30).values())


def test_numbers_are_of_the_problems_own_kind():
    """As many decimals, from half the smallest to twice the largest or 1, the same signs, no equal neighbours."""
    for variant in hn.variants(SEVERAL, PEOPLE, mistakes=SLIPS):
        own = variant.problem
        for quantity, number in own.values.items():
            if quantity.name in ("y", "eta", "mu", "lambda"):
                assert number == SEVERAL.values[quantity]
            else:
                low, high = {"x": (0.2, 2), "w": (0.05, 1.2), "b": (0.05, 1)}[quantity.name]
                assert low <= abs(number.value) <= high
                assert len(number.text.partition(".")[2]) == 1
        w = [[own.values[Variable("w", 2, (j, k))].value for k in (1, 2, 3)] for j in (1, 2)]
        assert all(len(set(row)) == 3 for row in w)
        assert all(above != below for above, below in zip(*w, strict=True))


def test_positive_numbers_stay_positive():
    for variant in hn.variants(PLAIN, PEOPLE, mistakes=SLIPS):
        assert all(number.value > 0 for number in variant.problem.values.values())


def test_what_varies_can_be_chosen():
    found = hn.variants(PLAIN, PEOPLE, vary=["eta", "W2"], gradients=(0, 1), mistakes=SLIPS)
    assert {str(each) for each in found.quantities} == {"eta", "w2[1,1]", "w2[1,2]"}
    fixed = [each for each in PLAIN.values if each not in found.quantities]
    assert all(own.problem.values[each] == PLAIN.values[each] for own in found for each in fixed)
    assert all(0.25 <= own.problem.learning_rate.value <= 1 for own in found)
    yes_or_no = hn.Problem(hn.Network([2, 1]), [[0, 1], [1, 1]], [0, 1], [[["0.5", "-0.4"]]], [["0.1"]])
    assert {str(each) for each in hn.variants(yes_or_no, ["Ada"]).quantities} == {
        "w1[1,1]",
        "w1[1,2]",
        "b1[1]",
    }


# --- known mistakes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", [PLAIN, ASKED, SEVERAL], ids=["sheet", "asked", "several"])
def test_known_mistakes_show_which_they_are(problem):
    """Each mistake is made in each person's own problem: no two give the same answers."""
    found = hn.variants(problem, PEOPLE[:2])
    asked = [str(each) for each in found.asked]
    alike = {frozenset(pair) for group in found.alike for pair in combinations(group, 2)}
    assert len(alike) < 30
    codes = [code for code in hn.MISTAKES if frozenset(("", code)) not in alike]
    tell: dict[tuple[str, str], list[set[int]]] = {}
    for variant in found:
        results = {"": variant.problem.solve(*asked)}
        for code in codes:
            solution = variant.problem.solve(*asked, mistakes=[code])
            if solution.derivation.steps != results[""].derivation.steps:
                results[code] = solution
        values = {code: [solution[each] for each in asked] for code, solution in results.items()}
        assert len(values) > 20
        for pair in combinations(values, 2):
            numbers = zip(*(values[code] for code in pair), strict=True)
            tell.setdefault(pair, []).append(
                {at for at, (one, other) in enumerate(numbers) if apart(one, other)}
            )
    for pair, places in tell.items():
        if frozenset(pair) not in alike:
            assert all(places), f"{pair} give the same answers"
            if found.told != "sheet":
                assert set.intersection(*places), f"no answer tells {pair} for everybody"


def test_two_mistakes_by_hand():
    """A 1-1 net in plain Python: the slope of the activation, and the input left out."""
    small = hn.Problem(hn.Network([1, 1]), ["0.5"], ["0.9"], [[["0.4"]]], [["0.3"]])
    codes = ["slope-of-activation", "input-factor-missing"]
    found = hn.variants(small, [f"{n}" for n in range(200)], mistakes=codes)
    assert found.alike == ()
    assert found.told == "each"
    for x, w, b in (map(float, numbers) for numbers in found.numbers):
        a = 1 / (1 + exp(-(w * x + b)))
        again = 1 / (1 + exp(-a))
        right, twice, without = (
            (a - 0.9) * a * (1 - a),
            (a - 0.9) * again * (1 - again),
            (a - 0.9) * a * (1 - a),
        )
        gradients = right * x, twice * x, without
        assert 0.01 <= abs(gradients[0]) <= 1
        assert all(apart(*pair) for pair in combinations(gradients, 2))
        assert apart(right, twice)  # by the bias


def test_what_is_the_same_in_principle_is_said():
    """With a learning rate of 1 it does not matter how often it is used."""
    rate = hn.Problem(PLAIN.network, **TWO_TWO_ONE | {"learning_rate": 1})
    found = hn.variants(rate, ["Ada"], mistakes=["rate-forgotten", "rate-used-twice", "step-added"])
    assert found.alike == (("", "rate-forgotten", "rate-used-twice"),)
    assert "no wrong number: rate-forgotten, rate-used-twice" in str(found)
    other = hn.variants(PLAIN, ["Ada"], mistakes=["rate-forgotten", "rate-used-twice", "step-added"])
    assert other.alike == ()
    assert "cannot be told apart" not in str(other)
    left = hn.variants(rate, ["Ada"], mistakes=["rate-forgotten", "step-added"], without=["rate-forgotten"])
    assert left.alike == ()


# --- where it cannot be -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "options", "message"),
    [
        (
            hn.Problem(PLAIN.network, **TWO_TWO_ONE | {"x": [1, 0]}),
            {},
            "dJ/dw1[1,2] is nearly always 0: what its weight",
        ),
        (PLAIN, {"vary": ["b1"]}, "a size from 0.01 to 1 in none of them"),
        (PLAIN, {"vary": ["W2"], "sums": 0.01}, "loosen this, as in sums="),
        (PLAIN, {"vary": []}, "no number varies"),
        (PLAIN, {"vary": "X"}, "vary is a list of addresses"),
        (PLAIN, {"gradients": 3}, "give two numbers"),
        (PLAIN, {"sums": "wide"}, "sums: found 'wide'"),
    ],
)
def test_impossible_wishes_are_refused_in_one_line(problem, options, message):
    with pytest.raises(hn.HandnetError) as caught:
        hn.variants(problem, ["Ada"], mistakes=SLIPS, **options)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_the_message_proposes_works():
    """With fixed numbers all gradients are known: the proposed bounds are wide enough for them."""
    with pytest.raises(hn.HandnetError) as caught:
        hn.variants(PLAIN, ["Ada"], vary=["eta"], mistakes=SLIPS)
    low, high = map(float, re.search(r"gradients=\((.*), (.*)\), or", str(caught.value)).groups())
    slopes = [abs(slope) for slope in gradient(PLAIN, digits=30).values()]
    assert min(slopes) / 4 < low < min(slopes) < 0.01
    assert high == 1 > max(slopes)
    assert len(hn.variants(PLAIN, ["Ada"], vary=["eta"], mistakes=SLIPS, gradients=(low, high))) == 1


def test_six_sigmoid_layers_need_what_the_message_says():
    sizes = [2, 2, 2, 2, 2, 2, 1]
    weights = [[["0.5", "0.3"]] * to for to in sizes[1:]]
    deep = hn.Problem(hn.Network(sizes), ["0.5", "0.2"], ["0.1"], weights, [["0.1"] * to for to in sizes[1:]])
    with pytest.raises(hn.HandnetError, match=r"mostly near .*loosen this, as in gradients=\(.*, 1\)"):
        hn.variants(deep, ["Ada"], mistakes=SLIPS)
    found = hn.variants(deep, ["Ada"], mistakes=SLIPS, gradients=(1e-7, 1))
    slopes = gradient(found["Ada"].problem, digits=30)
    assert min(abs(slope) for slope in slopes.values()) < 0.01


# --- everything at once -------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=15, deadline=None)
def test_random_networks_keep_their_bounds_or_say_why_not(data):
    problem = data.draw(problems(networks(most_layers=2, most_units=3), most_samples=2))
    options = {"gradients": (1e-4, 10), "sums": 8, "mistakes": SLIPS}
    found = or_line(lambda: hn.variants(problem, ["Ada", "Bob"], **options))
    if isinstance(found, str):
        assert any(words in found for words in ("loosen", "no number varies", "no acceptable", "without="))
        return
    assert len(kinds(problem, None)) == len(found.quantities)
    for variant in found:
        own = variant.problem
        if own.network.updates == "batch":
            trained = [each for each in parameters(own) if each not in own.network.frozen]
            assert all(
                1e-4 * (1 - 1e-9) <= abs(each) <= 10 for each in gradient(own, trained, digits=30).values()
            )
        key = own.solve(*map(str, found.asked))
        (row,) = [row for row in found.key_csv().splitlines() if row.startswith(variant.person + ",")]
        assert row.split(",")[1:] == [key.written(each) for each in found.asked]


def test_thousands_of_people_take_seconds():
    """Measured for 10,000: 3 s for the numbers and 2 s for the key."""
    begin = time.process_time()
    found = hn.variants(ASKED, [str(n) for n in range(4000)])
    assert len(found.to_csv().splitlines()) == len(found.key_csv().splitlines()) == 4001
    assert time.process_time() - begin < 20
