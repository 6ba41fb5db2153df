"""Names and letters of one's own: in a graph, in a notation that is refused, in a line by itself."""

from __future__ import annotations

import pytest
from test_notation import mine

import handnet as hn
from handnet.errors import UnknownQuantity
from handnet.notation import Notation
from handnet.setting import Setting


@pytest.mark.parametrize(
    "formulas",
    [
        {"f": "x1*x_1*x[1]"},
        {"J[1]": "x*2", "J[2]": "x*3", "f": "J[1] + J[2]"},
        {"s1[1]": "x", "s1[2]": "2*x", "f": "s1[1]*s1[2]*s1*m1[1]*m1[2]"},
        {"f": "eta[1]*eta[2]*eta*R[1]*R[2]*lambda*lambda[2]"},
        {"f": "z[1]*z[2]*z1[1]*z1[2]*w1[1,2]*w1[2,1]*net_h1*net_h_1"},
    ],
)
def test_different_quantities_of_a_graph_look_different(formulas):
    graph = hn.Graph(formulas)
    spelling = Setting(graph).spelling
    every = {*graph.definitions().of, *graph.definitions().users}
    assert len({spelling.latex(each) for each in every}) == len(every)


def test_a_line_by_itself_keeps_its_indices():
    step = hn.Network([1, 2]).derive("J[2]")["J[2]"]
    assert "J_2 = \\tfrac{1}{2} (a_2^{[1]} - y_2)^2" in step._repr_mimebundle_()["text/markdown"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"z": "x_{<k>}", "a": "x_{<j>}"}, "would both be written"),
        ({"w": "w_{<j>}"}, "w1[1,1] and w1[1,2] would both be written w_1"),
    ],
)
def test_two_quantities_that_would_look_alike_are_refused(given, said):
    with pytest.raises(hn.HandnetError, match="notation mine: ") as error:
        hn.Network([2, 2, 1]).derive(notation=mine(**given))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"q": "q"}, "no such kind of quantity"),
        ({"z": "s_{<layer>}"}, "no mark <layer>; the marks are <l> <j>"),
        ({"z": r"\input{/etc/passwd}"}, r"\input is not used for the letters of a notation"),
        ({"z": r"\href{x}{y}"}, r"\href is not used"),
        ({"z": "s_{<j>"}, "is not a letter with signs"),
        ({"z": "$s$"}, "is not a letter with signs"),
        ({"z": "s_1_2"}, "has two signs _"),
        ({"z": "z^{<l>}_{<j>}'"}, "goes on after _"),
        ({"z": "|z_{<l><j>}|"}, "is not a letter with signs"),
        ({"w": "p+q_{<l><jk>}"}, "without signs that calculate"),
        ({"delta": "-d_{<l><j>}"}, "without signs that calculate"),
        ({"z": "1^{<l>}_{<j>}"}, "needs a letter first"),
        ({"delta": "e^{<l>}_{<j>}"}, "e is the name of a function"),
        ({"z": r"\sigma^{<l>}_{<j>}"}, "is the name of a function"),
        ({"z": "s_"}, "ends in _"),
        ({"z": ""}, "give LaTeX with marks"),
        ({"z": 3}, "give LaTeX with marks"),
        ({"first_layer": "two"}, "it is a whole number"),
        ({"product": "!"}, "product is '!'"),
        ({"based_on": "mazzur"}, "did you mean 'mazur'"),
    ],
)
def test_what_is_not_a_notation_is_said_in_one_line(given, said):
    with pytest.raises(hn.HandnetError) as error:
        Notation("mine", **({"z": "s_{<l><j>}"} | given))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_unknown_names_say_what_there_is():
    with pytest.raises(hn.HandnetError, match="unknown notation 'nilsen'; did you mean 'nielsen'"):
        hn.Network([2, 1]).derive(notation="nilsen")
    with pytest.raises(UnknownQuantity, match="in the notation mazur there is w1"):
        hn.Network([2, 1]).derive("w11", notation="mazur")
    with pytest.raises(UnknownQuantity, match="in the letters of mazur it is read with notation='mazur'"):
        hn.Network([2, 1]).derive("dJ/dw2")
