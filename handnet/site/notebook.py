"""Notebooks that compute in the browser: one for each problem of a site, and handnet's own.

    notebook       state, sheet to fill in, check, hint, solution, panel: no cell needs NumPy
    own_notebooks  the notebooks that come with handnet, each with a first cell that installs it

In a browser a package has to be installed each time a notebook is opened; the wheels are part of the site.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..answer_sheet.rows import rows_of
from ..arrays import expand
from ..errors import HandnetError
from ..escape import markdown_words
from ..notation import STANDARD
from ..page.data import panel_data
from .entry import Entry
from .wheels import PACKAGE

INSTALL = "%pip install -q --no-deps handnet\n%pip install -q anywidget"
INSTALL_ALL = "%pip install -q handnet matplotlib anywidget"
MOST_ANSWERS = 7
"""So many lines fit into a cell that a person reads at once."""


def notebook(entry: Entry) -> str:
    """The notebook of a problem, as a file that stands beside its problem file."""
    answers = _first_asked(entry)
    wanted = "".join(f'    "{each}": "",\n' for each in answers)
    stated = (
        f"problem = hn.articles.{entry.name}.problem"
        if entry.article
        else f'problem = hn.read("{entry.name}.toml")'
    )
    letters = "" if entry.notation == "standard" else f'notation="{entry.notation}"'
    few = "" if _fits(rows_of, entry.problem, (), STANDARD) else ", ".join(f'"{each}"' for each in answers)
    panel = [
        _words("panel", "Every given number on a slider; all lines follow at once."),
        _code("explore", f"problem.explore({letters})"),
    ]
    return _written([
        _words("title", f"# {markdown_words(entry.title)}\n\nThis notebook computes in your browser; nothing is sent "
               "anywhere. Run the cells from top to bottom: Shift+Enter runs one. The first takes a moment."),
        _code("install", INSTALL),
        _code("problem", f"import handnet as hn\n\n{stated}\nproblem"),
        _words("sheet", "## Work it out by hand\n\nType each number that you found; it is judged at once, and by "
               "your own earlier numbers where one of them is off."),
        _code("answers", f"problem.answer_sheet({few})"),
        _words("typed", "The same as text. Put your numbers between the quotes and run the cell again."),
        _code("check", f"answers = {{\n{wanted}}}\nproblem.check(answers)"),
        _words("stuck", "Stuck? Each run of the next cell tells a little more."),
        _code("hint", f'problem.hint("{answers[-1]}", given=answers)'),
        _words("worked", "## The whole calculation"),
        _code("solution", f"solution = problem.solve({letters})\nsolution"),
        *(panel if _fits(panel_data, entry.problem) else []),
        _words("more", "What needs NumPy, SymPy or Matplotlib (`verify()`, arrays, pictures) runs after\n"
               "`%pip install -q numpy sympy matplotlib`, where this site may fetch them."),
    ])  # fmt: skip


def _fits(make: Callable[..., object], *given: object) -> bool:
    """Whether something is not refused, as a sheet or a panel for too large a network is."""
    try:
        make(*given)
    except HandnetError:
        return False
    return True


def _first_asked(entry: Entry) -> list[str]:
    """The first quantities that are asked, or else the first that are worked out."""
    problem = entry.problem
    asked = [str(each) for ask in problem.ask for each in expand(problem.forward_pass(), ask.quantity)]
    return (asked or [str(step.quantity) for step in problem.derive().steps])[:MOST_ANSWERS]


def own_notebooks() -> Iterator[tuple[str, str]]:
    """The name and the text of every notebook that comes with handnet, made ready for the browser."""
    folder = PACKAGE / "notebooks"
    for path in sorted((folder if folder.is_dir() else PACKAGE.parent / "notebooks").glob("*.ipynb")):
        yield path.name, _installing(path)


def _installing(path: Path) -> str:
    whole = json.loads(path.read_text(encoding="utf-8"))
    whole["cells"].insert(0, _code("install-handnet", INSTALL_ALL))
    return _dumped(whole)


def _words(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def _code(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "code", "id": name, "metadata": {}, "source": text,
            "execution_count": None, "outputs": []}  # fmt: skip


def _written(cells: list[dict[str, Any]]) -> str:
    kernel = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return _dumped({"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5})


def _dumped(whole: dict[str, Any]) -> str:
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
