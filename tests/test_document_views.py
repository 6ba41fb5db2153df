"""Documents of whole arrays and of general units: the network's picture in them, and the table of their letters."""

from __future__ import annotations

import pytest

import handnet as hn
from handnet.render.drawing import derivation_drawing, solution_drawing
from handnet.render.page import Drawing, Table
from handnet.render.plain import plain_words

MAZUR = hn.read("tests/published/mazur.toml")


@pytest.mark.parametrize("layout", ["columns", "rows"])
def test_a_document_of_whole_arrays_has_the_same_picture_and_its_own_letters(layout):
    solution = MAZUR.solve(view="matrix", layout=layout)
    latex = solution.to_latex(document=True)
    assert solution_drawing(MAZUR.solve()).tikz in latex
    assert derivation_drawing(MAZUR.derive()).tikz in solution.view.to_latex(document=True)
    table = next(each for each in solution._document_page() if isinstance(each, Table))
    rows = {plain_words(row[1]).replace("\N{NO-BREAK SPACE}", " "): row for row in table.rows}
    assert plain_words(rows["X"][3]) == ("2x1" if layout == "columns" else "1x2")
    assert rows["W1, W2"][2] == "weights"
    assert rows["J"][2:] == ("the loss", "a number")
    every = {name for names in rows for name in names.split(", ")}
    view = solution.view
    assert every == {view.letters.text(each) for each in (*view.given, *view.masks, *view.by_quantity)}


def test_the_picture_of_whole_arrays_is_in_the_letters_of_the_lines():
    solution = MAZUR.solve(view="matrix", notation="crash_course")
    (drawing,) = (each for each in solution._document_page() if isinstance(each, Drawing))
    assert drawing.tikz == solution_drawing(MAZUR.solve(notation="crash_course")).tikz
    assert drawing.tikz != solution_drawing(MAZUR.solve()).tikz


def test_masks_and_penalties_of_whole_arrays_are_named():
    network = hn.Network([2, 2, 1], momentum="0.9", l2="0.1", frozen=["w1[1,1]"])
    blocks = network.derive(view="matrix")._document_page()
    (table,) = (each for each in blocks if isinstance(each, Table))
    said = {plain_words(row[1]): plain_words(row[2]) for row in table.rows}
    assert said["free_W1"] == "weights: 1 where they are trained, 0 where they are frozen"
    assert said["R"] == "the penalty"
    assert any(each.startswith("V_W") for each in said)


@pytest.mark.parametrize("name", ["standard", "crash_course"])
@pytest.mark.parametrize(
    ("bias", "said"), [("unit", "the bias of unit j"), ("threshold", "the threshold of")]
)
def test_a_document_of_the_index_view_has_a_picture_and_its_letters(name, bias, said):
    network = hn.Network([2, 3, 1], bias=bias)
    view = network.derive(view="index", notation=name)
    blocks = view._document_page()
    (drawing,) = (each for each in blocks if isinstance(each, Drawing))
    assert drawing.tikz == derivation_drawing(network.derive(notation=name)).tikz
    (table,) = (each for each in blocks if isinstance(each, Table))
    meanings = [plain_words(row[1]) for row in table.rows]
    assert [plain_words(row[0]) for row in table.rows][:3] == ["l", "j", "k"]
    assert any(each.startswith(said) for each in meanings)
    assert "its error term" in meanings
