"""Worksheets and keys, read from what is printed: the questions, the numbers, what is accepted."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from typing import NamedTuple

import handnet as hn

NUMBERS = {
    "x": ["0.05", "0.10"],
    "y": ["0.01"],
    "weights": [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
    "biases": [["0.35", "0.35"], ["0.60"]],
    "learning_rate": "0.5",
    "title": "Homework 3",
}
ASK = [
    hn.Ask("A1", points=2, digits=4),
    hn.Ask("J", points=3, digits=4),
    hn.Ask("dJ/dw1[2,1]", points=1.5, digits=5),
    hn.Ask("w1[2,1]+", points=2, digits=6),
]
HOMEWORK = hn.Problem(hn.Network([2, 2, 1]), **NUMBERS, ask=ASK)
NASTY = (
    "<script>alert(1)</script>",
    "Tom & Jerry $x_1$ 50% #1",
    r"\input{/etc/passwd} {a} ~ ^ _",
    "\"quoted\" 'too' `rm`",
    "אבג עברית",
    "| **b** | [a](javascript:x) ![b](c)",
    "=SUM(A1)",
)
_ANSWER = re.compile(
    r"^  (\S+) = (\S+?)(?: after [0-9]+ updates)?(?:, right from (\S+) to (\S+))?$", re.MULTILINE
)


class Printed(NamedTuple):
    """An answer as a key prints it; without more, only the answer itself is right."""

    text: str
    lowest: str
    highest: str


def answers(key) -> dict[str, Printed]:
    """The answers of a key, read from its text by address."""
    text = key.to_text(width=1000)
    return {
        address: Printed(answer, low or answer, high or answer)
        for address, answer, low, high in _ANSWER.findall(text)
        if "*" not in answer
    }


def beside(text: str, units: int) -> str:
    """The number so many units of its last digit away, written with as many decimals."""
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return str(number + units * Decimal(1).scaleb(exponent))


def decimals_in(text: str) -> list[str]:
    """The numbers with a point or an exponent in a text."""
    return re.findall(r"(?<![\w.])-?[0-9]+(?:\.[0-9]+(?:e[-+][0-9]+)?|e[-+][0-9]+)(?![\w])", text)


def holds(problem, asked, **options) -> Counter[str]:
    """Hold a printed key to `check`: what is right alone and together, what no longer is; counts of statuses."""
    key = problem.worksheet(*asked, **options).key
    seen: Counter[str] = Counter()

    def status(address, text):
        return key.sheet.problem.check({address: text})[address]

    printed = answers(key)
    numbers = {address: each for address, each in printed.items() if re.search("[0-9]", each.text)}
    assert len(printed) == len(key.marking.answers)
    for address, each in numbers.items():
        for text in each:
            assert status(address, text).status == "right", (address, each, text)
        if "/" not in each.text:
            for text in (beside(each.lowest, -1), beside(each.highest, 1)):
                found = status(address, text)
                assert found.status != "right" or found.reason == "convention", (address, each, text)
                seen[f"outside {found.status}"] += 1
        seen["more than one" if each.lowest != each.highest else "only one"] += 1
    if numbers:
        together = key.sheet.problem.check({address: each.text for address, each in numbers.items()})
        assert [verdict.status for verdict in together] == ["right"] * len(numbers)
    for question, slips in zip(key.sheet.questions, key.marking.slips, strict=True):
        assert len({slip.mistake.code for slip in slips}) == len(slips) <= 3
        for slip in slips:
            for quantity, text in zip(question.quantities, slip.texts, strict=True):
                if text:
                    found = status(str(quantity), text)
                    assert found.status == "wrong", (str(quantity), text, slip.mistake.code, found)
                    named = any(slip.mistake.code in each.code for each in found.mistakes)
                    seen["named" if named else "too few" if found.too_few else "not named"] += 1
    return seen
