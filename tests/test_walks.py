"""Walks on a landscape: changes at random, restarts, their pages, and what does not fit."""

from __future__ import annotations

import math
import random
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_landscape import BOWL, FROZEN, LINE, TWO_VALLEYS, XOR, valleys

import handnet as hn
from handnet.landscapes import landscape

# --- changes at random ------------------------------------------------------------------------------------


@given(st.integers(0, 1000), st.integers(0, 40))
def test_a_try_is_as_described(seed, tries):
    """The variant of the docstring, written once more, on the loss written by hand."""
    walk = landscape(TWO_VALLEYS).perturb(2, 1, tries, seed)
    generator, w, size, worked_out = random.Random(seed), 2.0, 1.0, 1
    for number in range(tries):
        change = size * (2 * generator.random() - 1)
        worked_out += 1
        if valleys(w + change) < valleys(w):
            w += change
        else:
            worked_out += 1
            if valleys(w - change) < valleys(w):
                w -= change
            else:
                size /= 2
        assert walk.points[number + 1][0] == pytest.approx(w, abs=1e-7)
        assert walk.evaluations[number + 1] == worked_out


def test_a_try_out_of_the_floats_is_never_kept():
    walk = landscape(BOWL, "w").perturb(3, "1e308", 1100, 1)
    assert walk.kept[0] == "neither"
    assert walk.losses[-1] < 1e-3


@given(st.integers(0, 50))
@settings(max_examples=20)
def test_the_loss_never_grows_and_the_same_seed_walks_alike(seed):
    land = landscape(XOR)
    walk = land.perturb(land.start, 1, 60, seed)
    assert all(there <= here for here, there in pairwise(walk.losses))
    assert walk.points == land.perturb(land.start, 1, 60, seed).points
    assert walk.losses[-1] == land.value(*walk.end)
    assert walk.kept.count("neither") == round(math.log2(1 / walk.sizes[-1])) + (walk.kept[-1] == "neither")


def test_the_first_draw_is_the_same_on_every_machine():
    """Mersenne Twister, seed 1: 0.13436424411240122 is documented behaviour since Python 3.2."""
    walk = landscape(BOWL, "w").perturb(3, 1, 1, 1)
    assert walk.changes[0][0] == 2 * 0.13436424411240122 - 1


def test_the_race_is_won_by_descent():
    """All nine parameters of a 2-2-1 network on XOR, after the loss was worked out 601 times."""
    land = landscape(XOR)
    descent = land.descend(land.start, 3, 200)
    assert descent.evaluations[-1] == 601  # a gradient counts as two
    assert descent.loss_after(601) < 0.01
    for seed in range(10):
        assert land.perturb(land.start, 1, 600, seed).loss_after(601) > 0.35


# --- restarts -------------------------------------------------------------------------------------------


def test_restarts_tell_the_two_valleys_apart():
    land = landscape(TWO_VALLEYS)
    found = land.restarts(land.random_points(8, -5, 5, seed=1), 1, 300)
    assert [minimum.loss for minimum in found.minima] == pytest.approx([0.1250, 0.1938], abs=1e-4)
    for number, walk in enumerate(found.walks):
        place = found.minimum_of(number)
        assert place == (0 if walk.end[0] < -1 else 1)
    assert found.best.end[0] == pytest.approx(-2.847, abs=1e-3)
    assert "minimum 1, the best" in str(found)


def test_a_walk_on_the_way_has_found_nothing():
    found = landscape(TWO_VALLEYS).restarts([2, -4], 1, 5)
    assert found.ended == ("on the way", "on the way")
    assert not found.minima
    assert found.best is min(found.walks, key=lambda walk: walk.losses[-1])
    assert "No walk has arrived" in str(found)


def test_a_flat_top_is_no_minimum():
    """J = -w^2 does not move from 0, and w = 1 runs away."""
    graph = hn.Graph({"J": "0 - w^2"}).solve({"w": 1})
    found = landscape(graph).restarts([0, 1], 1, 2000)
    assert found.ended == ("flat", "left")


def test_points_are_drawn_evenly_between_low_and_high():
    drawn = landscape(XOR, "W2").random_points(500, -1, 3, seed=2)
    numbers = [each for point in drawn for each in point]
    assert len(numbers) == 1000
    assert -1 <= min(numbers) < -0.95
    assert 2.95 < max(numbers) <= 3
    assert sum(numbers) / 1000 == pytest.approx(1, abs=0.12)


# --- what is shown --------------------------------------------------------------------------------------


def test_a_long_walk_is_shortened_visibly():
    walk = landscape(LINE).descend(-1, "0.1", 100)
    assert "88 rows between are not shown" in str(walk)
    rows = [line for line in walk.to_markdown().splitlines() if re.match(r"\| \d", line)]
    assert [int(line.split()[1]) for line in rows] == [*range(8), *range(96, 101)]
    assert "not shown" not in str(landscape(LINE).descend(-1, "0.1", 13))


def test_every_row_says_what_it_is():
    text = str(landscape(LINE).descend(-1, "0.1", 2, momentum="0.5", title="rolling"))
    assert text.splitlines()[0] == "Rolling"
    assert "V := mu*V - eta*dJ/dw1[1,1]" in text
    assert "Here eta = 0.1 and mu = 0.5; V begins at 0." in text
    row = next(line.split() for line in text.splitlines() if line.split()[:1] == ["1"])
    assert row == ["1", "0.200000", "3.70000", "-6.00000", "1.20000"]  # V = 0.5*1.2 + 0.1*6


def test_all_forms_of_every_page():
    land = landscape(XOR)
    one = landscape(TWO_VALLEYS)
    for shown in (
        land.descend(land.start, 3, 40, momentum="0.5", anneal="0.1"),
        land.perturb(land.start, 1, 40, 1),
        land.restarts([land.start], 3, 10),
        one.descend(2, 1, 5),
        one.perturb(2, 1, 5, 1),
        one.restarts([0, 1], 1, 5),
    ):
        assert "$" in shown.to_markdown()
        assert r"\begin" in shown.to_latex()
        assert shown.to_text() == str(shown)
        assert str(shown) == str(shown)


# --- what does not fit ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: landscape(hn.Graph({"J": "w^2"})), "has no numbers; give it numbers"),
        (lambda: landscape("J"), "give a Problem or a Solution"),
        (lambda: landscape(XOR, "z1[1](1)"), "not given"),
        (lambda: landscape(XOR, "w1[3,1]"), "w1"),
        (lambda: landscape(XOR, "w2[1,1]", of="a1[1](1)"), "does not depend on w2"),
        (lambda: landscape(XOR, "W1", of="dJ/dw1[1,1]").slope(1, 1, 1, 1), "not differentiated again"),
        (lambda: landscape(FROZEN), "nothing moves J; name what moves"),
        (lambda: landscape(LINE).value(1, 2), "found 2 for a point; it has 1 number: w1"),
        (lambda: landscape(LINE).value("one"), "cannot read 'one'"),
        (lambda: landscape(LINE).values(["a"]), "arrays of numbers"),
        (lambda: landscape(LINE).descend(1, 1, -1), "updates: found -1"),
        (lambda: landscape(LINE).descend(1, 1, 10**9), "at most 100000"),
        (lambda: landscape(LINE).descend(1, "x", 1), "learning_rate: cannot read"),
        (lambda: landscape(LINE).descend(1, 1, 1, anneal=-1), "anneal: found -1"),
        (lambda: landscape(LINE).descend("1e200", 1, 1), "start elsewhere"),
        (lambda: landscape(LINE).perturb(1, 0, 1, 1), "size: found 0"),
        (lambda: landscape(LINE).perturb(1, 1, 1, 0.5), "seed: found 0.5"),
        (lambda: landscape(LINE).restarts([], 1, 1), "no start"),
        (lambda: landscape(LINE).restarts(3, 1, 1), "give a list of points"),
        (lambda: landscape(LINE).descend(1, 1, 1).loss_after(0), "the first point took 1"),
    ],
)
def test_errors_say_what_fits(made, says):
    with pytest.raises(hn.HandnetError, match=says) as found:
        made()
    assert "\n" not in str(found.value)
