"""The command line: `handnet show`, `handnet articles`, `handnet mistakes`.

handnet show handwriting                          an article, worked through
handnet show homework.toml --for "dJ/dw1[2,1]"    one derivative of a problem file
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from . import __version__
from .articles import ARTICLES, article
from .articles.printed import Flaw
from .digits import Digits
from .errors import HandnetError, suggestion
from .files import read
from .mistakes import MISTAKES
from .problem import Problem
from .render.words import wrapped

MOST_COLUMNS = 120


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 2 after a message on what did not fit."""
    options = _parser().parse_args(arguments)
    try:
        print(options.run(options))
        sys.stdout.flush()
    except HandnetError as error:
        print(f"handnet: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


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
    digits = show.add_mutually_exclusive_group()
    digits.add_argument("--decimals", type=int, metavar="N", help="digits after the point")
    digits.add_argument("--figures", type=int, metavar="N", help="significant figures (default 6)")
    show.set_defaults(run=_show)

    listed = commands.add_parser("articles", help="list the articles")
    listed.set_defaults(run=lambda options: _table(ARTICLES.items()))
    known = commands.add_parser("mistakes", help="list the known mistakes")
    known.set_defaults(run=lambda options: _table((code, each.title) for code, each in MISTAKES.items()))
    return parser


def _table(rows: object) -> str:
    entries = [(str(name), str(text)) for name, text in rows]  # type: ignore[attr-defined]
    width = max(len(name) for name, _ in entries)
    return "\n".join(f"{name:<{width}}  {text}" for name, text in entries)


def _show(options: argparse.Namespace) -> str:
    if options.what in ARTICLES:
        module = article(options.what)
        if not options.goals and not options.mistakes:
            return _article(module, options)
        problem: Problem = module.problem
    elif not options.what.endswith(".toml") and not Path(options.what).exists():
        raise HandnetError(
            f"no article and no problem file {options.what!r}; {suggestion(options.what, ARTICLES)}"
        )
    else:
        problem = read(options.what)
    return "\n\n".join([problem.describe(_width()), _worked(problem, options)])


def _worked(problem: Problem, options: argparse.Namespace, decimals: int | None = None) -> str:
    solution = problem.solve(*options.goals, style=options.style, mistakes=options.mistakes)
    return solution.to_text(digits=_digits(options, decimals), width=_width())


def _digits(options: argparse.Namespace, decimals: int | None) -> Digits | None:
    if options.figures is not None:
        return Digits(significant=options.figures)
    decimals = options.decimals if options.decimals is not None else decimals
    return None if decimals is None else Digits(decimals=decimals)


def _width() -> int:
    return min(max(shutil.get_terminal_size((100, 24)).columns, 60), MOST_COLUMNS)


def _article(module: ModuleType, options: argparse.Namespace) -> str:
    """An article from start to end: the problem, the working, every printed number, every flaw."""
    parts = [module.problem.describe(_width()), _worked(module.problem, options, module.DECIMALS)]
    parts += [
        "Every number that the article prints",
        module.compare().to_text(),
        "What is wrong in the article",
    ]
    parts += [_flaw(each, module.effect(each)) for each in module.FLAWS]
    return "\n\n".join([*parts, module.conclusion()])


def _flaw(flaw: Flaw, effect: str) -> str:
    said = {"printed": flaw.printed, "right": flaw.right, "cause": flaw.cause, "effect": effect}
    if flaw.codes:
        said["mistakes"] = ", ".join(flaw.codes)
    lines = [f"{flaw.name}  {flaw.where}", *(f"  {name:<8} {text}" for name, text in said.items())]
    return "\n".join(wrapped(line, _width(), indent=11) for line in lines)


if __name__ == "__main__":
    sys.exit(main())
