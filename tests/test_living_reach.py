"""What the page takes from the checker part by part: trees of formulas, boxes, numbers that are typed."""

from __future__ import annotations

import math
from random import Random

from formulas import terms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judged import page_says

from handnet.answer import read_answer
from handnet.living.answers import _TREES
from handnet.parse import parse_formula
from handnet.quantity import Variable
from handnet.reach.interval import ByHand
from handnet.reach.kernel import Floats
from handnet.terms import ONE, Apply, Difference, Negative, Number, Sum, quantities


def told(value):
    return "nan" if math.isnan(value) else repr(float(value))


@given(terms(), st.data())
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_a_tree_is_read_by_python_as_its_formula(term, data):
    """The tree has the same operations: walked with those of `ByHand`, it gives the same box."""
    number = st.floats(-5, 5, allow_nan=False).map(lambda value: round(value, 2))
    inside = tuple(dict.fromkeys(quantities(term)))
    boxes = {each: tuple(sorted((data.draw(number), data.draw(number)))) for each in inside}
    tree = _TREES.of(term, {each: at for at, each in enumerate(inside)})
    for reader in (ByHand(Floats(), decimals=3), ByHand(Floats(), significant=4)):
        by_formula = reader.of(term, boxes)
        assert list(map(told, walked(reader, tree, list(boxes.values())))) == list(map(told, by_formula))


def walked(reader, tree, values):
    """The tree, read with the operations of a reader."""
    if isinstance(tree, int):
        return values[tree]
    operation, *parts = tree
    read = [part if isinstance(part, str) else walked(reader, part, values) for part in parts]
    match operation:
        case "given":
            return reader.given(float(read[0]))
        case "multiplied" | "added" | "largest":
            return getattr(reader, operation)(read)
        case "power":
            exponent = parse_formula("x") if len(read) == 1 else Number(read[1], float(read[1]))
            return reader.power(read[0], exponent)
    return getattr(reader, operation)(*read)


_WRITTEN = (
    "p*q + r*s + t",
    "p - q*r - s",
    "p*(1 - p)*q",
    "q*(1 - p^2)",
    "1 - p^2",
    "1/3*(p - q)^2",
    "1/2*(p - q)^2",
    "p/q",
    "p^3 + q^-2 + r^(1/2)",
    "exp(p)/(exp(p) + exp(q) + exp(r))",
    "-(p + q*r)",
    "max(p, q, r)",
    *(f"{name}(p*q + r)" for name in (
        "sigma", "tanh", "relu", "leaky_relu", "step", "leaky_step", "arctan", "softplus", "bipolar", "exp",
        "ln", "sqrt", "sin", "cos")),
)  # fmt: skip
_P, _Q = Variable("p"), Variable("q")
_LEFT = Difference(ONE, _Q), Difference(ONE, _P)
FORMULAS = (
    *map(parse_formula, _WRITTEN),
    Difference(Apply("weighted_inverse", _LEFT), Apply("weighted_inverse", (_Q, _P))),
    Negative(Sum((Apply("weighted_ln", (_Q, _P)), Apply("weighted_ln", _LEFT)))),
)


def test_boxes_are_those_of_python():
    """Operation by operation, over single numbers and wide boxes, to decimals and to figures."""
    chance = Random(5)
    asked, wanted = [], []
    for _ in range(2000):
        term = chance.choice(FORMULAS)
        inside = tuple(dict.fromkeys(quantities(term)))
        boxes = [_box(chance) for _ in inside]
        count = chance.randint(2, 8)
        kind = chance.choice(("decimals", "significant"))
        tree = _TREES.of(term, {each: at for at, each in enumerate(inside)})
        asked.append([tree, [list(map(told, box)) for box in boxes],
                      {"decimals" if kind == "decimals" else "figures": count}])  # fmt: skip
        wanted.append(ByHand(Floats(), **{kind: count}).of(term, dict(zip(inside, boxes, strict=True))))
    for question, box, found in zip(asked, wanted, page_says(boxes=asked), strict=True):
        for end, other in zip(box, map(float, found), strict=True):
            assert math.isclose(end, other, rel_tol=1e-12, abs_tol=1e-15) or told(end) == told(other), (
                question
            )


def _box(chance):
    """A single number with few digits or many, or a box, small or wide."""
    low = round(chance.uniform(-3, 3), chance.choice((0, 1, 2, 5, 16))) + 0.0
    width = chance.choice((0, 0, 0.01, 0.5, 3)) * chance.random()
    return low, low + width


READ = (
    "", "  ", "0.3775", " .3775 ", "0,3775", "-.5", "−0.5", "+2", "8.22e-2", "8.22E-02", "3*10^-2", "3·10^-2", "3×10⁻²",
    "3 x 10^(-2)", "2·10^5", "1/3", "-7/4", "1/0", "1 / 3", "z = 0.3775", "z1[1] = 0,38", "= 0.5", "≈0.38", "0.38.",
    "a=b=0.5", "5.", "100", "1e5", "0", "-0", "0.000", "0.0010", "1,500", "-1,500", "0,500", "12,5000", "1e400",
    "1e-400", "nan", "inf", "½", "0x10", "1_000", "--1", "1.2.3", "1,2,3", "about 3", "O.377", "a1[1]",
    "0.15*0.05 + 0.35", "1" * 101, "=",
)  # fmt: skip


def test_numbers_are_read_as_the_library_reads_them():
    for text, page in zip(READ, page_says(read=list(READ)), strict=True):
        ours = read_answer(text)
        kind = "unreadable" if ours.kind == "formula" else ours.kind
        if (
            ours.term is None or page["kind"] == "number"
        ):  # otherwise a calculation: the page reads numbers alone
            assert page["kind"] == kind, text
        if page["kind"] == "number":
            assert page["value"] == ours.value, text
            assert (page["decimals"], page["figures"]) == (ours.decimals, ours.figures), text
            assert math.isclose(page["half"], ours.half, rel_tol=1e-12), text
        elif page["kind"] == "unreadable":
            assert 10 < len(page["why"]) < 90
            assert page["why"].isprintable()
