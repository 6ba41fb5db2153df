"""A report as JSON, for programs: every verdict with its numbers, mistakes and marks.

The first entry says the version; entries are never renamed, and keep their order. A number that is
none (the value of a formula, of nothing) is null. Text is UTF-8, as it was written.
"""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any

from ..explain.explanation import Explanation
from .verdict import STATUSES, Verdict

if TYPE_CHECKING:
    from .report import Report

VERSION = 1


def report_json(report: Report) -> str:
    """The report as one JSON object."""
    first = report.first_wrong
    rounding = report.rounding
    whole = {
        "handnet_report": VERSION,
        "title": report.problem.title,
        "rounding": {
            "decimals": rounding.decimals,
            "significant": rounding.significant,
            "full": rounding.full,
        },
        "convention": report.convention,
        "points": number(report.points),
        "out_of": number(report.out_of),
        "counts": {status: report.count(status) for status in STATUSES},
        "first_wrong": None if first is None else first.address,
        "verdicts": [verdict_fields(verdict) for verdict in report],
    }
    text = json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # half a surrogate pair is escaped


def verdict_fields(verdict: Verdict) -> dict[str, Any]:
    """One verdict as plain values."""
    answer = verdict.answer
    return {
        "address": verdict.address,
        "quantity": None if verdict.quantity is None else str(verdict.quantity),
        "answer": answer.text,
        "kind": answer.kind,
        "value": number(answer.value),
        "status": verdict.status,
        "reason": verdict.reason,
        "because": verdict.because,
        "right": number(verdict.right),
        "follows": number(verdict.follows),
        "but_does_not_follow": verdict.but_does_not_follow,
        "few_digits": verdict.few_digits,
        "mistakes": [_explanation(each) for each in verdict.mistakes],
        "decide": None if verdict.decide is None else str(verdict.decide),
        "too_few": verdict.too_few,
        "points": number(verdict.points),
        "out_of": number(verdict.out_of),
    }


def _explanation(explanation: Explanation) -> dict[str, Any]:
    return {
        "code": explanation.code,
        "codes": [each.code for each in explanation.made],
        "title": explanation.title,
        "where": explanation.where.strip(),
        "hint": explanation.hint,
        "explanation": explanation.explanation,
        "value": number(explanation.value),
        "from_own": explanation.from_own,
        "chance": number(explanation.chance),
    }


def number(value: float | None) -> float | None:
    """A number that JSON can hold; null for infinity and what is no number."""
    return value if value is not None and isfinite(value) else None
