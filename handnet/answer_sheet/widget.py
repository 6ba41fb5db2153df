"""The sheet as a widget: what connects a problem in Python with the page in which answers are typed.

    sheet = problem.answer_sheet()
    sheet.answers                        what stands in the boxes, by address; can be set
    sheet.report                         the verdicts on it
    sheet.observe(seen, "verdicts")

Answers are judged in Python, as by `problem.check`. The page sends what stands in the boxes, Python
answers with the verdicts; each carries the text that it is about, so that a late one is never shown
beside another answer. To "here?" Python answers "here": so the page knows whether anybody listens.

While somebody types, single mistakes are looked for, which takes milliseconds; pairs of them, which
may take seconds, when a hint is asked for that no single one gives ("explain").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ..check.criteria import Criteria
from ..check.one import check
from ..errors import HandnetError, suggestion
from ..notation import Notation
from ..notation import notation as as_notation
from ..page import identity, script, style
from .judged import SHOWS, summary, verdicts
from .rows import Rows, rows_of
from .written import WrittenSheet

if TYPE_CHECKING:
    from ..check.report import Report
    from ..problem import Problem


def answer_sheet(
    problem: Problem,
    quantities: Sequence[str],
    notation: str | Notation,
    show: str,
    answers: Mapping[str, Any] | None,
    criteria: Criteria,
) -> Any:
    """A sheet for the problem; see `Problem.answer_sheet`."""
    if show not in SHOWS:
        raise HandnetError(f"answer_sheet: show is {show!r}; {suggestion(str(show), SHOWS)}")
    rows = rows_of(problem, quantities, as_notation(notation))
    return sheet_class()(rows, criteria, show, texts(rows, answers or {}))


def texts(rows: Rows, answers: Any) -> dict[str, str]:
    """The answers as they stand in the boxes, by address; raises HandnetError for what has no box."""
    if not isinstance(answers, Mapping):
        raise HandnetError(f"answers: found {answers!r}; give them by address, as in {{'z1[1]': '0.3775'}}")
    boxes = {row.quantity for row in rows.rows}
    found = {}
    for address, answer in answers.items():
        quantity = rows.setting.find(address)
        if quantity not in boxes:
            raise HandnetError(f"answers: the sheet has no box for {address}")
        text = "" if answer is None else str(answer)
        found[str(quantity)] = text.encode("utf-8", "replace").decode("utf-8")  # no half of a surrogate pair
    return found


def page_data(rows: Rows) -> dict[str, Any]:
    """What the page needs to draw the boxes."""
    return {
        "version": 1,
        "title": rows.problem.title or rows.setting.source.description,
        "rows": [
            {
                "address": str(row.quantity),
                "text": rows.text(row.quantity),
                "math": rows.math(row.quantity),
                "part": row.part,
                "digits": row.digits,
            }
            for row in rows.rows
        ],
    }


@cache
def sheet_class() -> type[Any]:
    """The widget's class, made when the first sheet is: importing handnet loads no widgets."""
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise HandnetError(
            "answer_sheet needs anywidget and ipywidgets: pip install 'handnet[lab]', then restart the kernel; "
            "problem.check(answers) judges answers without them"
        ) from None

    class AnswerSheet(anywidget.AnyWidget):
        """A box for every quantity that is asked, and the verdict beside it.

        `answers` holds the texts of the boxes by address, `verdicts` what is shown beside them.
        """

        _esm = script("answer_sheet")
        _css = style("answer_sheet")
        data = traitlets.Dict().tag(sync=True)
        answers = traitlets.Dict().tag(sync=True)
        verdicts: Any = traitlets.List().tag(sync=True)
        summary = traitlets.Dict().tag(sync=True)
        identity = traitlets.Unicode().tag(sync=True)

        def __init__(self, rows: Rows, criteria: Criteria, show: str, answers: dict[str, str]) -> None:
            self._rows, self._criteria, self._show = rows, criteria, show
            super().__init__(data=page_data(rows), answers=answers, **self._judged(answers), **identity())
            self.observe(lambda change: self._judge(), "answers")
            self.on_msg(self._answer)

        @property
        def report(self) -> Report:
            """The verdicts on what stands in the boxes; `problem.check` looks for pairs of mistakes, too."""
            return self._report

        @property
        def problem(self) -> Problem:
            """The problem, asking for what the sheet asks."""
            return self._rows.problem

        @property
        def written(self) -> WrittenSheet:
            """The sheet as a table, to be written as text, Markdown and LaTeX."""
            return WrittenSheet(self._rows, self.answers, self.verdicts, self.summary["words"])

        @traitlets.validate("answers")
        def _texts(self, proposal: Any) -> dict[str, str]:
            return texts(self._rows, proposal["value"])

        def _judge(self, pairs: bool = False) -> None:
            judged = self._judged(self.answers, pairs)
            with self.hold_sync():
                self.summary, self.verdicts = judged["summary"], judged["verdicts"]

        def _judged(self, answers: Mapping[str, str], pairs: bool = False) -> dict[str, Any]:
            """The verdicts on these answers, and how the sheet stands."""
            rows, show = self._rows, self._show
            spelled = {rows.text(row.quantity): answers.get(str(row.quantity), "") for row in rows.rows}
            criteria = replace(self._criteria, pairs=pairs)
            self._report = check(self.problem, spelled, criteria, rows.setting.notation)
            judged = verdicts(rows, answers, self._report, show, pairs)
            return {"verdicts": judged, "summary": summary(rows, judged, self._report, show)}

        def _answer(self, _: Any, content: Any, buffers: Any) -> None:
            if content == "here?":
                self.send("here")
            elif content == "explain" and self._show == "verdicts":
                self._judge(pairs=True)

        def __repr__(self) -> str:
            return "<AnswerSheet: run this cell to fill it in.>"

        def _repr_mimebundle_(self, **keywords: Any) -> Any:
            """The widget, and for pages that show none the table as text and Markdown."""
            bundle = super()._repr_mimebundle_(**keywords)
            shown, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
            return {**(shown or {}), **self.written._repr_mimebundle_()}, metadata

    return AnswerSheet
