"""The formulas that three articles print, worked out with numbers, and what is wrong in them.

The right numbers come from the neuron view, which is proved elsewhere; here they are found once more
by matrices in NumPy, so that the articles' own problems rest on two ways.
"""

from __future__ import annotations

import numpy as np
import pytest

import handnet as hn
from handnet import cli
from handnet.articles import ARTICLES, article
from handnet.articles.formulas import PrintedFormula, compare_formulas

rohan_lenny, crash_course, back_propagation = (
    hn.articles.rohan_lenny, hn.articles.crash_course, hn.articles.back_propagation,
)  # fmt: skip
WITH_FORMULAS = [rohan_lenny, crash_course, back_propagation]
VERDICTS = {  # right, wrongly written, wrong
    "rohan_lenny": (15, 5, 4),
    "crash_course": (12, 4, 1),
    "back_propagation": (21, 5, 5),
}
FLAWS = {
    "rohan_lenny": [f"A-{number}" for number in range(1, 15)],
    "handwriting": [f"B-{number}" for number in range(1, 8)],
    "crash_course": [f"C-{number}" for number in range(1, 9)],
    "back_propagation": [f"D-{number}" for number in range(1, 8)],
}


def name_of(module) -> str:
    return module.__name__.rpartition(".")[2]


def sigma(z):
    return 1 / (1 + np.exp(-z))


def arrays(problem):
    """Weights and biases of a problem, as they were given."""
    layers = range(1, len(problem.network.layers))
    solution = problem.solve()
    has_biases = problem.network.biases[0] == "unit"
    return [(solution[f"W{layer}"], solution[f"b{layer}"] if has_biases else 0) for layer in layers]


@pytest.mark.parametrize("module", WITH_FORMULAS, ids=name_of)
def test_every_formula_is_right_or_explained(module):
    compared = module.compare()
    counts = [compared.count(verdict) for verdict in ("right", "wrongly written", "wrong", "unexplained")]
    assert counts == [*VERDICTS[name_of(module)], 0]
    known = {flaw.name for flaw in module.FLAWS}
    assert {row.printed.flaw for row in compared.rows} - {""} <= known


@pytest.mark.parametrize("module", WITH_FORMULAS, ids=name_of)
def test_a_changed_formula_would_be_noticed(module):
    solutions = module.solutions()
    changed = [
        each._replace(says=f"{each.says} + 0.0000001", flaw="") for each in module.printed if each.says
    ]
    rows = compare_formulas(solutions, changed, 8).rows
    assert {row.verdict for row in rows} == {"unexplained"}


def test_a_formula_is_worked_out_for_every_unit():
    """Right for the first unit only is not right."""
    solution = crash_course.problem.solve()
    printed = PrintedFormula(("a", "a"), ("b", "b"), "a1[1]", "a1[{j}]", over={"j": 3})
    (row,) = compare_formulas({"": solution}, [printed], 8).rows
    assert len(row.right) == 3
    assert row.verdict == "unexplained"


@pytest.mark.parametrize("name", ARTICLES)
def test_all_flaws_are_there_with_their_numbers(name):
    module = article(name)
    assert [flaw.name for flaw in module.FLAWS] == FLAWS[name]
    told = module.flaws()
    assert not any("{" in effect for effect in told.effects)
    assert module.flaws(FLAWS[name][2]).flaws == (module.FLAWS[2],)
    for flaw in module.FLAWS:
        assert all(hn.mistake(code).code == code for code in flaw.codes)


def test_formulas_in_what_is_said_of_a_flaw_are_typeset():
    flaws = crash_course.flaws("C-2", "C-5", "C-6")
    assert r"$\partial s_k^{l+1} / \partial z_j^l$" in flaws.to_markdown()
    assert r"$f$ becomes $\sigma$" in flaws.to_latex()
    text = flaws.to_text()
    assert "∂s^(l+1)_k / ∂z^l_j" in text
    assert "$" not in text


@pytest.mark.parametrize("name", ARTICLES)
def test_dollar_signs_in_flaws_come_in_pairs(name):
    for flaw in article(name).FLAWS:
        assert all(text.count("$") % 2 == 0 for text in (flaw.printed, flaw.right, flaw.cause, flaw.effect))
        assert "$" not in flaw.where


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("form", ["text", "markdown", "latex"])
def test_show_works_every_article_through(capsys, monkeypatch, name, form):
    monkeypatch.setenv("COLUMNS", "100")
    assert cli.main(["show", name, "--as", form]) == 0
    out = capsys.readouterr().out
    assert all(flaw in out for flaw in FLAWS[name])
    assert "unexplained" in out
    if form == "text":
        assert max(map(len, out.splitlines())) <= 110


def test_the_last_formula_of_rohan_lenny_is_the_sum_of_nine_gradients():
    """Gradients by matrices, and the sum once more by differences of the loss."""
    (w1, _), (w2, _), (w3, _) = arrays(rohan_lenny.problem)
    x, a = np.array([0.5, 0.2, 0.9]), 1.0

    def loss(first):
        return 0.5 * (sigma(w3 @ sigma(w2 @ sigma(first @ x)))[0] - a) ** 2

    y = sigma(w1 @ x)
    z = sigma(w2 @ y)
    p = sigma(w3 @ z)
    dz = w3[0] * (p - a) * p * (1 - p) * z * (1 - z)
    gradients = np.outer(w2.T @ dz * y * (1 - y), x)
    solution = rohan_lenny.problem.solve()
    np.testing.assert_allclose(solution["dJ/dW1"], gradients, rtol=1e-13)
    literal = solution.evaluate(rohan_lenny.NINE)
    assert literal == pytest.approx(gradients.sum(), rel=1e-13)
    assert literal == pytest.approx((loss(w1 + 1e-6) - loss(w1 - 1e-6)) / 2e-6, rel=1e-6)
    assert literal != pytest.approx(gradients[0, 0], rel=0.5)
    assert f"{literal:.8f}" in rohan_lenny.conclusion()


def test_the_crash_course_by_matrices():
    (w1, b1), (w2, b2) = arrays(crash_course.problem)
    x, y = np.array([0.5, -0.3, 0.8]), np.array([1.0, 0.0])
    a1 = sigma(w1 @ x + b1)
    a2 = sigma(w2 @ a1 + b2)
    delta2 = (a2 - y) * a2 * (1 - a2)
    delta1 = w2.T @ delta2 * a1 * (1 - a1)
    solution = crash_course.problem.solve(style="delta")
    np.testing.assert_allclose(solution["dJ/dW1"], np.outer(delta1, x), rtol=1e-13)
    np.testing.assert_allclose(solution["dJ/dW2"], np.outer(delta2, a1), rtol=1e-13)
    np.testing.assert_allclose(solution["dJ/db1"], delta1, rtol=1e-13)
    dominoes = w2 - 0.5 * np.outer(delta2, a1)
    moved = w1[0, 0] - 0.5 * (dominoes.T @ delta2 * a1 * (1 - a1))[0] * x[0]
    assert f"{moved:.8f}" in crash_course.flaws("C-7").effects[0]
    mistaken = crash_course.problem.solve(mistakes=["updated-weight-used"])
    assert mistaken["w1[1,1]+"] == pytest.approx(moved, rel=1e-13)


def test_the_printed_line_for_dz2_fails_in_one_network_and_is_wrong_in_another():
    """NumPy itself says so."""
    (w1, b1), (w2, b2) = arrays(back_propagation.too_many)
    with pytest.raises(ValueError, match="not aligned"):
        w1.T.dot(np.zeros((1, 2)))
    (w1, b1), (w2, b2) = arrays(back_propagation.silent)
    solution = back_propagation.silent.solve()
    x, y = solution["X"].T, solution["Y"].T
    a2 = sigma(w2 @ sigma(w1 @ x + b1[:, None]) + b2[:, None])
    da2 = 2 * (a2 - y) / 2
    printed, right = w1.T.dot(da2) * a2 * (1 - a2), da2 * a2 * (1 - a2)
    np.testing.assert_allclose(
        [solution["dJ/dz2[1](1)"], solution["dJ/dz2[2](2)"]], right.diagonal(), rtol=1e-13
    )
    effect = back_propagation.flaws("D-1").effects[0]
    assert f"is {printed[0, 0]:.8f} in place of {right[0, 0]:.8f}" in effect


def test_back_propagation_by_matrices():
    (w1, b1), (w2, b2) = arrays(back_propagation.problem)
    solution = back_propagation.problem.solve()
    x, y = solution["X"].T, solution["Y"].T
    a1 = sigma(w1 @ x + b1[:, None])
    a2 = sigma(w2 @ a1 + b2[:, None])
    dz2 = 2 * (a2 - y) / 4 * a2 * (1 - a2)
    dz1 = w2.T @ dz2 * a1 * (1 - a1)
    np.testing.assert_allclose(solution["dJ/dW2"], dz2 @ a1.T, rtol=1e-13)
    np.testing.assert_allclose(solution["dJ/dW1"], dz1 @ x.T, rtol=1e-13)
    np.testing.assert_allclose(solution["dJ/db1"], dz1.sum(axis=1), rtol=1e-13)
    lost = back_propagation.problem.solve(mistakes=["mean-lost"])
    np.testing.assert_allclose(lost["dJ/dW1"], 4 * solution["dJ/dW1"], rtol=1e-13)
    assert f"{lost['J+']:.8f}" in back_propagation.conclusion()
