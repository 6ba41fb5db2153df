"""What the index view shows: the published equations, every kind of network, every notation."""

from __future__ import annotations

import subprocess
import sys

import pytest
from general_views import GENERAL, MINE, SWISH, texts, view

import handnet as hn
from handnet.notation import Notation, notation, notations
from handnet.render.measure import width_of

FOUR = """\
  delta^L_j = dJ/da^L_j * f'(s^L_j) = (a^L_j - y_j)*a^L_j*(1 - a^L_j)                 [last layer L]
  delta^l_j = f'(s^l_j)*sum_k(w^{l+1}_{kj}*delta^{l+1}_k)                                    [l < L]
            = a^l_j*(1 - a^l_j)*sum_k(w^{l+1}_{kj}*delta^{l+1}_k)
  dJ/db^l_j = delta^l_j                                                                [every layer]
  dJ/dw^l_{jk} = a^{l-1}_k*delta^l_j                                                   [every layer]"""

RECURSION = """\
  delta^l_j = dJ/ds^l_j                                                                 [definition]
            = sum_k(dJ/ds^{l+1}_k * ds^{l+1}_k/ds^l_j)                                  [chain rule]
            = sum_k(delta^{l+1}_k * ds^{l+1}_k/ds^l_j)                          [error terms put in]
            = sum_k(delta^{l+1}_k * d/ds^l_j(sum_i(w^{l+1}_{ki}*f(s^l_i)) + b^{l+1}_k))
                                                                          [weighted sum written out]
            = sum_k(delta^{l+1}_k*sum_i(w^{l+1}_{ki}*f'(s^l_i)*[i = j]))            [differentiated]
            = sum_k(w^{l+1}_{kj}*delta^{l+1}_k*f'(s^l_j))                     [sum over i collapses]
            = f'(s^l_j)*sum_k(w^{l+1}_{kj}*delta^{l+1}_k)                     [taken out of the sum]
            = a^l_j*(1 - a^l_j)*sum_k(w^{l+1}_{kj}*delta^{l+1}_k)          [slope of the activation]"""


def test_the_four_equations():
    """Nielsen (2015), chapter 2, equations BP1 to BP4, in the letters of the crash course."""
    assert str(view().results) == FOUR


def test_the_recursion_line_by_line():
    assert RECURSION in str(view()["delta"])


def test_the_page_has_the_forward_pass_the_results_and_the_derivations():
    page = str(view())
    assert page.index("s^l_j = sum_k(w^l_{jk}*a^{l-1}_k) + b^l_j") < page.index(FOUR) < page.index(RECURSION)
    assert "The layers with weights are l = 2 to L = 3; layer 1 is the input." in page


def test_latex_of_the_recursion():
    line = view()["delta"].lines[4]
    assert line.equation.view.letters.latex(line.move.right) == (
        r"\sum_{k} \delta^{l+1}_{k}\,\sum_{i} w^{l+1}_{ki} f'(s^{l}_{i}) [i = j]"
    )
    assert r"\frac{\partial s_k^{l+1}}{\partial s_j^l}" in view()["delta"].to_markdown()


def test_softmax_keeps_the_sum_and_says_why():
    """Each output depends on each weighted sum: no bracket alone takes a summand out."""
    last = view(activation=["tanh", "softmax"], loss="squared_error")["last"]
    assert texts(last)[-1] == "a^L_j*(2*(a^L_j - y_j) - sum_k(2*(a^L_k - y_k)*a^L_k))"
    assert "No summand is 0, and the sum over k stays." in str(last)


def test_softmax_with_cross_entropy_collapses_to_the_sum_of_the_targets():
    found = view(activation=["tanh", "softmax"], loss="cross_entropy")
    assert texts(found["last"])[-3:] == [
        "sum_k(y_k*(a^L_j - [k = j]))",
        "a^L_j*sum_k(y_k) - y_j",
        "a^L_j - y_j",
    ]
    assert "a^L_j*sum_k(y_k) - y_j" in str(found.results)
    assert [row.places for row in found.verify().rows][6] > 0


def test_conventions_and_averages_are_put_in():
    other = hn.Convention(error_sign=-1, gradient_factor="0.5")
    found = view(loss="squared_error", convention=other, average="outputs", l2="0.1")
    assert texts(found["last"])[-1] == "1/2*(y_j - a^L_j)*a^L_j*(1 - a^L_j)"
    assert texts(found["bias"])[-1] == "-delta^l_j"
    assert texts(found["weight"])[-1] == "-a^{l-1}_k*delta^l_j + 1/2*lambda*w^l_{jk}"


def test_each_kind_of_bias_has_its_equation():
    found = view((2, 3, 4, 2), bias=["shared", "none", "threshold"])
    assert found.names == ("last", "delta", "shared bias", "threshold", "weight")
    assert texts(found["shared bias"])[-1] == "sum_k(delta^l_k)"
    assert texts(found["threshold"])[-1] == "-delta^l_j"
    assert "[layer 2]" in str(found.results)
    assert view(bias="none").names == ("last", "delta", "weight")


def test_one_layer_has_nothing_to_go_back_to():
    found = view((2, 2))
    assert found.names == ("last", "bias", "weight")
    assert "The only layer with weights is l = L = 2" in str(found)


def test_without_a_loss_its_derivative_stays():
    found = view(loss="none")
    assert texts(found["last"])[-1] == "dJ/da^L_j * a^L_j * (1 - a^L_j)"
    assert "J is any loss that is worked out from the outputs." in str(found)
    assert {row.places for row in found.verify().rows if row.equation == "last"} == {4}  # j and each output


def test_what_becomes_of_several_samples():
    assert "come from each are added up." in str(view()).replace("\n", " ")
    mean = str(view(reduction="mean", l2="0.1")).replace("\n", " ")
    assert "added up and divided by their number" in mean
    assert "the penalty's lambda*w^l_{jk} stands in the whole once" in mean
    halved = view(l2="0.1", convention=hn.Convention(gradient_factor="0.5"))
    assert "the penalty's 1/2*lambda*w^l_{jk} stands in the whole once" in str(halved).replace("\n", " ")


@pytest.mark.parametrize("letters", [*GENERAL, MINE], ids=str)
def test_every_form_in_every_notation_that_has_general_letters(letters):
    found = view((2, 3, 4, 2), ["relu", SWISH, "softmax"], "cross_entropy", notation(letters), l2="0.1")
    assert found.to_text() == found.to_text()
    assert max(map(len, str(found).splitlines())) <= 100
    assert r"\sum_k" in found.to_markdown()
    assert r"\begin{align*}" in found.to_latex()
    bodies = [found.letters.latex(line.move.right) for line in found.lines]
    assert all(body.count("{") == body.count("}") and width_of(body) < 68 for body in bodies)


def test_a_letter_that_is_taken_is_not_the_function():
    assert "g(u^l_j)" in str(view(letters=MINE))
    assert "v^{l+1}_{jk}" in str(view(letters=MINE)["delta"])  # mine writes from, to


def test_typed_templates_are_filled_where_there_are_some():
    typed = Notation(
        "typed", z="u^{<l>}_{<j>}", text={"z": "u<l>_<j>", "w": "W<l>[<j>,<k>]"}, based_on="nielsen"
    )
    forward = str(view(letters=typed))
    assert "u{l}_j = sum_k(W{l}[j,k]*a^{l-1}_k) + b^l_j" in forward
    outputs = Notation("outputs", output="p_{<j>}", based_on="nielsen")
    assert "delta^L_j = dC/dp_j * f'(z^L_j) = (p_j - y_j)*p_j*(1 - p_j)" in str(view(letters=outputs).results)


def test_lines_explain_themselves():
    line = view()["delta"].lines[5]
    assert (line.rule, line.because) == (
        "sum over i collapses",
        "All other summands are 0: only i = j is left.",
    )
    assert (
        repr(line) == "<Line delta^l_j = sum_k(w^{l+1}_{kj}*delta^{l+1}_k*f'(s^l_j))  [sum over i collapses]>"
    )
    assert "[sum over i collapses]" in str(line)
    assert "delta^l_j =" in str(line)
    assert len(view().lines) == sum(len(each.lines) for each in view())


def test_showing_it_needs_neither_numpy_nor_sympy():
    code = """
import sys
for name in ("numpy", "sympy", "mpmath"):
    sys.modules[name] = None   # importing it now fails
import handnet as hn
from handnet.index_view import index_view
from handnet.notation import notation
print(index_view(hn.Network([2, 2, 1]), notation("nielsen")).to_latex()[:9])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.startswith(r"\section*"), done.stderr


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda: view(letters=notation("mazur")),
            "index view: the notation mazur cannot write a weighted sum",
        ),
        (lambda: view(letters=notation("rohan_lenny")), "index view: the notation rohan_lenny cannot write"),
        (
            lambda: view(letters=notation("handwriting")),
            "index view: the notation handwriting cannot write a w",
        ),
        (lambda: view(activation=["tanh", "step"]), "index view, layer 2: a step has slope 0"),
        (lambda: view()["deltas"], "index view: no equation 'deltas'; did you mean 'delta'"),
    ],
)
def test_messages(ask, message):
    with pytest.raises(hn.HandnetError) as raised:
        ask()
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_the_message_lists_the_notations_that_fit():
    with pytest.raises(hn.HandnetError, match=", ".join(GENERAL[:-1]) + " or " + GENERAL[-1]):
        view(letters=notation("mazur"))
    for name in set(notations()) - set(GENERAL):
        with pytest.raises(hn.HandnetError, match=name):
            view(letters=notation(name))
