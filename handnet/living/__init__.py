"""A page that lives: one HTML file with a whole calculation in it, and nothing else is needed.

    living_page(problem)          the page's text; problem.to_html("homework.html") writes it
    solution_html(solution)       the page of a solution: opened as the solution is written

The file holds the panel of a notebook (see `page`): sliders, lines, picture, steps of descent, all
worked out by the page itself. It opens from a disk, from any web server, and in a frame of another
page, even one with sandbox="allow-scripts"; it asks nothing of the network and keeps nothing.
Where something is asked, answers are typed in and judged, and the calculation is folded until a
reader wants to see it. What comes after the # of a link sets numbers and choices: see page_link.js.

In a frame it tells the page around it how high it is, as a message {type: "handnet-height", height}:

    <iframe src="homework.html" id="net" sandbox="allow-scripts" style="width: 100%; border: 0"></iframe>
    <script>
      addEventListener("message", ({source, data}) => {
        const frame = document.getElementById("net");
        if (source === frame.contentWindow && data.type === "handnet-height") frame.style.height = `${data.height}px`;
      });
    </script>

`document` puts the file together, `inline` makes data and scripts safe to stand in it, `answers` says
what is judged and how. A calculation with more lines than a panel holds, or of which a panel shows
too little, becomes a page without sliders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from ..digits import Digits, as_digits
from ..errors import HandnetError
from ..mistakes import Mistake
from ..mistakes import mistake as as_mistake
from ..notation import Notation
from ..page.data import TooManyLines, panel_data
from ..render.calculation import solution_page
from ..render.page import Block, Heading, Paragraph, Stack
from ..render.web import page_html
from ..render.words import problem_page
from .answers import answers_data
from .document import LivingPage

if TYPE_CHECKING:
    from ..problem import Problem
    from ..solution import Solution

__all__ = ["living_page", "solution_html"]
MOST_WRITTEN = 600
"""Lines of a page without sliders."""
TOO_LONG = "This calculation has too many lines for sliders. Here it is worked out as it was given."


def living_page(
    problem: Problem,
    *,
    style: str = "chain",
    notation: str | Notation = "standard",
    digits: Digits | int | None = None,
    mistake: str | Mistake | None = None,
    ask: Iterable[Any] | None = None,
    title: str | None = None,
    after: Sequence[Block] = (),
) -> str:
    """The page of a problem as the text of one HTML file.

    style, notation, digits, mistake   how the calculation is shown at first; a reader may choose others
    ask       what the reader is asked for, as addresses, instead of what the problem asks; () for nothing
    title     instead of the problem's own
    after     blocks that stand below the calculation

    Raises HandnetError for what cannot be written or asked. A calculation that is too long for
    sliders is written as a page without any.
    """
    wanted = problem if ask is None else _asking(problem, ask)
    made = [] if mistake is None else [as_mistake(mistake)]
    solution = wanted.solve(style=style, notation=notation, digits=as_digits(digits), mistakes=made)
    title = _title(problem) if title is None else title
    try:
        data = _data(wanted, solution)
    except TooManyLines:
        lines = solution_page(solution, MOST_WRITTEN)
        blocks = [Heading(title, 1), *_statement(wanted, solution), Paragraph(TOO_LONG), *lines, *after]
        return page_html(blocks, title)
    answers = None if ask is not None and not wanted.ask else _answers(wanted, data, solution)
    return LivingPage(
        title, _statement(wanted, solution), solution, data, answers, not wanted.ask, after
    ).html()


def solution_html(solution: Solution, after: Sequence[Block] = ()) -> str:
    """The page of a solution: the living page of its problem, opened as the solution is written.

    A solution that belongs to no problem, has several mistakes or asks for what a panel does not
    work out (values after many updates, say) is a page without sliders.
    """
    problem = solution.problem
    data = None if problem is None else _data_that_fits(problem, solution)
    if problem is None or data is None:
        return page_html([*solution_page(solution, MOST_WRITTEN), *after], solution._title())
    goals = solution.derivation.goals
    if goals != tuple(problem.goals(problem.forward_pass())):
        data["options"]["asked"] = data["quantities"].index(str(goals[-1]))
    statement, answers = _statement(problem, solution), _answers(problem, data, solution)
    return LivingPage(_title(problem), statement, solution, data, answers, True, after).html()


def _asking(problem: Problem, ask: Iterable[Any]) -> Problem:
    """The problem with this asked, instead of what it asks itself."""
    other = copy(problem)
    other.ask = problem._asked(ask)
    return other


def _title(problem: Problem) -> str:
    return problem.title.strip() or f"A {problem.network.description}"


def _statement(problem: Problem, solution: Solution) -> list[Block]:
    """The problem in words, without what the title above says."""
    first, *others = problem_page(problem, solution.derivation.setting.notation)
    assert isinstance(first, Stack)  # the title, the network, the loss
    said = 1 if problem.title.strip() else 2
    return [Stack(first.lines[said:]), *others]


def _data(problem: Problem, solution: Solution) -> dict[str, Any]:
    """The data of the panel, opened as the solution is written."""
    setting = solution.derivation.setting
    (mistake,) = setting.mistakes or (None,)
    return panel_data(
        problem, style=setting.style, notation=setting.notation, digits=solution.digits, mistake=mistake
    )


def _data_that_fits(problem: Problem, solution: Solution) -> dict[str, Any] | None:
    """The same; None where a panel cannot show what the solution does."""
    if len(solution.derivation.setting.mistakes) > 1:
        return None
    try:
        data = _data(problem, solution)
    except HandnetError:
        return None
    return data if set(map(str, solution.derivation.goals)) <= set(data["quantities"]) else None


def _answers(problem: Problem, data: dict[str, Any], solution: Solution) -> dict[str, Any] | None:
    return answers_data(problem, data, notation=solution.derivation.setting.notation)
