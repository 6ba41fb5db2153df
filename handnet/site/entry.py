"""What a site shows: the articles, and problem files; and each of them as files.

    entries    one `Entry` for each, with names for its files that every file system takes, no two alike
    page       the living page
    downloads  what can be taken away: documents, code, the problem itself

A problem that asks something gives no worked documents away, but a worksheet.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from ..articles import ARTICLES, article
from ..articles.pages import article_page, beside
from ..digits import Digits
from ..errors import HandnetError, counted
from ..files import read, to_toml
from ..living import living_page
from ..notation import notation, notations
from ..problem import Problem
from ..render.page import Block
from ..render.words import problem_page
from ..show import FORMS, Subject
from ..variation.table import plain

DEVICES = (
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
)
"""Names that Windows gives no file."""
TAKEN = {"index", "reference", *DEVICES}
WORKED = (
    ("LaTeX", "latex", ".tex"),
    ("Markdown", "markdown", ".md"),
    ("JSON", "json", ".json"),
    ("Python", "python", ".py"),
    ("NumPy", "numpy", ".numpy.py"),
    ("JavaScript", "javascript", ".js"),
)
"""What a worked calculation is offered as: what a link says, the form as `handnet show` knows it, the end
of the file's name."""


@dataclass(frozen=True)
class Entry:
    """An article or a problem on a site; `name` is that of its files, without an end."""

    name: str
    title: str
    problem: Problem
    notation: str = "standard"
    decimals: int | None = None
    article: ModuleType | None = None

    @property
    def about(self) -> str:
        """A sentence or two on it."""
        problem = self.problem
        said = f"A {problem.network.description}"
        if problem.samples > 1:
            said += f", {counted(problem.samples, 'sample')}"
        if self.article:
            return f"{said}. Works through {self.article.SOURCE}."
        if problem.ask:
            said += f"; {counted(len(problem.ask), 'question')}"
        return f"{said}."

    @property
    def digits(self) -> Digits | None:
        """How its numbers are written, if not as usual."""
        return None if self.decimals is None else Digits(decimals=self.decimals)

    @property
    def beside(self) -> list[Block]:
        """What stands after the calculation: what an article prints, and what is wrong in it."""
        return beside(self.article) if self.article else []


def entries(files: Sequence[str | Path], articles: bool = True) -> list[Entry]:
    """The problems in these files, in order, and the articles. Raises HandnetError for a file that does not fit."""
    found, taken = [], TAKEN | set(ARTICLES)
    for path in dict.fromkeys(map(str, files)):
        problem = read(path)
        name = _unlike(plain(Path(path).stem) or "problem", taken)
        taken.add(name)
        found.append(Entry(name, problem.title.strip() or Path(path).stem, problem))
    for name in ARTICLES if articles else ():
        module = article(name)
        letters = name if name in notations() else "standard"
        found.append(Entry(name, module.TITLE, module.problem, letters, module.DECIMALS, module))
    return found


def _unlike(name: str, taken: set[str]) -> str:
    number, new = 1, name
    while new in taken:
        number += 1
        new = f"{name}-{number}"
    return new


def page(entry: Entry) -> str:
    """The living page of an entry, as HTML."""
    return living_page(
        entry.problem, notation=entry.notation, digits=entry.digits, title=entry.title, after=entry.beside
    )


def downloads(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """What a link says, the name of the file, and its text. Forms that a calculation does not have are left out."""
    if entry.problem.ask:
        with contextlib.suppress(HandnetError):  # nobody works out hundreds of numbers
            sheet = entry.problem.worksheet(notation=entry.notation, title=entry.title)
            yield "Worksheet", f"{entry.name}.worksheet.html", sheet._html()
            yield "Worksheet in LaTeX", f"{entry.name}.worksheet.tex", sheet.to_latex(document=True)
    else:
        subject = _subject(entry)
        for label, form, end in WORKED:
            with contextlib.suppress(HandnetError):
                yield label, f"{entry.name}{end}", FORMS[form](subject)
    with contextlib.suppress(HandnetError):  # functions of one's own have no file
        yield "Problem file", f"{entry.name}.toml", to_toml(entry.problem)


def _subject(entry: Entry) -> Subject:
    """The entry as `handnet show` has it, to be written into a file."""
    solution = entry.problem.solve(notation=entry.notation, digits=entry.digits)
    letters = notation(entry.notation)
    if entry.article:
        whole = article_page(entry.article, solution, letters)
    else:
        whole = [*problem_page(entry.problem, letters), *solution._page()]
    return Subject(solution, whole, [], entry.beside, columns=100, in_file=True)
