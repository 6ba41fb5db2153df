"""What is done with a network grows no faster than the network: function calls are counted, not seconds.

`tests/scale.py` measures seconds and megabytes up to 10,000 weights.
"""

from __future__ import annotations

import re
import sys

import pytest
from scale import DOING, problem_of

import handnet as hn
from handnet.render.calculation import MOST_SHOWN, SHOWN_AT_ONCE

COUNTED = (
    *("derive", "derive, delta", "solve", "check 4 right", "hint", "describe", "problem file", "text"),
    *("LaTeX", "JSON", "Python", "matrix view"),
)
RULE = re.compile(r"  \[[a-z ]+\]$", re.MULTILINE)
"""What stands at the end of the first row of every line."""
ROOM = 1.25
"""How much more than in proportion is let through: a few calls go with the logarithm, as in sorting."""


def calls(what, layers):
    """How many functions are called, Python's own too, when this is done."""
    work, counted = DOING[what](problem_of(layers)), 0

    def count(frame, event, argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("what", COUNTED)
def test_calls_grow_with_the_number_of_layers(what):
    """Three depths: twice as many layers more cost at most twice as many calls more."""
    calls(what, [2, 2, 2])  # what is loaded on demand is there
    shallow, middle, deep = (calls(what, [2] * depth) for depth in (6, 12, 24))
    assert deep - middle <= ROOM * 2 * (middle - shallow)


@pytest.mark.parametrize("what", ["derive", "solve", "text"])
def test_calls_grow_with_the_number_of_weights(what):
    calls(what, [2, 2, 2])
    small, middle, large = (calls(what, [side, side]) for side in (3, 6, 12))  # 9, 36, 144 weights
    assert large - middle <= ROOM * 4 * (middle - small)


def test_looking_for_a_mistake_grows_with_the_number_of_weights():
    """Although a line of n weights can be written wrong in n(n - 1) ways."""
    small, middle, large = (calls("check a mistake", [side, side]) for side in (8, 12, 16))  # 64, 144, 256
    assert large - middle <= ROOM * 112 / 80 * (middle - small)


def test_a_large_derivation_is_shortened_where_a_notebook_shows_it():
    """It says how many lines are left out and how to see them; asked for as text it is whole."""
    derivation = hn.Network([20, 20]).derive()
    assert len(derivation) > 2 * MOST_SHOWN
    shown = derivation._repr_mimebundle_()
    for text in shown.values():
        (left_out,) = re.findall(r"… and ([0-9,]+) lines more like these\.[^…]* have them all", text)
        assert len(text) < 50_000
    there = len(RULE.findall(shown["text/plain"]))
    assert there + int(left_out.replace(",", "")) == len(derivation)
    assert there <= MOST_SHOWN + SHOWN_AT_ONCE
    assert len(RULE.findall(derivation.to_text())) == len(derivation)
