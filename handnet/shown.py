"""What shows itself: in a notebook, on a terminal, in Markdown, in LaTeX, as a web page.

A class that derives from `Shown` says in `_page` which blocks it consists of; every form of it
is written from these. Nothing of `render` is loaded before something is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .errors import HandnetError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from .digits import Digits
    from .render.page import Block


def written_or_returned(text: str, file: str | Path | None) -> str | None:
    """Write the text to a file, whole or not at all; without a file, the text itself."""
    if file is None:
        return text
    from .disk import write_whole

    write_whole(text, file)
    return None


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

    def to_latex(self, *, document: bool = False, fragment: bool = False) -> str:
        """As a piece of LaTeX with headings, for a document that uses amsmath.

        With `document` a whole document that pdflatex takes as it is; with `fragment` the displayed
        formulas alone, to be put into a text with lines of 16 cm. Raises HandnetError for both at once.
        """
        if document and fragment:
            raise HandnetError("to_latex: document and fragment exclude each other; choose one")
        if document:
            from .render.document import document_latex

            return document_latex(self._document_page(), self._title())
        if fragment:
            from .render.document import fragment_latex

            return fragment_latex(self._page())
        from .render.paper import page_latex

        return page_latex(self._page())

    def to_html(self, file: str | Path | None = None) -> str | None:
        """As a web page that needs nothing else: written to `file`, or returned as text where there is none."""
        return written_or_returned(self._html(), file)

    def _html(self) -> str:
        from .render.web import page_html

        return page_html(self._page(), self._title())

    def _title(self) -> str:
        """What stands above a page or a document; by default its first heading."""
        from .render.page import title_of

        return title_of(self._page())

    def _document_page(self) -> Sequence[Block]:
        """The page for a whole document, which may say more than one that stands among others."""
        return self._page()

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

    def to_latex(
        self, *, document: bool = False, fragment: bool = False, digits: Digits | int | None = None
    ) -> str:
        """As LaTeX: a piece with headings, a whole `document`, or a `fragment`; see `Shown.to_latex`."""
        return Shown.to_latex(self.with_digits(digits), document=document, fragment=fragment)

    def to_html(self, file: str | Path | None = None, *, digits: Digits | int | None = None) -> str | None:
        """As a web page, written to `file` or returned; see `Shown.to_html`."""
        return Shown.to_html(self.with_digits(digits), file)
