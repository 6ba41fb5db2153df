"""Notations: every quantity is spelled in one way, and what is spelled is read back."""

from __future__ import annotations

import pytest
from hypothesis import example, given, note, settings
from hypothesis import strategies as st
from networks import LAST, networks, problems

import handnet as hn
from handnet.forward import ForwardPass
from handnet.notation import STANDARD, Notation, notation, notations
from handnet.notation.spelling import Spelling
from handnet.parse import parse_formula
from handnet.quantity import Derivative, Variable
from handnet.render.text import formula_text
from handnet.setting import Setting
from handnet.value import evaluate

EVERY = sorted(notations())
TIMES = (0, 1, 2, 100)
NETS = networks(losses=tuple(LAST))
NAMES = st.lists(st.text(max_size=8), min_size=5, max_size=5)


def read_back(setting, quantity):
    """A spelled quantity, read as text and as LaTeX."""
    spelling = setting.spelling
    return setting.find(spelling.text(quantity)), setting.find(spelling.latex(quantity))


def timed(source, variable):
    """The variable at several times, in its canonical spelling; what is given has no time."""
    found = {source.find(variable)}
    for time in TIMES[1:]:
        found.add(source.find(variable.at(time)))
    return found


# --- spelling, then reading, is the identity -----------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=25)
@given(NETS, st.integers(1, 12), st.data())
def test_spell_then_parse_is_the_identity(name, network, samples, data):
    """On every variable of random networks at several times, and on derivatives between them."""
    source = ForwardPass(network, samples)
    setting = Setting(source, notation=notation(name))
    variables = list(setting.spelling.variables())
    texts, letters = set(), set()
    for variable in variables:
        for quantity in timed(source, variable):
            assert read_back(setting, quantity) == (quantity, quantity)
            texts.add(setting.spelling.text(quantity))
            letters.add(setting.spelling.latex(quantity))
    assert len(texts) == len(letters) == sum(len(timed(source, each)) for each in variables)

    forward = list(source.definitions().of)
    for _ in range(10):
        of, by = data.draw(st.sampled_from(forward)), data.draw(st.sampled_from(variables))
        time = data.draw(st.sampled_from(TIMES))
        try:
            quantity = source.find(Derivative(of.at(time), source.find(by.at(time))))
        except hn.HandnetError:
            continue  # it does not stand in the forward pass
        note(f"{quantity}: {setting.spelling.text(quantity)}")
        assert read_back(setting, quantity) == (quantity, quantity)


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=10)
@given(problems(), st.sampled_from(["chain", "delta"]))
def test_every_line_of_a_solution_is_found_by_its_own_letters(name, problem, style):
    """Forward, backward and update, as the lines stand on the page."""
    solution = problem.solve(notation=name, style=style)
    setting = solution.derivation.setting
    for quantity in solution.values:
        assert read_back(setting, quantity) == (quantity, quantity)
    for step in solution.derivation:
        assert solution[setting.spelling.text(step.quantity)] == solution.values[step.quantity]
        written = formula_text(step.formula, setting.spelling.in_formula)
        again = parse_formula(setting.spelling.addresses(written), setting.find)
        value = evaluate(again, solution.values)
        assert value == evaluate(step.formula, solution.values) or value != value, written


@pytest.mark.parametrize("name", EVERY)
@settings(max_examples=40)
@given(NAMES, NAMES, st.integers(1, 3), st.integers(1, 2))
@example(["C", "C+", "C@2", "d", "dcost/dW1_C"], ["A", "A+", "A@1", "b", "c"], 3, 1)
@example(["1", "2", "3", "4", "5"], ["1", "2", "3", "4", "5"], 1, 1)
@example(["exp", "sigma", "ln", "new", "max"], ["J", "eta", "z1", "b1", "cost"], 1, 1)
@example(["J", "eta", "cost", "output", "W1"], ["z1[1]", "x - y", "a b", "p", "q"], 1, 2)
@example(["money", "love", "food", "sleep", "work"], ["Ann", "Bob", "Eve", "Ida", "Öz"], 3, 1)
def test_names_of_people_and_inputs_may_be_anything(name, inputs, people, samples, units):
    problem = hn.Problem(
        hn.Network([5, units, 1]), x=[[1, 2, 3, 4, 5]] * samples, y=[[0]] * samples,
        weights=[[[1] * 5] * units, [[1] * units]], biases=[[0] * units, [0]], learning_rate=1,
        input_names=inputs, sample_names=people[:samples],
    )  # fmt: skip
    solution = problem.solve(notation=name)
    setting = solution.derivation.setting
    for variable in setting.spelling.variables():
        for quantity in timed(setting.source, variable):
            assert read_back(setting, quantity) == (quantity, quantity)
    for step in solution.derivation:
        assert read_back(setting, step.quantity) == (step.quantity, step.quantity)
        assert setting.find(str(step.quantity)) == step.quantity
        written = formula_text(step.formula, setting.spelling.in_formula)
        assert solution.evaluate(written) == evaluate(step.formula, solution.values)
    assert "\n\n$$" in solution.to_markdown()


def test_formulas_in_the_letters_of_the_sheet():
    problem = hn.read("tests/published/mazur.toml")
    solution = problem.solve(notation="mazur", style="delta")
    slope = solution["a2[1]"] * (1 - solution["a2[1]"])
    assert solution.evaluate("out_o1*(1 - out_o1)") == slope
    assert solution.evaluate("w5 - eta*dE_total/dw5") == solution["w5+"] == solution.evaluate("new(w5)")
    crash = problem.solve(notation="crash_course", style="delta")
    assert crash.evaluate("a^3_1*(1 - a^3_1)^2") == solution["a2[1]"] * (1 - solution["a2[1]"]) ** 2


@pytest.mark.parametrize(
    ("name", "typed", "address"),
    [
        ("mazur", "w5", "w2[1,1]"),
        ("mazur", "w5+", "w2[1,1]+"),
        ("mazur", "net_h1", "z1[1]"),
        ("mazur", "out_o1", "a2[1]"),
        ("mazur", "E_o1", "J[1]"),
        ("mazur", "E_total", "J"),
        ("mazur", "dE_total/dw5", "dJ/dw2[1,1]"),
        ("mazur", "dJ/dw5", "dJ/dw2[1,1]"),
        ("mazur", "dE_o1/dout_o1", "dJ[1]/da2[1]"),
        ("mazur", "w_{5}", "w2[1,1]"),
        ("mazur", "b2", "b1[2]"),
        ("nielsen", "C", "J"),
        ("nielsen", "w^3_12", "w2[1,2]"),
        ("nielsen", "delta^2_1", "delta1[1]"),
        ("crash_course", "s^3_1", "z2[1]"),
        ("crash_course", "a^1_2", "x[2]"),
        ("rohan_lenny", "y_j,2", "a1[2]"),
        ("rohan_lenny", "W^1_12", "w1[2,1]"),
        ("rohan_lenny", "alpha", "eta"),
        ("back_propagation", "W1[2,1]", "w1[2,1]"),
        ("back_propagation", "dZ1[2]", "delta1[2]"),
        ("back_propagation", "A2[1]", "a2[1]"),
        ("handwriting", "neuron1output_2", "a1[2]"),
        ("handwriting", "cost", "J"),
    ],
)
def test_letters_that_books_use(name, typed, address):
    source = ForwardPass(hn.Network([2, 2, 2]))
    assert Setting(source, notation=notation(name)).find(typed) == source.find(address)


def test_addresses_are_understood_in_every_notation():
    problem = hn.read("tests/published/mazur.toml")
    for name in EVERY:
        solution = problem.solve(notation=name)
        assert solution["dJ/dw2[1,1]"] == pytest.approx(0.082167041, abs=5e-10)
        assert solution["W1+"].shape == (2, 2)
        assert solution.evaluate("w1[1,1]*x[1] + y[1] - a2[1]") == pytest.approx(
            0.15 * 0.05 + 0.01 - solution["a2[1]"]
        )


# --- a notation of one's own -----------------------------------------------------------------------------


def mine(**changed):
    given = {"z": "u^{<l>}_{<j>}", "a": "h^{<l>}_{<j>}", "w": "v^{<l>}_{<kj>}", "J": "E", "first_layer": 0}
    return Notation("mine", **(given | changed))


def test_a_learner_defines_one_in_a_few_lines():
    net = hn.Network([2, 2, 1])
    derivation = net.derive("dE/dv^0_12", notation=mine(), style="delta")
    assert str(derivation.goals[0]) == "dJ/dw1[2,1]"
    assert r"u_2^0 &= v_{12}^0 x_1 + v_{22}^0 x_2 + b_2^{[0]}" in derivation.to_markdown()
    assert "h^1_1 = sigma(u^1_1)" in derivation.to_text()


@pytest.mark.parametrize("given", [{}, {"based_on": "mazur", "first_layer": 1}, {"based_on": "handwriting"}])
@settings(max_examples=20)
@given(network=NETS, samples=st.integers(1, 3))
def test_ones_own_reads_back_too(given, network, samples):
    setting = Setting(ForwardPass(network, samples), notation=mine(**given))
    for variable in setting.spelling.variables():
        assert read_back(setting, variable) == (variable, variable)


def test_what_is_not_named_is_spelled_as_in_the_other_notation():
    spelling = Spelling(
        Notation("mine", based_on="mazur", a="o_{<unit>}"), ForwardPass(hn.Network([2, 2, 1]))
    )
    weight, activation = Variable("w", 2, (1, 1)), Variable("a", 2, (1,))
    assert (spelling.text(weight), spelling.latex(weight)) == ("w5", "w_{5}")
    assert (spelling.text(activation), spelling.latex(activation)) == ("o_o1", "o_{o1}")
    same = Spelling(Notation("mine", based_on="mazur"), ForwardPass(hn.Network([2, 2, 1])))
    assert same.text(weight) == "w5"


# --- side by side -----------------------------------------------------------------------------------------


def test_the_crosswalk_shows_one_network_in_all_of_them():
    walk = hn.Network([2, 2, 1]).crosswalk()
    markdown = walk.to_markdown()
    assert [each.notation.name for each in walk.spellings] == list(notations())
    weight = next(line for line in markdown.splitlines() if line.startswith(r"| w1\[2,1\] |"))
    assert [cell.strip() for cell in weight.split("|")[2:-1]] == [
        "$w_{21}^{[1]}$", "$w_{21}^2$", "$w_{21}^2$", "$W_{12}^1$", r"$\mathrm{W1}_ {1,2}$",
        "$(W_1)_ {21}$", "$w_3$",
    ]  # fmt: skip
    assert "  mazur             net_h2" in walk.to_text()


def test_the_crosswalk_of_a_large_network_is_short():
    walk = hn.Network([30, 30, 30]).crosswalk("nielsen", mine())
    assert len(walk.quantities) < 40
    assert walk.to_text().splitlines()[0].split() == ["address", "nielsen", "mine"]


def test_the_standard_text_is_the_address():
    spelling = Spelling(STANDARD, ForwardPass(hn.Network([2, 1])))
    assert spelling.text(Variable("w", 1, (1, 2), None, 1)) == "w1[1,2]+"
