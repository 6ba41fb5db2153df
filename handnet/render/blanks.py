r"""Room to write by hand, in every form: ruled lines and boxes, labels to fill in, the beginning of a page.

z1[1] = ______________________________  (2 points)
        ______________________________
        z1[1] = [                ]  to 4 decimals

Each writer calls its own functions here, with `said`, which sets a sentence with its formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .page import Blank, Fields, Formula, PageBreak, Words

Said = Callable[[Words], str]
BOX, RULE, LABEL = 18, 80, 20
"""How many letters wide a box, a ruled line and the room beside a label are, as text."""
LONGEST_HEAD, LONGEST_WORD = 50, 30
"""So many letters of a name stand at the head of each page; longer words are broken over lines."""
TOGETHER = 14
"""No more lines than these are kept on one page."""
SPACE = "&nbsp;"


def with_equals(formula: Formula) -> Formula:
    """The beginning of a line: z1[1] =."""
    return Formula(f"{formula.text} =", f"{formula.latex} =")


# --- on a terminal ------------------------------------------------------------------------------------


def blank_text(blank: Blank, width: int, said: Said) -> list[str]:
    """Lines to write on, to the end of the columns."""
    note = f"  ({blank.note})" if blank.note else ""
    indent = " " * (len(blank.number) + 1)
    start = f"{blank.number} {said(blank.begun)} "
    labels = [said(with_equals(each)) for each in blank.boxes]
    longest = max(map(len, labels), default=0)
    boxes = [f"{indent}{label:>{longest}} [{' ' * BOX}]" for label in labels]
    if not blank.lines:
        return [f"{start.rstrip()}{note}", *boxes]
    first = start + "_" * max(width - len(start) - len(note), 8) + note
    return [first, *[indent + "_" * (width - len(indent))] * (blank.lines - 1), *boxes]


def fields_text(fields: Fields) -> str:
    """The labels on a line."""
    return "   ".join(f"{label}: {written or '_' * LABEL}" for label, written in fields.fields)


# --- in Markdown --------------------------------------------------------------------------------------


def blank_markdown(blank: Blank, said: Said) -> str:
    """Underscores for the working, and a table for the answers."""
    note = f" ({said(blank.note)})" if blank.note else ""
    rule = r"\_" * RULE
    first = f"**{said(blank.number)}** {said(blank.begun)}" + (rf" {rule[:RULE]}" if blank.lines else "")
    table = [f"| answer | {SPACE * 2 * BOX} |", "| ---: | :--- |"]
    table += [f"| {said(with_equals(each))} | {SPACE} |" for each in blank.boxes]
    return "\n\n".join([first + note, *[rule] * (blank.lines - 1), "\n".join(table)])


def fields_markdown(fields: Fields, said: Said) -> str:
    """The labels on a line."""
    room = r"\_" * LABEL
    return f" {SPACE} ".join(f"{said(label)}: {said(written) or room}" for label, written in fields.fields)


PAGE_BREAK_MARKDOWN = '---\n\n<div style="page-break-before: always"></div>'


# --- on a web page ------------------------------------------------------------------------------------


def blank_html(blank: Blank, said: Said) -> str:
    """Lines and boxes, which are drawn by the style sheet."""
    note = f' <span class="soft">{said(blank.note)}</span>' if blank.note else ""
    box = '<span class="box" role="img" aria-label="room for the answer"></span>'
    boxes = " ".join(f"<span>{said(with_equals(each))} {box}</span>" for each in blank.boxes)
    rules = ""
    if blank.lines:
        words = f"{blank.lines} line{'s' * (blank.lines > 1)} to write on"
        rules = f'<div role="img" aria-label="{words}">{"<div></div>" * blank.lines}</div>\n'
    head = f"<p><strong>{said(blank.number)}</strong> {said(blank.begun)}{note}</p>"
    return f'<section class="blank">\n{head}\n{rules}<p class="boxes">{boxes}</p>\n</section>'


def fields_html(fields: Fields, said: Said) -> str:
    """The labels on a line."""
    room = '<span class="room" role="img" aria-label="room to write"></span>'
    each = [f"<span>{said(label)}: {said(written) or room}</span>" for label, written in fields.fields]
    return f'<p class="fields">{" ".join(each)}</p>'


PAGE_BREAK_HTML = '<div class="new-page"></div>'


# --- on paper -----------------------------------------------------------------------------------------


def blank_latex(blank: Blank, said: Said) -> str:
    """Ruled lines as far as the text is wide; a page is not turned inside of a short one."""
    note = rf"\enspace{{\small {said(blank.note)}}}" if blank.note else ""
    fill = r"\hrulefill" if blank.lines else r"\hfill"
    first = rf"\noindent\textbf{{{said(blank.number)}}}\enspace {said(blank.begun)} {fill}{note}\par"
    lines = [r"\noindent\rule{0pt}{8mm}\hrulefill\par"] * (blank.lines - 1)
    rows = _kept_together([first, *lines, _boxes_latex(blank, said)])
    return "{\\everymath{\\displaystyle}\\bigskip\n" + "\n".join(rows) + "}"


def _boxes_latex(blank: Blank, said: Said) -> str:
    box = r"\fbox{\rule[-2mm]{0pt}{6mm}\hspace{32mm}}"
    boxes = [rf"\mbox{{\rule[-5mm]{{0pt}}{{13mm}}{said(with_equals(each))} {box}}}" for each in blank.boxes]
    rows = "\\quad\n".join(boxes)
    return f"{{\\raggedleft {rows}\\par}}"


def _kept_together(rows: Sequence[str]) -> list[str]:
    """The rows, with no turn of the page between them, or of many not after the first and before the last two."""
    last = len(rows) - 1
    few = len(rows) <= TOGETHER
    return [
        row + r"\nopagebreak" if place < last and (few or place < 2 or place > last - 3) else row
        for place, row in enumerate(rows)
    ]


def fields_latex(fields: Fields, said: Said) -> str:
    """The labels on a line, those to be filled in with a rule each; after something long a new line begins."""
    found = r"\noindent "
    for place, (label, written) in enumerate(fields.fields, start=1):
        long = len(written) > LABEL
        found += f"{said(label)}: " + (rf"{_breakable(written, said)}\hfill" if written else r"\hrulefill")
        if place < len(fields.fields):
            found += "\\null\\par\\noindent\n" if long else "\\quad\n"
    return rf"{found}\null\par"


def _breakable(written: str, said: Said) -> str:
    """Words, those that are too long for a line in pieces between which it may be broken."""
    words = []
    for word in written.split(" "):
        size = 4 if len(word) > LONGEST_WORD else len(word) or 1
        pieces = [word[at : at + size] for at in range(0, len(word), size)]
        words.append(r"\hspace{0pt plus 2pt}".join(map(said, pieces)))
    return " ".join(words)


def page_break_latex(page: PageBreak, said: Said) -> str:
    """A page that counts from 1 and has the words at its head."""
    words = page.words if len(page.words) <= LONGEST_HEAD else page.words[: LONGEST_HEAD - 1] + "…"
    return rf"\newpage\setcounter{{page}}{{1}}\pagestyle{{myheadings}}\markright{{{said(words)}}}"
