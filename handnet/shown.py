"""What shows itself: in a notebook, on a terminal, in Markdown, in LaTeX.

A class that derives from `Shown` says in `_page` which blocks it consists of; every form of it
is written from these. Nothing of `render` is loaded before something is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .errors import HandnetError

if TYPE_CHECKING:
    from typing import Self

    from .digits import Digits
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

        return page_text(self._text_page(width), width)

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

    def _text_page(self, width: int) -> Sequence[Block]:
        """The page for a terminal, where what it says depends on the columns."""
        return self._page()

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


class Rounded(Shown):
    """Something with numbers: a frozen dataclass whose field `digits` says how they are written."""

    __slots__ = ()

    def with_digits(self, digits: Digits | int | None) -> Self:
        """The same, shown to other digits; None leaves them as they are."""
        from .digits import as_digits

        return self if digits is None else replace(self, digits=as_digits(digits))  # type: ignore[type-var]

    def to_text(self, *, width: int = 100, digits: Digits | int | None = None) -> str:
        """As plain text for a terminal of `width` columns."""
        return Shown.to_text(self.with_digits(digits), width=width)

    def to_markdown(self, *, digits: Digits | int | None = None) -> str:
        """As Markdown with formulas in dollar signs."""
        return Shown.to_markdown(self.with_digits(digits))

    def to_latex(self, *, digits: Digits | int | None = None) -> str:
        """As a piece of LaTeX for a document that uses amsmath."""
        return Shown.to_latex(self.with_digits(digits))
