r"""A page as a piece of LaTeX for a document that uses amsmath: headings, lists, tables, `align*`.

Lines of working may break over pages between lines. What is folded on a screen just stands there.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..escape import latex_line
from .aligned import aligned_rows, formula_rows
from .page import (
    Block,
    Display,
    Facts,
    Folded,
    Formula,
    Heading,
    Items,
    Lines,
    Paragraph,
    Stack,
    Table,
    Words,
)
from .page import parts_of_words as parts
from .plain import plain_words

ROOM = 68
"""How many digits wide a display may be, on paper with usual margins."""
WIDEST_TABLE = 80
"""How many characters wide a table may be."""


def page_latex(blocks: Sequence[Block]) -> str:
    """The blocks as LaTeX."""
    return "\n\n".join(filter(None, map(_block, blocks)))


def in_latex(words: Words) -> str:
    """A sentence with its formulas."""
    return "".join(
        f"${each.latex}$" if isinstance(each, Formula) else latex_line(each) for each in parts(words)
    )


def _block(block: Block) -> str:
    match block:
        case Heading(words, 1):
            return rf"\section*{{{latex_line(words)}}}"
        case Heading(words, 2):
            return rf"\subsection*{{{latex_line(words)}}}"
        case Heading(words):
            return rf"\paragraph{{{latex_line(words)}}}"
        case Paragraph(words):
            return in_latex(words)
        case Display(formula):
            return f"\\[ {formula.latex} \\]"
        case Stack(lines):
            return "\n\n".join(map(_stacked, lines))
        case Facts(title, facts):
            rows = [rf"\item[{{{in_latex(label)}}}] {in_latex(words)}" for label, words in facts]
            return _list("description", rows, rf"\paragraph{{{latex_line(title)}}}" if title else "")
        case Items(items):
            return _list("itemize", [rf"\item {{}}{in_latex(item)}" for item in items])
        case Table():
            return _table(block)
        case Lines(lines):
            inner = aligned_rows(lines, ROOM)
            return f"{{\\allowdisplaybreaks\n\\begin{{align*}}\n{inner}\n\\end{{align*}}}}"
        case Folded(_, blocks):
            return page_latex(blocks)


def _list(kind: str, rows: Sequence[str], title: str = "") -> str:
    inner = "\n".join(rows)
    return f"{title}\n\\begin{{{kind}}}\\raggedright\n{inner}\n\\end{{{kind}}}".lstrip()


def _stacked(line: Words) -> str:
    if not isinstance(line, Formula):
        return rf"\noindent {in_latex(line)}"
    rows = formula_rows(line.latex, ROOM)
    return f"\\begin{{equation*}}\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n\\end{{equation*}}"


def _table(table: Table) -> str:
    kinds = ["r" if column in table.right else "l" for column in range(len(table.header))]
    longest = [
        max(map(len, map(plain_words, column))) for column in zip(table.header, *table.rows, strict=True)
    ]
    if sum(longest) > WIDEST_TABLE:  # the last column is broken into lines
        kinds[-1] = rf"p{{{max(0.25, 0.9 - sum(longest[:-1]) / WIDEST_TABLE):.2f}\linewidth}}"
    columns = "".join(kinds)
    rows = [" & ".join(map(latex_line, table.header)) + r" \\ \hline"]
    rows += ["{}" + " & ".join(map(in_latex, row)) + r" \\" for row in table.rows]
    inner = "\n".join(rows)
    tabular = f"\\begin{{tabular}}{{{columns}}}\n{inner}\n\\end{{tabular}}"
    return (
        f"\\begin{{center}}\\footnotesize\\renewcommand{{\\arraystretch}}{{1.3}}\n{tabular}\n\\end{{center}}"
    )
