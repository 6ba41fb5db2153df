"""Reports built by hand, verdict by verdict: what a page of a report must be able to show."""

from __future__ import annotations

from dataclasses import dataclass, replace

import handnet as hn
from handnet.answer import BLANK, Answer, read_answer
from handnet.check.report import Report
from handnet.check.verdict import Verdict
from handnet.explain.explanation import Explanation
from handnet.notation import notation
from handnet.parse import parse_formula
from handnet.rounding import Rounding
from handnet.setting import Setting
from handnet.terms import Number

NUMBERS = {
    "x": ["0.05", "0.10"],
    "y": ["0.01", "0.99"],
    "weights": [[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"], ["0.50", "0.55"]]],
    "biases": [["0.35"], ["0.60"]],
    "learning_rate": "0.5",
}
MAZUR = hn.Problem(hn.Network([2, 2, 2], bias="shared"), **NUMBERS, title="Two by two")
NASTY = {
    "z1[1]": r"\input{/etc/passwd}",
    "a1[1]": "<script>alert(1)</script>",
    "z1[2]": "$x_1$ & `rm` | **b** # ~ ^ { }",
    "a1[2]": "\u202e0.5\u200f\x1b[31m",
    "z2[1]": "9" * 1000,
    "z2[2]": "nul\x00l\ud800",
    "a2[1]": "−0.5 × 10⁻⁶ → √",
    "a2[2]": "</td></table><h1>",
}


@dataclass(frozen=True)
class Slip:
    """A mistake as a page needs it."""

    code: str
    title: str
    hint: str
    explanation: str


SQUASHED = Slip(
    "squashed", "the sigmoid was used twice", "Is it a sum or an activation?", "It was squashed once."
)
SWAPPED = Slip(
    "digits-swapped", "two digits were swapped", "Look at the digits.", "Two digits changed places."
)


def explained(made=SQUASHED, where="", value=0.38, from_own=False):
    """An explanation of a wrong number."""
    return Explanation((made,), where, value, from_own, 0.001)


def verdict(problem, address, answer, status, reason="", *, letters=None, **more):
    """One verdict; the answer is read as the checker reads it."""
    setting = Setting(problem.forward_pass(), notation=notation(letters or "standard"))
    quantity = setting.find(address)
    read = BLANK if answer is None else read_answer(answer, lambda text: parse_formula(text, setting.find))
    points = 1.0 if status in ("right", "follows", "undecided") else 0.0
    made = Verdict(
        quantity,
        setting.spelling.text(quantity),
        read,
        status,
        reason,
        problem.solve()[quantity],
        points=points,
    )
    return replace(made, **more)


def report(*verdicts, problem=MAZUR, letters=None, convention=""):
    """The verdicts together; the readable numbers among the answers are the person's own."""
    setting = Setting(problem.forward_pass(), notation=notation(letters or "standard"))
    own = {
        each.quantity: Number(repr(each.answer.value), each.answer.value)
        for each in verdicts
        if each.answer.kind == "number"
    }
    return Report(problem, setting, Rounding(decimals=4), verdicts, own, convention)


def mixed(letters=None):
    """A slip in z1[1], and what follows; one answer of every other kind."""
    made = (
        (
            "z1[1]",
            "0.3757",
            "wrong",
            "",
            {"mistakes": (explained(), explained(SWAPPED, " in layer 1", 0.3757))},
        ),
        ("a1[1]", "0.5928", "follows", "follows", {"follows": 0.59283}),
        ("z1[2]", "0.3925", "right", "exact", {}),
        ("a1[2]", "0.6", "right", "exact", {"few_digits": True}),
        ("z2[1]", "1.1056", "right", "rounded", {"but_does_not_follow": True, "follows": 1.10548}),
        ("z2[2]", "1.2245", "undecided", "mistake", {}),
        ("a2[1]", "about 3", "unreadable", "", {}),
        ("a2[2]", "0.8", "wrong", "", {"too_few": True}),
        ("J", None, "missing", "", {}),
        ("dJ/dw2[1,1]", "0.5", "wrong", "", {}),
        ("dJ/dw1[1,1]", "0.002", "wrong", "", {"mistakes": (explained(from_own=True, value=0.002),)}),
    )
    verdicts = [verdict(MAZUR, a, b, c, d, letters=letters, **e) for a, b, c, d, e in made]
    verdicts[0] = replace(verdicts[0], decide=verdicts[5].quantity)
    return report(*verdicts, letters=letters)


NAMES = ("z1[1]", "a1[1]", "z1[2]", "a1[2]", "z2[1]", "a2[1]", "z2[2]", "a2[2]")


def flat(words: object) -> str:
    """A sentence as it is read."""
    parts = words if isinstance(words, tuple) and not hasattr(words, "latex") else (words,)
    return "".join(each if isinstance(each, str) else each.text for each in parts)


def those(count: int, status: str = "wrong", reason: str = "", **more: object) -> list[Verdict]:
    return [verdict(MAZUR, name, "0.5", status, reason, **more) for name in NAMES[:count]]


def stranger(text: str = "1", why: str = "?") -> Verdict:
    return Verdict(None, "q", Answer("unreadable", text, why=why), "unreadable", "", float("nan"), out_of=0.0)
