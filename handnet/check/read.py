"""Answers as they are handed in: by address or in the sheet's letters, single numbers or whole arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..answer import LONGEST_ANSWER, Answer, read_answer
from ..arrays import flat, paired
from ..errors import HandnetError, shown
from ..given import is_number
from ..number import missing_numbers
from ..parse import parse_formula
from ..problem import Problem
from ..quantity import Quantity
from ..setting import Setting
from ..terms import quantities


class Handed(NamedTuple):
    """One answer: as it was addressed, what is meant (None if nothing is), and what was written."""

    typed: str
    quantity: Quantity | None
    answer: Answer


def handed_in(problem: Problem, setting: Setting, answers: Mapping[str, Any]) -> list[Handed]:
    """Every answer, read; what cannot be is unreadable and says why. Nothing is left out."""
    if not isinstance(answers, Mapping):
        raise HandnetError(f"check: found {answers!r}; give answers by address, as in {{'z1[1]': '0.3775'}}")
    found: list[Handed] = []
    seen: dict[Quantity | None, Answer] = {}
    for typed, given in answers.items():
        for each in _one_or_more(problem, setting, typed, given):
            if each.quantity in seen:
                first = seen[each.quantity].text
                why = (
                    f"{each.quantity} is there twice; the first, {first or 'left blank'}, is what is checked"
                )
                each = Handed(each.typed, None, Answer("unreadable", each.answer.text, why=why))
            elif each.quantity is not None:
                seen[each.quantity] = each.answer
            found.append(each)
    return found


def _one_or_more(problem: Problem, setting: Setting, typed: str, given: Any) -> Iterator[Handed]:
    """One answer, or one for each entry of an array."""
    text = given if isinstance(given, str) else shown(given, LONGEST_ANSWER)
    try:
        nested = setting.members(typed)
        if nested is not None and (given is None or not text.strip()):
            pairs = [(each, given) for each in flat(nested)]
        elif nested is not None and not isinstance(given, str):
            pairs = list(paired(str(typed), nested, given))
        elif is_number(given):
            pairs = [(setting.find(typed), given)]
        else:
            raise HandnetError(f"{typed} is one number; found {text[:60]}")
    except HandnetError as error:
        yield Handed(str(typed), None, Answer("unreadable", text[:1000], why=str(error)))
        return
    for quantity, number in pairs:
        name = setting.spelling.text(quantity) if nested is not None else str(typed)
        yield Handed(name, quantity, _read_for(quantity, problem, setting, number))


def _read_for(quantity: Quantity, problem: Problem, setting: Setting, given: Any) -> Answer:
    """An answer for one quantity; a formula has to have a value, and not to say only the quantity itself."""
    answer = read_answer(given, lambda text: parse_formula(setting.spelling.addresses(text), setting.find))
    if answer.term is None:
        return answer
    inside = tuple(dict.fromkeys(quantities(answer.term)))
    itself = f"the formula contains {quantity} itself" if quantity in inside else ""
    why = itself or _no_number(inside, problem, setting)
    return Answer("unreadable", answer.text, why=why) if why else answer


def without_a_number(problem: Problem, setting: Setting, handed: Sequence[Handed]) -> list[Handed]:
    """The same answers; those for what has no number in this problem are unreadable, and say why."""
    found = []
    for each in handed:
        if each.quantity is not None and (why := _no_number((each.quantity,), problem, setting)):
            each = Handed(each.typed, None, Answer("unreadable", each.answer.text, why=why))
        found.append(each)
    return found


def _no_number(wanted: tuple[Quantity, ...], problem: Problem, setting: Setting) -> str:
    """Why there is no number for one of these, as where no learning rate is given; "" if there is."""
    soon = tuple(each.at(min(each.time, 1)) for each in wanted)  # later ones need the same to be given
    try:
        lines = setting.derive(soon)
    except HandnetError as error:
        return str(error)
    used = dict.fromkeys((*lines.given, *(each for each in soon if each not in lines.by_quantity)))
    missing = [each for each in used if each not in problem.values]
    return str(missing_numbers(missing)) if missing else ""
