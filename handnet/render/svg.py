"""A picture as SVG for a page of HTML: formulas are MathML, colours those of the page, light or dark."""

from __future__ import annotations

from html import escape

from ..escape import visible
from .mathml_latex import latex_mathml
from .page import Formula
from .picture import ROW_HEIGHT, Label, Picture, Point

SCALE = 48
"""Pixels of a centimetre."""
AROUND = 0.1
_SIZES = {True: 14, False: 11.5}
"""How large letters are, in boxes and in labels."""


def picture_svg(picture: Picture, words: str) -> str:
    """The picture as an element of HTML, with the words for who does not see it."""
    return _Svg(picture).drawn(words)


class _Svg:
    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        (left, bottom), (right, top) = picture.corners()
        self.left, self.top = left - AROUND, top + AROUND
        self.width, self.height = right - left + 2 * AROUND, top - bottom + 2 * AROUND

    def drawn(self, words: str) -> str:
        width, height = self.width * SCALE, self.height * SCALE
        said = escape(visible(words))
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width:.0f}" height="{height:.0f}" '
            f'viewBox="0 0 {width:.1f} {height:.1f}">',
            f"<title>{said}</title>",
        ]
        for line in self.picture.lines:
            (x1, y1), (x2, y2) = map(self.at, line)
            ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
            parts.append(f'<line {ends} stroke="currentColor" stroke-width="0.8"/>')
        parts += map(self.label, self.picture.labels)
        for at, width, height, rows in self.picture.boxes:
            parts.append(self.surface(at, width, height, ' stroke="currentColor" rx="7"'))
            for number, row in enumerate(rows):
                level = at[1] + ROW_HEIGHT * ((len(rows) - 1) / 2 - number)
                parts.append(self.text((at[0], level), row, width, is_in_box=True))
        return "\n".join([*parts, "</svg>"])

    def at(self, point: Point) -> Point:
        """A point in pixels from the upper left corner."""
        return (point[0] - self.left) * SCALE, (self.top - point[1]) * SCALE

    def surface(self, at: Point, width: float, height: float, more: str = "") -> str:
        x, y = self.at((at[0] - width / 2, at[1] + height / 2))
        size = f'width="{width * SCALE:.1f}" height="{height * SCALE:.1f}"'
        return f'<rect x="{x:.1f}" y="{y:.1f}" {size} style="fill:var(--paper, Canvas)"{more}/>'

    def label(self, label: Label) -> str:
        behind = self.surface(label.at, label.width, 0.7 * ROW_HEIGHT) if label.covers else ""
        return behind + self.text(label.at, label.words, label.width, is_in_box=False)

    def text(self, at: Point, words: str | Formula, width: float, *, is_in_box: bool) -> str:
        size = _SIZES[is_in_box]
        if not isinstance(words, Formula):
            x, y = self.at(at)
            inner = escape(visible(words))
            place = f'x="{x:.1f}" y="{y + 0.35 * size:.1f}" text-anchor="middle"'
            return f'<text {place} font-size="{size}" fill="currentColor">{inner}</text>'
        x, y = self.at((at[0] - width / 2 - 1, at[1] + ROW_HEIGHT))
        box = (
            f'x="{x:.1f}" y="{y:.1f}" width="{(width + 2) * SCALE:.1f}" height="{2 * ROW_HEIGHT * SCALE:.1f}"'
        )
        style = f"font-size:{size}px;line-height:1;height:100%;display:flex;align-items:center;justify-content:center"
        formula = f"<math>{latex_mathml(words.latex)}</math>"
        inner = f'<div xmlns="http://www.w3.org/1999/xhtml" style="{style}">{formula}</div>'
        return f"<foreignObject {box}>{inner}</foreignObject>"
