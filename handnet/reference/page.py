"""The reference as blocks for every form, and as a web page with an index that links to each name."""

from __future__ import annotations

import argparse
import re
from collections.abc import Container, Iterator, Sequence
from functools import partial
from html import escape

from ..mistakes import ARRAY_MISTAKES, MISTAKES
from ..render.page import Block, Code, Heading, Paragraph, Table, Typed
from ..render.web import blocks_html, document_html
from .addresses import ADDRESSES
from .docstrings import docstring_blocks, said
from .public import Entry, Group, entry, groups

TITLE = "handnet: reference"
WIDTH = 88
"""How many columns the help of a command is wide."""
_NAME = re.compile(r"<code>([A-Za-z_][\w.]*)</code>")
_STYLE = """
nav { columns: 14rem; margin: 1em 0; }
nav section { break-inside: avoid; margin-bottom: 1em; }
nav h2 { font-size: 1rem; margin: 0 0 0.2em; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav li { margin: 0.1em 0; }
tbody th code { white-space: nowrap; }
h3, h4 { scroll-margin-top: 0.5em; overflow-wrap: anywhere; }
h3 { border-top: 1px solid var(--line); padding-top: 1em; font-size: 1.15rem; }
h4 { font-size: 1rem; margin: 1.4em 0 0.3em; }
.members { padding-inline-start: 1.2em; border-inline-start: 3px solid var(--line); }
.kind { color: var(--soft); font-weight: normal; font-size: 0.85em; }
:target { outline: 2px solid; outline-offset: 4px; }
@media print { nav { columns: 2; } h3, h4 { break-after: avoid; } }
"""
_SHOWS = "It shows itself in a notebook, and can be written in every form: see `Shown`."


def reference_page() -> list[Block]:
    """The whole reference: names in groups, the command line, addresses."""
    blocks: list[Block] = [Heading(TITLE, 1), Paragraph(said(_opening()))]
    for group in groups():
        blocks += [Heading(group.title, 2), Paragraph(said(group.line))]
        for top in group.entries:
            blocks += [Heading(top.name, 3), *_about(top)]
            for member in top.members:
                blocks += [Heading(member.name, 3), *_about(member)]
    for title, inner in _appendices():
        blocks += [Heading(title, 2), *inner]
    return blocks


def entry_page(name: str) -> list[Block]:
    """What the reference says of one name and its members."""
    found = entry(name)
    blocks: list[Block] = [Heading(found.name, 1), *_about(found)]
    for member in found.members:
        blocks += [Heading(member.name, 3), *_about(member)]
    return blocks


def reference_html() -> str:
    """The whole reference as a web page: an index, and an anchor at each name."""
    found = groups()
    known = {each.anchor for group in found for top in group.entries for each in (top, *top.members)}
    appendices = list(_appendices())
    parts = [f"<h1>{TITLE}</h1>", blocks_html([Paragraph(said(_opening()))])]
    parts.append(_index(found, [title for title, _ in appendices]))
    for group in found:
        parts.append(f'<h2 id="{_anchor(group.title)}">{escape(group.title)}</h2>')
        parts.append(blocks_html([Paragraph(said(group.line))]))
        parts += [_entry_html(each, known) for each in group.entries]
    for title, inner in appendices:
        parts += [f'<h2 id="{_anchor(title)}">{escape(title)}</h2>', blocks_html(inner)]
    return document_html("\n".join(parts), TITLE, _STYLE)


def _linked(html: str, known: Container[str]) -> str:
    """HTML in which a name that the reference has leads to it."""
    return _NAME.sub(
        lambda found: f'<a href="#{found[1]}">{found[0]}</a>' if found[1] in known else found[0], html
    )


def _opening() -> str:
    return (
        "Everything that handnet offers by name, from its own docstrings. In a program `import handnet as hn`; "
        "what is named here is then `hn.Problem`, `hn.read` and so on."
    )


def _about(each: Entry) -> list[Block]:
    """How it is called, what is said of it."""
    blocks: list[Block] = [Code(each.signature)] if each.signature else []
    blocks += docstring_blocks(each.doc)
    if each.shows_itself:
        blocks.append(Paragraph(said(_SHOWS)))
    if each.kind == "table":
        blocks.append(_mistakes())
    return blocks


def _mistakes() -> Block:
    rows = [(Typed(each.code), each.title) for each in (*MISTAKES.values(), *ARRAY_MISTAKES.values())]
    return Table(("code", "mistake"), rows)


def _appendices() -> Iterator[tuple[str, list[Block]]]:
    """The command line, and the table of addresses."""
    commands: list[Block] = []
    for name, text in command_helps():
        commands += [Heading(name, 3), Code(text)]
    yield "The command line", commands
    rows = [(Typed(address), meaning) for address, meaning in ADDRESSES]
    line = "Numbers count from 1; layer 1 is the first that has weights. A weight goes to a unit from a unit."
    yield "Addresses", [Paragraph(line), Table(("address", "what it is"), rows)]


def command_helps() -> Iterator[tuple[str, str]]:
    """Each command with its help, always to the same width."""
    from ..cli import command_parser

    parser = command_parser()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield parser.prog, _help(parser)
            yield from ((each.prog, _help(each)) for each in action.choices.values())


def _help(parser: argparse.ArgumentParser) -> str:
    parser.formatter_class = partial(argparse.HelpFormatter, width=WIDTH, max_help_position=30)
    return parser.format_help().rstrip()


def _index(found: Sequence[Group], more: Sequence[str]) -> str:
    """Links to every name, under the titles of the groups."""
    sections = []
    for group in found:
        items = "\n".join(f'<li><a href="#{each.anchor}">{each.name}</a></li>' for each in group.entries)
        title = f'<h2><a href="#{_anchor(group.title)}">{escape(group.title)}</a></h2>'
        sections.append(f"<section>\n{title}\n<ul>\n{items}\n</ul>\n</section>")
    items = "\n".join(f'<li><a href="#{_anchor(each)}">{escape(each)}</a></li>' for each in more)
    sections.append(f"<section>\n<h2>Beside these</h2>\n<ul>\n{items}\n</ul>\n</section>")
    inner = "\n".join(sections)
    return f'<nav aria-label="Index">\n{inner}\n</nav>'


def _entry_html(each: Entry, known: Container[str]) -> str:
    members = "\n".join(
        f'<h4 id="{member.anchor}"><code>{member.name}</code> <span class="kind">{member.kind}</span></h4>\n'
        f"{_linked(blocks_html(_about(member)), known)}"
        for member in each.members
    )
    inner = f'\n<div class="members">\n{members}\n</div>' if members else ""
    head = f'<h3 id="{each.anchor}"><code>{each.name}</code> <span class="kind">{each.kind}</span></h3>'
    return f"{head}\n{_linked(blocks_html(_about(each)), known)}{inner}"


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")
