"""Reads a document of HTML: elements must be balanced, formulas sound, and the text is kept by element."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

VOID = {"meta", "wbr"}


class Reader(HTMLParser):
    """Reads a document: its elements must be balanced; the text in them is kept by element."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.text, self.attributes = [], [], {}, []
        self.feed(text)
        self.close()
        assert not self.open, f"{self.open} not closed"

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, *each) for each in attributes]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        for tag in self.open:
            self.text[tag] = self.text.get(tag, "") + data


def sound(document):
    """The document, balanced, with sound formulas and no command that was not understood."""
    found = Reader(document)
    for markup in set(re.findall(r"<math[^>]*>(.*?)</math>", document, re.DOTALL)):
        assert "\\" not in "".join(ET.fromstring(f"<math>{markup}</math>").itertext()), markup
    return found
