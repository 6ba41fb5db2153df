"""What shows itself: in a notebook, on a terminal, in Markdown, in LaTeX.

A class that derives from `Shown` says in `_page` which blocks it consists of; every form of it
is written from these. Nothing of `render` is loaded before something is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .errors import HandnetError

if TYPE_CHECKING:
    from .render.page import Block


class Described(str):
    """Plain text that a notebook shows typeset."""

    markdown: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": str(self), "text/markdown": self.markdown}


class Shown:
    """Something with a page: text, Markdown and LaTeX of it, and its own display in a notebook."""

    __slots__ = ()

    def _page(self) -> Sequence[Block]:
        raise TypeError(f"{type(self).__name__} has no page")

    def to_text(self, *, width: int = 100) -> str:
        """As plain text for a terminal of `width` columns."""
        from .render.plain import page_text

        return page_text(self._page(), width)

    def to_markdown(self) -> str:
        """As Markdown with formulas in dollar signs, as notebooks, GitHub and VS Code show it."""
        from .render.markdown import page_markdown

        return page_markdown(self._page())

    def to_latex(self) -> str:
        """As a piece of LaTeX for a document that uses amsmath."""
        from .render.paper import page_latex

        return page_latex(self._page())

    def __str__(self) -> str:
        return self.to_text()

    def _shown_page(self) -> Sequence[Block]:
        """The page that a notebook shows by itself, which may be shorter."""
        return self._page()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Text and Markdown for a notebook; what cannot be shown says why and breaks no cell."""
        from .render.markdown import page_markdown
        from .render.plain import page_text

        try:
            page = self._shown_page()
            return {"text/plain": page_text(page), "text/markdown": page_markdown(page)}
        except HandnetError as error:
            return {"text/plain": f"{self!r}\n{error}"}
