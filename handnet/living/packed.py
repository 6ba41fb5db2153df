"""The data of a panel in fewer characters: what follows from the rest is left out.

    packed(data)        what page/unpacked.js makes whole again, equal to the data

Symbols of one notation are much alike: they are sent as a few texts with holes, `#`, and of each the
numbers that fill them. A derivative is called by the names of its two sides, if nothing else is said.
Lines of a course mostly follow each other: "0-17 225 19-29". A 0 stands for what is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

HOLE = "#"
_NUMBER = re.compile(r"\d+")


def packed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data without the code of shapes, which a script has as functions, and with less to say it in."""
    derivatives = {int(each): sides for each, sides in data["derivatives"].items()}
    shapes = [{name: part for name, part in shape.items() if name != "code"} for shape in data["shapes"]]
    notations = [_notation(each, derivatives) for each in data["notations"]]
    courses = list(map(_course, data["courses"]))
    return {**data, "shapes": shapes, "notations": notations, "courses": courses}


def _course(course: Mapping[str, Any]) -> dict[str, Any]:
    right = {name: _runs(lines) for name, lines in course["right"].items()}
    wrong = course["wrong"]
    return {**course, "right": right, "wrong": None if wrong is None else _runs(wrong)}


def _runs(numbers: Sequence[int]) -> str:
    """The numbers, those that follow each other as the first and the last of them."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return " ".join(f"{first}-{last}" if last > first else str(first) for first, last in runs)


def _notation(notation: Mapping[str, Any], derivatives: Mapping[int, Sequence[int]]) -> dict[str, Any]:
    text = list(notation["text"])
    for each, (of, by) in derivatives.items():
        if text[each] == f"d{notation['text'][of]}/d{notation['text'][by]}":
            text[each] = 0
    holed: dict[str, int] = {}
    math = [0 if each is None else _with_holes(each, holed) for each in notation["math"]]
    return {**notation, "text": text, "math": math, "holed": list(holed)}


def _with_holes(text: str, found: dict[str, int]) -> list[int] | str:
    """[place of the text with holes, numbers…]; the text itself where it has a `#`, or an 007."""
    numbers = _NUMBER.findall(text)
    if HOLE in text or any(str(int(each)) != each for each in numbers):
        return text
    place = found.setdefault(_NUMBER.sub(HOLE, text), len(found))
    return [place, *map(int, numbers)]
