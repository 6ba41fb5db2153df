"""What tests of sites share: small problem files, a site without the articles, the links of a page."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from handnet.site.build import build

SMALL = """handnet = 1
title = {title}
[network]
layers = [1, 1]
[numbers]
x = ["0.5"]
y = ["0.25"]
weights = [[["1.5"]]]
biases = [["-0.75"]]
learning_rate = "0.5"
"""
ASKED = '[[ask]]\nquantity = "dJ/dw1[1,1]"\npoints = 2\ndigits = 4\n'


class Links(HTMLParser):
    """The links of a page with their words, and every address that it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[list[str]] = []
        self.loaded: list[str] = []
        self.texts: list[str] = []
        self.inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "a":
            self.links.append([named["href"], ""])
            self.inside = True
        else:
            self.loaded += [value for name, value in attributes if name in ("src", "href") and value]

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "a"

    def handle_data(self, data):
        self.texts.append(data)
        if self.inside:
            self.links[-1][1] += data


def problem_file(folder: Path, name: str, title: str = "A small one", asked: str = "") -> Path:
    path = folder / name
    path.write_text(SMALL.format(title=json.dumps(title)) + asked, encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {each.relative_to(folder).as_posix(): each.read_bytes()
            for each in folder.rglob("*") if each.is_file()}  # fmt: skip


def own(out: Path, *files: Path, **more: object) -> list:
    """A site without the articles, which take their time."""
    return build(out, files, title="Course", articles=False, **more)


def links(site: Path, name: str = "index.html") -> list[list[str]]:
    return Links((site / name).read_text(encoding="utf-8")).links
