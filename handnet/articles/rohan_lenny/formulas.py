r"""Every formula that Rohan & Lenny #1 prints, as it stands there and in our addresses.

In the article W^l_ij goes from i to j, and i and j of x, y, z, p say "into" and "out of" the units of
a layer: y_i is z1, y_j is a1, z_i is z2, z_j is a2, p_i is z3, p_j is a3, and a is the target. Where a
formula speaks of one weight of the first layer, {k} is the hidden unit it goes to, {i} the input.
"""

from __future__ import annotations

from ..formulas import PrintedFormula

_PER_WEIGHT = {"k": 3, "i": 3}
_W1 = r"\partial W^1_{ij}"


def _row(
    left: tuple[str, str], right: tuple[str, str], says: str, meant: str, flaw: str = "", of: str = ""
) -> PrintedFormula:
    """A formula for one unit or weight, or for each that its letters stand for."""
    over = {letter: 3 for letter in ("k", "i", "j") if f"{{{letter}}}" in says + meant}
    return PrintedFormula(left, right, says, meant, flaw, over, of)


def _by_weight(top: str, of: str, right: tuple[str, str], says: str, flaw: str = "") -> PrintedFormula:
    """The derivative of a quantity by a weight of the first layer."""
    left = f"d{top}/dW^1_ij", rf"\frac{{\partial {top}}}{{{_W1}}}"
    return _row(left, right, says, f"d{of}/dw1[{{k}},{{i}}]", flaw)


def _sum(summand: str, letter: str) -> str:
    """The summand for 1, 2 and 3, added; `#letter` stands for the number."""
    return "(" + " + ".join(summand.replace(f"#{letter}", str(number)) for number in (1, 2, 3)) + ")"


_INNER = _sum("w2[#j,#m]*a1[#m]*(1 - a1[#m])*(x[1] + x[2] + x[3])", "m")
NINE = f"(a3[1] - y[1])*a3[1]*(1 - a3[1])*{_sum(f'w3[1,#j]*a2[#j]*(1 - a2[#j])*{_INNER}', 'j')}"
"""The last formula, literally: each sum over j runs over its whole layer, and so does that over x_j."""

_BY_CHAIN = "doutput/dhidden2*dhidden2/dhidden1*dhidden1/dw1"

_NEURON = (
    _row(
        ("a_n", "a_n"),
        ("act(W_1 x_1 + ... + W_n x_n)", r"\mathrm{act}(W_1 x_1 + \cdots + W_n x_n)"),
        "sigma(w1[{k},1]*x[1] + w1[{k},2]*x[2] + w1[{k},3]*x[3])",
        "a1[{k}]",
    ),
    _row(
        ("W (new)", r"W_{\mathrm{new}}"),
        ("W - alpha dJ/dW", r"W - \alpha \frac{\partial J}{\partial W}"),
        "w1[{k},{i}] - eta*dJ/dw1[{k},{i}]",
        "new(w1[{k},{i}])",
    ),
    _row(
        ("V (new)", r"V_{\mathrm{new}}"),
        ("mu V - alpha dJ/dW", r"\mu V - \alpha \frac{\partial J}{\partial W}"),
        "mu*velocity_w1[{k},{i}] - eta*dJ/dw1[{k},{i}]@1",
        "velocity_w1[{k},{i}]@1",
        of="momentum",
    ),
    _row(
        ("W (new)", r"W_{\mathrm{new}}"),
        ("W + V (new)", r"W + V_{\mathrm{new}}"),
        "w1[{k},{i}]@1 + velocity_w1[{k},{i}]@1",
        "w1[{k},{i}]@2",
        of="momentum",
    ),
)

_CHAIN = (
    _row(
        ("output", r"\mathrm{output}"),
        (
            "act(w3 * act(w2 * act(w1 * input)))",
            r"\mathrm{act}(w_3 \cdot \mathrm{act}(w_2 \cdot \mathrm{act}(w_1 \cdot \mathrm{input})))",
        ),
        "sigma(w3*sigma(w2*sigma(w1*input)))",
        "output",
        of="chain",
    ),
    _row(
        ("d output/d w1", r"\frac{\partial}{\partial w_1}\,\mathrm{output}"),
        (
            "d output/d hidden2 * d hidden2/d hidden1 * d hidden1/d w1",
            r"\frac{\partial\,\mathrm{output}}{\partial\,\mathrm{hidden2}} \cdot "
            r"\frac{\partial\,\mathrm{hidden2}}{\partial\,\mathrm{hidden1}} \cdot "
            r"\frac{\partial\,\mathrm{hidden1}}{\partial w_1}",
        ),
        _BY_CHAIN,
        "doutput/dw1",
        of="chain",
    ),
    _row(
        ("d error/d w1", r"\frac{\partial\,\mathrm{error}}{\partial w_1}"),
        (
            "d error/d output * d output/d hidden2 * d hidden2/d hidden1 * d hidden1/d w1",
            r"\frac{\partial\,\mathrm{error}}{\partial\,\mathrm{output}} \cdot "
            r"\frac{\partial\,\mathrm{output}}{\partial\,\mathrm{hidden2}} \cdot "
            r"\frac{\partial\,\mathrm{hidden2}}{\partial\,\mathrm{hidden1}} \cdot "
            r"\frac{\partial\,\mathrm{hidden1}}{\partial w_1}",
        ),
        f"derror/doutput*{_BY_CHAIN}",
        "derror/dw1",
        of="chain",
    ),
)

_LOSS_AND_SIGMOID = (
    _row(
        ("J", "J"),
        ("1/2 (p - a)^2", r"\frac{1}{2} (\vec{p} - \vec{a})^2"),
        "1/2*(a3[1] - y[1])^2",
        "J",
        "A-10",
    ),
    _row(
        ("dJ/dp", r"\frac{d}{d\vec{p}} J"),
        (
            "2 * 1/2 (p - a)^(2-1) * 1",
            r"2 \cdot \frac{1}{2} (\vec{p} - \vec{a})^{2-1} \cdot 1",
        ),
        "2*1/2*(a3[1] - y[1])^(2 - 1)*1",
        "dJ/da3[1]",
    ),
    _row(
        ("S(alpha)", r"S(\alpha)"),
        ("1/(1 + e^(-alpha))", r"\frac{1}{1 + e^{-\alpha}}"),
        "1/(1 + exp(-alpha))",
        "S",
        of="slope",
    ),
    _row(
        ("dS/d alpha", r"\frac{d}{d\alpha} S"),
        ("e^(-alpha) (1 + e^(-alpha))^(-2)", r"e^{-\alpha} (1 + e^{-\alpha})^{-2}"),
        "exp(-alpha)*(1 + exp(-alpha))^(-2)",
        "dS/dalpha",
        of="slope",
    ),
    _row(
        ("dS/d alpha", r"\frac{d}{d\alpha} S"),
        ("e^(-alpha)/(1 + e^(-alpha))^(-2)", r"\frac{e^{-\alpha}}{(1 + e^{-\alpha})^{-2}}"),
        "exp(-alpha)/(1 + exp(-alpha))^(-2)",
        "dS/dalpha",
        "A-1",
        of="slope",
    ),
    _row(("dS/d alpha", r"\frac{d}{d\alpha} S"), ("S (1 - S)", "S (1 - S)"), "S*(1 - S)", "dS/dalpha", of="slope"),
)  # fmt: skip

_MOVES = (
    _row(
        ("dJ/dp_j", r"\frac{\partial J}{\partial p_j}"),
        ("(p_j - a)", r"(p_j - \vec{a})"),
        "a3[1] - y[1]",
        "dJ/da3[1]",
        "A-10",
    ),
    _row(
        ("dp_j/dp_i", r"\frac{\partial p_j}{\partial p_i}"),
        ("p_j (1 - p_j)", "p_j (1 - p_j)"),
        "a3[1]*(1 - a3[1])",
        "da3[1]/dz3[1]",
    ),
    _by_weight(
        "J",
        "J",
        (
            "(p_j - a) * p_j (1 - p_j) * dp_i/dW^1_ij",
            rf"(p_j - \vec{{a}}) \cdot p_j (1 - p_j) \cdot \frac{{\partial p_i}}{{{_W1}}}",
        ),
        "(a3[1] - y[1])*a3[1]*(1 - a3[1])*dz3[1]/dw1[{k},{i}]",
        "A-10",
    ),
    _by_weight(
        "p_i",
        "z3[1]",
        (
            "sum_j dp_i/dz_j * dz_j/dW^1_ij",
            rf"\sum_j \frac{{\partial p_i}}{{\partial z_j}} \frac{{\partial z_j}}{{{_W1}}}",
        ),
        _sum("dz3[1]/da2[#j]*da2[#j]/dw1[{k},{i}]", "j"),
    ),
    _row(
        ("dp_i/dz_j", r"\frac{\partial p_i}{\partial z_j}"),
        ("W^3_ij", "W^3_{ij}"),
        "w3[1,{j}]",
        "dz3[1]/da2[{j}]",
        "A-11",
    ),
    _by_weight(
        "p_i",
        "z3[1]",
        ("W^3_ij * dz_j/dW^1_ij", rf"W^3_{{ij}} \cdot \frac{{\partial z_j}}{{{_W1}}}"),
        "w3[1,{j}]*da2[{j}]/dw1[{k},{i}]",
        "A-3",
    ),
    _by_weight(
        "z_j",
        "a2[{j}]",
        ("z_j (1 - z_j) * dz_i/dW^1_ij", rf"z_j (1 - z_j) \cdot \frac{{\partial z_i}}{{{_W1}}}"),
        "a2[{j}]*(1 - a2[{j}])*dz2[{j}]/dw1[{k},{i}]",
    ),
    _by_weight(
        "z_i",
        "z2[{j}]",
        ("sum_j W^2_ij dy_j/dW^1_ij", rf"\sum_j W^2_{{ij}} \frac{{\partial y_j}}{{{_W1}}}"),
        _sum("w2[{j},#m]*da1[#m]/dw1[{k},{i}]", "m"),
        "A-11",
    ),
    _by_weight(
        "y_j",
        "a1[{k}]",
        ("y_j (1 - y_j) dy_i/dW^1_ij", rf"y_j (1 - y_j) \frac{{\partial y_i}}{{{_W1}}}"),
        "a1[{k}]*(1 - a1[{k}])*dz1[{k}]/dw1[{k},{i}]",
    ),
    _by_weight("y_i", "z1[{k}]", ("sum_j x_j", r"\sum_j x_j"), "x[1] + x[2] + x[3]", "A-4"),
    PrintedFormula(
        ("dJ/dW^layer_ij", r"\frac{\partial J}{\partial W^{layer}_{ij}}"),
        (
            "(p_j - a) * p_j(1 - p_j) * sum_j [W^3_ij * z_j(1 - z_j) * sum_j [W^2_ij * y_j(1 - y_j) * sum_j x_j]]",
            r"(p_j - \vec{a}) \cdot p_j(1 - p_j) \cdot {\sum_j \bigl[W^3_{ij} \cdot z_j(1 - z_j)} \cdot "
            r"{\sum_j \bigl[W^2_{ij} \cdot y_j(1 - y_j) \cdot \sum_j x_j\bigr]\bigr]}",
        ),
        NINE,
        "dJ/dw1[{k},{i}]",
        "A-4",
        _PER_WEIGHT,
    ),
)

printed: tuple[PrintedFormula, ...] = (*_NEURON, *_CHAIN, *_LOSS_AND_SIGMOID, *_MOVES)
