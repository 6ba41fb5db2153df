"""Drawn networks: the numbers written are those worked out, what is lit is what depends, all can be read.

Truths held on to: perturbing a weight (for what is lit), the solution's own numbers (for what is
written), the size of every text on the paper (for what can be read).
"""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from matplotlib.colors import to_rgb
from networks import problems
from pictures import READABLE, boxes, drawn, inside, numbers, sheet_of, title

import handnet as hn
from handnet.notation import notations
from handnet.plot import look
from handnet.plot.parts import Part, lit_parts, parts_of
from handnet.plot.strokes import BEFORE, BRIGHT, called
from handnet.quantity import parse_address
from handnet.setting import Setting


def strokes(sheet, stroke):
    """The names of all parts that are drawn as thick as this stroke."""
    lines = [*sheet.ax.lines, *sheet.ax.patches]
    return {each.get_gid() for each in lines if each.get_gid() and each.get_linewidth() == stroke.width}


# --- what is lit --------------------------------------------------------------------------------------------


def moved(problem, weight):
    """The units whose activation moves with a weight: worked out twice, nothing of graphs."""
    before = problem.solve()
    after = problem.solve(given={weight: float(before[weight]) + 0.01})
    layers = problem.network.layers
    units = [(layer, unit) for layer in range(1, len(layers)) for unit in range(1, layers[layer] + 1)]
    return {at for at in units if before[f"a{at[0]}[{at[1]}]"] != after[f"a{at[0]}[{at[1]}]"]}


@pytest.mark.parametrize("shape", [[2, 2, 1], [2, 2, 2], [3, 3, 3, 1], [1, 1, 1, 1]], ids=title)
@pytest.mark.parametrize("place", ["1[1,1]", "2[1,1]"])
def test_lit_is_what_moves_with_the_weight(shape, place):
    problem = numbers(shape)
    sheet = sheet_of(*shape, path=f"dJ/dw{place}")
    units = moved(problem, f"w{place}")
    assert units
    layer, to, start = map(int, re.findall(r"\d+", place))
    lit = {f"weight {layer} {to} {start}", "loss 0"}
    lit |= {f"unit {layer} {unit}" for layer, unit in units}
    lit |= {f"share {layer} {unit}" for layer, unit in units if layer == len(shape) - 1}
    lit |= {f"weight {a + 1} {j} {k}" for a, k in units for b, j in units if b == a + 1}
    assert strokes(sheet, BRIGHT) == lit


@pytest.mark.parametrize(
    ("quantity", "parts"),
    [
        ("x[2]", ["unit 0 2"]),
        ("z1[2]", ["unit 1 2"]),
        ("w2[1,2]", ["weight 2 1 2"]),
        ("b1[2]", ["bias 1 2"]),
        ("J", ["loss 0"]),
        ("y[1]", ["share 2 1"]),
        ("eta", []),
        ("dz2[1]/da1[2]", ["weight 2 1 2"]),
        ("dz1[1]/dx[2]", ["weight 1 1 2"]),
        ("da1[2]/dz1[2]", ["unit 1 2"]),
        ("dz1[1]/dw1[1,2]", ["weight 1 1 2"]),
        ("dz1[1]/db1[1]", ["bias 1 1"]),
        ("dJ/da2[1]", ["share 2 1"]),
        ("dJ/dz1[2]", ["unit 1 2"]),
        ("dJ/dw1[2,1]", ["weight 1 2 1"]),
        ("w1[2,1]+", ["weight 1 2 1"]),
    ],
)
def test_each_quantity_stands_somewhere(quantity, parts):
    source = numbers([2, 2, 1]).forward_pass()
    assert [called(part) for part in parts_of(parse_address(quantity), source)] == parts


def test_several_quantities_are_lit_and_others_fainter():
    sheet = drawn(
        numbers([2, 2, 1]),
        path=["dz2[1]/da1[2]", parse_address("z1[2]"), "b1[2]"],
        walked=["J", "dJ/da2[1]"],
    )
    assert strokes(sheet, BRIGHT) == {"weight 2 1 2", "unit 1 2"}
    assert strokes(sheet, BEFORE) == {"loss 0", "share 2 1"}
    boxes = [text.get_bbox_patch() for text in sheet.ax.texts if text.get_text().startswith("$b^{[1]}_{2}$")]
    assert [box.get_facecolor()[:3] for box in boxes] == [to_rgb(look.FILL)]
    assert "Lit: weight w2[1,2], unit a1[2] and bias b1[2]." in sheet.words
    assert "Fainter is what was walked before: J." in sheet.words


def test_a_whole_array_and_a_shared_bias_are_lit():
    problem = hn.Problem(
        hn.Network([2, 2, 1], bias="shared"), [1, 2], [0], [[[1, 2], [3, 4]], [[5, 6]]], [1, 2]
    )
    setting = Setting(problem.forward_pass())
    assert lit_parts("W1", setting) == {Part("weight", 1, (j, k)) for j in (1, 2) for k in (1, 2)}
    assert lit_parts("b1", setting) == {Part("bias", 1, (1,)), Part("bias", 1, (2,))}
    assert "Lit: weights w1[1,1], w1[1,2], w1[2,1] and w1[2,2]." in drawn(problem, path="W1").words


def test_lit_is_not_a_matter_of_colour():
    sheet = sheet_of(2, 2, 1, path="dJ/dw1[1,1]")
    dashes = {line.get_gid(): line.get_linestyle() for line in sheet.ax.lines if line.get_gid()}
    assert {dashes[gid] for gid in strokes(sheet, BRIGHT) & dashes.keys()} == {"-"}
    assert {dash for gid, dash in dashes.items() if gid not in strokes(sheet, BRIGHT)} == {"--"}


# --- what is written ----------------------------------------------------------------------------------------


def written(sheet):
    return [text.get_text() for text in sheet.ax.texts]


def as_drawn(value, decimals=3):
    return hn.Digits(decimals=decimals).write(value).replace("-", "\N{MINUS SIGN}")


@pytest.mark.parametrize("shape", READABLE, ids=title)
def test_values_and_words_are_those_of_the_solution(shape):
    problem = numbers(shape)
    solution = problem.solve()
    sheet = sheet_of(*shape)
    texts = written(sheet)
    for layer in range(1, len(shape)):
        for unit in range(1, shape[layer] + 1):
            assert {as_drawn(solution[f"{name}{layer}[{unit}]"]) for name in "za"} <= set(texts)
    weights = [
        as_drawn(value, 2) for layer in range(1, len(shape)) for value in solution[f"W{layer}"].ravel()
    ]
    assert all(texts.count(weight) >= weights.count(weight) for weight in weights)
    for address, number in re.findall(r"([aJ][^ ]*) = (-?[0-9.]+)", sheet.words):
        assert float(number.rstrip(".")) == pytest.approx(solution[address], abs=0.0005)
    assert f"J = {solution['J']:.3f}" in sheet.words


@pytest.mark.parametrize("upto", range(5))
def test_values_move_through_the_layers(upto):
    problem = numbers([2, 2, 1, 1])
    solution, sheet = problem.solve(), sheet_of(2, 2, 1, 1, upto=upto)
    for layer in range(1, 4):
        for value in solution[f"A{layer}"].ravel():
            assert (as_drawn(value) in written(sheet)) == (layer <= upto)
    assert (as_drawn(solution["J"]) in written(sheet)) == (upto == 4)


def test_gradients_go_backward():
    problem = numbers([2, 2, 1])
    solution = problem.solve()
    two = hn.Digits(significant=2)
    for upto, layers in ((2, [2]), (None, [1, 2])):
        sheet = (
            sheet_of(2, 2, 1, gradients=True) if upto is None else drawn(problem, gradients=True, upto=upto)
        )
        seen = {two.write(solution[f"dJ/dw{layer}[1,1]"]).replace("-", "\N{MINUS SIGN}") for layer in (1, 2)}
        shown = {two.write(solution[f"dJ/dw{layer}[1,1]"]).replace("-", "\N{MINUS SIGN}") for layer in layers}
        assert seen & set(written(sheet)) == shown
    largest = max(
        (f"dJ/dw{layer}[1,{k}]" for layer in (1, 2) for k in (1, 2)), key=lambda each: abs(solution[each])
    )
    assert f"{largest} = {two.write(solution[largest])}" in sheet.words


def test_one_of_several_samples():
    problem = numbers([2, 2, 1], samples=3)
    solution = problem.solve()
    assert as_drawn(solution["a2[1](2)"]) in written(drawn(problem, sample=2))
    assert f"J(3) = {solution['J(3)']:.3f}" in drawn(problem, sample=3).words
    assert "sample 1" in drawn(problem).words


@pytest.mark.parametrize("name", notations())
def test_every_notation_can_be_set(name):
    sheet = drawn(numbers([2, 1]), notation=name)
    assert inside(sheet)
    assert (
        f"{hn.Network([2, 1]).derive(notation=name).setting.spelling.text(parse_address('J'))} = "
        in sheet.words
    )


@settings(max_examples=8, deadline=None)
@given(problems())
def test_any_network_can_be_drawn(problem):
    """Its words state the values of the solution; no text leaves the paper."""
    solution = problem.solve()
    sheet = drawn(solution, path="dJ/dw1[1,1]", digits=hn.Digits(significant=4))
    for address, number in re.findall(
        r"([aJ][^ ]*) = (-?[0-9.]+(?:e-?[0-9]+)?)", sheet.words.split(" Lit")[0]
    ):
        assert float(number.rstrip(".")) == pytest.approx(solution[address], rel=1e-3)
    assert "loss J" in sheet.words
    assert inside(sheet)


def test_symbols_without_numbers():
    sheet = drawn(hn.Network([2, 2, 1]))
    assert {"$w^{[1]}_{21}$", "$x_{1}$", "$J$"} <= set(written(sheet))
    assert sheet.words.endswith("in symbols.")


def test_too_many_weights_are_left_out_and_it_is_said():
    problem = numbers([10, 10, 10])
    assert (
        "There is no room to write the biases, units, 100 weights of layer 1 and"
        in sheet_of(10, 10, 10).words
    )
    lit = drawn(problem, path="dJ/dw1[1,1]")
    assert "99 other weights of layer 1" in lit.words
    assert as_drawn(problem.solve()["w2[7,1]"], 2) in written(lit)


# --- what can be read ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", READABLE, ids=title)
@pytest.mark.parametrize(
    "options", [{}, {"path": "dJ/dw1[1,1]"}, {"gradients": True}], ids=["values", "lit", "back"]
)
def test_no_text_covers_another(shape, options):
    sheet = sheet_of(*shape, **options)
    labelled = [text for text in sheet.ax.texts if text.get_text()]
    for one, other in combinations(zip(boxes(sheet), labelled, strict=True), 2):
        apart = one[0].shrunk(0.98, 0.9)  # brackets of indices may lean over
        assert not apart.overlaps(other[0].shrunk(0.98, 0.9)), (one[1].get_text(), other[1].get_text())


LARGE = hn.Problem(
    hn.Network([2, 2, 1], "tanh", bias="threshold"), ["-1234567.8", "3"], ["1"],
    [[["12345.678", "1e-9"], ["1/3", "2"]], [["-0.0001", "99999"]]], [["1", "2"], ["3"]],
)  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "options"),
    [
        (LARGE, {}),
        (LARGE, {"digits": 9}),
        (LARGE, {"gradients": True}),
        (numbers([3, 3, 2]), {"gradients": True}),
    ],
)
def test_numbers_stay_in_their_units(problem, options):
    sheet = drawn(problem, **options)
    circles = [each for each in sheet.ax.patches if each.get_gid().startswith("unit")]
    for text, box in zip(written(sheet), boxes(sheet), strict=True):
        middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
        for circle in circles:
            if circle.contains_point(middle):
                seen = circle.get_window_extent()
                assert seen.x0 <= box.x0, text
                assert box.x1 <= seen.x1, text
    assert inside(sheet)


def test_the_caption_of_the_loss_stands_above_its_name():
    sheet = sheet_of(1, 1, 1, 1, 1, 1)
    place = dict(zip(written(sheet), boxes(sheet), strict=True))
    assert not place["loss"].overlaps(place["$J$"])


def test_words_say_what_is_not_there():
    problem = numbers([2, 2, 1])
    assert (
        "Nothing leads from x[1] to w2[1,1]. Lit: unit x[1]." in drawn(problem, path="dw2[1,1]/dx[1]").words
    )
    assert (
        "derivatives of the loss, none worked out yet: J = " in drawn(problem, gradients=True, upto=3).words
    )
    sheet = drawn(LARGE, gradients=True, path="dJ/dtheta1[1]")
    assert "threshold theta1[1]" in sheet.words
    assert any("below by threshold" in text for text in written(sheet))


def test_all_21_weights_of_3_3_3_1_are_written():
    assert "no room" not in sheet_of(3, 3, 3, 1).words
    assert "no room" not in drawn(hn.Network([3, 3, 3, 1])).words
