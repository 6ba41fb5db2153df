"""The backward lines, character by character: in both styles, with stated values, with the mean among the gradients."""

from __future__ import annotations

import pytest

import handnet as hn
from handnet.rules import Part


def backward(derivation) -> list[str]:
    """The backward lines, each with its rule."""
    return [f"{step}  [{step.rule.title}]" for step in derivation if step.part is not Part.FORWARD]


# --- the mean of the samples, taken where the gradients are ----------------------------------------------

LATE = hn.Convention(mean_in="gradient")


def test_the_mean_is_taken_in_the_gradient_of_a_weight():
    network = hn.Network([1, 1], "sigmoid", "squared_error", reduction="mean", convention=LATE, l2="0.5")
    assert backward(network.derive("dJ/dw1[1,1]", samples=2, style="delta")) == [
        "delta1[1](1) = 2*(a1[1](1) - y[1](1))*a1[1](1)*(1 - a1[1](1))  [error term]",
        "delta1[1](2) = 2*(a1[1](2) - y[1](2))*a1[1](2)*(1 - a1[1](2))  [error term]",
        "dJ/dw1[1,1] = 1/2*(delta1[1](1)*x[1](1) + delta1[1](2)*x[1](2)) + lambda*w1[1,1]"
        "  [average of the samples]",
    ]
    assert backward(network.derive("dJ/dw1[1,1]", samples=2))[3:] == [
        "dz1[1](1)/dw1[1,1] = x[1](1)  [coefficient]",
        *backward(network.derive("dJ(2)/dz1[1](2)", samples=2)),
        "dz1[1](2)/dw1[1,1] = x[1](2)  [coefficient]",
        "dJ/dw1[1,1] = 1/2*(dJ(1)/dz1[1](1) * dz1[1](1)/dw1[1,1] + dJ(2)/dz1[1](2) * dz1[1](2)/dw1[1,1])"
        " + lambda*w1[1,1]  [average of the samples]",
    ]


def test_only_the_gradients_of_parameters_take_the_mean():
    network = hn.Network([1, 1], reduction="mean", convention=LATE)
    assert backward(network.derive("dJ/dJ(1)", "dJ/dJ", "dJ/da1[1](2)", samples=2)) == [
        "dJ/dJ(1) = 1/2  [share of the total]",
        "dJ/dJ = 1  [derivative by itself]",
        "dJ/da1[1](2) = 1/2*(a1[1](2) - y[1](2))  [slope of the loss]",
    ]
    assert backward(network.derive("dJ(2)/db1[1]", samples=2, style="delta"))[-1] == (
        "dJ(2)/db1[1] = delta1[1](2)  [chain rule]"
    )
    alone = backward(network.derive("dJ/db1[1]", samples=1, style="delta"))  # a mean of one
    assert alone[-1] == "dJ/db1[1] = delta1[1]  [chain rule]"
    summed = hn.Network([1, 1], reduction="sum", convention=LATE).derive(
        "dJ/db1[1]", samples=2, style="delta"
    )
    assert backward(summed)[-1] == "dJ/db1[1] = delta1[1](1) + delta1[1](2)  [chain rule]"
    early = hn.Network([1, 1], reduction="mean").derive("dJ/db1[1]", samples=2, style="delta")
    assert (
        backward(early)[0] == "delta1[1](1) = 1/2*(a1[1](1) - y[1](1))*a1[1](1)*(1 - a1[1](1))  [error term]"
    )


@pytest.mark.parametrize("style", ["chain", "delta"])
def test_what_is_no_parameter_takes_no_mean_by_itself(style):
    network = hn.Network([1, 2], reduction="mean", convention=LATE, l2="0.5")
    assert backward(network.derive("dJ/dR", samples=2, style=style)) == ["dJ/dR = 1  [share of the total]"]
    assert backward(network.derive("dJ/dJ[1](2)", samples=2, style=style)) == [
        "dJ/dJ[1](2) = 1/2  [share of the total]"
    ]
    assert backward(network.derive("dx[1](1)/dw1[1,1]", samples=2, style=style)) == [
        "dx[1](1)/dw1[1,1] = 0  [no path]"
    ]
    last = backward(network.derive("dJ/dx[1](2)", samples=2, style=style))[-1]
    chained = "dJ/dz1[1](2) * dz1[1](2)/dx[1](2) + dJ/dz1[2](2) * dz1[2](2)/dx[1](2)"
    put_in = "dJ/dz1[1](2) * w1[1,1] + dJ/dz1[2](2) * w1[2,1]"
    assert last == f"dJ/dx[1](2) = {chained if style == 'chain' else put_in}  [chain rule]"


# --- what was stated is used as it stands ----------------------------------------------------------------

STATED = hn.Problem(
    hn.Network([1, 1, 2], ["tanh", "softmax"], "cross_entropy", bias="none"),
    x=["0.5"],
    y=["0.25", "0.75"],
    weights=[[["0.7"]], [["0.4"], ["-0.3"]]],
)
CHAINED = {
    "dJ/dz2[1]": "a2[1] - y[1]  [activation and loss together]",
    "dz2[1]/da1[1]": "w2[1,1]  [coefficient]",
    "dJ/dz2[2]": "a2[2] - y[2]  [activation and loss together]",
    "dz2[2]/da1[1]": "w2[2,1]  [coefficient]",
    "dJ/da1[1]": "dJ/dz2[1] * dz2[1]/da1[1] + dJ/dz2[2] * dz2[2]/da1[1]  [chain rule]",
    "da1[1]/dz1[1]": "1 - a1[1]^2  [slope of the activation]",
    "dJ/dz1[1]": "dJ/da1[1] * da1[1]/dz1[1]  [chain rule]",
    "dz1[1]/dw1[1,1]": "x[1]  [coefficient]",
    "dJ/dw1[1,1]": "dJ/dz1[1] * dz1[1]/dw1[1,1]  [chain rule]",
}


@pytest.mark.parametrize("stated", [None, "dz2[1]/da1[1]", "dJ/dz2[2]", "da1[1]/dz1[1]", "dz1[1]/dw1[1,1]"])
def test_a_stated_derivative_has_no_line_and_all_others_stay(stated):
    solution = STATED.solve("dJ/dw1[1,1]", combined=True, given={stated: "0.6"} if stated else None)
    lines = {**CHAINED}
    lines.pop(stated, None)
    assert backward(solution.derivation) == [f"{name} = {right}" for name, right in lines.items()]


@pytest.mark.parametrize(
    ("stated", "lines"),
    [
        ("dz2[1]/da1[1]", ["(delta2[1] * dz2[1]/da1[1] + delta2[2]*w2[2,1])*(1 - a1[1]^2)"]),
        ("dJ/da1[1]", ["dJ/da1[1] * (1 - a1[1]^2)"]),
        ("dJ/dz2[2]", ["(delta2[1]*w2[1,1] + dJ/dz2[2] * w2[2,1])*(1 - a1[1]^2)"]),
        ("da1[1]/dz1[1]", ["(delta2[1]*w2[1,1] + delta2[2]*w2[2,1]) * da1[1]/dz1[1]"]),
        ("dJ/dz1[1]", []),
    ],
)
def test_a_stated_derivative_stands_in_the_error_terms(stated, lines):
    derivation = STATED.solve("dJ/dw1[1,1]", style="delta", given={stated: "0.6"}).derivation
    found = [line for line in backward(derivation) if line.startswith("delta1")]
    assert found == [f"delta1[1] = {line}  [error term]" for line in lines]
    last = "dJ/dz1[1] * x[1]" if stated == "dJ/dz1[1]" else "delta1[1]*x[1]"
    assert backward(derivation)[-1] == f"dJ/dw1[1,1] = {last}  [chain rule]"


@pytest.mark.parametrize("combined", [True, False])
@pytest.mark.parametrize("stated", ["dJ/da2[1]", "da2[1]/dz2[1]"])
def test_the_combined_rule_does_not_pass_by_what_was_stated(stated, combined):
    def line(**also: object) -> str:
        problem = STATED.solve("dJ/dz2[1]", "dJ/dz2[2]", combined=combined, **also)
        return backward(problem.derivation)

    long = "dJ/dz2[1] = dJ/da2[1] * da2[1]/dz2[1] + dJ/da2[2] * da2[2]/dz2[1]  [chain rule]"
    assert long in line(given={stated: "0.5"})
    assert (long in line()) is not combined
    short = "dJ/dz2[2] = a2[2] - y[2]  [activation and loss together]"
    assert (short in line(given={stated: "0.5"})) is (
        combined and stated != "dJ/da2[1]"
    )  # it uses both outputs


@pytest.mark.parametrize(
    ("stated", "line"),
    [
        ("dJ/dJ[1]", "delta1[1] = dJ/dJ[1] * (a1[1] - y[1]) * a1[1] * (1 - a1[1])  [error term]"),
        ("dJ[1]/da1[1]", "delta1[1] = dJ[1]/da1[1] * a1[1] * (1 - a1[1])  [error term]"),
    ],
)
def test_a_stated_derivative_of_the_loss_by_its_share_is_no_plain_number(stated, line):
    problem = hn.Problem(hn.Network([1, 2], bias="none"), x=["1"], y=["0", "1"], weights=[[["1"], ["2"]]])
    assert backward(problem.solve("delta1[1]", style="delta", given={stated: "0.5"}).derivation) == [line]
    chained = backward(problem.solve("dJ/da1[1]", given={stated: "0.5"}).derivation)[-1]
    rights = {
        "dJ/dJ[1]": "dJ/dJ[1] * dJ[1]/da1[1]  [chain rule]",
        "dJ[1]/da1[1]": "dJ[1]/da1[1]  [slope of the loss]",
    }
    assert chained == f"dJ/da1[1] = {rights[stated]}"


# --- several ways ------------------------------------------------------------------------------------------


def test_a_way_beside_another_is_written_with_the_slope_of_its_own_line_only():
    """u takes q directly and through v: du/dq as a line would count v's way too."""
    graph = hn.Graph({"v": "q^2", "u": "q*v", "T": "u^2"})
    assert [str(step) for step in graph.derive("dT/dq")] == [
        "v = q^2",
        "u = q*v",
        "dT/du = 2*u",
        "du/dv = q",
        "dT/dv = dT/du * du/dv",
        "dv/dq = 2*q",
        "dT/dq = dT/dv * dv/dq + dT/du * v",
    ]
    assert [str(step) for step in graph.derive("dT/dq", style="delta")][3:] == [
        "dT/dv = dT/du * q",
        "dT/dq = 2 * dT/dv * q + dT/du * v",
    ]


# --- error terms and what lies between ---------------------------------------------------------------------

DELTAS = [
    "delta2[1] = (a2[1] - y[1])*a2[1]*(1 - a2[1])  [error term]",
    "delta1[1] = delta2[1]*w2[1,1]*a1[1]*(1 - a1[1])  [error term]",
]
SLOPE = "da2[1]/dz2[1] = a2[1]*(1 - a2[1])  [slope of the activation]"


@pytest.mark.parametrize(
    ("goal", "lines"),
    [
        ("dJ/dz1[1]", [*DELTAS, "dJ/dz1[1] = delta1[1]  [error term]"]),
        ("delta1[1]", DELTAS),
        ("dJ/da1[1]", [DELTAS[0], "dJ/da1[1] = delta2[1]*w2[1,1]  [chain rule]"]),
        ("dJ/dx[1]", [*DELTAS, "dJ/dx[1] = delta1[1]*w1[1,1]  [chain rule]"]),
        ("da2[1]/dz2[1]", [SLOPE]),
        ("da2[1]/da1[1]", [SLOPE, "da2[1]/da1[1] = da2[1]/dz2[1] * w2[1,1]  [chain rule]"]),
        ("dz1[1]/dw2[1,1]", ["dz1[1]/dw2[1,1] = 0  [no path]"]),
        ("da1[1]/da1[1]", ["da1[1]/da1[1] = 1  [derivative by itself]"]),
    ],
)
def test_derivatives_in_error_terms(goal, lines):
    assert backward(hn.Network([1, 1, 1]).derive(goal, style="delta")) == lines


def test_an_error_term_in_the_chain_style_is_the_derivative_with_its_sign():
    for sign, right in ((1, "dJ/dz1[1]"), (-1, "-dJ/dz1[1]")):
        network = hn.Network([1, 1, 1], convention=hn.Convention(error_sign=sign))
        assert backward(network.derive("delta1[1]"))[-1] == f"delta1[1] = {right}  [error term]"
        alone = backward(network.derive("dJ/dz1[1]", style="delta"))[-1]
        assert alone == f"dJ/dz1[1] = {right.replace('dJ/dz1[1]', 'delta1[1]')}  [error term]"


def test_a_share_of_the_loss_has_no_error_term_and_the_factor_of_the_gradients():
    network = hn.Network([1, 1, 2], convention=hn.Convention(gradient_factor="0.5"), l2="0.1")
    assert backward(network.derive("dJ[1]/dz1[1]", style="delta")) == [
        "dJ[1]/dz2[1] = 1/2*(a2[1] - y[1])*a2[1]*(1 - a2[1])  [chain rule]",
        "dJ[1]/dz1[1] = dJ[1]/dz2[1] * w2[1,1] * a1[1] * (1 - a1[1])  [chain rule]",
    ]
    assert backward(network.derive("dJ/dw1[1,1]", style="delta"))[-1] == (
        "dJ/dw1[1,1] = delta1[1]*x[1] + 1/2*lambda*w1[1,1]  [chain rule]"
    )
    halves = {
        "dJ/dJ": "derivative by itself",
        "dR/dR": "derivative by itself",
        "dJ/dJ[1]": "share of the total",
    }
    for goal, title in halves.items():
        assert backward(network.derive(goal)) == [f"{goal} = 1/2  [{title}]"]
    assert backward(network.derive("da1[1]/dz1[1]"))[0].startswith(
        "da1[1]/dz1[1] = a1[1]*"
    )  # not of the loss


def test_softmax_by_the_combined_rule_and_without_it():
    network = hn.Network([1, 2], "softmax", "cross_entropy", bias="none")

    def lines(goal: str, **also: object) -> list[str]:
        return backward(network.derive(goal, **also))

    short = "a1[1]*(y[1] + y[2]) - y[1]  [activation and loss together]"
    assert lines("delta1[1]", style="delta", combined=True) == [f"delta1[1] = {short}"]
    assert lines("dJ/dz1[1]", combined=True) == [f"dJ/dz1[1] = {short}"]
    assert lines("dJ/da1[1]", combined=True) == [
        "dJ/da1[1] = -y[1]/a1[1]  [slope of the loss]"
    ]  # no z, no short cut
    long = "-y[1]/a1[1]*a1[1]*(1 - a1[1]) + y[2]/a1[2]*a1[2]*a1[1]"
    assert lines("delta1[1]", style="delta", combined=False) == [f"delta1[1] = {long}  [error term]"]
    for combined in (True, False):  # one share, or an output, is not the whole loss
        assert lines("dJ[1]/dz1[2]", style="delta", combined=combined) == [
            "dJ[1]/dz1[2] = y[1]/a1[1]*a1[1]*a1[2]  [chain rule]"
        ]
        assert lines("da1[1]/dz1[2]", combined=combined) == [
            "da1[1]/dz1[2] = -a1[1]*a1[2]  [slope of softmax]"
        ]


@pytest.mark.parametrize("address", ["dJ/dz1[1]", "delta1[1]"])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_line_of_a_teachers_own_is_written_for_an_error_term_and_the_derivative_that_it_is(address, sign):
    network = hn.Network([1, 1], convention=hn.Convention(error_sign=sign))
    problem = hn.Problem(network, x=["1"], y=["1"], weights=[[["1"]]], biases=[["0"]])
    mine = hn.Mistake.writing("mine", {address: "a1[1]*y[1]"})
    turned = "a1[1]*y[1]" if sign == 1 else "-a1[1]*y[1]"
    rights = {address: "a1[1]*y[1]", ({"dJ/dz1[1]", "delta1[1]"} - {address}).pop(): turned}
    delta = problem.solve("dJ/dz1[1]", "dJ/db1[1]", style="delta", mistakes=[mine]).derivation
    minus = "" if sign == 1 else "-"
    assert [str(step) for step in delta if step.part is not Part.FORWARD] == [
        f"dJ/dz1[1] = {rights['dJ/dz1[1]']}",
        f"delta1[1] = {rights['delta1[1]']}",
        f"dJ/db1[1] = {minus}delta1[1]",
    ]
    chain = problem.solve("dJ/dz1[1]", mistakes=[mine]).derivation
    assert str(chain.steps[-1]) == f"dJ/dz1[1] = {rights['dJ/dz1[1]']}"


def test_a_mistake_in_a_slope_is_made_once_in_either_style():
    problem = hn.Problem(
        hn.Network([1, 1, 1], loss="squared_error"), x=["1"], y=["1"], weights=[[["1"]], [["1"]]],
        biases=[["0"], ["0"]],
    )  # fmt: skip
    doubled = {"mistakes": ["two-doubled-in-gradient"]}
    assert backward(problem.solve("dJ/da2[1]", **doubled).derivation) == [
        "dJ/da2[1] = 4*(a2[1] - y[1])  [slope of the loss]"
    ]
    assert backward(problem.solve("dJ/dw2[1,1]", style="delta", **doubled).derivation) == [
        "delta2[1] = 4*(a2[1] - y[1])*a2[1]*(1 - a2[1])  [error term]",
        "dJ/dw2[1,1] = delta2[1]*a1[1]  [chain rule]",
    ]
    slopes = {
        "mistakes": [hn.Mistake.writing("mine", {"da1[1]/dz1[1]": "2*a1[1]", "dz2[1]/da1[1]": "3*w2[1,1]"})]
    }
    assert backward(problem.solve("dJ/dz1[1]", style="delta", **slopes).derivation)[1:] == [
        "delta1[1] = 6*delta2[1]*w2[1,1]*a1[1]  [error term]",
        "dJ/dz1[1] = delta1[1]  [error term]",
    ]
