"""A derivation or a solution written as JSON; what each entry means is said in the package's docstring."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from ..errors import HandnetError
from ..render.text import formula_text
from ..solution import Solution
from ..step import Derivation, Step
from .entries import float_form
from .settings import setting_form
from .sources import source_form
from .terms import address_form, number_form, term_form

VERSION = 1
LEVELS = 3
"""Objects are laid out line by line down to here: the whole, its list of steps, a step."""
Calculation: TypeAlias = Derivation | Solution


def to_json(calculation: Calculation, indent: int | None = 2) -> str:
    """The calculation as JSON text, ASCII signs only; `from_json` reads it back to an equal one.

    `indent` is the number of spaces for each level; None writes one line. Raises HandnetError for what
    is neither a derivation nor a solution, and for one that rests on a Python function of its own.
    """
    if isinstance(calculation, Solution):
        form = _solution_form(calculation)
    elif isinstance(calculation, Derivation):
        form = _derivation_form(calculation)
    else:
        raise HandnetError(
            f"JSON: found {type(calculation).__name__}; what is kept is a derivation or a solution"
        )
    if indent is None:
        return json.dumps(form, allow_nan=False) + "\n"
    return _laid_out(form, indent, level=1) + "\n"


def _laid_out(form: Any, indent: int, level: int) -> str:
    """JSON with a line for each entry of a step, a tree or a list of words among them on one line."""
    whole = json.dumps(form, allow_nan=False)
    objects = isinstance(form, dict) or (
        isinstance(form, list) and any(isinstance(each, dict) for each in form)
    )
    if not objects or not form or level > LEVELS:
        return whole
    inner = [
        _laid_out(each, indent, level + 1) for each in (form.values() if isinstance(form, dict) else form)
    ]
    if isinstance(form, dict):
        inner = [f"{json.dumps(name)}: {text}" for name, text in zip(form, inner, strict=True)]
    space = "\n" + " " * (indent * level)
    return f"{whole[0]}{space}{(',' + space).join(inner)}{space[:-indent] if indent else space}{whole[-1]}"


def _head(kind: str, derivation: Derivation) -> dict[str, Any]:
    return {
        "handnet": VERSION,
        "format": kind,
        "source": source_form(derivation.setting.source),
        "setting": setting_form(derivation.setting),
        "goals": [address_form(goal) for goal in derivation.goals],
    }


def _derivation_form(derivation: Derivation) -> dict[str, Any]:
    return {
        **_head("derivation", derivation),
        "given": [address_form(each) for each in derivation.given],
        "steps": [_step_form(step, derivation) for step in derivation.steps],
    }


def _solution_form(solution: Solution) -> dict[str, Any]:
    derivation = solution.derivation
    digits, problem = solution.digits, solution.problem
    asked = [vars(each) for each in problem.ask] if problem else []
    return {
        **_head("solution", derivation),
        "given": {address_form(each): number_form(number) for each, number in solution.given.items()},
        "digits": {"decimals": digits.decimals, "significant": digits.significant},
        "problem": None if problem is None else {"title": problem.title, "ask": asked},
        "steps": [_step_form(step, derivation) | _value_form(step, solution) for step in derivation.steps],
    }


def _step_form(step: Step, derivation: Derivation) -> dict[str, Any]:
    spelling = derivation.setting.spelling
    letters = {} if spelling.notation.addresses else {"letters": spelling.text(step.quantity)}
    return {
        "quantity": address_form(step.quantity),
        **letters,
        "rule": step.rule.name.lower(),
        "title": step.rule.title,
        "because": step.because,
        "part": step.part.name.lower(),
        "formula": formula_text(step.formula),
        "term": term_form(step.formula),
        "inputs": [str(each) for each in step.inputs],
    }


def _value_form(step: Step, solution: Solution) -> dict[str, Any]:
    return {
        "value": float_form(solution.values[step.quantity]),
        "written": solution.written(step.quantity),
        "numbers": formula_text(step.formula, solution.written),
    }
