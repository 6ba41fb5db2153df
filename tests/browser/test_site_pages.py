"""A site opened from the disk in Chromium, with the network switched off: every page from the first one."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

import handnet as hn
from handnet.articles import ARTICLES
from handnet.site.build import build

VALUES = (
    "() => Object.fromEntries(Object.entries(handnet.values()).map(([name, value]) => [name, String(value)]))"
)
WIDE = "() => document.documentElement.scrollWidth > innerWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    problem = hn.Problem(hn.Network([2, 2, 1]), x=["0.05", "0.10"], y=["0.01"],
                         weights=[[["0.15", "0.20"], ["0.25", "0.30"]], [["0.40", "0.45"]]],
                         biases=[["0.35", "0.35"], ["0.60"]], learning_rate="0.5",
                         title="Homework & <b>more</b>", ask=["A1"])  # fmt: skip
    problem.save(folder / "homework.toml")
    build(folder / "out", [folder / "homework.toml"], title="Course 7")
    return folder / "out"


@pytest.fixture
def page(site, browser, complaints):
    context = browser.new_context(viewport={"width": 390, "height": 800}, offline=True)
    own = (site.as_uri(), "data:", "blob:")
    context.on(
        "request", lambda asked: asked.url.startswith(own) or complaints.append(f"asked for {asked.url}")
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(f"{said.type}: {said.text}"))
    page.goto((site / "index.html").as_uri())
    yield page
    context.close()


def test_every_page_opens_from_the_first_one_and_works(site, page):
    """The pages live: each works its numbers out itself, and they are the library's."""
    problems = {"Homework & <b>more</b>": hn.read(site / "files" / "homework.toml")}
    problems |= {getattr(hn.articles, name).TITLE: getattr(hn.articles, name).problem for name in ARTICLES}
    for title, problem in problems.items():
        assert not page.evaluate(WIDE)
        page.get_by_role("link", name=title, exact=True).click()
        page.wait_for_function("() => window.handnet")
        assert title in page.title()
        assert page.locator("h1").first.inner_text() == title
        right = {str(quantity): value for quantity, value in problem.solve().values.items()}
        shown = page.evaluate(VALUES)
        assert len(set(shown) & set(right)) >= 10
        for address in set(shown) & set(right):
            assert math.isclose(float(shown[address]), right[address], rel_tol=1e-12, abs_tol=1e-15), address
        assert not page.evaluate(WIDE), title
        page.go_back()


def test_everything_else_opens_too(site, page):
    page.get_by_role("link", name="Worksheet", exact=True).click()
    assert "Homework & <b>more</b>" in page.locator("body").inner_text()
    page.go_back()
    page.get_by_role("link", name="Reference").click()
    assert "Problem" in page.locator("body").inner_text()
    page.go_back()
    page.get_by_role("link", name="Markdown").first.click()  # a web server would have it saved
    page.wait_for_url("**/files/rohan_lenny.md")
