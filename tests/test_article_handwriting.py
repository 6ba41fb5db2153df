"""The article "Handwriting a neural net, part 8": every printed number, and what is right.

The right numbers were found once by plain matrix arithmetic; `test_by_matrices` finds them again.
"""

from __future__ import annotations

import numpy as np
import pytest

from handnet.articles import handwriting
from handnet.articles.printed import compare

RIGHT = {  # what the article would print if it had no mistake
    "J": "0.26799919",
    "dJ/dw2[1,1]": "-0.17454075",
    "w2[1,1]+": "0.67454075",
    "dJ/dw1[1,1]": "-0.01720585",
    "dJ/dw1[1,2]": "-0.01211299",
    "dJ/dw1[1,3]": "-0.00735910",
    "dJ/dw1[1,4]": "-0.00529303",
    "w1[1,1]+": "0.26720585",
    "w1[1,2]+": "1.01211299",
    "w1[1,3]+": "0.25735910",
    "w1[1,4]+": "1.00529303",
    "J+": "0.24023221",
}


@pytest.mark.parametrize("style", ["chain", "delta"])
@pytest.mark.parametrize("address", RIGHT)
def test_right_to_eight_decimals(address, style):
    solution = handwriting.problem.solve(style=style)
    assert f"{solution[address]:.8f}" == RIGHT[address]


def test_by_matrices():
    x = np.array([[0.4, 0.8, 0.4, 0.3], [1.0, 0.2, 0.4, 0.3], [0.3, 0.4, 0.5, 0.4]])
    y, w1, w2 = np.array([[1.0], [0.85], [0.4]]), np.array([[0.25], [1.0], [0.25], [1.0]]), np.array([[0.5]])
    a1 = 1 / (1 + np.exp(-x @ w1))
    a2 = 1 / (1 + np.exp(-a1 @ w2))
    dz2 = 2 * (a2 - y) * a2 * (1 - a2)
    dz1 = dz2 @ w2.T * a1 * (1 - a1)
    solution = handwriting.problem.solve()
    np.testing.assert_allclose(solution["dJ/dW2"], (a1.T @ dz2).T, rtol=1e-14)
    np.testing.assert_allclose(solution["dJ/dW1"], (x.T @ dz1).T, rtol=1e-14)


def test_every_printed_number_is_right_or_explained():
    comparison = handwriting.compare()
    assert len(comparison.rows) == 34
    assert [row.printed.called for row in comparison.rows if row.verdict == "unexplained"] == []
    assert (comparison.count("right"), comparison.count("explained")) == (13, 21)


@pytest.mark.parametrize("row", handwriting.compare().rows, ids=lambda row: row.printed.called)
def test_printed_to_its_last_digit(row):
    """With its cause, each number comes out as printed, to all 8 decimals."""
    assert f"{row.mistaken:.8f}" == f"{float(row.printed.text):.8f}"
    assert row.verdict == ("right" if f"{row.right:.8f}" == f"{row.mistaken:.8f}" else "explained")


def test_a_wrong_digit_would_be_noticed():
    changed = [each._replace(text=f"{each.value + 1e-8:.8f}") for each in handwriting.printed]
    verdicts = {row.verdict for row in compare(handwriting.problem, changed, handwriting.MISTAKES).rows}
    assert verdicts == {"unexplained"}


def test_two_mistakes_cancel():
    """The lost minus and the added step give the right new weights together, and only together."""
    right = handwriting.problem.solve()
    both = handwriting.problem.solve(mistakes=["inner-minus-lost", "step-added"])
    assert both["W1+"].tolist() == right["W1+"].tolist()
    assert both["dJ/dw2[1,1]"] == -right["dJ/dw2[1,1]"]
    assert handwriting.problem.solve(mistakes=["step-added"])["J+"] > right["J"]


def test_flaws_are_told_with_their_numbers():
    assert [flaw.name for flaw in handwriting.FLAWS] == [f"B-{n}" for n in range(1, 8)]
    effects = handwriting.flaws().effects
    assert "0.50855988" in effects[2]
    assert not any("{" in effect for effect in effects)


def test_or_did_it():
    said = handwriting.conclusion()
    assert "from 0.26799919 to 0.24135573 with the printed weights, and to 0.24023221" in said
