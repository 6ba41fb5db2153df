"""A site, from problem files and the articles: every page, what can be taken away, the first page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from ..files import to_toml
from ..reference import reference_html
from .entry import Entry, downloads, entries, page
from .folder import filled, opened
from .index import DOWNLOADS, LAB, Listed, index_html
from .notebook import notebook, own_notebooks


def build(
    out: str | Path,
    files: Sequence[str | Path] = (),
    *,
    title: str,
    articles: bool = True,
    lite: bool = False,
    pyodide: str | Path | None = None,
    force: bool = False,
    say: Callable[[str], None] = lambda words: None,
) -> list[Entry]:
    """Build a site in the folder `out` from problem files and the articles; what it shows.

    With `lite` also JupyterLite, which takes Python from the folder `pyodide` if there is one, and asks
    nothing outside of the site then. `force` replaces files of an earlier site that somebody changed.
    `say` is told what is being made.
    """
    shown = entries(files, articles)
    with opened(Path(out), force) as (building, before):
        if lite:  # first, since most can be missing
            say("JupyterLite")
            _add_lite(building / LAB, shown, title, Path(pyodide) if pyodide else None)
        (building / DOWNLOADS).mkdir()
        listed = []
        for number, entry in enumerate(shown, start=1):
            say(f"{number} of {len(shown)}: {entry.title}")
            listed.append(_add(entry, building))
        _write(building / "reference.html", reference_html())
        _write(building / "index.html", index_html(title, listed, lite))
        _write(building / ".nojekyll", "")  # GitHub Pages leaves out nothing then
        filled(Path(out), building, before)
    return shown


def _add(entry: Entry, building: Path) -> Listed:
    """Write the page of an entry and what can be taken away."""
    _write(building / f"{entry.name}.html", page(entry))
    offered = []
    for label, name, text in downloads(entry):
        _write(building / DOWNLOADS / name, text)
        offered.append((label, name))
    return Listed(entry, offered)


def _add_lite(target: Path, shown: Sequence[Entry], title: str, pyodide: Path | None) -> None:
    """JupyterLite with a notebook for each entry, and the problem files which these read."""
    from . import lite

    files = {f"{entry.name}.ipynb": notebook(entry) for entry in shown}
    files |= {f"{entry.name}.toml": to_toml(entry.problem) for entry in shown if not entry.article}
    own = {f"handnet/{name}": text for name, text in own_notebooks()}
    lite.build(target, files, own, title, pyodide)


def _write(path: Path, text: str) -> None:
    path.write_text(text if not text or text.endswith("\n") else f"{text}\n", encoding="utf-8", newline="\n")
