"""Fourteen calculations that other people published, reproduced to the last digit they printed.

`published/NAME.toml` is the problem with its author's numbers, `published/NAME.printed.toml` what
he printed: `[exact]` follows from the problem alone, `[[rounded]]` from numbers that he had already
rounded (`given`), `[[wrong]]` needs a mistake as well, follows from a wrong number, or is `really`
another quantity. `loose` counts units of the last place; `truncated` digits were cut off.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from functools import cache
from pathlib import Path

import pytest

from handnet import MISTAKES, Problem, read
from handnet.files import from_toml

HERE = Path(__file__).parent / "published"

# How many right and how many wrong numbers each author printed, so that none is lost from the files.
COUNTS = {
    "abcdatamining": (9, 6),
    "ailab": (39, 0),
    "coursera": (10, 0),
    "cs231n": (8, 0),
    "grokking": (8, 0),
    "hmkcode": (20, 2),
    "karpathy": (8, 0),
    "macleod": (9, 6),
    "mazur": (27, 4),
    "mazur-biases": (12, 0),
    "negnevitsky": (25, 0),
    "nielsen-a": (2, 0),
    "nielsen-b": (2, 0),
    "wikidocs": (28, 1),
}

# Wrong numbers behind which there is no rule: case, quantity, text, why.
OUT_OF_REACH = [
    ("abcdatamining", "z2[1]", "0.456", "three summands are added up wrongly; they make 0.461"),
    ("wikidocs", "w1[1,1]+", "0.19959556", "one line starts from 0.2, not from the weight 0.3"),
]


@dataclass(frozen=True)
class Printed:
    """One number as it was printed, and what its author worked it out from."""

    case: str
    value: str
    printed: str
    given: dict[str, str] = field(default_factory=dict)
    mistakes: Sequence[str] = ()
    really: str = ""
    loose: int = 0
    truncated: bool = False

    def __str__(self) -> str:
        return f"{self.case} {self.value}"

    def solve(self, value: str, style: str = "chain") -> float:
        """The value of an address or formula, from what the author used."""
        solution = problem(self.case).solve(style=style, mistakes=self.mistakes, given=self.given)
        return float(solution.evaluate(value) if " " in value else solution[value])

    def is_printed(self, ours: float) -> bool:
        """Whether our number, all of its binary digits, is the printed one to its last digit."""
        printed = Decimal(self.printed)
        unit = Decimal(1).scaleb(int(printed.as_tuple().exponent))
        if self.truncated:
            return Decimal(ours).quantize(unit, ROUND_DOWN) == printed
        return abs(Decimal(ours) - printed) <= unit * (self.loose or Decimal("0.5"))


@cache
def problem(case: str) -> Problem:
    return read(HERE / f"{case}.toml")


@cache
def table(case: str) -> dict:
    return tomllib.loads((HERE / f"{case}.printed.toml").read_text(encoding="utf-8"))


def printed(case: str, kind: str) -> list[Printed]:
    entries = table(case).get(kind, [])
    if kind == "exact":
        entries = [{"value": value, "printed": text} for value, text in entries.items()]
    return [Printed(case, **entry) for entry in entries]


def each(kind: str) -> pytest.MarkDecorator:
    numbers = [number for case in COUNTS for number in printed(case, kind)]
    return pytest.mark.parametrize("number", numbers, ids=str)


@each("exact")
def test_exact(number: Printed) -> None:
    for style in ("chain", "delta"):
        ours = number.solve(number.value, style)
        assert number.is_printed(ours), f"{style}: {ours!r} for {number.printed}"


def style_of(number: Printed) -> str:
    """A given error term is used only where the lines are written in error terms."""
    return "delta" if any(address.startswith("delta") for address in number.given) else "chain"


@each("rounded")
def test_rounded(number: Printed) -> None:
    ours = number.solve(number.value, style_of(number))
    assert number.is_printed(ours), f"{ours!r} for {number.printed}"


@each("wrong")
def test_wrong(number: Printed) -> None:
    ours = number.solve(number.really or number.value, style_of(number))
    assert number.is_printed(ours), f"{ours!r} for {number.printed}"
    right = Printed(number.case, number.value, number.printed)
    assert not right.is_printed(right.solve(right.value)), "this number is right"


@pytest.mark.parametrize(
    ("case", "value", "text", "why"),
    OUT_OF_REACH,
    ids=[f"{case} {value}" for case, value, *_ in OUT_OF_REACH],
)
def test_out_of_reach(case: str, value: str, text: str, why: str) -> None:
    for mistakes in [(), *((code,) for code in MISTAKES)]:
        number = Printed(case, value, text, mistakes=mistakes)
        assert not number.is_printed(number.solve(value)), f"{mistakes} leads there, not only: {why}"


@pytest.mark.parametrize("case", COUNTS)
def test_nothing_is_lost(case: str) -> None:
    found = {kind: printed(case, kind) for kind in ("exact", "rounded", "wrong")}
    beyond = [text for name, _, text, _ in OUT_OF_REACH if name == case]
    assert (len(found["exact"] + found["rounded"]), len(found["wrong"] + beyond)) == COUNTS[case]
    assert table(case).keys() <= {"source", "address", *found}
    assert table(case)["source"]
    assert table(case)["address"]
    texts = {number.printed for numbers in found.values() for number in numbers} | set(beyond)
    for number in found["rounded"] + found["wrong"]:
        assert set(number.given.values()) <= texts, "what is given must be on the author's own page"


def test_every_file_is_a_case() -> None:
    assert sorted(path.name for path in HERE.iterdir()) == sorted(
        f"{case}{end}" for case in COUNTS for end in (".toml", ".printed.toml")
    )


@pytest.mark.parametrize("case", COUNTS)
def test_problem_file_round_trip(case: str) -> None:
    assert from_toml(problem(case).to_toml()) == problem(case)
