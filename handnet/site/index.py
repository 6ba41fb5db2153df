"""The first page of a site: what is there, with links that work from a disk and below any address."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from .. import __version__
from ..errors import counted
from ..render.web import document_html, in_html
from .entry import Entry

DOWNLOADS = "files"
LAB = "lab"
ABOUT_PAGES = (
    "A page has every line of a calculation: symbol, formula, numbers, result and rule. Move a number, and all "
    "that follows is worked out anew."
)
ABOUT_NOTEBOOKS = (
    "Python runs in the browser itself, without an account; what is written stays in this browser. The first "
    "start takes a while. Notebooks need the site to be on a web server; from a disk they do not start."
)


class Listed(NamedTuple):
    """An entry, and what can be taken away of it: what a link says, and the name of the file."""

    entry: Entry
    downloads: Sequence[tuple[str, str]]


def index_html(title: str, listed: Sequence[Listed], lite: bool) -> str:
    """The page; with `lite` it leads to notebooks too."""
    own = [each for each in listed if not each.entry.article]
    articles = [each for each in listed if each.entry.article]
    parts = [f"<h1>{in_html(title)}</h1>", f"<p>{in_html(_counted(own, articles))}</p>"]
    for heading, group in (("Problems", own), ("Articles, worked through", articles)):
        if group:
            parts += [f"<h2>{heading}</h2>", *(_entry(each, lite) for each in group)]
    if lite:
        all_of_them = _link(f"{LAB}/lab/index.html", "All notebooks in JupyterLab")
        parts += ["<h2>Notebooks</h2>", f"<p>{all_of_them}: {in_html(ABOUT_NOTEBOOKS)}</p>"]
    reference = _link("reference.html", "Reference: everything that can be typed")
    made = f'<p class="soft">Made with handnet {__version__}.</p>'
    parts.append(f"<footer>\n<p>{reference}</p>\n{made}\n</footer>")
    return document_html("\n".join(parts), title, _style())


def _counted(own: Sequence[Listed], articles: Sequence[Listed]) -> str:
    kinds = [counted(len(group), noun) for group, noun in ((own, "problem"), (articles, "article")) if group]
    return f"{' and '.join(kinds)}. {ABOUT_PAGES}" if kinds else "Nothing yet."


def _entry(listed: Listed, lite: bool) -> str:
    entry = listed.entry
    links = [_link(f"{LAB}/lab/index.html?path={entry.name}.ipynb", "Notebook")] if lite else []
    links += [_link(f"{DOWNLOADS}/{name}", label, download=not name.endswith(".html"))
              for label, name in listed.downloads]  # fmt: skip
    items = "".join(f"<li>{each}</li>" for each in links)
    return (
        f'<section class="entry">\n<h3>{_link(f"{entry.name}.html", entry.title)}</h3>\n'
        f"<p>{in_html(entry.about)}</p>\n<ul>{items}</ul>\n</section>"
    )


def _link(address: str, words: str, download: bool = False) -> str:
    return f'<a href="{escape(address)}"{" download" * download}>{in_html(words)}</a>'


def _style() -> str:
    return Path(__file__).with_name("index.css").read_text(encoding="utf-8")
