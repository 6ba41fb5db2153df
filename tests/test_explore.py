"""The panel as a widget: what goes to the page, what comes back, and what a page without it shows."""

from __future__ import annotations

import subprocess
import sys

import ipywidgets
import pytest

import handnet as hn
from handnet.errors import HandnetError
from handnet.page.knobs import knobs


def problem(**changes):
    return hn.Problem(
        hn.Network([2, 2, 1], **changes),
        x=["0.05", "0.10"],
        y=["0.01"],
        weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
        biases=[["0.35", "0.35"], ["0.60"]],
        learning_rate="0.5",
    )


def test_the_problem_comes_back_as_it_was_given():
    assert problem().explore().problem == problem()


def test_values_from_the_page_are_the_problems_numbers():
    panel = problem().explore()
    panel.values = {**panel.values, "w1[1,1]": -1.25, "eta": 2.0}
    assert panel.problem == problem().with_numbers({"w1[1,1]": -1.25, "eta": 2.0})
    assert panel.problem.solve().written(hn.Network([1, 1]).derive()["z1[1]"].inputs[0]) == "-1.25"


def test_setting_the_problem_moves_the_sliders():
    panel = problem().explore()
    seen = []
    panel.observe(lambda change: seen.append(change["new"]["x[1]"]), "values")
    panel.problem = problem().with_numbers({"x[1]": "0.7"})
    assert seen == [0.7]
    assert panel.problem.solve()["z1[1]"] == problem().with_numbers({"x[1]": "0.7"}).solve()["z1[1]"]


def test_a_number_that_left_the_floats_is_said_by_its_name():
    panel = problem().explore()
    panel.values = {**panel.values, "w1[1,1]": None}  # how NaN and infinity arrive from a page
    with pytest.raises(HandnetError, match=r"w1\[1,1\] has left the range of floats"):
        panel.problem  # noqa: B018


def test_another_network_may_be_set():
    panel = problem().explore()
    panel.problem = hn.Problem(hn.Network([1, 1]), x=[1], y=[0], weights=[[[2]]], biases=[[0.5]])
    assert "w1[2,1]" not in panel.data["quantities"]
    assert panel.problem.network.layers == (1, 1)


def test_it_stands_in_boxes_and_pages_without_widgets_show_the_solution():
    panel = problem().explore(notation="mazur", digits=4)
    assert ipywidgets.HBox([panel]).children == (panel,)
    bundle, _ = panel._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert (
        bundle["text/markdown"]
        == problem().solve(notation="mazur", digits=4)._repr_mimebundle_()["text/markdown"]
    )
    assert r"\mathrm{net}" in bundle["text/markdown"]


def test_it_opens_in_the_letters_asked_for_and_offers_all_others():
    own = hn.Notation("mine", z="u^{<l>}_{<j>}", a="v^{<l>}_{<j>}")
    for notation, name in (("mazur", "mazur"), (own, "mine"), ("standard", "standard")):
        data = problem().explore(notation=notation).data
        assert data["options"]["notation"] == name
        names = [each["name"] for each in data["notations"]]
        assert len(set(names)) == len(names) >= 7
        z = data["notations"][names.index(name)]["math"][data["quantities"].index("z1[1]")]
        assert {"mazur": "net", "mine": "<mi>u</mi>", "standard": "<mi>z</mi>"}[name] in z


def test_without_the_widgets_it_says_what_to_install():
    code = """
import sys
sys.modules["anywidget"] = None
import handnet as hn
try:
    hn.Problem(hn.Network([1, 1]), x=[1], y=[0], weights=[[[2]]], biases=[[0.5]]).explore()
except hn.HandnetError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'handnet[lab]'" in done.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"style": "detla"}, "delta"),
        ({"notation": "mazzur"}, "mazur"),
        ({"mistake": "updated-weight"}, "updated-weight-used"),
        ({"ranges": {"w1[1,1]": (2, 1)}}, "low < high"),
        ({"ranges": {"w1[1,1]": "wide"}}, "(low, high)"),
        ({"ranges": {"z1[1]": (0, 1)}}, "worked out"),
        ({"ranges": [("eta", 1)]}, "by address"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_line(options, words):
    with pytest.raises(HandnetError) as error:
        problem().explore(**options)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_calculation_that_is_too_long_is_refused_with_its_length():
    sizes = [20, 20, 20]
    large = hn.Problem(
        hn.Network(sizes, bias="none"),
        x=[0.1] * 20,
        y=[0] * 20,
        weights=[[[0.1] * 20] * 20] * 2,
        learning_rate=1,
    )
    with pytest.raises(HandnetError, match=r"has [0-9],[0-9]{3} lines"):
        large.explore()


def test_a_range_holds_its_number_and_goes_in_round_steps():
    for number in ("0.05", "-3", "17.3", "1e-9", "0", "123456", "1e300"):
        for knob in knobs(
            problem().with_numbers({"w1[1,1]": number, "x[1]": number, "eta": number.lstrip("-")})
        ):
            low, high, step = knob.range
            assert low <= knob.number.value <= high
            assert 0 < step <= (high - low) / 50


def test_chosen_ranges_are_used_for_whole_arrays_too():
    found = knobs(problem(), {"W1": (-3, 3, "0.1"), "eta": (0, 5)})
    assert {tuple(each.range) for each in found if str(each.quantity).startswith("w1")} == {(-3.0, 3.0, 0.1)}
    assert next(each.range for each in found if str(each.quantity) == "eta") == (0.0, 5.0, 0.05)
