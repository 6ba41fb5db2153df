r"""Every formula and line of code that Back Propagation prints, as it stands there and in our addresses.

Samples are columns: ({i}) is the sample, and what stands in an array is worked out for every entry.
"""

from __future__ import annotations

from ..formulas import PrintedFormula

_MOST = {"j": 3, "k": 2, "i": 4}
"""Hidden units, inputs, samples."""


def _row(
    left: tuple[str, str], right: tuple[str, str], says: str, meant: str, flaw: str = ""
) -> PrintedFormula:
    """A formula for each entry that its letters stand for."""
    over = {letter: most for letter, most in _MOST.items() if f"{{{letter}}}" in says + meant}
    return PrintedFormula(left, right, says, meant, flaw, over)


def _code(left: str, right: str, says: str, meant: str, flaw: str = "") -> PrintedFormula:
    """A line of code."""

    def typeset(text: str) -> str:
        return r"\_".join(rf"\texttt{{{part}}}" for part in text.split("_"))  # MathJax knows no \_ in text

    return _row((left, typeset(left)), (right, typeset(right)), says, meant, flaw)


def _over_samples(summand: str) -> str:
    """The summand for each sample, added; # stands for the sample."""
    return "(" + " + ".join(summand.replace("#", str(number)) for number in range(1, 5)) + ")"


def _by(of: str, by: str) -> tuple[str, str]:
    """A derivative as the article writes it."""

    def letter(name: str) -> str:
        return f"{name[0]}_{name[1:]}" if name[1:].isdigit() else name

    return f"d{of}/d{by}", rf"\frac{{d{letter(of)}}}{{d{letter(by)}}}"


def _product(*factors: tuple[str, str]) -> tuple[str, str]:
    """Derivatives multiplied as the article does, with a star."""
    return " * ".join(text for text, _ in factors), " * ".join(latex for _, latex in factors)


_TO_Z2 = (_by("J", "A2"), _by("A2", "Z2"))
_TO_Z1 = (*_TO_Z2, _by("Z2", "A1"), _by("A1", "Z1"))
_DZ2 = "dJ/da2[1](#)*da2[1](#)/dz2[1](#)"
_DZ1 = f"{_DZ2}*dz2[1](#)/da1[{{j}}](#)*da1[{{j}}](#)/dz1[{{j}}](#)"

_DESCENT = (
    _row(
        ("theta (new)", r"\theta_{\mathrm{new}}"),
        ("theta - alpha (dJ/dtheta)", r"\theta - \alpha \left(\frac{dJ}{d\theta}\right)"),
        "w1[{j},{k}] - eta*(dJ/dw1[{j},{k}])",
        "new(w1[{j},{k}])",
    ),
    _row(
        ("MSE", r"\mathrm{MSE}"),
        (
            "1/M sum_(i=0)^M (y^(i) - a^(L)_i)^2",
            r"\frac{1}{M} \sum_{i=0}^{M} \left(y^{(i)} - a^{(L)}_i\right)^2",
        ),
        "",
        "J",
        "D-3",
    ),
    _row(
        _by("J", "W"),
        (
            "dJ/da^(L) * da^(L)/dz * dz/dtheta",
            r"\frac{dJ}{da^{(L)}} * \frac{da^{(L)}}{dz} * \frac{dz}{d\theta}",
        ),
        _over_samples(f"{_DZ2}*dz2[1](#)/dw2[1,{{j}}]"),
        "dJ/dw2[1,{j}]",
        "D-5",
    ),
    _row(
        ("J(theta)", r"J(\theta)"),
        ("1/M sum_(i=0)^M (A2 - y)^2", r"\frac{1}{M} \sum_{i=0}^{M} (A_2 - y)^2"),
        "",
        "J",
        "D-3",
    ),
)

_FORWARD = (
    _code("Z1", "W1 @ X + B1", "w1[{j},1]*x[1]({i}) + w1[{j},2]*x[2]({i}) + b1[{j}]", "z1[{j}]({i})"),
    _code("A1", "sigmoid(Z1)", "sigma(z1[{j}]({i}))", "a1[{j}]({i})"),
    _code(
        "Z2",
        "W2 @ A1 + B2",
        "w2[1,1]*a1[1]({i}) + w2[1,2]*a1[2]({i}) + w2[1,3]*a1[3]({i}) + b2[1]",
        "z2[1]({i})",
    ),
    _code("A2", "sigmoid(Z2)", "sigma(z2[1]({i}))", "a2[1]({i})"),
)

_PRODUCTS = (
    _row(
        _by("J", "W2"),
        _product(*_TO_Z2, _by("Z2", "W2")),
        _over_samples(f"{_DZ2}*dz2[1](#)/dw2[1,{{j}}]"),
        "dJ/dw2[1,{j}]",
        "D-4",
    ),
    _row(
        _by("J", "B2"),
        _product(*_TO_Z2, _by("Z2", "B2")),
        _over_samples(f"{_DZ2}*dz2[1](#)/db2[1]"),
        "dJ/db2[1]",
        "D-4",
    ),
    _row(
        _by("J", "W1"),
        _product(*_TO_Z1, _by("Z1", "W1")),
        _over_samples(f"{_DZ1}*dz1[{{j}}](#)/dw1[{{j}},{{k}}]"),
        "dJ/dw1[{j},{k}]",
        "D-4",
    ),
    _row(
        _by("J", "B1"),
        _product(*_TO_Z1, _by("Z1", "B1")),
        _over_samples(f"{_DZ1}*dz1[{{j}}](#)/db1[{{j}}]"),
        "dJ/db1[{j}]",
        "D-4",
    ),
)

_SETS = (
    _row(_by("J", "A2"), ("2(A2 - y)", "2(A_2 - y)"), "2*(a2[1]({i}) - y[1]({i}))", "dJ/da2[1]({i})", "D-2"),
    _row(
        _by("A2", "Z2"),
        ("A2(1 - A2)", "A_2(1 - A_2)"),
        "a2[1]({i})*(1 - a2[1]({i}))",
        "da2[1]({i})/dz2[1]({i})",
    ),
    _row(_by("Z2", "W2"), ("A1", "A_1"), "a1[{j}]({i})", "dz2[1]({i})/dw2[1,{j}]"),
    _row(_by("Z2", "B2"), ("1", "1"), "1", "dz2[1]({i})/db2[1]"),
    _row(_by("Z2", "A1"), ("W2", "W_2"), "w2[1,{j}]", "dz2[1]({i})/da1[{j}]({i})"),
    _row(
        _by("A1", "Z1"),
        ("A1(1 - A1)", "A_1(1 - A_1)"),
        "a1[{j}]({i})*(1 - a1[{j}]({i}))",
        "da1[{j}]({i})/dz1[{j}]({i})",
    ),
    _row(_by("Z1", "W1"), ("X", "X"), "x[{k}]({i})", "dz1[{j}]({i})/dw1[{j},{k}]"),
    _row(_by("Z1", "B1"), ("1", "1"), "1", "dz1[{j}]({i})/db1[{j}]"),
)

_CODE = (
    _code("dA2", "2(A2 - y)", "2*(a2[1]({i}) - y[1]({i}))", "dJ/da2[1]({i})", "D-2"),
    _code("dZ2", "W1.T.dot(dA2) * d_sigmoid(Z2)", "", "dJ/dz2[1]({i})", "D-1"),
    _code("dW2", "dZ2.dot(A1.T)", _over_samples("dJ/dz2[1](#)*a1[{j}](#)"), "dJ/dw2[1,{j}]"),
    _code("dB2", "np.sum(dZ2, axis=1, keepdims=True)", _over_samples("dJ/dz2[1](#)"), "dJ/db2[1]"),
    _code(
        "dZ1",
        "W2.T.dot(dZ2) * d_sigmoid(Z1)",
        "w2[1,{j}]*dJ/dz2[1]({i})*a1[{j}]({i})*(1 - a1[{j}]({i}))",
        "dJ/dz1[{j}]({i})",
    ),
    _code("dW1", "dZ1.dot(X.T)", _over_samples("dJ/dz1[{j}](#)*x[{k}](#)"), "dJ/dw1[{j},{k}]"),
    _code("dB1", "np.sum(dZ1, axis=1, keepdims=True)", _over_samples("dJ/dz1[{j}](#)"), "dJ/db1[{j}]"),
    _code("W1", "W1 - dW1 * lr", "w1[{j},{k}] - dJ/dw1[{j},{k}]*eta", "new(w1[{j},{k}])"),
    _code("B1", "B1 - dB1 * lr", "b1[{j}] - dJ/db1[{j}]*eta", "new(b1[{j}])"),
    _code("W2", "W2 - dW2 * lr", "w2[1,{j}] - dJ/dw2[1,{j}]*eta", "new(w2[1,{j}])"),
    _code("B2", "B2 - dB2 * lr", "b2[1] - dJ/db2[1]*eta", "new(b2[1])"),
)

printed: tuple[PrintedFormula, ...] = (*_DESCENT, *_FORWARD, *_PRODUCTS, *_SETS, *_CODE)
