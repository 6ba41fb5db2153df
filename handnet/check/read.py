"""Answers as they are handed in: by address or in the sheet's letters, single numbers or whole arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..answer import LONGEST_ANSWER, Answer, read_answer
from ..arrays import paired
from ..errors import HandnetError, shown
from ..given import is_number
from ..parse import parse_formula
from ..quantity import Quantity
from ..setting import Setting
from ..terms import Term, quantities


class Handed(NamedTuple):
    """One answer: as it was addressed, what is meant (None if nothing is), and what was written."""

    typed: str
    quantity: Quantity | None
    answer: Answer


def handed_in(setting: Setting, answers: Mapping[str, Any]) -> list[Handed]:
    """Every answer, read; what cannot be is unreadable and says why. Nothing is left out."""
    if not isinstance(answers, Mapping):
        raise HandnetError(f"check: found {answers!r}; give answers by address, as in {{'z1[1]': '0.3775'}}")
    found: list[Handed] = []
    seen: dict[Quantity | None, Answer] = {}
    for typed, given in answers.items():
        for each in _one_or_more(setting, typed, given):
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


def _one_or_more(setting: Setting, typed: str, given: Any) -> Iterator[Handed]:
    """One answer, or one for each entry of an array."""
    text = given if isinstance(given, str) else shown(given, LONGEST_ANSWER)
    try:
        nested = setting.members(typed)
        if nested is None or (isinstance(given, str) and given.strip()):
            if not is_number(given):
                raise HandnetError(f"{typed} is one number; found {text[:60]}")
            quantity = setting.find(typed)
            yield Handed(str(typed), quantity, read_for(quantity, setting, given))
            return
        pairs = list(paired(str(typed), nested, given))
    except HandnetError as error:
        yield Handed(str(typed), None, Answer("unreadable", text[:1000], why=str(error)))
        return
    for quantity, number in pairs:
        yield Handed(setting.spelling.text(quantity), quantity, read_for(quantity, setting, number))


def read_for(quantity: Quantity, setting: Setting, given: Any) -> Answer:
    """An answer for one quantity; a formula that only says the quantity itself says nothing."""
    answer = read_answer(given, lambda text: _formula(setting, text))
    if answer.term is not None and quantity in quantities(answer.term):
        return Answer("unreadable", answer.text, why=f"the formula contains {quantity} itself")
    return answer


def _formula(setting: Setting, text: str) -> Term:
    return parse_formula(setting.spelling.addresses(text), setting.find)
