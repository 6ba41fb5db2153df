"""What a sheet shows of a report: beside each answer its verdict, and above all how it stands.

    verdicts(rows, answers, report, show, whole)    for each answer a small dict of texts
    summary(rows, judged, report, show)             {"words": …, "first": the address to look at again, or ""}

Everything is text, and the page shows it as text. A sheet that shows marks alone says right or
wrong and nothing that helps: what follows from an earlier slip is not right there, though its points
count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import counted

if TYPE_CHECKING:
    from ..check.report import Report
    from ..check.verdict import Verdict
    from ..explain.explanation import Explanation
    from .rows import Rows

SHOWS = ("verdicts", "marks")
WORDS = {"unreadable": "cannot be read"}
"""The word for a status, where it is not the status itself."""
NOTES = {
    "rounded": "rounded on the way",
    "formula": "as a formula",
    "convention": "in the convention that you use",
}
"""What is said beside the word, by the reason of a verdict."""
FOLLOWS = "from your own earlier value"
TOO_FEW = "the digits are too few to say why"
UNKNOWN = "no known mistake gives this number"
UNDECIDED = "the digits are too few to tell; write more of them"


def verdicts(
    rows: Rows, answers: Mapping[str, str], report: Report, show: str, whole: bool
) -> list[dict[str, Any]]:
    """For each answer that is not blank its address, its text, the status, the word and the note.

    A wrong one has lists of sentences, too, if it is explained: `hints` and `why`. If it is not, and the
    search was not `whole`, it has `more`: somebody may ask. Where marks alone are shown it has neither.
    """
    found = {verdict.quantity: verdict for verdict in report}
    judged = []
    for row in rows.rows:
        text, verdict = answers.get(str(row.quantity), ""), found.get(row.quantity)
        if text.strip() and verdict is not None:
            seen = _mark(verdict) if show == "marks" else _verdict(verdict, rows, whole)
            judged.append({"address": str(row.quantity), "text": text, **seen})
    return judged


def _mark(verdict: Verdict) -> dict[str, Any]:
    status = "wrong" if verdict.status == "follows" else verdict.status
    note = {"unreadable": verdict.because, "undecided": UNDECIDED}.get(status, "")
    return {"status": status, "word": WORDS.get(status, status), "note": note}


def _verdict(verdict: Verdict, rows: Rows, whole: bool) -> dict[str, Any]:
    status = verdict.status
    seen: dict[str, Any] = {"status": status, "word": WORDS.get(status, status), "note": _note(verdict)}
    if verdict.but_does_not_follow:
        seen["status"] = "doubtful"
    if status != "wrong":
        return seen
    if verdict.mistakes:
        return seen | {"hints": _hints(verdict, rows), "why": _why(verdict.mistakes)}
    if whole:
        return seen | {"note": TOO_FEW if verdict.too_few else UNKNOWN}
    return seen | {"more": True}


def _note(verdict: Verdict) -> str:
    """What is said beside the word."""
    if verdict.but_does_not_follow:
        return "but it does not follow from your numbers above"
    if verdict.status == "unreadable":
        return verdict.because
    if verdict.status == "undecided":
        return UNDECIDED
    notes = [FOLLOWS] if verdict.status == "follows" else []
    notes += [NOTES[verdict.reason]] if verdict.reason in NOTES else []
    notes += ["with fewer digits than asked"] if verdict.few_digits else []
    return ", ".join(notes)


def _hints(verdict: Verdict, rows: Rows) -> list[str]:
    """The hint of each explanation, and what would tell them apart."""
    hints = list(dict.fromkeys(each.hint for each in verdict.mistakes))
    if len(hints) > 1:
        hints.insert(0, "More than one slip gives this number.")
    if verdict.decide is not None:
        hints.append(f"Write down {rows.text(verdict.decide)}, too: it tells which.")
    return hints


def _why(mistakes: tuple[Explanation, ...]) -> list[str]:
    return list(dict.fromkeys(f"{_sentence(each.title)} {each.explanation}" for each in mistakes))


def _sentence(title: str) -> str:
    return f"{title[:1].upper()}{title[1:].rstrip('.')}."


def summary(rows: Rows, judged: list[dict[str, Any]], report: Report, show: str) -> dict[str, str]:
    """How the sheet stands, and what to look at first; where marks alone are shown, not where."""
    said = f"{', '.join(_counts(judged, len(rows.rows)))}; {report.points:g} of {_points(report.out_of)}."
    if report.convention:
        said += f" Right in another convention: {report.convention}."
    first = report.first_wrong
    return {"words": said, "first": str(first.quantity) if first and show == "verdicts" else ""}


def _counts(judged: list[dict[str, Any]], total: int) -> list[str]:
    """So many right, and of what else there is."""
    words = [each["word"] for each in judged]
    counts = [f"{words.count('right')} of {total} right"]
    others = ("follows", "wrong", "undecided", WORDS["unreadable"])
    counts += [f"{words.count(word)} {word}" for word in others if word in words]
    if len(judged) < total:
        counts.append(f"{total - len(judged)} still empty")
    return counts


def _points(out_of: float) -> str:
    return counted(int(out_of), "point") if out_of == int(out_of) else f"{out_of:g} points"
