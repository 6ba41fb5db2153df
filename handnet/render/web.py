"""A page as a document of HTML5 that needs nothing else: no script, no font, no network.

Formulas are MathML, which browsers set themselves. The page follows light and dark, prints with
everything unfolded, and fits a telephone: lines of working break where a person would break them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from ..escape import visible
from . import blanks, typed
from .markdown import FEW
from .mathml_latex import latex_mathml
from .measure import broken_latex
from .page import (
    Blank,
    Block,
    Code,
    Display,
    Drawing,
    Facts,
    Fields,
    Folded,
    Formula,
    Heading,
    Items,
    Line,
    Lines,
    PageBreak,
    Paragraph,
    Stack,
    Table,
    Typed,
    Words,
    parts_of_words,
)

ROOM = 16
"""About how many digits wide a piece of a line is that is never broken."""
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
"""


def page_html(blocks: Sequence[Block], title: str) -> str:
    """The blocks as a whole document; the title heads a page whose first block is no heading of level 1."""
    first = blocks[0] if blocks else None
    headed = isinstance(first, PageBreak) or (isinstance(first, Heading) and first.level == 1)
    whole = blocks if headed else [Heading(title, 1), *blocks]
    return document_html(blocks_html(whole), title)


def document_html(inner: str, title: str, style: str = "") -> str:
    """HTML as a whole document, with rules of style besides those of every page."""
    head = f"{_HEAD}<title>{_plain(title)}</title>\n<style>\n{web_style()}{style}</style>\n</head>"
    return f"{head}\n<body>\n<main>\n{inner}\n</main>\n</body>\n</html>\n"


@cache
def web_style() -> str:
    """The style sheet of a page."""
    return Path(__file__).with_name("web.css").read_text(encoding="utf-8")


def blocks_html(blocks: Sequence[Block]) -> str:
    """The blocks as a piece of HTML."""
    return "\n".join(map(_block, blocks))


def in_html(words: Words) -> str:
    """A sentence with its formulas."""
    return "".join(
        _math(each.latex) if isinstance(each, Formula) else _plain(each) for each in parts_of_words(words)
    )


def _plain(text: str) -> str:
    return typed.typed_html(text) if isinstance(text, Typed) else escape(visible(text))


def _math(latex: str, display: bool = False) -> str:
    if not latex.strip():
        return ""
    kind = ' display="block"' if display else ""
    return f"<math{kind}>{latex_mathml(latex)}</math>"


def _block(block: Block) -> str:
    match block:
        case Heading(words, level):
            return f"<h{level}>{_plain(words)}</h{level}>"
        case Paragraph(words):
            return f"<p>{in_html(words)}</p>"
        case Display(formula):
            return f'<div class="wide">{_math(formula.latex, display=True)}</div>'
        case Stack(lines):
            inner = "\n".join(f"<div>{_pieces(line)}</div>" for line in lines)
            return f'<div class="stack">\n{inner}\n</div>'
        case Facts(title, facts):
            rows = "\n".join(f"<dt>{in_html(label)}</dt><dd>{in_html(said)}</dd>" for label, said in facts)
            return f"<p><strong>{_plain(title)}</strong></p>\n" * bool(title) + f"<dl>\n{rows}\n</dl>"
        case Items(items):
            return "<ul>\n" + "\n".join(f"<li>{in_html(item)}</li>" for item in items) + "\n</ul>"
        case Table():
            return _table(block)
        case Lines(lines, at_once) if len(lines) - at_once > FEW:
            more = f"{len(lines) - at_once} more lines"
            return f"{_lines(lines[:at_once])}\n{_folded(more, _lines(lines[at_once:]))}"
        case Lines(lines):
            return _lines(lines)
        case Code():
            return typed.code_html(block)
        case Folded(summary, inner):
            return _folded(summary, blocks_html(inner))
        case Drawing(words, _, svg):
            return f"<figure>\n{svg}\n<figcaption>{_plain(words)}</figcaption>\n</figure>"
        case Blank():
            return blanks.blank_html(block, in_html)
        case Fields():
            return blanks.fields_html(block, in_html)
        case PageBreak():
            return blanks.PAGE_BREAK_HTML


def _folded(summary: str, inner: str) -> str:
    return f"<details>\n<summary>{_plain(summary)}</summary>\n{inner}\n</details>"


def _table(table: Table) -> str:
    """Rows headed by their first cell; a table that is too wide is moved by itself."""

    def attributes(column: int) -> str:
        return ' class="right"' if column in table.right else ""

    head = "".join(
        f'<th scope="col"{attributes(column)}>{_plain(each)}</th>' if each else "<td></td>"
        for column, each in enumerate(table.header)
    )
    rows = []
    for first, *others in table.rows:
        cells = [f'<th scope="row"{attributes(0)}>{in_html(first)}</th>']
        cells += [f"<td{attributes(column)}>{in_html(each)}</td>" for column, each in enumerate(others, 1)]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    body = "\n".join(rows)
    inner = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>"
    return f'<div class="wide"><table>\n{inner}\n</table></div>'


def _lines(lines: Sequence[Line]) -> str:
    """Lines of working: what is worked out, its equals signs under each other, the rule beside or below."""
    return '<div class="lines">\n' + "\n".join(map(_line, lines)) + "\n</div>"


def _line(line: Line) -> str:
    sides = [f'<span class="side">{_pieces(each, "= ")}</span>' for each in line.right]
    note = f" <span>({_plain(line.note)})</span>" if line.note else ""
    left, rule = _math(line.left.latex), in_html(line.rule)
    cells = (
        f'<div class="left">{left}</div>',
        f"<div>{' '.join(sides)}{note}</div>",
        f'<div class="rule">{rule}</div>',
    )
    return f'<div class="line">{"".join(cells)}</div>'


def _pieces(words: Words, before: str = "") -> str:
    """A formula in pieces between which a line may be broken; a sentence as it is."""
    if not isinstance(words, Formula):
        return in_html(words)
    first, *others = broken_latex(words.latex, ROOM)
    return "<wbr>".join([_math(before + first), *(_math(f"{{}} {piece}") for piece in others)])
