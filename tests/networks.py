"""Networks and problems drawn at random, for property tests.

`problems()` draws everything a problem may have: 1 to 4 layers of 1 to 5 units, all activations
and losses that fit together, all kinds of bias, samples, reductions, averages, penalties,
momentum, frozen parameters, ways to update and conventions. Numbers are texts. No weighted sum
is near the kink of its ReLU, none is so large that floats no longer tell an output from 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from mpmath import fp
from witness import outputs

from handnet import Convention, Graph, Network, Problem

SMOOTH = ("sigmoid", "tanh", "arctan", "softplus", "bipolar_sigmoid", "identity")
KINKED = ("relu", "leaky_relu")
ANY = (*SMOOTH, *KINKED)
SQUARED = ("half_squared_error", "squared_error")
LAST = {
    "half_squared_error": (*ANY, "softmax"),
    "squared_error": (*ANY, "softmax"),
    "binary_cross_entropy": ("sigmoid", "softmax"),
    "cross_entropy": ("softmax", "sigmoid", "softplus"),
    "none": (*ANY, "softmax"),
}
BIASES = ("unit", "shared", "none", "threshold")
ODD_NUMBERS = (
    "0",
    "-0.0",
    "1/3",
    "-2/3",
    "1e-5",
    "-2.5e-07",
    "3.0e-3",
    ".5",
    "1.",
    "1",
    "-2",
    "1.50",
    "+0.5",
)
AWAY_FROM_KINK = 1e-3
LARGEST_SUM = 30.0  # 1 - sigma(30) still has digits


@st.composite
def decimals(draw: Any, low: int = -2, high: int = 2) -> str:
    """A number as text, with one to three decimals."""
    places = draw(st.integers(1, 3))
    ticks = draw(st.integers(low * 10**places, high * 10**places))
    return f"{ticks / 10**places:.{places}f}"


def texts(low: int = -2, high: int = 2, odd: bool = False) -> st.SearchStrategy[str]:
    """Numbers as text; `odd` ones may also be 0, fractions, very small, or strangely written."""
    plain = decimals(low, high)
    return st.one_of(plain, plain, st.sampled_from(ODD_NUMBERS)) if odd else plain


@st.composite
def networks(
    draw: Any,
    losses: Sequence[str] = tuple(name for name in LAST if name != "none"),
    activations: Sequence[str] = ANY,
    most_layers: int = 4,
    most_units: int = 5,
    convention: bool = True,
    **fixed: Any,
) -> Network:
    """A network; `fixed` states arguments of `Network` that are not to be drawn."""
    count = draw(st.integers(1, most_layers))
    layers = [draw(st.integers(1, most_units)) for _ in range(count + 1)]
    loss = draw(st.sampled_from(losses))
    last = [name for name in LAST[loss] if name in (*activations, "softmax")]
    if loss == "binary_cross_entropy" and layers[-1] == 1:
        last.remove("softmax")  # its only output is always 1
    names = [draw(st.sampled_from(activations)) for _ in range(count - 1)] + [draw(st.sampled_from(last))]
    bias = draw(
        st.one_of(st.sampled_from(BIASES), st.lists(st.sampled_from(BIASES), min_size=count, max_size=count))
    )
    options: dict[str, Any] = {
        "reduction": draw(st.sampled_from(("sum", "mean"))),
        "average": draw(st.sampled_from(("samples", "outputs"))),
        "l2": draw(st.one_of(st.none(), decimals(0, 1))),
        "updates": draw(st.sampled_from(("batch", "each"))),
        "momentum": draw(st.one_of(st.none(), decimals(0, 1))),
    }
    if convention:
        options["convention"] = draw(conventions())
    net = Network(layers, names, loss, bias=bias, **(options | fixed))
    if "frozen" in fixed or draw(st.booleans()):
        return net
    whole = [f"w{layer}" for layer in range(1, count + 1)]
    some = draw(st.lists(st.sampled_from([*whole, "w1[1,1]", f"w{count}[1,1]"]), max_size=2))
    return Network(layers, names, loss, bias=bias, frozen=some, **(options | fixed))


def conventions() -> st.SearchStrategy[Convention]:
    """Conventions; half of them the standard one."""
    drawn = st.builds(
        Convention,
        error_sign=st.sampled_from((1, -1)),
        gradient_factor=st.sampled_from(("1", "0.5", "2", "1/3")),
        mean_in=st.sampled_from(("loss", "gradient")),
    )
    return st.one_of(st.just(Convention()), drawn)


@st.composite
def problems(
    draw: Any, network: st.SearchStrategy[Network] | None = None, most_samples: int = 4, odd: bool = False
) -> Problem:
    """A problem for a drawn network, at a point where its loss has all derivatives."""
    net = draw(networks() if network is None else network)
    count = draw(st.integers(1, most_samples))

    def row(size: int, of: st.SearchStrategy[str]) -> list[str]:
        return [draw(of) for _ in range(size)]

    number = texts(odd=odd)
    y = [_targets(draw, net) for _ in range(count)] if net.loss else None
    problem = Problem(
        net,
        x=[row(net.layers[0], number) for _ in range(count)],
        y=y,
        weights=[
            [row(before, number) for _ in range(here)]
            for before, here in zip(net.layers, net.layers[1:], strict=False)
        ],
        biases=_biases(net, row, number),
        learning_rate=draw(decimals(0, 1)),
    )
    assume(is_usable(problem))
    return problem


def _biases(net: Network, row: Any, number: st.SearchStrategy[str]) -> Any:
    if all(kind == "none" for kind in net.biases):
        return None
    sizes = {"unit": None, "threshold": None, "shared": 1, "none": 0}
    return [
        row(size if sizes[kind] is None else sizes[kind], number)
        for kind, size in zip(net.biases, net.layers[1:], strict=True)
    ]


def _targets(draw: Any, net: Network) -> list[str]:
    """One sample's targets, such as the loss and the last activation can have."""
    size, name = net.layers[-1], net.activations[-1].name
    if name == "softmax" and draw(st.booleans()):
        hot = draw(st.integers(0, size - 1))
        return ["1" if unit == hot else "0" for unit in range(size)]
    if net.loss.name in ("binary_cross_entropy", "cross_entropy") or name in ("sigmoid", "softmax"):
        return [draw(st.one_of(decimals(0, 1), st.sampled_from(("0", "1")))) for _ in range(size)]
    return [draw(decimals()) for _ in range(size)]


def is_usable(problem: Problem) -> bool:
    """Whether no weighted sum is near a kink or out of the range in which floats tell outputs apart."""
    numbers = {quantity: number.value for quantity, number in problem.values.items()}
    for sample in range(1, problem.samples + 1):
        trace: list[Any] = []
        try:
            outputs(problem, numbers, sample, fp, trace)
        except (OverflowError, ZeroDivisionError):
            return False
        for _, name, z in trace:
            if name in (*KINKED, "step") and abs(z) <= AWAY_FROM_KINK:
                return False
            if name not in (*KINKED, "step", "identity") and abs(z) > LARGEST_SUM:
                return False
    return True


@st.composite
def graphs(draw):
    """A graph written by hand: each line made of any two before it, so that ways skip lines."""
    names, formulas = ["x", "y"], {}
    for number in range(draw(st.integers(1, 7))):
        left, right = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        shape = draw(st.sampled_from(("{} + {}", "{}*{}", "2*{} - {}", "{}^2 + x*{}", "tanh({})*{}")))
        formulas[f"q_{number}"] = shape.format(left, right)
        names.append(f"q_{number}")
    return Graph(formulas)
