"""The check without software: its numbers, how near it comes, and that every shown quotient is right."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import KINKED, SMOOTH, networks, problems

import handnet as hn
from handnet.notation import notations
from handnet.quantity import Derivative
from handnet.render.unmarked import unmarked


def two_two_one(**options) -> hn.Problem:
    return hn.Problem(
        hn.Network([2, 2, 1], **options),
        x=["0.05", "0.10"],
        y=["0.01"],
        weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
        biases=[["0.35", "0.35"], ["0.60"]],
    )


def smooth(**fixed):
    return networks(activations=SMOOTH, most_layers=3, most_units=3, **fixed)


@st.composite
def goals(draw, problem):
    """A derivative of the loss, or of an output, by a parameter, an input, or what is worked out."""
    definitions = problem.forward_pass().definitions()
    outputs = [each for each in definitions.of if each.name == "a" and each.layer != 1]
    of = draw(st.sampled_from([definitions.total, definitions.total, *outputs]))
    upstream = [each for each in definitions.upstream(of) if each != of and each.name != "y"]
    return str(Derivative(of, draw(st.sampled_from(sorted(upstream)))))


# --- how near it comes ------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=100)
def test_quotients_come_near_the_derivative_as_they_should(data):
    """One-sided ones like the step, two-sided ones like its square: any derivative, in any convention."""
    problem = data.draw(problems(smooth(), most_samples=2))
    goal = data.draw(goals(problem))
    value = problem.solve()[goal]
    near = 1e-9 * (1 + abs(value))
    coarse, fine = problem.self_check(goal, "1e-4"), problem.self_check(goal, "1e-5")
    assert float(coarse.gradient) == value
    assert abs(fine.two_sided - value) <= abs(coarse.two_sided - value) / 50 + near
    assert abs(fine.apart) <= abs(coarse.apart) / 5 + near
    assert abs(fine.apart - fine.half_curvature) <= near
    assert fine.kinks == coarse.kinks == {}


@given(st.data())
@settings(max_examples=60)
def test_every_shown_quotient_is_that_of_the_numbers_shown(data):
    """Worked again from the page, and no further from the derivative than the page says."""
    problem = data.draw(problems(smooth(), most_samples=2))
    goal = data.draw(goals(problem))
    check = problem.self_check(goal)
    text = re.sub(r"\s+", " ", check.to_text(width=400))
    for called in ("quotient", "to the other side"):
        found = re.search(rf"{called} = [^=]* = (\S*\*)?\((\S+) - \(?([^ )]+)\)?\)/0.01 = (\S+)", text)
        factor, first, second, shown = found.groups()
        factor = Fraction((factor or "1*").rstrip("*"))
        exact = factor * (Fraction(first) - Fraction(second)) * 100
        rounded = Decimal(exact.numerator) / Decimal(exact.denominator)
        unit = Decimal(1).scaleb(Decimal(shown).as_tuple().exponent)
        assert Decimal(shown) == rounded.quantize(unit, ROUND_HALF_UP)
        if called == "quotient":
            assert abs(Decimal(shown) - Decimal(check.quotient)) <= 2 * unit * max(1, Decimal(float(factor)))


@pytest.mark.parametrize("step", ["0.01", "-0.01", "0.001", "1/8"])
def test_any_step(step):
    check = two_two_one().self_check("dJ/dw1[2,1]", step)
    assert check.quotient == pytest.approx(0.000749804, rel=0.01)
    assert check.two_sided == pytest.approx(float(check.gradient), rel=1e-4)
    assert f"/{step}" in str(check) or f"/({step})" in str(check)


def test_tiny_and_negative_derivatives():
    """At z = -40 a sigmoid hardly moves: the page says how many digits that takes."""
    problem = hn.Problem(hn.Network([1, 1]), ["1"], ["1"], [[["-40"]]], [["0"]])
    check = problem.self_check("dJ/dw1[1,1]")
    assert -5e-18 < float(check.gradient) < 0
    assert check.quotient == pytest.approx(float(check.gradient), rel=0.01)
    assert "more than most calculators show" in str(check).replace("\n", " ")
    assert check.decimals >= 20
    ordinary = two_two_one().self_check("dJ/dw2[1,1]", "0.01")
    assert "calculators" not in str(ordinary)


def test_conventions_multiply_the_quotient():
    half = two_two_one(loss="squared_error", convention=hn.Convention(gradient_factor="0.5"))
    assert half.self_check("dJ/dw1[2,1]").quotient == pytest.approx(0.000749804, rel=1e-3)
    assert "times 1/2 (the convention here), is nearly dJ/dw1[2,1]" in str(half.self_check("dJ/dw1[2,1]"))
    turned = two_two_one(convention=hn.Convention(error_sign=-1))
    assert turned.self_check("delta2[1]").two_sided == pytest.approx(turned.solve()["delta2[1]"], rel=1e-4)
    assert "times -1 (the convention here)" in str(turned.self_check("delta2[1]"))
    assert turned.self_check("dJ/dw1[2,1]").quotient == pytest.approx(0.000749804, rel=1e-3)


def test_where_the_slope_has_no_slope_both_quotients_are_as_near():
    """tanh is steepest at 0: its curvature is 0 there, and h - h^3/3 is what a nudge by h shows."""
    problem = hn.Problem(hn.Network([1, 1], "tanh"), ["1"], ["1"], [[["0"]]], [["0"]])
    check = problem.self_check("da1[1]/dz1[1]")
    assert check.half_curvature == pytest.approx(0, abs=1e-30)
    assert check.apart == pytest.approx(-(0.01**2) / 3, rel=1e-3)
    text = str(check).replace("\n", " ")
    assert "The slope hardly changes here" in text
    assert "Both are off by what comes next, 3.3e-05; a tenth of the step makes it a hundredth." in text


def test_what_is_linear_is_met_exactly_and_what_does_not_move_is_said():
    check = two_two_one().self_check("dz1[1]/dw1[1,1]")
    assert check.quotient == 0.05
    assert "z1[1] grows evenly here, so the quotient is the derivative itself." in str(check)
    assert "a1[2] does not move here." in str(two_two_one().self_check("da1[2]/dw1[1,1]"))


# --- kinks --------------------------------------------------------------------------------------------------


def relu(bias: str) -> hn.Problem:
    net = hn.Network([1, 1, 1], ["relu", "identity"])
    return hn.Problem(net, ["1"], ["1"], [[["0.5"]], [["1"]]], [[bias], ["0"]])


def test_a_kink_between_the_points_is_named_with_a_step_that_stays_on_one_side():
    check = relu("-0.495").self_check("dJ/dw1[1,1]")
    assert {str(each): exactly for each, exactly in check.kinks.items()} == {"a1[1]": False}
    text = str(check).replace("\n", " ")
    assert "a1[1] passes the kink between these points" in text
    assert 'A smaller step stays on one side: step="0.001".' in text
    assert "They agree" not in text
    assert relu("-0.495").self_check("dJ/dw1[1,1]", check.smaller).kinks == {}


def test_at_the_kink_itself_the_derivative_is_agreed():
    check = relu("-0.5").self_check("dJ/dw1[1,1]")
    assert list(check.kinks.values()) == [True]
    assert "a1[1] stands exactly at the kink" in str(check)
    assert "its slope at 0 is taken as that below 0" in str(check).replace("\n", " ")
    assert check.smaller == ""


def test_a_nudge_that_ends_at_the_kink_has_not_passed_it():
    for bias in ("-0.51", "-0.49"):  # z goes from -0.01 to 0, or from 0.01 to 0
        check = relu(bias).self_check("dJ/dw1[1,1]")
        assert check.kinks == {}
        assert check.two_sided == pytest.approx(float(check.gradient), abs=1e-12)


def test_kinks_off_the_way_do_not_matter():
    net = hn.Network([1, 2, 1], ["relu", "identity"])
    problem = hn.Problem(net, ["1"], ["1"], [[["0.5"], ["0.5"]], [["1", "1"]]], [["-0.5", "0"], ["0"]])
    assert problem.self_check("dJ/dw1[2,1]").kinks == {}
    assert problem.self_check("dJ/dw1[1,1]").kinks != {}


def test_a_kink_in_an_activation_of_ones_own():
    net = hn.Network([1, 1], hn.Activation("hat", "max(z, 1 - z)"))
    problem = hn.Problem(net, ["1"], ["1"], [[["0.495"]]], [["0"]])
    assert problem.self_check("dJ/dw1[1,1]").kinks != {}
    assert problem.self_check("dJ/dw1[1,1]", "0.001").kinks == {}


@given(
    problems(networks(activations=(*KINKED, "sigmoid"), most_layers=3, most_units=3), most_samples=2),
    st.data(),
)
@settings(max_examples=40)
def test_without_a_kink_on_the_way_the_two_sided_quotient_is_near(problem, data):
    goal = data.draw(goals(problem))
    check = problem.self_check(goal, "1e-5")
    if not check.kinks:
        assert abs(check.two_sided - problem.solve()[goal]) <= 1e-6 * (1 + abs(problem.solve()[goal]))


# --- what is shown ---------------------------------------------------------------------------------------------

PAGE = """\
Check dJ/dw1[2,1] with a nudge

Make w1[2,1] larger by 0.01 and work J out once more, all else as it was. How much J has grown, over
0.01, is nearly dJ/dw1[2,1]. Carry 9 decimals.

The forward pass, and once more

            as it is       nudged  to the other side
----------------------------------------------------
w1[2,1]         0.25         0.26               0.24
z1[2]    0.392500000  0.393000000        0.392000000
a1[2]    0.596884378  0.597004679        0.596764066
z2[1]    1.105905967  1.105960102        1.105851826
a2[1]    0.751365070  0.751375183        0.751354955
J        0.274811083  0.274818581        0.274803585

The quotient beside the derivative

  quotient = (nudged J - J)/0.01 = (0.274818581 - 0.274811083)/0.01 = 0.0007498
  dJ/dw1[2,1] = 0.0007498                                                        [by the chain rule]
  difference = 0.0007498 - 0.0007498 = 0.0000000

How far apart they may be

  to the other side = (J - other J)/0.01 = (0.274811083 - 0.274803585)/0.01 = 0.0007498
  mean of both = (0.0007498 + 0.0007498)/2 = 0.0007498

The slope itself changes on the way, so the quotient is off by about half the step times the
curvature. That is half of what the two quotients differ by: 4.1e-08. It is off by 4.1e-08, less
than these digits show; the mean of both, by 1.4e-11: 3057 times nearer. They agree."""


def test_the_page_of_a_2_2_1_network():
    assert str(two_two_one().self_check("dJ/dw1[2,1]")) == PAGE


def test_large_networks_leave_rows_out_and_say_how_many():
    net = hn.Network([1, 9, 9, 1])
    ones = [[["0.1"]] * 9, [["0.1"] * 9] * 9, [["0.1"] * 9]]
    problem = hn.Problem(net, ["1"], ["1"], ones, [["0"] * 9, ["0"] * 9, ["0"]])
    text = str(problem.self_check("dJ/dx[1]"))
    assert "more quantities between these change too." in text
    assert re.search(r"\n25 more", text)  # 9 + 9 + 9 + 9 + 2 + J, less 14
    assert re.search(r"\nJ +\d", text)


@pytest.mark.parametrize("name", sorted(notations()))
@given(st.data())
@settings(max_examples=6)
def test_every_form_is_written_in_every_notation(name, data):
    problem = data.draw(problems(networks(most_layers=2, most_units=3), most_samples=2))
    spelling = problem.solve("J", notation=name).derivation.setting.spelling
    total = problem.forward_pass().definitions().total
    goal = Derivative(total, data.draw(st.sampled_from(sorted(problem.forward_pass().definitions().given))))
    if goal.by.name == "y" and not problem.forward_pass().definitions().users.get(goal.by):
        return
    check = problem.self_check(spelling.text(goal), notation=name)
    assert spelling.text(goal) in check.to_text()
    assert rf"\text{{nudged }}{unmarked(spelling.latex(total))}" in check.to_markdown()
    assert re.search(r"\\begin\{(tabular|longtable)\}", check.to_latex())  # a long table may break over pages


@pytest.mark.parametrize(
    ("goal", "step", "message"),
    [
        ("J", "0.01", "self_check: J is not a derivative; take one, such as dJ/dw1[1,1]"),
        (
            "dJ/dW1",
            "0.01",
            "self_check: dJ/dW1 is a whole array; take one of its numbers, such as dJ/dw1[1,1]",
        ),
        ("dJ/dw1[2,1]", "0", "step: it is 0, but a nudge has to move something; take 0.01"),
        ("dJ/dw1[2,1]", "small", "step: cannot read 'small' as a finite number"),
        ("dJ/dw1[3,1]", "0.01", "no quantity 'w1[3,1]' in a 2-2-1 network"),
        ("dJ/dJ", "0.01", "self_check: dJ/dJ is 1, whatever the numbers are"),
    ],
)
def test_messages(goal, step, message):
    with pytest.raises(hn.HandnetError) as raised:
        two_two_one().self_check(goal, step)
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_after_an_update_there_is_nothing_to_nudge():
    problem = hn.Problem(hn.Network([1, 1]), [1], [0], [[[1]]], [[0]], learning_rate=1)
    with pytest.raises(hn.HandnetError, match="is after an update; take dJ/dw1"):
        problem.self_check("dJ/dw1[1,1]+")
