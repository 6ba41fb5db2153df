"""What someone who learns asks of a problem: to have it read back, hints, the check without software,
all paths, other letters.

`Problem` has these methods; each is answered by a room of its own, which is opened when it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from .notation import STANDARD, Notation
from .notation import notation as as_notation
from .shown import Described, Shown, written_or_returned

if TYPE_CHECKING:
    from pathlib import Path

    from .check.criteria import Marks
    from .check.report import Report
    from .crosswalk import Crosswalk
    from .digits import Digits
    from .forward import ForwardPass
    from .gradient_check import GradientCheck
    from .hints.hint import Climbed, Hint
    from .hints.nudge import SelfCheck
    from .mistakes import Mistake
    from .moves import Moves
    from .paths import Paths
    from .problem import Problem
    from .render.page import Block
    from .rounding import Rounding
    from .solution import Solution
    from .worksheet import Worksheet


class Study(Shown):
    """The methods of a problem that are for learning.

    How far hints were climbed, and what checking made ready, stand in slots: they are no part of what
    the problem is, so neither equality nor a copy nor a pickle has them.
    """

    __slots__ = ("_climbed", "_sheets")
    _climbed: Climbed
    _sheets: dict[Any, Any]

    if TYPE_CHECKING:
        solve: Callable[..., Solution]
        forward_pass: Callable[..., ForwardPass]

    def sheets(self) -> dict[Any, Any]:
        """What was made ready for checking, kept for the next time; see `check.one`."""
        if not hasattr(self, "_sheets"):
            self._sheets = {}
        return self._sheets

    def __getstate__(self) -> dict[str, Any]:
        return vars(self)

    def describe(self, width: int = 100, notation: str | Notation = STANDARD) -> Described:
        """The problem read back in plain words, number by number: text, which a notebook typesets."""
        from .render.words import described

        return described(cast("Problem", self), width, as_notation(notation))

    def _page(self) -> list[Block]:
        from .render.words import problem_page

        return problem_page(cast("Problem", self))

    def _shown_page(self) -> list[Block]:
        from .render.words import MOST_FACTS, problem_page

        return problem_page(cast("Problem", self), most=MOST_FACTS)

    def _title(self) -> str:
        problem = cast("Problem", self)
        return problem.title or problem.network.description

    def to_html(
        self,
        file: str | Path | None = None,
        *,
        style: str = "chain",
        notation: str | Notation = STANDARD,
        digits: Digits | int | None = None,
        mistake: str | Mistake | None = None,
    ) -> str | None:
        """As a web page that lives: sliders for every given number, Next and Back, answers to type in.

        One file that needs no kernel and no network, written to `file`, or returned as text without one.
        The options say with what it opens, as those of `explore` do; see `living`.
        """
        from .living import living_page

        page = living_page(
            cast("Problem", self), style=style, notation=notation, digits=digits, mistake=mistake
        )
        return written_or_returned(page, file)

    def worksheet(
        self,
        *quantities: str,
        style: str = "chain",
        notation: str | Notation = STANDARD,
        digits: Digits | int | None = None,
        title: str | None = None,
        person: str | None = None,
        space: float = 1,
    ) -> Worksheet:
        """A sheet to print: the problem, what is asked, and room to work it out; `.key` has the answers.

        Asked are the quantities named, by default those that the problem asks, or else the forward
        values, gradients and new weights. `style` and `notation` are those of the key's working;
        `space` is how many times the usual room there is.
        """
        from .worksheet import worksheet

        return worksheet(
            cast("Problem", self), quantities, style=style, notation=notation, digits=digits, title=title,
            person=person, space=space,
        )  # fmt: skip

    def explore(
        self,
        *,
        style: str = "chain",
        notation: str | Notation = STANDARD,
        digits: Digits | int | None = None,
        mistake: str | Mistake | None = None,
        ranges: Mapping[str, Any] | None = None,
    ) -> Any:
        """A panel with a slider for every given number, in which the whole calculation follows.

        It is a widget: `panel.problem` is the problem with the numbers shown, and can be set;
        `panel.observe(seen, "values")` follows them. `style`, `notation`, `digits` and `mistake` are what
        it opens with; all can be changed in it. `ranges` has (low, high) or (low, high, step) by address.

        Raises HandnetError where anywidget is not installed, and for a calculation that is too long.
        """
        from .explore import explore

        return explore(cast("Problem", self), style, notation, digits, mistake, ranges)

    def answer_sheet(
        self,
        *quantities: str,
        notation: str | Notation = STANDARD,
        show: str = "verdicts",
        answers: Mapping[str, Any] | None = None,
        rounding: Rounding | int | None = None,
        marks: Marks | None = None,
        without: Iterable[str] = (),
        extra: Iterable[Mistake] = (),
    ) -> Any:
        """A sheet with a box for each quantity, in which answers are typed and judged as they come.

        Asked are the quantities named, by default those that the problem asks, or else the forward
        values, gradients and new weights; arrays number by number. It is a widget: `sheet.answers` are
        the texts in the boxes and can be set, `sheet.report` is the `Report` on them,
        `sheet.observe(seen, "verdicts")` follows it. `answers` is what stands in the boxes at first,
        the other options are those of `check`. `show="marks"` says right or wrong and gives no hints.

        Raises HandnetError where anywidget is not installed, for a quantity that does not exist, for
        answers that have no box, and for more boxes than anybody fills in.
        """
        from .answer_sheet.widget import answer_sheet
        from .check.criteria import Criteria, Marks, codes
        from .rounding import as_rounding

        criteria = Criteria(as_rounding(rounding), marks or Marks(), codes(without), tuple(extra))
        return answer_sheet(cast("Problem", self), quantities, notation, show, answers, criteria)

    def hint(
        self,
        goal: str,
        given: Mapping[str, Any] | None = None,
        style: str = "chain",
        notation: str | Notation = STANDARD,
        rung: int | None = None,
    ) -> Hint:
        """One rung of help for a goal, one higher at each call; `given` is what is already there.

        From what to work out next, why, by which rule, in symbols, with numbers, to the value. A
        given value that does not fit comes first. `rung` 1 to 6 asks for that rung; see `hint`.
        """
        from .hints.hint import hint

        if not hasattr(self, "_climbed"):
            self._climbed = {}
        return hint(self, goal, given, style, as_notation(notation), rung, self._climbed)

    def check(
        self,
        answers: Mapping[str, Any],
        *,
        rounding: Rounding | int | None = None,
        notation: str | Notation = STANDARD,
        marks: Marks | None = None,
        without: Iterable[str] = (),
        extra: Iterable[Mistake] = (),
    ) -> Report:
        """The verdict on each answer: right, follows from an earlier slip, or wrong, and which mistake it is.

        `answers` maps addresses, or the letters of `notation`, to numbers, text ("0.3775", "8.22e-2",
        "1/3", "0,3775") or formulas ("a1[1]*(1-a1[1])"). `rounding` says how numbers were rounded on the
        way; left out, the digits written tell. `without` are codes of mistakes not to look for, `extra`
        mistakes of your own. What cannot be read is unreadable in the report; nothing is lost.
        """
        from .check.criteria import Criteria, Marks, codes
        from .check.one import check
        from .rounding import as_rounding

        criteria = Criteria(as_rounding(rounding), marks or Marks(), codes(without), tuple(extra))
        return check(cast("Problem", self), answers, criteria, as_notation(notation))

    def self_check(self, goal: str, step: Any = "0.01", notation: str | Notation = STANDARD) -> SelfCheck:
        """How to check a derivative without software: nudge, work J out again, compare; see `nudge`."""
        from .hints.nudge import self_check

        return self_check(self, goal, step, as_notation(notation))

    def gradient_check(
        self,
        *goals: str,
        step: Any = "1e-4",
        mistakes: Iterable[str | Mistake] = (),
        own: Mapping[str, Any] | None = None,
        notation: str | Notation = STANDARD,
    ) -> GradientCheck:
        """Each derivative beside the difference quotient of the forward pass; see `gradient_check`."""
        from .gradient_check import check_gradients

        return check_gradients(self.solve(mistakes=mistakes, notation=notation), goals, step, own)

    def paths(self, goal: str, *, most: int = 16, notation: str | Notation = STANDARD) -> Paths:
        """Every path behind a derivative, one product each, beside backpropagation; see `paths`."""
        from .paths import all_paths

        return all_paths(self.solve(goal, notation=notation), most)

    def moves(self, goal: str, *, notation: str | Notation = STANDARD) -> Moves:
        """A derivative taken apart from the loss back, one move at a time; see `moves`."""
        from .moves import moves

        return moves(self.solve(goal, notation=notation), goal)

    def crosswalk(self, *notations: str | Notation, quantities: Iterable[str] = ()) -> Crosswalk:
        """The quantities of this problem in several notations, side by side; see `crosswalk`."""
        from .crosswalk import crosswalk

        return crosswalk(self.forward_pass(), notations, quantities)
