r"""Every formula that the Crash Course, part 3, prints, as it stands there and in our addresses.

The article counts the input as layer 1, so its l = 2 is our layer 1. Formulas that hold for any layer
are worked out for the last (our 2) or, where the next layer is spoken of, for the hidden one (our 1).
"""

from __future__ import annotations

from ..formulas import PrintedFormula

_UNITS = {"j": 3, "k": 3}
_OUTPUTS = 2


def _row(
    left: tuple[str, str],
    right: tuple[str, str],
    says: str,
    meant: str,
    flaw: str = "",
    outputs: bool = False,
) -> PrintedFormula:
    """A formula for every j (of the last layer where `outputs`) and k that stands in it."""
    most = {"j": _OUTPUTS if outputs else 3, "k": 3}
    over = {letter: most[letter] for letter in most if f"{{{letter}}}" in says + meant}
    return PrintedFormula(left, right, says, meant, flaw, over)


def _sum(summand: str, count: int) -> str:
    """The summand for 1, 2, … `count`, added; # stands for the number."""
    return "(" + " + ".join(summand.replace("#", str(number)) for number in range(1, count + 1)) + ")"


_DELTA = "delta^l_j", r"\delta^l_j"
_BY_W = "dJ/dw^l_jk", r"\frac{\partial J}{\partial w^l_{jk}}"
_BY_B = "dJ/db^l_j", r"\frac{\partial J}{\partial b^l_j}"

_FORWARD = (
    _row(
        ("s", "s"),
        (
            "weight_1 input_1 + ... + weight_n input_n + bias",
            r"\mathrm{weight}_1 \times \mathrm{input}_1 + \cdots + \mathrm{weight}_n \times \mathrm{input}_n"
            r" + \mathrm{bias}",
        ),
        f"{_sum('w1[{j},#]*x[#]', 3)} + b1[{{j}}]",
        "z1[{j}]",
    ),
    _row(
        ("z^l (row by row)", r"z^l_j"),
        ("w^l_j . a^l", r"w^l_j \cdot a^l"),
        _sum("w1[{j},#]*a1[#]", 3),
        "z1[{j}] - b1[{j}]",
        "C-3",
    ),
    _row(
        ("z^l (row by row)", r"z^l_j"),
        ("w^l_j . a^(l-1)", r"w^l_j \cdot a^{l-1}"),
        _sum("w1[{j},#]*x[#]", 3),
        "z1[{j}] - b1[{j}]",
        "C-6",
    ),
    _row(("a^l", "a^l"), ("f(s^l)", "f(s^l)"), "sigma(z1[{j}])", "a1[{j}]"),
)

_ERROR_TERMS = (
    _row(
        _DELTA,
        (
            "sum_k dJ/da^l_k da^l_k/ds^l_j",
            r"\sum_k \frac{\partial J}{\partial a^l_k} \frac{\partial a^l_k}{\partial s^l_j}",
        ),
        _sum("dJ/da1[#]*da1[#]/dz1[{j}]", 3),
        "delta1[{j}]",
    ),
    _row(
        ("da^l_k/ds^l_j, k = j", r"\frac{\partial a^l_k}{\partial s^l_j}\Big|_{k = j}"),
        ("sigma'(s^l_j)", r"\sigma'(s^l_j)"),
        "a1[{j}]*(1 - a1[{j}])",
        "da1[{j}]/dz1[{j}]",
    ),
    _row(
        _DELTA,
        ("dJ/da^l_j sigma'(s^l_j)", r"\frac{\partial J}{\partial a^l_j} \sigma'(s^l_j)"),
        "dJ/da2[{j}]*a2[{j}]*(1 - a2[{j}])",
        "delta2[{j}]",
        "C-5",
        outputs=True,
    ),
    _row(
        _DELTA,
        (
            "sum_k dJ/ds^(l+1)_k ds^(l+1)_k/dz^l_j",
            r"\sum_k \frac{\partial J}{\partial s^{l+1}_k} \frac{\partial s^{l+1}_k}{\partial z^l_j}",
        ),
        _sum("dJ/dz2[#]*dz2[#]/dz1[{j}]", _OUTPUTS),
        "delta1[{j}]",
        "C-2",
    ),
    _row(
        _DELTA,
        (
            "sum_k ds^(l+1)_k/ds^l_j delta^(l+1)_k",
            r"\sum_k \frac{\partial s^{l+1}_k}{\partial s^l_j} \delta^{l+1}_k",
        ),
        _sum("dz2[#]/dz1[{j}]*delta2[#]", _OUTPUTS),
        "delta1[{j}]",
    ),
    _row(
        ("s^(l+1)_k", "s^{l+1}_k"),
        (
            "sum_j w^(l+1)_kj sigma(s^l_j) + b^(l+1)_k",
            r"\sum_j w^{l+1}_{kj} \sigma(s^l_j) + b^{l+1}_k",
        ),
        f"{_sum('w2[{j},#]*sigma(z1[#])', 3)} + b2[{{j}}]",
        "z2[{j}]",
        "C-4",
        outputs=True,
    ),
    _row(
        ("ds^(l+1)_k/ds^l_j", r"\frac{\partial s^{l+1}_k}{\partial s^l_j}"),
        ("w^(l+1)_kj sigma'(s^l_j)", r"w^{l+1}_{kj} \sigma'(s^l_j)"),
        "w2[{j},{k}]*a1[{k}]*(1 - a1[{k}])",
        "dz2[{j}]/dz1[{k}]",
        outputs=True,
    ),
    _row(
        _DELTA,
        (
            "sum_k w^(l+1)_kj delta^(l+1)_k sigma'(s^l_j)",
            r"\sum_k w^{l+1}_{kj} \delta^{l+1}_k \sigma'(s^l_j)",
        ),
        _sum("w2[#,{j}]*delta2[#]*a1[{j}]*(1 - a1[{j}])", _OUTPUTS),
        "delta1[{j}]",
    ),
)

_GRADIENTS = (
    _row(
        _BY_B,
        (
            "dJ/ds^l_j ds^l_j/db^l_j",
            r"\frac{\partial J}{\partial s^l_j} \frac{\partial s^l_j}{\partial b^l_j}",
        ),
        "dJ/dz1[{j}]*dz1[{j}]/db1[{j}]",
        "dJ/db1[{j}]",
    ),
    _row(_BY_B, ("delta^l_j", r"\delta^l_j"), "delta1[{j}]", "dJ/db1[{j}]"),
    _row(
        _BY_W,
        (
            "dJ/ds^l_j ds^l_j/dw^l_jk",
            r"\frac{\partial J}{\partial s^l_j} \frac{\partial s^l_j}{\partial w^l_{jk}}",
        ),
        "dJ/dz1[{j}]*dz1[{j}]/dw1[{j},{k}]",
        "dJ/dw1[{j},{k}]",
    ),
    _row(
        ("ds^l_j/dw^l_jk", r"\frac{\partial s^l_j}{\partial w^l_{jk}}"),
        ("a^(l-1)_k", "a^{l-1}_k"),
        "a1[{k}]",
        "dz2[{j}]/dw2[{j},{k}]",
        outputs=True,
    ),
    _row(
        _BY_W,
        ("a^(l-1)_k delta^l_j", r"a^{l-1}_k \delta^l_j"),
        "a1[{k}]*delta2[{j}]",
        "dJ/dw2[{j},{k}]",
        outputs=True,
    ),
)

printed: tuple[PrintedFormula, ...] = (*_FORWARD, *_ERROR_TERMS, *_GRADIENTS)
