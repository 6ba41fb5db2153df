"""How a calculation is written: style, mistakes, stated quantities, notation."""

from __future__ import annotations

from typing import Any

from ..errors import HandnetError
from ..graph import Source
from ..quantity import Quantity
from ..setting import STYLES, Setting
from .entries import Entries, refuse, text_in
from .own import mistake_form, mistake_in, notation_form, notation_in
from .sources import address_in
from .terms import address_form

_SETTING = ("style", "combined", "mistakes", "known", "notation")


def setting_form(setting: Setting) -> dict[str, Any]:
    """The setting without its source."""
    return {
        "style": setting.style,
        "combined": bool(setting.combined),
        "mistakes": [mistake_form(each) for each in setting.mistakes],
        "known": sorted(map(address_form, setting.known)),
        "notation": notation_form(setting.notation),
    }


def setting_in(entries: Entries, source: Source) -> Setting:
    """The setting of a file, for its source."""
    entries.only(*_SETTING)
    style, combined = entries.choice("style", STYLES), entries.flag("combined")
    mistakes = tuple(map(mistake_in, entries.objects("mistakes")))
    quantities = Quantities(source)
    known = frozenset(quantities.find(each, entries.at("known")) for each in entries.texts("known"))
    notation = notation_in(entries.any("notation"), entries.at("notation"))
    try:
        return Setting(source, style, mistakes, combined, known, notation)
    except HandnetError as error:
        refuse(entries.where, str(error)[:300])


class Quantities:
    """The quantities of a source by their addresses; each is looked up once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.by_address: dict[str, Quantity] = {}

    def find(self, address: Any, where: str) -> Quantity:
        """The quantity with this address, in its one spelling; raises HandnetError that says where."""
        found = self.by_address.get(address) if isinstance(address, str) else None
        if found is None:
            quantity = address_in(address, where)
            try:
                found = self.source.find(quantity)
            except HandnetError as error:
                refuse(where, str(error)[:300])
            if found != quantity:
                refuse(where, f"found {address[:60]!r}; it is written {found}")
            self.by_address[text_in(address, where)] = found
        return found
