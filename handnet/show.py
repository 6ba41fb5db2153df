"""The command `handnet show`: an article or a problem file worked through, in any form.

handnet show handwriting
handnet show homework.toml --for "dJ/dw1[2,1]" --notation mazur --as markdown
handnet show homework.toml -o homework.tex         the form follows from the end of the name

`Subject` is what is to be written, `FORMS` who writes it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .arrays import expand
from .articles import ARTICLES, article
from .articles.pages import article_page, beside
from .digits import Digits
from .disk import resolved
from .errors import HandnetError, suggestion
from .files import read
from .notation import notation
from .problem import Problem
from .render.formulas import equation
from .render.markdown import page_markdown
from .render.page import Block, Heading, Items, Words
from .render.paper import page_latex
from .render.plain import page_text
from .render.words import problem_page
from .solution import Solution
from .written_as import add_letters, asked_digits, asked_form, write


class Subject(NamedTuple):
    """What is shown: the calculation, the whole page, and what a document has after the calculation.

    `asked` are the answers by the given numbers, which a page that lives leaves to its sliders; `beside` is
    what an article prints and what is wrong in it.
    `columns` is how wide a terminal is; `in_file` says whether it is written into a file.
    """

    solution: Solution
    page: Sequence[Block]
    asked: Sequence[Block]
    beside: Sequence[Block]
    columns: int
    in_file: bool


def _latex(subject: Subject) -> str:
    """A whole document for a file, a piece to be looked at or copied for the terminal."""
    if not subject.in_file:
        return page_latex(subject.page)
    from .render.document import document_latex

    solution = subject.solution
    blocks = [*solution._document_page(), *subject.asked, *subject.beside]
    return document_latex(blocks, solution._title())


def _html(subject: Subject) -> str:
    from .living import solution_html

    return solution_html(subject.solution, after=subject.beside)


FORMS: dict[str, Callable[[Subject], str]] = {
    "text": lambda subject: page_text(subject.page, subject.columns),
    "markdown": lambda subject: page_markdown(subject.page),
    "latex": _latex,
    "html": _html,
    "json": lambda subject: subject.solution.to_json(),
    "python": lambda subject: subject.solution.to_python(),
    "numpy": lambda subject: subject.solution.to_numpy(),
    "javascript": lambda subject: subject.solution.to_javascript(),
}


def add_show(commands: Any, width: Callable[[int | None], int]) -> None:
    """Add the command to the parsers of a command line; `width` says how many columns there are."""
    show = commands.add_parser("show", help="work an article or a problem file through")
    show.add_argument("what", help="the name of an article, or a problem file (.toml)")
    show.add_argument("--for", dest="goals", action="append", default=[], metavar="QUANTITY",
                      help='only what leads to this, as in --for "dJ/dw1[2,1]"; may be repeated')  # fmt: skip
    show.add_argument(
        "--style", default="chain", help="chain (every derivative its own line) or delta (error terms)"
    )
    show.add_argument("--mistake", dest="mistakes", action="append", default=[], metavar="CODE",
                      help="make this mistake on the way; may be repeated")  # fmt: skip
    show.add_argument("--as", dest="form", choices=FORMS,
                      help="the form of the output (default: as the end of FILE says, or text)")  # fmt: skip
    show.add_argument("-o", dest="output", metavar="FILE",
                      help="write it there, as a whole document (default: printed)")  # fmt: skip
    add_letters(
        show, "the letters to write it in", "digits after the point", "significant figures (default 6)"
    )
    show.add_argument("--width", type=int, metavar="N", help="columns (default: as wide as the terminal)")
    show.set_defaults(run=lambda options: run(options, width(options.width)))


def run(options: argparse.Namespace, columns: int) -> str:
    """What is printed: the calculation itself, or where it was written."""
    form = _form(options)
    text = FORMS[form](_subject(options, columns))
    if options.output is None:
        return text
    write(text, options.output)
    return f"{options.output}: {options.what} as {form}"


def _form(options: argparse.Namespace) -> str:
    """The form that is asked for; what is read is never written over."""
    output = options.output
    if output is not None and resolved(output) == resolved(options.what):
        raise HandnetError(f"show: {output} is what is read; write to another file")
    return asked_form("show", options.form, output, tuple(FORMS))


def _subject(options: argparse.Namespace, columns: int) -> Subject:
    """The article or problem that is asked for, worked through."""
    letters, in_file = notation(options.notation), options.output is not None
    if options.what in ARTICLES:
        module = article(options.what)
        solution = _solution(module.problem, options, module.DECIMALS)
        if not options.goals and not options.mistakes:
            page = article_page(module, solution, letters)
            return Subject(solution, page, [], beside(module), columns, in_file)
        page = [*problem_page(module.problem, letters), *solution._page()]
        return Subject(solution, page, [], [], columns, in_file)
    if not options.what.endswith(".toml") and not Path(options.what).exists():
        raise HandnetError(
            f"no article and no problem file {options.what!r}; {suggestion(options.what, ARTICLES)}"
        )
    problem = read(options.what)
    solution = _solution(problem, options, None)
    asked = [] if options.goals else _asked(problem, solution)
    page = [*problem_page(problem, letters), *solution._page(), *asked]
    return Subject(solution, page, asked, [], columns, in_file)


def _solution(problem: Problem, options: argparse.Namespace, decimals: int | None) -> Solution:
    return problem.solve(
        *options.goals,
        style=options.style,
        mistakes=options.mistakes,
        notation=options.notation,
        digits=asked_digits(options) or (None if decimals is None else Digits(decimals=decimals)),
    )


def _asked(problem: Problem, solution: Solution) -> list[Block]:
    """What the problem asks, answered to the digits that it asks for."""
    answers: list[Words] = []
    for ask in problem.ask:
        digits = solution.digits if ask.digits is None else Digits(decimals=ask.digits)
        for quantity in expand(problem.forward_pass(), ask.quantity):
            answers.append(
                equation(quantity, solution.written(quantity, digits), solution.derivation.setting.spelling)
            )
    return [Heading("Asked"), Items(answers)] if answers else []
