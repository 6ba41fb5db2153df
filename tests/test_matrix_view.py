"""The matrix view: every array has the neuron view's numbers, shapes are told truly, code runs.

The truths held on to: the neuron view entry by entry, matrix arithmetic written here by hand, the
printed numbers of the article on handwriting, the printed code of the one on back propagation.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from networks import networks, problems

import handnet as hn
from handnet.forward import ForwardPass
from handnet.matrix_view import matrix_view
from handnet.matrix_view.language import Misfit, in_rows, matrix_product, shape_of, transposed
from handnet.matrix_view.letters import address
from handnet.matrix_view.numbers import solve_problem
from handnet.mistakes import ARRAY_MISTAKES, MISTAKES
from handnet.notation import notation, notations
from handnet.quantity import Derivative, Variable
from handnet.render.markdown import ROOM
from handnet.render.measure import width_of
from handnet.setting import Setting
from handnet.terms import Sum

LAYOUTS = ("columns", "rows")
EARLIER = "earlier-weights-before-slope"


def sigma(z):
    return 1 / (1 + np.exp(-z))


def view_of(network, samples=1, layout="columns", letters="standard", **options):
    setting = Setting(ForwardPass(network, samples), notation=notation(letters))
    return matrix_view(setting, layout, **options)


def problem_of(sizes, seed=1, samples=2, activation="sigmoid", loss="mean_squared_error", **options):
    draw = np.random.default_rng(seed)

    def some(*shape):
        return np.round(draw.uniform(-1, 1, shape), 2)

    return hn.Problem(
        hn.Network(sizes, activation, loss, **options),
        x=some(samples, sizes[0]),
        y=np.round(draw.uniform(0.1, 0.9, (samples, sizes[-1])), 2),
        weights=[some(here, before) for before, here in pairwise(sizes)],
        biases=[some(here) for here in sizes[1:]],
        learning_rate="0.5",
    )


def made(*codes):
    return [hn.mistake(code) for code in codes]


def apart(ours, theirs):
    """How far two arrays are apart, over the largest entry if that is more than 1."""
    ours, theirs = np.atleast_2d(ours), np.atleast_2d(theirs)
    assert ours.shape == theirs.shape
    return np.max(np.abs(ours - theirs)) / max(1.0, np.max(np.abs(theirs)))


def neuron_arrays(problem, solution, mistakes=()):
    """The neuron view's numbers for every array of a matrix solution, from a solution of its own."""
    view = solution.view
    neuron = problem.solve(mistakes=mistakes, combined=view.rules.combined)
    tables = {each: view.arrays.entries(each) for each in view.by_quantity if each in solution.values}
    return {each: np.array([[neuron[e] for e in row] for row in table]) for each, table in tables.items()}


# --- every array has the neuron view's numbers --------------------------------------------------------


@given(problems(networks(most_layers=3, most_units=4), most_samples=3), st.sampled_from(LAYOUTS))
@settings(max_examples=150)
def test_every_array_of_random_networks_is_the_neuron_view_entry_by_entry(problem, layout):
    solution = solve_problem(problem, layout)
    for quantity, theirs in neuron_arrays(problem, solution).items():
        assert apart(solution.values[quantity], theirs) <= 1e-12, address(quantity)
    trained = [each for each in problem.forward_pass().parameters() if each not in problem.network.frozen]
    arrays = {address(each) for each in solution.view.by_quantity}
    for parameter in trained:  # no gradient is left out
        name = parameter.name.upper() if parameter.name == "w" else parameter.name
        assert f"dJ/d{name}{parameter.layer}" in arrays


@given(
    problems(networks(most_layers=3, most_units=3), most_samples=3), st.sampled_from(LAYOUTS), st.booleans()
)
@settings(max_examples=80)
def test_the_numpy_code_runs_and_agrees(problem, layout, as_function):
    solution = solve_problem(problem, layout)
    sums = [
        value for each, value in solution.values.items() if isinstance(each, Variable) and each.name == "z"
    ]
    assume(all(np.max(np.abs(z)) < 8 for z in sums))  # 1 - a keeps its digits
    view = solution.view
    arrays = {view.letters.code(each): solution.values[each] for each in view.given}
    text = view.to_numpy(as_function=as_function)
    names = {} if as_function else dict(arrays)
    with np.errstate(all="ignore"):
        exec(compile(text, "to_numpy", "exec"), names)
        found = names["calculate"](**arrays) if as_function else names
    for quantity, theirs in neuron_arrays(problem, solution).items():
        key = view.letters.text(quantity) if as_function else view.letters.code(quantity)
        assert np.shape(found[key]) == view.arrays.shape(quantity)
        assert apart(found[key], theirs) <= 1e-9, key


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("style", ["chain", "delta"])
@pytest.mark.parametrize("code", [*MISTAKES, EARLIER])
def test_a_mistake_gives_the_neuron_view_s_wrong_numbers(code, style, layout):
    """Also for the slip with whole arrays, where its shapes fit."""
    problem = problem_of([2, 2, 2])
    solution = solve_problem(problem, layout, made(code))
    for quantity, theirs in neuron_arrays(problem, solution, [code]).items():
        assert apart(solution.values[quantity], theirs) <= 1e-12, address(quantity)
    wrong = [each for each in solution.values if solution.is_wrong(each)]
    assert wrong
    neuron = problem.solve("dJ/dW1", mistakes=[code], style=style)["dJ/dW1"]
    assert apart(solution["dW1"] if layout == "columns" else solution["dW1"].T, neuron) <= 1e-12
    assert f"({code})" in solution.to_text()
    assert "right:" in solution.to_text()


@given(problems(networks(most_layers=2, most_units=3, updates="batch"), most_samples=2), st.data())
@settings(max_examples=60)
def test_mistakes_in_random_networks_agree_too(problem, data):
    code = data.draw(st.sampled_from(sorted(MISTAKES)))
    if (
        code == "gradient-propagated"
        and problem.network.convention.mean_in == "gradient"
        and problem.samples > 1
    ):
        return  # each sample's own gradient is a line there, which arrays do not have
    solution = solve_problem(problem, mistakes=made(code), combined=False)
    assert solution.verify().ok


# --- what books print --------------------------------------------------------------------------------


def test_the_lines_of_two_layers_with_samples_as_columns():
    """Against the same calculation in plain matrices."""
    problem = problem_of([3, 4, 1], samples=5)
    solution = solve_problem(problem)
    W1, b1, W2, b2, X, Y = (solution[name] for name in ("W1", "b1", "W2", "b2", "X", "Y"))
    A1 = sigma(W1 @ X + b1)
    A2 = sigma(W2 @ A1 + b2)
    dZ2 = 2 * (A2 - Y) / 5 * A2 * (1 - A2)
    dZ1 = W2.T @ dZ2 * A1 * (1 - A1)
    wanted = {"J": np.mean((A2 - Y) ** 2), "dZ2": dZ2, "dW2": dZ2 @ A1.T, "db2": dZ2.sum(1, keepdims=True),
              "dA1": W2.T @ dZ2, "dW1": dZ1 @ X.T, "W1+": W1 - 0.5 * dZ1 @ X.T}  # fmt: skip
    for name, value in wanted.items():
        assert apart(solution[name], value) <= 1e-14, name
    assert isinstance(solution["J"], float)
    lines = [line.strip() for line in solution.view.to_numpy().splitlines()]
    assert "dA2 = 2/M*(A2 - Y)" in lines
    assert "dZ2 = dA2*A2*(1 - A2)" in lines
    assert "dA1 = W2.T @ dZ2" in lines
    assert "dW2 = dZ2 @ A1.T" in lines


def test_samples_as_rows_turn_every_product_round():
    problem = problem_of([3, 4, 2], samples=5)
    columns, rows = solve_problem(problem), solve_problem(problem, "rows")
    for quantity, value in columns.values.items():
        assert apart(rows.values[quantity], np.transpose(value)) <= 1e-14, address(quantity)
    lines = rows.view.to_numpy().splitlines()
    assert "Z1 = X @ W1 + b1" in lines
    assert "dW1 = X.T @ dZ1" in lines
    assert "dA1 = dZ2 @ W2.T" in lines
    assert "W1 here is the transpose of W1 in the neuron view" in rows.to_text().replace("\n    ", " ")


def test_the_printed_numbers_of_the_article_on_handwriting():
    article = hn.articles.handwriting
    letters = notation("handwriting")
    printed = solve_problem(article.problem, "rows", made(*article.MISTAKES), digits=8, notation=letters)
    np.testing.assert_allclose(printed["dneuron1output"].shape, (3, 1))
    np.testing.assert_allclose(printed["W2+"], [[0.66591155]], atol=5e-9)
    new = [[0.2684694], [1.01472558], [0.25851005], [1.00614301]]
    np.testing.assert_allclose(printed["W1+"], new, atol=5e-9)
    right = solve_problem(article.problem, "rows", notation=letters)
    np.testing.assert_allclose(right["dW2"], [[-0.17454075]], atol=5e-9)
    assert "dotproduct1 = features @ W1" in right.to_numpy()
    assert r"\mathrm{features}" in right.to_markdown()


def test_the_printed_code_of_the_article_on_back_propagation():
    """Its last layer, run as printed (with the missing * put in): an error, or silently wrong numbers."""
    for sizes in ([2, 2, 2], [1, 3, 3]):
        solution = solve_problem(problem_of(sizes), mistakes=made(EARLIER, "mean-lost"))
        W1, b1, W2, b2, X, y = (solution[name] for name in ("W1", "b1", "W2", "b2", "X", "Y"))
        A1 = sigma(W1 @ X + b1)
        Z2 = W2 @ A1 + b2
        dA2 = 2 * (sigma(Z2) - y)
        dZ2 = W1.T.dot(dA2) * (sigma(Z2) * (1 - sigma(Z2)))
        assert apart(solution["dZ2"], dZ2) <= 1e-14
        assert apart(solution["dW2"], dZ2.dot(A1.T)) <= 1e-14
        assert solution.is_wrong(solution.view.find("dZ2"))


# --- shapes --------------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=150)
def test_shapes_are_those_that_numpy_finds(data):
    """A random product of random arrays fits exactly where NumPy works it out, and to the same shape."""
    shapes = {Variable(name): data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3))) for name in "abc"}
    arrays = {each: np.ones(shape) for each, shape in shapes.items()}

    def tree(depth):
        if depth == 0 or data.draw(st.booleans()):
            leaf = data.draw(st.sampled_from(sorted(shapes)))
            return leaf, arrays[leaf]
        (left, first), (right, second) = tree(depth - 1), tree(depth - 1)
        kind = data.draw(st.sampled_from(["@", "+", "T"]))
        if kind == "T":
            return transposed(left), None if first is None else first.T
        term = matrix_product(left, right) if kind == "@" else Sum((left, right))
        try:
            value = (
                None if first is None or second is None else first @ second if kind == "@" else first + second
            )
        except ValueError:
            value = None
        return term, value

    term, value = tree(3)
    found = shape_of(term, shapes.__getitem__, "columns")
    assert isinstance(found, Misfit) == (value is None)
    if value is not None:
        assert found == value.shape
        turned = {each: shape[::-1] for each, shape in shapes.items()}
        assert shape_of(in_rows(term), turned.__getitem__, "rows") == value.shape[::-1]


def test_shapes_that_do_not_fit_are_shown_with_both_shapes_and_not_raised():
    problem = problem_of([3, 4, 1])
    solution = solve_problem(problem, mistakes=made(EARLIER))
    text = " ".join(solution.to_text().split())
    assert "ERROR: W1.T is 3x4 and dA2 is 1x2" in text
    assert "4 is not 1" in text
    assert "A2" in solution.view.to_text()
    assert solution["A2"].shape == (1, 2)
    with pytest.raises(
        hn.HandnetError, match=r"dW1 has no value: in the line of dZ2, W1\.T is 3x4 and dA2 is 1x2"
    ):
        solution["dW1"]
    with pytest.raises(ValueError, match="mismatch"):  # NumPy finds the same
        solution["W1"].T @ solution["dA2"]
    for form in (solution.to_markdown(), solution.to_latex(), solution.view.to_latex()):
        assert "ERROR" in form
    with pytest.raises(hn.HandnetError, match="3x4; they cannot stand before the errors of 1 output"):
        problem.solve(mistakes=[EARLIER])


def test_what_numpy_stretches_in_silence_is_said():
    text = " ".join(solve_problem(problem_of([1, 3, 3]), mistakes=made(EARLIER)).to_text().split())
    assert "NumPy stretches W1.T @ dA2 from 1x2 to 3x2 without a word" in text
    assert "stretches" not in solve_problem(problem_of([1, 3, 3])).to_text()


def test_the_slip_changes_nothing_in_one_layer_and_is_refused_where_the_outcome_has_another_shape():
    assert "It changes nothing here" in solve_problem(problem_of([2, 1]), mistakes=made(EARLIER)).to_text()
    text = " ".join(solve_problem(problem_of([3, 1, 1]), mistakes=made(EARLIER)).to_text().split())
    assert "dZ2 is 1x2, but what stands on the right is 3x2" in text


def test_a_product_can_be_checked():
    """Brackets that are missing, a transpose that is missing, and the right way to write both."""
    rows = solve_problem(problem_of([4, 1, 1], samples=3), "rows")
    wrong = rows.check("dW1 = X.T @ (dZ2 @ W2.T) * dA1/dZ1")
    assert not wrong.fits
    assert (wrong.misfit.left_shape, wrong.misfit.right_shape) == ((4, 1), (3, 1))
    assert wrong.shape is wrong.value is None
    assert "ERROR: X.T @ (dZ2 @ W2.T) is 4x1" in " ".join(wrong.to_text().split())
    right = rows.check("dW1 = X.T @ (dZ2 @ W2.T * dA1/dZ1)")
    assert right.fits
    assert right.is_right
    assert right.shape == (4, 1)
    np.testing.assert_allclose(right.value, rows["dW1"])
    assert rows.check("dW1 = X.T.dot(dZ2.dot(W2.T) * dA1/dZ1)").is_right
    assert rows.check("dW1 = dZ1 @ X").misfit.what == "matrix product"
    assert rows.check("dW1 = X").misfit.what == "equals"
    silent = solve_problem(problem_of([2, 2, 2])).check("dZ2 = W1.T @ dA2 * dA2/dZ2")
    assert silent.fits
    assert silent.is_right is False
    assert "the numbers are wrong" in silent.to_text()
    assert rows.view.check("W2+ - 2*W2").shape == (1, 1)
    assert rows.view.check("dW2 = A1.T @ dZ2").is_right is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("dZ2 @", "at its end"),
        ("dZ2 @ ()", "at '\\)'"),
        ("__import__('os')", "no array '__import__'"),
        ("dZ3 @ A1.T", "no array 'dZ3' here; did you mean"),
        ("dZ2 & A1", "at '&'"),
        ("(dZ2", "at its end"),
        ("A1.dot X", "at 'X'"),
        ("", "at its end"),
        ("x" * 300, "give a product as text"),
    ],
)
def test_what_cannot_be_read_as_a_product(typed, said):
    with pytest.raises(hn.HandnetError, match=said) as error:
        view_of(hn.Network([3, 4, 1])).check(typed)
    assert "\n" not in str(error.value)


# --- sets, entries, addresses ---------------------------------------------------------------------------


@given(st.lists(st.integers(1, 4), min_size=2, max_size=5), st.sampled_from(LAYOUTS))
@settings(max_examples=25)
def test_the_local_derivatives_act_as_is_said(sizes, layout):
    """Following the words of the sets, and nothing else, leads to every gradient."""
    view = view_of(hn.Network(sizes, "tanh", "mean_squared_error"), 2, layout)
    solution = view.solve(numbers_for(view))
    going: dict[str, np.ndarray] = {}
    incoming = None
    for each in solution.sets():
        for one in each.derivatives:
            value = solution.value_of(one.formula)
            if "begins" in one.acts:
                incoming = value
            elif "entry by entry" in one.acts:
                incoming = incoming * value
            elif "summed" in one.acts:
                going[f"db{each.layer}"] = value * incoming.sum(axis=int(layout == "columns"), keepdims=True)
            else:
                product = incoming @ value.T if "right" in one.acts else value.T @ incoming
                if one.quantity.by.name == "w":
                    going[f"dW{each.layer}"] = product
                else:
                    incoming = product
    assert set(going) == {f"d{name}{layer}" for name in "Wb" for layer in view.arrays.layers}
    for name, value in going.items():
        assert apart(value, solution[name]) <= 1e-14, name
    for quantity, term in solution.sets().put_in():
        assert apart(solution.value_of(term), solution.values[quantity]) <= 1e-13


def numbers_for(view, seed=3):
    draw = np.random.default_rng(seed)
    entries = [e for each in view.given for row in view.arrays.entries(each) for e in row]
    return {each: hn.number.read_number(draw.uniform(0.1, 0.9)) for each in entries}


def test_the_first_and_second_set_of_the_article():
    sets = view_of(hn.Network([3, 4, 1], loss="mean_squared_error"), 5).sets()
    assert [each.layer for each in sets] == [2, 1]
    first, second = ({address(one.quantity): one.acts for one in each.derivatives} for each in sets)
    assert list(first) == ["dJ/dA2", "dA2/dZ2", "dZ2/dW2", "dZ2/db2"]
    assert list(second) == ["dZ2/dA1", "dA1/dZ1", "dZ1/dW1", "dZ1/db1"]
    assert first["dZ2/dW2"] == "acts from the right, transposed"
    assert second["dZ2/dA1"] == "acts from the left, transposed"
    assert first["dA2/dZ2"] == "acts entry by entry"
    assert "dW1 = (W2.T @ (2/M*(A2 - Y ) * A2 * (1 - A2 )) * A1 * (1 - A1 )) @ X.T" in " ".join(
        sets.to_text().split()
    )


def test_entries_are_the_neuron_view_s_lines_with_the_sum_over_the_samples():
    lines = view_of(hn.Network([3, 2, 1]), 2).entries("dW2")
    assert [str(step) for step in lines] == [
        "dJ/dw2[1,1] = dJ/dz2[1](1) * a1[1](1) + dJ/dz2[1](2) * a1[1](2)",
        "dJ/dw2[1,2] = dJ/dz2[1](1) * a1[2](1) + dJ/dz2[1](2) * a1[2](2)",
    ]
    solution = solve_problem(problem_of([3, 2, 1]))
    shown = solution.entries("dA1")
    assert len(shown) == 4
    text = " ".join(shown.to_text().split())
    assert "dJ/da1[2](1) = dJ/dz2[1](1) * w2[1,2]" in text
    assert "Every entry has the number of the neuron view" in text
    with pytest.raises(hn.HandnetError, match="W2 is given"):
        solution.entries("W2")


def test_verify_finds_numbers_that_are_not_the_neuron_view_s():
    solution = solve_problem(problem_of([3, 2, 1]))
    assert solution.verify().ok
    solution.values[solution.view.find("dW1")][0, 0] += 1e-9
    found = solution.verify()
    assert not found.ok
    assert found.said() == "These arrays differ from the neuron view: dW1."
    assert view_of(hn.Network([2, 3, 2], ["tanh", "softmax"], "cross_entropy"), 3).verify().ok


def test_arrays_are_found_by_name_and_by_address():
    view = view_of(hn.Network([3, 2, 1]), 2, letters="back_propagation")
    names = ("dW2", "dJ/dW2", "B1", "b1", "Z1", "y", "Y", "W1+", "alpha", "eta")
    found = [view.find(name) for name in names]
    assert found[0] == found[1] == Derivative(Variable("J"), Variable("w", 2))
    assert found[2] == found[3] == Variable("b", 1)
    assert found[7] == Variable("w", 1, (), None, 1)
    with pytest.raises(hn.HandnetError, match="no array 'dW3' among these lines; did you mean"):
        view["dW3"]
    with pytest.raises(hn.HandnetError, match="W1 is given: no line works it out"):
        view["W1"]


# --- letters, displays --------------------------------------------------------------------------------------


@pytest.mark.parametrize("letters", notations())
@given(network=networks(most_layers=3, most_units=3), samples=st.integers(1, 3))
@settings(max_examples=12)
def test_no_two_arrays_are_spelled_alike(letters, network, samples):
    view = view_of(network, samples, letters=letters, combined=False)
    every = (*view.by_quantity, *view.used)
    for spell in (view.letters.latex, view.letters.text, view.letters.code):
        assert len({spell(each) for each in every}) == len(set(every))
    assert all(view.letters.code(each).isidentifier() for each in every)
    for each in every:
        assert view.find(view.letters.text(each)) == each


def test_letters_come_from_the_notation_without_unit_and_sample():
    network = hn.Network([3, 4, 1])

    def letters(name):
        view = view_of(network, 2, letters=name)
        some = (
            Variable("x"),
            Variable("z", 2),
            Variable("w", 2),
            Derivative(Variable("J"), Variable("w", 2)),
        )
        return [view.letters.latex(each) for each in some]

    assert letters("standard") == ["X", "Z^{[2]}", "W^{[2]}", r"\frac{\partial J}{\partial W^{[2]}}"]
    assert letters("crash_course") == ["a^{1}", "s^{3}", "w^{3}", r"\frac{\partial J}{\partial w^{3}}"]
    assert letters("back_propagation") == ["X", "Z_{2}", "W_{2}", r"\mathrm{d}W_{2}"]
    assert letters("mazur") == letters("standard")  # it numbers its weights through
    mine = hn.Notation("mine", z="u^{<l>}_{<j>}", w="import<l>_{<jk>}")
    assert "import1 @ " in matrix_view(Setting(ForwardPass(network), notation=mine)).to_numpy()
    taken = hn.Notation("taken", x=r"\mathrm{np}_{<k>}")
    assert "Z1 = W1 @ np_ + b1" in matrix_view(Setting(ForwardPass(network), notation=taken)).to_numpy()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("sizes", [[2, 2, 1], [3, 4, 1], [5, 5, 5, 5], [12, 9, 3]])
def test_displays_fit_the_page(sizes, layout):
    solution = solve_problem(problem_of(sizes, samples=8), layout)
    for shown in (solution, solution.view, solution.sets(), solution.entries(f"dW{len(sizes) - 1}")):
        for display in re.findall(r"\$\$(.*?)\$\$", shown.to_markdown(), re.DOTALL):
            assert max(map(row_width, rows_of(display))) <= ROOM * 1.06
    assert max(map(len, solution.to_text(width=100).splitlines())) <= 110
    assert r"\cdots" in solution.to_markdown()


def rows_of(display):
    """The rows of an alignment; a matrix is in braces, so its rows are none of these."""
    inner = re.sub(r"\\(?:begin|end)\{aligned\}", "", display)
    rows, depth, start = [], 0, 0
    for at, sign in enumerate(inner):
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and inner[at : at + 2] == "\\\\":
            rows.append(inner[start:at])
            start = at + 2
    return [*rows, inner[start:]]


def row_width(row):
    return width_of(row.replace("&&", r"\quad "))


def test_the_shape_stands_under_every_factor():
    view = view_of(hn.Network([3, 4, 1]), 2)
    assert (
        r"\underset{(4\times 2)}{Z^{[1]}} &= \underset{(4\times 3)}{W^{[1]}}\,\underset{(3\times 2)}{X}"
        in (view.to_markdown())
    )
    assert r"\underset{(2\times 4)}{A^{[1]\mathsf{T}}}" in view.to_latex()
    lines = view.to_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  dW2 = "))
    assert lines[at].startswith("  dW2 = dZ2 @ A1.T")
    assert lines[at + 1].split() == ["1x4", "1x2", "2x4"]


# --- what is left out, and what is refused ---------------------------------------------------------------


def test_what_has_no_backward_pass_or_no_update_says_why():
    step = solve_problem(problem_of([2, 2, 1], activation="step"))
    assert "a step has slope 0" in step.to_text()
    assert step["A2"].shape == (1, 2)
    outputs = view_of(hn.Network([2, 2], loss="none"), 2)
    assert "no loss to differentiate" in outputs.to_text()
    single = view_of(hn.Network([2, 2, 1], loss="none"))
    assert single.verify().ok
    assert address(single.find("dW1")) == "dA2/dW1"
    each = solve_problem(problem_of([2, 1], updates="each"))
    assert "one sample at a time" in each.to_text()
    with pytest.raises(hn.HandnetError, match="no array line has them all"):
        each["W1+"]


def test_partly_frozen_arrays_have_a_mask_and_wholly_frozen_ones_stay():
    problem = problem_of([2, 2, 1], frozen=["w1[1,2]", "w2", "b1"], momentum="0.9")
    solution = solve_problem(problem)
    change = solution["W1+"] - solution["W1"]
    assert change[0, 1] == 0
    assert np.count_nonzero(change) == 3
    assert "W2_new = W2" in solution.to_numpy().splitlines()
    assert "free_W1 = np.array([[1.0, 0.0], [1.0, 1.0]])" in solution.to_numpy()
    assert "dW2" not in solution.view.names


def test_refusals_are_one_line():
    problem = problem_of([2, 2, 1])
    cases = [
        (
            lambda: solve_problem(problem, mistakes=[hn.mistake("step-added").at("w1[1,1]+")]),
            "made at one line",
        ),
        (lambda: solve_problem(problem, "diagonal"), "unknown layout 'diagonal'"),
        (lambda: matrix_view(Setting(hn.Graph({"f": "x*y"}))), "has no layers"),
        (lambda: view_of(hn.Network([2, 1])).solve({}), "no number given for x"),
        (
            lambda: solve_problem(
                problem_of([2, 2, 1], updates="each"), mistakes=made("updated-weight-used")
            ),
            "no array form",
        ),
    ]
    for attempt, said in cases:
        with pytest.raises(hn.HandnetError, match=said) as error:
            attempt()
        assert "\n" not in str(error.value)


def test_large_sums_of_softmax_do_not_overflow():
    network = hn.Network([1, 2], "softmax", "cross_entropy")
    problem = hn.Problem(network, x=[1], y=[0, 1], weights=[[[900], [0]]], biases=[[0, 0]], learning_rate=1)
    for combined in (None, False):
        solution = solve_problem(problem, combined=combined)
        np.testing.assert_array_equal(solution["A1"], [[1], [0]])
        assert solution["dZ1"].shape == (2, 1)
    np.testing.assert_array_equal(solve_problem(problem)["dZ1"], [[1], [-1]])


def test_the_mistake_is_known_by_its_code_and_not_among_those_of_every_network():
    assert hn.mistake(EARLIER) is ARRAY_MISTAKES[EARLIER]
    assert not set(ARRAY_MISTAKES) & set(MISTAKES)


def test_parts_and_arrays_shown_alone_are_the_lines_of_the_whole_page():
    view = view_of(hn.Network([3, 3, 2]))
    parts = [view.only(part) for part in ("forward", "backward", "update")]
    assert [line for part in parts for line in part.lines] == list(view.lines)
    for part in parts:
        assert part.to_text() in view.to_text()
    two = view.only("dW1", "dZ1")  # in the order in which they are worked out
    assert [address(line.quantity) for line in two.lines] == ["dJ/dZ1", "dJ/dW1"]
    solution = solve_problem(problem_of([2, 2, 1]))
    assert solution.only("backward").to_text() in solution.to_text()


def test_an_excerpt_says_which_mistakes_are_made_and_shows_the_right_array():
    solution = solve_problem(problem_of([2, 2, 1]), mistakes=made("slope-of-activation"))
    text = solution.only("dW2").to_text()
    assert "WITH A MISTAKE" in text
    assert "right: dW2" in text


def test_an_excerpt_of_nothing_is_refused():
    view = view_of(hn.Network([2, 1], "step", loss="none"))
    for names, said in [((), "name what to show"), (("update",), "no line"), (("X",), "is given")]:
        with pytest.raises(hn.HandnetError, match=said):
            view.only(*names)
