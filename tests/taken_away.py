"""Runs code that was taken away, and compares every value; a problem to take away with whatever it may have."""

from __future__ import annotations

import ast
import builtins
import json
import math
from pathlib import Path

from page_answers import node

import handnet as hn
from handnet.value import evaluate

CALCULATE = Path(__file__).parent / "page" / "calculate.mjs"
ALLOWED = {
    name: getattr(builtins, name)
    for name in ("abs", "float", "int", "isinstance", "max", "OverflowError", "ZeroDivisionError")
}
"""All that generated Python may use besides `math`."""


def function_of(code, name="calculate"):
    """The function that the code defines, with nothing else within reach; only `math` is imported."""
    imported = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(each) for each in imported] in ([], ["import math"])

    def only_math(wanted, *_):
        assert wanted == "math"
        return math

    names = {"__builtins__": ALLOWED | {"__import__": only_math}, "__name__": "taken_away"}
    exec(compile(code, "taken_away.py", "exec"), names)
    return names[name]


def run_python(code, **arguments):
    """What the function in the code returns."""
    return function_of(code)(**arguments)


def run_javascript(*codes):
    """What `calculate()` of each module returns; one process runs them all."""
    answers = json.loads(node(CALCULATE, text=json.dumps(codes)))
    return [{address: float(value) for address, value in answer} for answer in answers]


def same(ours, theirs):
    return ours == theirs or (math.isnan(ours) and math.isnan(theirs))


def close(ours, theirs):
    """Equal to 12 digits, or to what is lost where numbers near 1 are subtracted."""
    return same(ours, theirs) or math.isclose(ours, theirs, rel_tol=1e-12, abs_tol=1e-14)


def assert_agrees(found, solution, agree):
    """Every line is there, in order, with its value."""
    assert list(found) == [str(step.quantity) for step in solution.derivation]
    for step, ours in zip(solution.derivation, found.values(), strict=True):
        theirs = solution.values[step.quantity]
        assert agree(ours, theirs), f"{step}: {ours!r}, not {theirs!r}"


def exactly(solution):
    """How values are to agree: to the last bit, unless the library adds decimals exactly somewhere."""
    values = solution.values
    plain = all(same(evaluate(step.formula, values), values[step.quantity]) for step in solution.derivation)
    return same if plain else close


def edge(**options):
    last = options.pop("b2", ["0.25", "-0.5"])
    bias = options.get("bias", "unit")
    loss = options.get("loss")
    return hn.Problem(
        hn.Network([2, 2, 2], **options),
        x=[["0.5", "-1"], ["2", "0.25"]],
        y=None if loss == "none" else [["1", "0"], ["0", "1"]],
        weights=[[["0.15", "-0.20"], ["0.25", "0.30"]], [["0.40", "-0.45"], ["0.50", "0.55"]]],
        biases=[["0.35"], ["0.60"]] if bias == "shared" else [["0.35", "-0.35"], last],
        learning_rate="0.5",
    )
