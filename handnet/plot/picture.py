"""A sheet to draw on, which shows itself in a notebook with its words.

`picture()` makes a Matplotlib figure without pyplot. In a notebook it appears twice: as a PNG
whose alternative text are the words of its drawings (nbconvert's classic pages show it), and once
more as words that can be unfolded, for JupyterLab and other pages drop the alternative text.
"""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ..errors import HandnetError
from ..render.markdown import page_markdown
from ..render.page import Folded, Paragraph
from .look import PAPER

COLOURS = 48
PIXELS = 96
"""Pixels of a page in an inch; the PNG has twice as many, for screens that show them."""


class Picture:
    """A figure with its Axes: `figure`, `axes` row by row, and `ax`, the first of them."""

    def __init__(self, figure: Figure) -> None:
        self.figure, self._canvas = figure, FigureCanvasAgg(figure)  # which keeps what it has measured
        self.axes: tuple[Axes, ...] = tuple(figure.axes)
        self.ax = self.axes[0]

    def __repr__(self) -> str:
        return f"<Picture: {self.words or 'nothing is drawn yet'}>"

    @property
    def words(self) -> str:
        """What is to be seen: the words of every drawing, in order."""
        return " ".join(str(ax.get_label()) for ax in self.figure.axes if ax.get_label())

    def png(self) -> bytes:
        """The picture as a PNG of few colours, small enough to be stored in a notebook."""
        import numpy as np
        from PIL import Image

        canvas = self._canvas
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = Image.fromarray(np.asarray(canvas.buffer_rgba()))  # type: ignore[no-untyped-call]
        few = pixels.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        palette = few.getpalette() or []
        lightest = max(range(0, len(palette), 3), key=lambda place: sum(palette[place : place + 3]))
        palette[lightest : lightest + 3] = 3 * [255]  # the paper, averaged with what is almost white
        few.putpalette(palette)
        file = BytesIO()
        few.save(file, "PNG", optimize=True)
        return file.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        """The PNG with its words, at the size in which it is meant to be seen."""
        width, height = (round(each * PIXELS) for each in self.figure.get_size_inches())
        seen: dict[str, Any] = {"width": width, "height": height}
        if self.words:
            seen["alt"] = self.words
        image = b64encode(self.png()).decode("ascii")
        return {"image/png": image, "text/plain": self.words or repr(self)}, {"image/png": seen}

    def _ipython_display_(self) -> None:
        """The picture, and below it its words, folded."""
        from IPython.display import display

        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
        if self.words:  # without text/plain, so that a terminal does not say them again
            folded = page_markdown([Folded("The picture in words", [Paragraph(self.words)])])
            display({"text/markdown": folded}, raw=True)  # type: ignore[no-untyped-call]


def picture(width: float = 7, height: float = 4, columns: int = 1, rows: int = 1) -> Picture:
    """A white sheet of so many inches with `rows` times `columns` Axes, laid out so that nothing is cut off.

    Raises HandnetError for sizes that no page holds.
    """
    for name, size, most in (("width", width, 20), ("height", height, 40)):
        if isinstance(size, bool) or not isinstance(size, int | float) or not 1 <= size <= most:
            raise HandnetError(f"picture: {name} is {size!r}; it is a number of inches from 1 to {most}")
    for name, count in (("columns", columns), ("rows", rows)):
        if type(count) is not int or not 1 <= count <= 12:
            raise HandnetError(f"picture: {name} is {count!r}; it is a whole number from 1 to 12")
    figure = Figure(figsize=(width, height), dpi=2 * PIXELS, facecolor=PAPER, layout="constrained")
    figure.subplots(rows, columns)
    return Picture(figure)
