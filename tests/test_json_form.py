"""JSON that is read back to an equal object, and that a schema for other programs describes."""

from __future__ import annotations

import json
import math
from pathlib import Path

import jsonschema
import pytest
from formulas import terms
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import decimals, graphs, networks, problems

import handnet as hn
from handnet.elementary import ELEMENTARY
from handnet.json_form import from_json, to_json
from handnet.json_form.sources import address_in
from handnet.json_form.terms import term_form, term_in
from handnet.mistakes import MISTAKES
from handnet.notation import notations
from handnet.quantity import parse_address
from handnet.rules import Rule
from handnet.solution import Solution
from handnet.step import Derivation
from handnet.terms import ONE, quantities

SCHEMA = json.loads((Path(hn.__file__).parent / "json_form" / "schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SMALL = problems(networks(most_layers=2, most_units=3), most_samples=2, odd=True)


def strict(text):
    """The text as any strict reader of JSON takes it: without NaN and its like, ASCII only."""

    def no_number(word):
        raise AssertionError(f"{word} is no JSON")

    assert text.isascii()
    return json.loads(text, parse_constant=no_number)


def without_nan(solution):
    """The same where NaN, which equals nothing, is a word."""
    values = {each: "NaN" if math.isnan(value) else value for each, value in solution.values.items()}
    return solution.derivation, solution.given, values, solution.digits


def assert_kept(calculation):
    """It fits the schema, is read back to an equal object, and is written again to the last sign."""
    text = to_json(calculation)
    form = strict(text)
    error = jsonschema.exceptions.best_match(VALIDATOR.iter_errors(form))
    assert error is None, f"{error.json_path}: {error.message[:200]}"
    back = from_json(text)
    assert type(back) is type(calculation)
    if isinstance(calculation, Solution):
        assert without_nan(back) == without_nan(calculation)
        assert back.derivation.setting.style == calculation.derivation.setting.style
        assert back.problem == calculation.problem
        assert (back.train is None) == (calculation.train is None)
    else:
        assert back == calculation
    assert to_json(back) == text
    assert strict(to_json(calculation, indent=None)) == form
    return back, form


def test_the_schema_is_one_and_knows_all_rules_and_functions():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["$defs"]["line"]["properties"]["rule"]["enum"]) == {each.name.lower() for each in Rule}
    functions = SCHEMA["$defs"]["term"]["oneOf"][5]["properties"]["function"]["enum"]
    assert set(functions) == set(ELEMENTARY)


STYLES = st.sampled_from(("chain", "delta"))
NOTATIONS = st.sampled_from(sorted(notations()))
SLIPS = st.one_of(st.none(), st.sampled_from(sorted(MISTAKES)))


@settings(max_examples=10)
@given(SMALL, STYLES, NOTATIONS, SLIPS, st.data())
def test_whatever_was_solved_is_read_back_and_goes_on(problem, style, notation, slip, data):
    """All that a problem may have, in every notation, with mistakes; and what was not among the lines."""
    try:
        solution = problem.solve(style=style, notation=notation, mistakes=[slip] if slip else [])
    except hn.HandnetError:
        return
    back, form = assert_kept(solution)
    assert [each["quantity"] for each in form["steps"]] == [
        str(each.quantity) for each in solution.derivation
    ]
    for step, each in zip(solution.derivation, form["steps"], strict=True):
        assert each["because"] == step.because
        assert each["inputs"] == [str(one) for one in step.inputs]
    assert_kept(solution.derivation)
    layer = data.draw(st.sampled_from([1, len(problem.network.layers) - 1]))
    sample = "(1)" if problem.samples > 1 else ""
    others = [f"a{layer}[1]{sample}", f"dJ/dx[1]{sample}", f"da{layer}[1]{sample}/dw1[1,1]", "w1[1,1]+"]
    for address in (*others, "w1[1,1]@4"):
        try:
            theirs = solution[address]
        except hn.HandnetError as error:
            with pytest.raises(type(error)):
                back[address]
        else:
            assert back[address] == theirs or math.isnan(theirs)


@settings(max_examples=20)
@given(graphs(), st.data())
def test_graphs_written_by_hand(graph, data):
    numbers = {str(each): data.draw(decimals()) for each in graph.definitions().given}
    solution = graph.solve(numbers)
    back, _ = assert_kept(solution)
    assert_kept(solution.derivation)
    last = str(graph.last)
    assert back[f"d{last}/d{last}"] == 1


TREES = jsonschema.Draft202012Validator({"$ref": "#/$defs/term", "$defs": SCHEMA["$defs"]})


@settings(max_examples=100)
@given(terms())
def test_every_formula_has_a_tree_that_is_read_back(term):
    """Of all shapes, inside each other in all ways; each tree fits the schema."""
    if any(parse_address(str(each)) != each for each in quantities(term)):
        with pytest.raises(hn.HandnetError, match="not read back as the same quantity"):
            term_form(term)  # what is given has no value at another time
        return
    tree = term_form(term)
    assert term_in(json.loads(json.dumps(tree)), address_in, "") == term
    assert TREES.is_valid(tree)


OWN = {
    "activation": [
        hn.Activation("swish</script>", "z*sigma(z)", title='a "title"\u202e & more\n'),
        hn.Activation("cube", "z^3/6 - 1/2*z + 0.10", slope="1/2*z^2 - 1/2"),
    ],
    "loss": hn.Loss("quartic", "1/4*(a - y)^4 + 2/(1 + a^2)", slope="(a - y)^3 - 4*a/(1 + a^2)^2"),
}


def own_problem(**options):
    return hn.Problem(
        hn.Network([2, 2, 1], **(OWN | options)), [["0.5", "-1"], ["2", "1/3"]], [["0.10"], ["-.5"]],
        [[["0.15", "-0.20"], ["0.25", "0.30"]], [["0.40", "-0.45"]]], [["0.35", "-0.35"], ["0.60"]], "0.5",
        title="Sheet <3> \ud800 $x$ %s", input_names=["size", "co\u2028st"], sample_names=["Ann", "{Bob}"],
        ask=["w1[1,1]+", {"quantity": "W2", "points": 2.5, "digits": 4}],
    )  # fmt: skip


def test_functions_of_one_s_own_are_kept_by_their_formulas():
    back, _ = assert_kept(own_problem().solve())
    network = back.derivation.setting.source.network
    assert network.activations == tuple(OWN["activation"])
    assert network.activations[0].title == OWN["activation"][0].title
    assert network.loss == OWN["loss"]
    assert back.problem.ask[1] == hn.Ask("W2", 2.5, 4)
    assert back["J@50"] == own_problem().train(50)[50]["J"]


def test_a_notation_of_one_s_own_is_kept_by_its_templates():
    """Also one that builds on a book, and one that only counts layers in another way."""
    several = [
        hn.Notation("mine", title='"<u>"', z="u^{<l>}_{<j>}", w="v^{<l>}_{<kj>}", J="E", first_layer=0),
        hn.Notation("mine", based_on="handwriting", a=r"\mathrm{out}_{<unit><,who>}", text={"a": "out<unit><who>"}),
        hn.Notation("mine", based_on="mazur", product="*"),
        hn.Notation("plain", first_layer=3), hn.Notation("mazur", z="q_{<unit>}", lambda_="k"),
    ]  # fmt: skip
    problem = hn.articles.handwriting.problem
    for mine in several:
        solution = problem.solve("dJ/dw1[1,1]", style="delta", notation=mine)
        back, form = assert_kept(solution)
        assert back.derivation.setting.notation == mine
        assert back.to_latex() == solution.to_latex()
        if not mine.addresses:
            spelled = solution.derivation.setting.spelling.text(solution.derivation.steps[0].quantity)
            assert form["steps"][0]["letters"] == spelled


def test_mistakes_are_kept_by_code_place_and_formulas():
    problem = own_problem()
    own = hn.Mistake.writing(
        "exp-sign", {"a1[1](1)": "1/(1 + exp(z1[1](1)))", "dJ/da2[1](2)": "2"}, hint="Look at e."
    )
    several = [
        [hn.mistake("slope-of-activation").at(layer=2)], [hn.mistake("one-path-only").at("dJ/da1[1](1)", choice=1)],
        [own], [own.at("a1[1](1)"), "step-added"], ["updated-weight-used"],
    ]  # fmt: skip
    for made in several:
        solution = problem.solve(mistakes=made)
        back, _ = assert_kept(solution)
        assert back["dJ/dx[1](1)"] == solution["dJ/dx[1](1)"]
        assert back["J@7"] == solution["J@7"]
    by_function = hn.Mistake("slope-one", "the slope was taken as 1", {Rule.SLOPE: lambda right, place: ONE})
    with pytest.raises(hn.HandnetError, match="'slope-one' changes lines by a Python function"):
        to_json(problem.solve(mistakes=[by_function]))


def test_conventions_limits_and_stated_values_are_kept():
    convention = hn.Convention(-1, "1/3", "gradient")
    other = own_problem(convention=convention, momentum="0.9", l2="1e-3", frozen=["w1[1,1]", "b2"],
                        reduction="mean", updates="each", average="outputs")  # fmt: skip
    assert_kept(other.solve(style="delta", digits=3))
    stated = other.solve(
        "dJ/dw1[2,1]", given={"z2[1](1)": "1.1", "eta": "2"}, digits=hn.Digits(significant=3)
    )
    back, _ = assert_kept(stated)
    assert back.problem is None
    assert back["dJ(1)/dz2[1](1)"] == stated["dJ(1)/dz2[1](1)"]
    pairs = {"cross_entropy": "softmax", "binary_cross_entropy": "sigmoid", "half_squared_error": "relu"}
    for loss, last in pairs.items():
        problem = hn.Problem(hn.Network([1, 2], last, loss), [["1"], ["2"]], [["1", "0"], ["0.25", "0.5"]],
                             [[["800"], ["-1000"]]], [["0", "1e2"]], "1e-5")  # fmt: skip
        for combined in (None, False):
            assert_kept(problem.solve(combined=combined))
    assert_kept(hn.Network([1, 1], "step", "none").derive("a1[1]"))
    assert_kept(hn.Network([2, 1], "tanh", "none").derive("a1[1]", "da1[1]/dw1[1,1]", "w1[1,2]"))


@pytest.mark.parametrize("name", ["handwriting", "rohan_lenny", "back_propagation"])
def test_articles_through_a_file(name, tmp_path):
    solution = hn.articles.article(name).problem.solve()
    path = tmp_path / "worked.json"
    path.write_text(solution.to_json(), encoding="utf-8")
    assert from_json(path) == from_json(str(path)) == solution
    assert hn.from_json("\ufeff  " + solution.to_json()) == solution


def test_a_derivation_with_numbers_and_what_is_no_calculation():
    derivation = hn.Graph({"q": "x + y", "f": "q*z"}).derive("df/dx")
    back = from_json(derivation.to_json())
    assert isinstance(back, Derivation)
    assert back.solve({"x": -2, "y": 5, "z": -4})["df/dz"] == 3
    with pytest.raises(hn.HandnetError, match="found Problem; what is kept is a derivation or a solution"):
        to_json(own_problem())
    with pytest.raises(hn.HandnetError, match="found bytes; give the text, or the path of a file"):
        from_json(b"{}")


def test_it_reads_well():
    text = hn.articles.handwriting.problem.solve("dJ/dw1[1,1]", style="delta", digits=4).to_json()
    assert text.startswith(
        '{\n  "handnet": 1,\n  "format": "solution",\n  "source": {\n    "kind": "network",\n'
    )
    assert (
        '\n      "formula": "w2[1,1]*a1[1](1)",\n      "term": {"product": ["w2[1,1]", "a1[1](1)"]},\n'
        in text
    )
    assert '\n    "x[1](2)": "1.0",\n' in text
    assert '"written": "0.' in text
