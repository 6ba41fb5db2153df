"""The command line: `handnet lab`, `handnet show`, `handnet articles`, `handnet mistakes`.

handnet lab                                       the notebooks, in JupyterLab
handnet show handwriting                          an article, worked through
handnet show homework.toml --for "dJ/dw1[2,1]"    one derivative of a problem file
handnet show homework.toml --notation mazur --as markdown
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from . import __version__, lab
from .arrays import expand
from .articles import ARTICLES, article
from .articles.pages import article_page
from .digits import Digits
from .errors import HandnetError, suggestion
from .escape import visible
from .explain.slips import SLIPS, Slip
from .files import read
from .grading.commands import add_commands
from .mistakes import ARRAY_MISTAKES, MISTAKES, Mistake
from .notation import notation, notations
from .problem import Problem
from .render.formulas import equation
from .render.markdown import page_markdown
from .render.page import Block, Heading, Items, Words
from .render.paper import page_latex
from .render.plain import page_text, wrapped
from .render.words import problem_page
from .solution import Solution
from .variation.command import add_variants

MOST_COLUMNS = 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 2 after a message on what did not fit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # letters that the terminal does not have are written out
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        print(options.run(options))
        if sys.stdout is not None:
            sys.stdout.flush()
    except HandnetError as error:
        print(f"handnet: {visible(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"handnet: cannot write: {error.strerror or error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("handnet: interrupted", file=sys.stderr)
        return 130
    return getattr(options, "code", 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handnet", description="Neural networks worked out by hand.")
    parser.add_argument("--version", action="version", version=f"handnet {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    show = commands.add_parser("show", help="work an article or a problem file through")
    show.add_argument("what", help="the name of an article, or a problem file (.toml)")
    show.add_argument("--for", dest="goals", action="append", default=[], metavar="QUANTITY",
                      help='only what leads to this, as in --for "dJ/dw1[2,1]"; may be repeated')  # fmt: skip
    show.add_argument(
        "--style", default="chain", help="chain (every derivative its own line) or delta (error terms)"
    )
    show.add_argument("--mistake", dest="mistakes", action="append", default=[], metavar="CODE",
                      help="make this mistake on the way; may be repeated")  # fmt: skip
    show.add_argument("--as", dest="form", default="text", choices=("text", "markdown", "latex"),
                      help="the form of the output (default: text)")  # fmt: skip
    show.add_argument("--notation", default="standard", metavar="NAME",
                      help="the letters to write it in: " + ", ".join(notations()))  # fmt: skip
    digits = show.add_mutually_exclusive_group()
    digits.add_argument("--decimals", type=int, metavar="N", help="digits after the point")
    digits.add_argument("--figures", type=int, metavar="N", help="significant figures (default 6)")
    show.add_argument("--width", type=int, metavar="N", help="columns (default: as wide as the terminal)")
    show.set_defaults(run=_show)

    opened = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    opened.add_argument("notebook", nargs="?", default=lab.START, help="the one to open (default: start)")
    opened.add_argument("--no-browser", dest="browser", action="store_false",
                        help="only print the address to open")  # fmt: skip
    opened.add_argument("--port", type=int, metavar="N", help="where JupyterLab answers (default: 8888)")
    opened.set_defaults(run=lambda each: lab.launch(each.notebook, browser=each.browser, port=each.port))

    add_commands(commands, _width)
    add_variants(commands)

    listed = commands.add_parser("articles", help="list the articles")
    listed.set_defaults(run=lambda options: _table(ARTICLES.items()), width=None)
    known = commands.add_parser("mistakes", help="list the known mistakes")
    known.set_defaults(
        run=lambda options: _by_kind([*MISTAKES.values(), *ARRAY_MISTAKES.values(), *SLIPS.values()]),
        width=None,
    )
    return parser


def _by_kind(mistakes: Sequence[Mistake | Slip]) -> str:
    """Codes and titles, under a heading for each kind."""
    width = max(len(each.code) for each in mistakes)
    kinds: dict[str, list[tuple[str, str]]] = {}
    for each in mistakes:
        kinds.setdefault(each.kind, []).append((each.code, each.title))
    return "\n\n".join(f"{kind.upper()}\n{_table(rows, width)}" for kind, rows in kinds.items())


def _table(rows: Iterable[tuple[str, str]], least: int = 0) -> str:
    entries = list(rows)
    width = max(least, *(len(name) for name, _ in entries)) + 2
    return "\n".join(wrapped(f"{name:<{width}}{text}", _width(None), indent=width) for name, text in entries)


def _show(options: argparse.Namespace) -> str:
    blocks = _page(options)
    if options.form == "markdown":
        return page_markdown(blocks)
    return page_latex(blocks) if options.form == "latex" else page_text(blocks, _width(options.width))


def _page(options: argparse.Namespace) -> Sequence[Block]:
    """The article or problem that is asked for, as blocks."""
    letters = notation(options.notation)
    if options.what in ARTICLES:
        module = article(options.what)
        solution = _solution(module.problem, options, module.DECIMALS)
        if not options.goals and not options.mistakes:
            return article_page(module, solution, letters)
        return [*problem_page(module.problem, letters), *solution._page()]
    if not options.what.endswith(".toml") and not Path(options.what).exists():
        raise HandnetError(
            f"no article and no problem file {options.what!r}; {suggestion(options.what, ARTICLES)}"
        )
    problem = read(options.what)
    solution = _solution(problem, options, None)
    asked = [] if options.goals else _asked(problem, solution)
    return [*problem_page(problem, letters), *solution._page(), *asked]


def _solution(problem: Problem, options: argparse.Namespace, decimals: int | None) -> Solution:
    digits = _digits(options, decimals)
    return problem.solve(
        *options.goals,
        style=options.style,
        mistakes=options.mistakes,
        notation=options.notation,
        digits=digits,
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


def _digits(options: argparse.Namespace, decimals: int | None) -> Digits | None:
    if options.figures is not None:
        return Digits(significant=options.figures)
    decimals = options.decimals if options.decimals is not None else decimals
    return None if decimals is None else Digits(decimals=decimals)


def _width(asked: int | None) -> int:
    """The columns to use: as asked, as COLUMNS says, or those of the terminal, also behind a pipe."""
    columns = asked or int(os.environ.get("COLUMNS", "0") if os.environ.get("COLUMNS", "").isdigit() else 0)
    for stream in (1, 2, 0):
        if not columns:
            with contextlib.suppress(OSError):
                columns = os.get_terminal_size(stream).columns
    return min(max(columns or 100, 40), MOST_COLUMNS)


if __name__ == "__main__":
    sys.exit(main())
