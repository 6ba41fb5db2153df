"""Reading JSON trusts nothing: what does not hold is refused in one line that says where."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_json_form import VALIDATOR, own_problem, without_nan

import handnet as hn
from handnet.json_form import from_json, to_json
from handnet.quantity import Variable
from handnet.solution import Solution
from handnet.terms import TWO, Negative, Power

PROBLEM = hn.Problem(
    hn.Network([2, 2, 1], ["tanh", "sigmoid"]), ["0.5", "-1"], ["0.10"],
    [[["0.15", "-0.20"], ["0.25", "0.30"]], [["0.40", "-0.45"]]], [["0.35", "-0.35"], ["0.60"]], "0.5",
    title="Sheet",
)  # fmt: skip
FORM = json.loads(to_json(PROBLEM.solve()))
GRAPH = json.loads(to_json(hn.Graph({"q": "x + y", "f": "q*z"}).derive("df/dx")))
OWN = json.loads(to_json(own_problem().solve(
    "dJ/dw1[1,1]", notation=hn.Notation("mine", z="u^{<l>}_{<j>}"),
    mistakes=[hn.Mistake.writing("own", {"a1[1](1)": "z1[1](1)"})])))  # fmt: skip


def changed(form, value, *path):
    """A copy of the form with another value at this place; `...` takes the entry away."""
    form = copy.deepcopy(form)
    inner = form
    for name in path[:-1]:
        inner = inner[name]
    if value is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return form


def refusal(text):
    """The line with which it is refused."""
    with pytest.raises(hn.HandnetError) as error:
        from_json(text)
    said = str(error.value)
    assert len(said) < 700, said
    assert len(said.splitlines()) == 1, said
    assert said.isprintable(), said
    return said


STEP = ("steps", 0)
SAID = [
    (2, ("handnet",), "handnet: version 2 of the form; this program reads 1"),
    (True, ("handnet",), "handnet: version true of the form"),
    ("sheet", ("format",), 'format: found "sheet"; choose from derivation, solution'),
    ("derivation", ("format",), "unknown entry"),
    (..., ("steps",), "the entry 'steps' is missing"),
    (1, ("more",), 'unknown entry "more"'),
    ({}, ("steps",), "steps: found an object; it is a list"),
    ([3], ("steps",), "steps 1: found 3; an object in braces is needed there"),
    ("z9[1]", (*STEP, "quantity"), "steps 1, quantity: no quantity 'z9[1]'"),
    ("z1[01]", (*STEP, "quantity"), "it is written z1[1]"),
    (" z1[1]", (*STEP, "quantity"), "it is written z1[1]"),
    ("import os", (*STEP, "quantity"), "steps 1, quantity: cannot read 'import os' as an address"),
    (None, (*STEP, "quantity"), "steps 1, quantity: found null; it is text"),
    ("weighted sum", (*STEP, "rule"), "did you mean 'weighted_sum'"),
    ("update", (*STEP, "rule"), "steps 1 (z1[1]): the rule 'update' belongs to the part 'update'"),
    ("w1[1,1]*x[1]", (*STEP, "formula"), 'the formula "w1[1,1]*x[1]" and its tree are not the same'),
    ({"sum": ["x[1]"]}, (*STEP, "term"), "found a list for a sum; it is a list of two parts or more"),
    ({"quotient": ["x[1]", "x[1]", "x[1]"]}, (*STEP, "term"), "it is a list of two parts"),
    ({"function": "exec", "of": ["x[1]"]}, (*STEP, "term"), 'found the function "exec"; the functions are sigma'),
    ({"function": "sigma", "of": ["x[1]", "x[2]"]}, (*STEP, "term"), "it is a list of arguments: 1"),
    ({"code": "1"}, (*STEP, "term"), "found an object in the tree of a formula; it is an address"),
    ([1], (*STEP, "term"), "found a list in the tree of a formula"),
    ({"number": 0.5}, (*STEP, "term"), "cannot read 0.5 as a finite number; it is text"),
    ({"number": "1e999"}, (*STEP, "term"), '"1e999" is beyond the range of floats'),
    ({"number": "0e999999999"}, (*STEP, "term"), "cannot read"),
    ({"number": "1" * 3000}, (*STEP, "term"), "cannot read"),
    ({"number": "1/0"}, (*STEP, "term"), "cannot read"),
    ({"number": "9" * 1500 + "/7"}, (*STEP, "term"), "beyond the range of floats"),
    ({"number": "١"}, (*STEP, "term"), "cannot read"),
    (["x[1]"], (*STEP, "inputs"), "steps 1 (z1[1]): the inputs are w1[1,1] x[1] w1[1,2] x[2] b1[1]"),
    (0.5, (*STEP, "value"), "steps 1 (z1[1]): the value is 0.5, but its formula gives 0.625"),
    ("NaN", (*STEP, "value"), "the value is nan, but its formula gives 0.625"),
    ("0.625", (*STEP, "value"), 'found "0.625"; it is a number of a float'),
    (True, (*STEP, "value"), "found true"),
    (10**400, (*STEP, "value"), "it is a number of a float"),
    ("z1[1]", ("steps", 2, "quantity"), "z1[1] is given or stands above already"),
    ("w3[1,1]", ("goals", 0), "goals: no quantity 'w3[1,1]'"),
    ("da2[1]/dx[1]", ("goals", 0), "goals: da2[1]/dx[1] is neither given nor worked out in a line"),
    ("0.50", ("given", "x[2]"), "the value is"),
    ("zero", ("given", "x[2]"), 'given, x[2]: cannot read "zero" as a finite number'),
    ("0.5", ("given", "q"), "given: no quantity 'q'"),
    (..., ("given", "x[2]"), "x[2] is neither given nor worked out above z1[1]"),
    (3, ("digits", "decimals"), "digits: give decimals or significant, not both"),
    (99, ("digits", "significant"), "digits: significant is 99"),
    ("Delta", ("setting", "style"), "did you mean 'delta'"),
    ("yes", ("setting", "combined"), "it is true or false"),
    (["z8[1]"], ("setting", "known"), "no quantity 'z8[1]'"),
    ("runes", ("setting", "notation"), "unknown notation"),
    ([{"code": "slip", "layer": None, "line": None, "choice": 0}], ("setting", "mistakes"), "unknown mistake 'slip'"),
    ([{"code": "step-added", "layer": None, "line": "x++", "choice": 0}], ("setting", "mistakes"), "cannot read 'x++'"),
    ([{"code": "step-added", "layer": 9, "line": None, "choice": 0}], ("setting", "mistakes"), "there is no layer 9"),
    ("graph", ("source", "kind"), "unknown entry"),
    ([2, 2, 10**9], ("source", "layers"), "weights times samples are more than"),
    ([2], ("source", "layers"), "found [2]"),
    (10**9, ("source", "samples"), "weights times samples are more than"),
    (0, ("source", "samples"), "it is a whole number from 1 on"),
    (["tanh"], ("source", "activations"), "1 name for 2 layers"),
    (["tanh", "swish"], ("source", "activations"), 'unknown name "swish"'),
    ("hinge", ("source", "loss"), 'unknown name "hinge"'),
    ("much", ("source", "l2"), 'source, l2: cannot read "much"'),
    (["w7"], ("source", "frozen"), "no parameter 'w7'"),
    ({"error_sign": 2, "gradient_factor": "1", "mean_in": "loss"}, ("source", "convention"), "error_sign is 2"),
    ({"error_sign": 1, "gradient_factor": "1e-99999", "mean_in": "loss"}, ("source", "convention"), "cannot read"),
    ([3], ("source", "unit_targets"), "numbers of samples, from 1 to 1"),
    (["only"], ("source", "input_names"), "1 names for 2; give all, or none"),
    ([{"quantity": "z9[1]", "points": 1, "digits": None}], ("problem", "ask"), "problem: no quantity 'z9[1]'"),
    ([{"quantity": "J", "points": "all", "digits": None}], ("problem", "ask"), "points is 'all'"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "path", "said"), SAID, ids=lambda each: str(each)[:40])
def test_what_does_not_hold_is_refused_with_its_place(value, path, said):
    assert said in refusal(json.dumps(changed(FORM, value, *path)))


@pytest.mark.parametrize(
    ("value", "path"),
    [(2, ("handnet",)), ("derivation", ("format",)), (..., ("steps",)), (1, ("more",)), ([3], ("steps",)),
     (1, (*STEP, "more")), (..., (*STEP, "rule")), ("weighted sum", (*STEP, "rule")), (True, (*STEP, "value")),
     ("0.6", (*STEP, "value")), ({"code": "1"}, (*STEP, "term")), ({"number": 0.5}, (*STEP, "term")),
     ({"sum": ["x[1]"]}, (*STEP, "term")), ({"sum": ["J", "J"], "product": ["J", "J"]}, (*STEP, "term")),
     ({"function": "exec", "of": ["J"]}, (*STEP, "term")), ("zero", ("given", "x[2]")), ([], ("given",)),
     (..., ("digits",)), ("graph", ("source", "kind")), ({"mistake": "slip"}, ("setting", "mistakes"))],
    ids=str,
)  # fmt: skip
def test_the_schema_refuses_it_as_reading_does(value, path):
    form = changed(FORM, value, *path)
    assert not VALIDATOR.is_valid(form)
    refusal(json.dumps(form))


def test_graphs_and_what_is_one_s_own_are_refused_with_their_place():
    formula = ("source", "formulas", 0)
    cases = [
        (GRAPH, "q + 1", (*formula, "formula"), "source, formulas 1: the formula and its tree are not the same"),
        (GRAPH, "f", (*formula, "quantity"), "source, formulas 2: f is worked out twice"),
        (GRAPH, "df/dx", (*formula, "quantity"), "is a derivative"),
        (GRAPH, {"sum": ["f", "y"]}, (*formula, "term"), "not the same"),
        (GRAPH, "dx/dy", (*formula, "term"), "the formulas of a graph have none"),
        (GRAPH, [], ("source", "formulas"), "at least one"),
        (GRAPH, ["z", "x"], ("given",), "it is what the lines use and none works out"),
        (OWN, "q", ("source", "loss", "term"), 'source, loss, term: found "q"; the letters are a y'),
        (OWN, "a", ("source", "loss", "formula"), 'source, loss: the formula "a" and its tree are not the same'),
        (OWN, "tanh", ("source", "activations", 0, "name"), "'tanh' is built in"),
        (OWN, {"x": r"\input{passwd}"}, ("setting", "notation", "latex"), "is not used for the letters of a notation"),
        (OWN, {"name": "z"}, ("setting", "notation", "latex"), 'found "name"; the kinds are'),
        (OWN, "a b", ("setting", "notation", "name"), "cannot be its name"),
        (OWN, {"a1[1](1)": "__import__('os')"}, ("setting", "mistakes", 0, "formulas"), "own: cannot read the formula"),
        (OWN, {"a1[1](1)": 5}, ("setting", "mistakes", 0, "formulas"), "it is text"),
        (OWN, {"x[1](1)": "2"}, ("setting", "mistakes", 0, "formulas"), "x[1](1) is given"),
        (OWN, "step-added", ("setting", "mistakes", 0, "code"), "is a known mistake"),
    ]  # fmt: skip
    for form, value, path, said in cases:
        assert said in refusal(json.dumps(changed(form, value, *path))), (value, path)


TEXTS = [
    ("{", "not readable as JSON"),
    ("{]", "not readable as JSON"),
    ("[]", "found a list; an object in braces is needed there"),
    ('{"handnet": 1}', "the entry 'format' is missing"),
    ('{"handnet": NaN}', "NaN is no number there"),
    ('{"handnet": 1, "handnet": 1}', '"handnet" stands twice'),
    ('{"a": ' + "[" * 100_000, "not readable as JSON"),
    ('{"handnet": ' + "[" * 10_000 + "]" * 10_000 + "}", "lists in lists far too deep"),
    ('{"handnet": 1' + "0" * 1_000_000 + "}", "handnet: version Infinity"),
    ('{"\\u202e\\n": 1, "handnet": 1, "format": "derivation"}', "unknown entry"),
    ("no such file", "'no such file': cannot be read"),
    ("", "cannot be read"),
    ("\0", "cannot be read"),
]


@pytest.mark.parametrize(("text", "said"), TEXTS, ids=lambda each: each[:20])
def test_what_is_no_json_is_refused(text, said):
    assert said in refusal(text)


def test_deep_trees_are_refused_before_anything_breaks():
    deep = "x[1]"
    for _ in range(400):
        deep = {"negative": deep}
    assert "operations inside each other" in refusal(json.dumps(changed(FORM, deep, *STEP, "term")))
    graph = hn.Graph({"f": Power(Variable("x"), TWO)})
    for _ in range(300):
        graph = hn.Graph({"f": Negative(graph.definitions().of[Variable("f")].formula)})
    with pytest.raises(hn.HandnetError, match="a formula with more than 250 operations inside each other"):
        to_json(graph.derive("f"))


def test_a_file_names_itself(tmp_path):
    path = tmp_path / "worked.json"
    path.write_text(json.dumps(changed(FORM, 2, "handnet")), encoding="utf-8")
    assert refusal(path) == f"{path}: handnet: version 2 of the form; this program reads 1"
    path.write_bytes(b"\xff\xfe{")
    assert "is not UTF-8 text" in refusal(path)


def test_a_value_may_differ_by_another_machine_s_last_digits():
    """tanh and e^x round otherwise elsewhere; what is read is what was written."""
    step = next(each for each in FORM["steps"] if each["quantity"] == "a1[1]")
    assert step["term"] == {"function": "tanh", "of": ["z1[1]"]}
    value = step["value"] * (1 + 2e-16)
    assert value != step["value"]
    back = from_json(json.dumps(changed(FORM, value, "steps", FORM["steps"].index(step), "value")))
    assert back["a1[1]"] == value


def test_what_is_for_readers_only_is_not_read():
    form = FORM
    for name in ("title", "because", "written", "numbers", "letters"):
        form = changed(form, "<script>", *STEP, name)
    assert from_json(json.dumps(form)) == PROBLEM.solve()


PLACES = st.sampled_from((FORM, GRAPH, OWN))
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just([]), st.just({}),
    st.sampled_from(["J", "x[1]", "dJ/dw1[1,1]", "0.5", "1/3", "Infinity", {"number": "1"}, [["x"]], 10**30]),
)  # fmt: skip


@settings(max_examples=150)
@given(PLACES, ODD, st.data())
def test_any_change_anywhere_is_refused_in_one_line_or_harmless(form, odd, data):
    """What is read after a change fits the schema as well, and holds line by line."""
    path, inner = [], form
    while isinstance(inner, dict | list) and inner and (not path or data.draw(st.integers(0, 4))):
        names = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        path.append(data.draw(st.sampled_from(names)))
        inner = inner[path[-1]]
    new = changed(form, ... if data.draw(st.integers(0, 5)) == 0 else odd, *path)
    try:
        text = json.dumps(new, allow_nan=False)
    except ValueError:
        assert "is no number there" in refusal(json.dumps(new))
        return
    try:
        back = from_json(text)
    except hn.HandnetError:
        refusal(text)
        return
    again = from_json(to_json(back))
    if isinstance(back, Solution):
        assert without_nan(again) == without_nan(back)
    else:
        assert again == back


@settings(max_examples=60)
@given(st.data())
def test_cut_and_spliced_text_is_refused_in_one_line(data):
    text = json.dumps(GRAPH)
    start, end = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    put = data.draw(st.sampled_from(["", '"', "{", "]", ",", "1e9", "\\u0000", "null"]))
    new = text[:start] + put + text[end:]
    new = "{" + new[1:]
    try:
        assert from_json(new) == from_json(text)
    except hn.HandnetError:
        refusal(new)
