"""The reference: everything that `handnet` offers by name, read from its own docstrings.

public     what there is: names in groups, their members and signatures  (`groups`, `Entry`)
docstrings a docstring as blocks: paragraphs, small tables, lines of code
addresses  the table of addresses
page       all of it as blocks  (`reference_page`), and as a web page with an index  (`reference_html`)
command    `handnet reference`
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..shown import Shown

if TYPE_CHECKING:
    from ..render.page import Block


class Reference(Shown):
    """The reference, or the part of it that is about one name."""

    __slots__ = ("name",)

    def __init__(self, name: str | None = None) -> None:
        self.name = name

    def _page(self) -> Sequence[Block]:
        from .page import entry_page, reference_page

        return reference_page() if self.name is None else entry_page(self.name)

    def _html(self) -> str:
        from .page import reference_html

        return super()._html() if self.name is not None else reference_html()


def reference_page() -> list[Block]:
    """The whole reference, block by block."""
    from .page import reference_page

    return reference_page()


def reference_html() -> str:
    """The whole reference as a web page that needs nothing else, with an index."""
    from .page import reference_html

    return reference_html()
