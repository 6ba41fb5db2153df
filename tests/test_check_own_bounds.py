"""What follows from a person's own values, at its very ends, and who may have gone along each path."""

from __future__ import annotations

from decimal import Decimal

import pytest
from reached_by_hand import BY, LEAST, W2, by_hand
from small_sheets import WITHOUT, product_line, statuses, told

import handnet as hn
from handnet.check.bounds import goes_back
from handnet.rounding import Rounding


@pytest.mark.parametrize("by", [BY[1], BY[2], BY[4], Rounding(full=True)], ids=lambda by: by.words)
def test_what_follows_from_an_own_value_follows_from_all_that_may_be_written_so(by):
    """Who writes 0.410 for z1 may have gone on with 0.4095 to 0.4105; the product is rounded again."""
    first = {Decimal("0.4095"), Decimal("0.4105")}
    if by.full:
        low, high = (W2 * each for each in sorted(first))
    else:
        found = by_hand(by, first)["z2[1]"]
        low, high = min(found), max(found)
    values = (low + LEAST, high - LEAST, low - LEAST, high + LEAST)
    people = [{"z1[1]": "0.410", "z2[1]": f"{each:.12f}"} for each in values]
    found = statuses(product_line(), people, rounding=by, **WITHOUT)
    assert found == [["wrong", each] for each in ("follows", "follows", "wrong", "wrong")]


@pytest.mark.parametrize(("bias", "fits", "off"), [("100", "301/3", "302/3"), ("-100", "-299/3", "-298/3")])
def test_fractions_follow_from_fractions_as_floats_are(bias, fits, off):
    """A weight copied as 1/3: z is 1/3 and the bias, and its twelfth figure is as far as floats are trusted."""
    network = hn.Network([1, 1], activation="identity")
    problem = hn.Problem(network, x=["1"], y=["1"], weights=[[["0.25"]]], biases=[[bias]], learning_rate="1")
    people = [{"w1[1,1]": "1/3", "z1[1]": fits}, {"w1[1,1]": "1/3", "z1[1]": off}]
    found = statuses(problem, people, rounding=Rounding(full=True), **WITHOUT)
    assert found == [["wrong", "follows"], ["wrong", "wrong"]]


def test_what_only_one_way_of_working_writes_is_reached_by_that_way():
    """dJ/da1 = 0.59 (a2 - 1) has no line among the error terms."""
    right = Decimal("0.59") * (Decimal("0.181189") - 1)
    people = [{"dJ/da1[1]": f"{right + each:.7f}"} for each in (Decimal("0.005"), Decimal("0.02"))]
    found = statuses(product_line(), people, rounding=Rounding(decimals=2), **WITHOUT)
    assert found == [["right"], ["wrong"]]


def test_the_right_value_does_not_follow_from_a_wrong_line():
    """Where there are no paths to go along, going along them reaches nothing."""
    (report,) = told(product_line(), [{"z1[1]": "0.4100", "z2[1]": "0.1812"}], **WITHOUT)
    assert [each.but_does_not_follow for each in report] == [False, True]


def test_who_has_an_own_value_is_not_judged_by_that_of_another():
    people = [
        {"z1[1]": "0.4100", "z2[1]": "0.2419"},  # 0.59*0.41
        {"z1[1]": "0.5100", "z2[1]": "0.2419"},
        {"z1[1]": "0.5100", "z2[1]": "0.3009"},
        {"z1[1]": "", "z2[1]": "0.2419"},
        {"z1[1]": "0.3071", "z2[1]": "0.1812"},
    ]
    assert statuses(product_line(), people, **WITHOUT) == [
        ["wrong", "follows"], ["wrong", "wrong"], ["wrong", "follows"], ["missing", "wrong"], ["right", "right"],
    ]  # fmt: skip


# --- over paths ----------------------------------------------------------------------------------------


def two_outputs() -> hn.Problem:
    """One unit with two outputs, so that a derivative has two paths: dJ/dz1 = (e1 + e2)/2, dJ/dw1 is a tenth."""
    network = hn.Network([1, 1, 2], activation="identity", bias="none", loss="half_squared_error")
    return hn.Problem(
        network, x=["0.1"], y=["0", "0"], weights=[[["3"]], [["0.5"], ["0.5"]]], learning_rate="0.5"
    )


SLIPPED = {"a2[1]": "1.500000", "a2[2]": "1.500000"}  # 0.15 both, without the slips


@pytest.mark.parametrize(
    ("also", "status"),
    [
        ({}, "follows"),
        ({"delta2[1]": "1.500000"}, "wrong"),
        ({"dJ/da2[1]": "1.500000"}, "wrong"),
        ({"dJ/dz2[2]": "1.500000"}, "wrong"),
        ({"da2[1]/dz2[1]": "1.000000"}, "follows"),
        ({"dJ/dw2[1,1]": "0.450000"}, "follows"),
    ],
)
def test_only_who_wrote_nothing_on_the_way_back_may_have_gone_along_each_path(also, status):
    """With hundredths along the paths, h being half of one, two of them add up to an error of 2.2 h or more.

    Line by line it is 1.4 h, from error term to error term 1.2 h: 2 h lies between.
    """
    right, own = Decimal("0.15"), Decimal("0.005")
    answer = {"dJ/dw1[1,1]": f"{right + 2 * own:.6f}"}
    people = [SLIPPED | also | answer, SLIPPED | answer, SLIPPED]
    reports = [
        each[list(person).index("dJ/dw1[1,1]")]
        for each, person in zip(
            statuses(two_outputs(), people[:2], rounding=Rounding(decimals=2), **WITHOUT),
            people,
            strict=False,
        )
    ]
    assert reports == [status, "follows"]


def test_the_derivative_that_is_asked_is_not_itself_on_the_way():
    """dJ/dz1 line by line may be off by 4 h, over its paths by 5 h."""
    for off, status in (("0.0225", "follows"), ("0.0275", "wrong")):
        person = SLIPPED | {"dJ/dz1[1]": f"{Decimal('1.5') + Decimal(off):.6f}"}
        assert statuses(two_outputs(), [person], rounding=Rounding(decimals=2), **WITHOUT)[0][-1] == status


@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("delta1[1]", True),
        ("dJ/da1[1]", True),
        ("dJ/dz1[1]", True),
        ("dJ/dw1[1,1]", False),
        ("da1[1]/dz1[1]", False),
        ("dz2[1]/da1[1]", False),
        ("dz1[1]/dw1[1,1]", False),
        ("z1[1]", False),
        ("a1[1]", False),
        ("J", False),
    ],
)
def test_who_goes_back_writes_error_terms_or_derivatives_of_the_loss_by_activations(address, back):
    assert goes_back(two_outputs().forward_pass().find(address)) is back
