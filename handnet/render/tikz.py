r"""A picture as TikZ: lines, labels on white, boxes. It is never wider than the text."""

from __future__ import annotations

from ..escape import latex_line
from .page import Formula
from .picture import ROW_HEIGHT, Label, Picture, Point


def picture_tikz(picture: Picture) -> str:
    """The picture as one piece of LaTeX that needs TikZ."""
    drawn = [rf"\draw[line width=.3pt] {_at(start)} -- {_at(end)};" for start, end in picture.lines]
    drawn += map(_label, picture.labels)
    for (x, y), width, height, rows in picture.boxes:
        corners = f"{_at((x - width / 2, y - height / 2))} rectangle {_at((x + width / 2, y + height / 2))}"
        drawn.append(rf"\draw[fill=white,rounded corners=4pt] {corners};")
        for number, row in enumerate(rows):
            level = y + ROW_HEIGHT * ((len(rows) - 1) / 2 - number)
            drawn.append(rf"\node[font=\footnotesize] at {_at((x, level))} {{${row.latex}$}};")
    inner = "\n".join(drawn)
    fitted = r"\ifdim\width>\linewidth\linewidth\else\width\fi"
    return f"\\resizebox{{{fitted}}}{{!}}{{%\n\\begin{{tikzpicture}}[inner sep=1pt]\n{inner}\n\\end{{tikzpicture}}}}"


def _label(label: Label) -> str:
    words = label.words
    inner = f"${words.latex}$" if isinstance(words, Formula) else latex_line(words)
    fill = "fill=white," * label.covers
    return rf"\node[{fill}font=\scriptsize] at {_at(label.at)} {{{inner}}};"


def _at(point: Point) -> str:
    return f"({point[0]:.2f},{point[1]:.2f})".replace("-0.00", "0.00")
