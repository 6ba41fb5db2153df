"""A site: every page is there and linked, text from people is text, names are safe."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import ASKED, Links, contents, links, own, problem_file

import handnet as hn
from handnet import cli
from handnet.articles import ARTICLES
from handnet.site.build import build
from handnet.site.entry import entries

HOSTILE = """Nets <script>alert("1")</script> & 'friends' $x$ \\input{x} % \u202e}"""
SHOWN = HOSTILE.replace("\u202e", "\\u202e")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A site with everything but JupyterLite."""
    folder = tmp_path_factory.mktemp("site")
    files = [problem_file(folder, "Übung 3.toml", HOSTILE, ASKED), problem_file(folder, "plain.toml", "Ohne"),
             problem_file(folder, "index.toml", "Index")]  # fmt: skip
    build(folder / "out", files, title=f"Course {HOSTILE}")
    return folder / "out"


# --- what is there ------------------------------------------------------------------------------------


def test_every_link_leads_to_a_file_of_the_site(site):
    found = links(site)
    assert len(found) > 7 * 4
    for address, words in found:
        assert re.fullmatch(r"[a-z0-9_./-]+", address), "neither a scheme nor an absolute path"
        assert ".." not in address
        assert (site / unquote(address)).is_file(), address
        assert words.strip()
    linked = {address for address, _ in found}
    assert set(contents(site)) - linked == {"index.html", ".nojekyll", ".handnet-site.json"}


def test_no_page_loads_anything(site):
    for path in site.rglob("*.html"):
        page = Links(path.read_text(encoding="utf-8"))
        assert [each for each in page.loaded if not each.startswith(("data:", "#"))] == [], path
        assert all(not address.startswith(("http", "//")) for address, _ in page.links), path


def test_the_articles_and_the_problems_are_listed_by_their_titles(site):
    titles = [words for address, words in links(site) if "/" not in address]
    own_titles = [SHOWN, "Ohne", "Index"]
    assert titles[: len(own_titles) + len(ARTICLES)] == [
        *own_titles, *(getattr(hn.articles, name).TITLE for name in ARTICLES)
    ]  # fmt: skip
    text = "".join(Links((site / "index.html").read_text(encoding="utf-8")).texts)
    assert "by Daniel Geng and Shannon Shih" in text
    assert "A 4-1-1 network, sigmoid, no bias, 3 samples." in text
    assert "a bias for each unit; 1 question." in text
    assert "3 problems and 4 articles. A page has" in text


def test_text_from_people_is_text(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "\u202e" not in page
    text = "".join(Links(page).texts)
    assert text.count(SHOWN) == 3  # the title of the window, the heading, the title of the problem
    living = Links((site / "ubung-3.html").read_text(encoding="utf-8"))
    assert any(SHOWN in each for each in living.texts)


def test_living_pages_are_those_of_the_problems(site):
    """They move: the page has the numbers as data and a script, as `to_html` writes it."""
    assert (site / "plain.html").read_text(encoding="utf-8") == hn.read(
        site / "files" / "plain.toml"
    ).to_html()
    for name in ARTICLES:
        page = (site / f"{name}.html").read_text(encoding="utf-8")
        assert "<script" in page
        assert "What is wrong in the article" in page


def test_what_can_be_taken_away_is_what_show_writes(site, tmp_path, capsys):
    source = site / "files" / "plain.toml"
    for end in (".tex", ".md", ".json", ".py", ".js"):
        assert cli.main(["show", str(source), "-o", str(tmp_path / f"plain{end}")]) == 0
        expected = (tmp_path / f"plain{end}").read_text(encoding="utf-8")
        assert (site / "files" / f"plain{end}").read_text(encoding="utf-8") == expected, end
    assert capsys.readouterr().err == ""


def test_documents_of_articles_are_in_their_letters(site):
    text = (site / "files" / "rohan_lenny.md").read_text(encoding="utf-8")
    solution = hn.articles.rohan_lenny.problem.solve(notation="rohan_lenny", digits=hn.Digits(decimals=8))
    assert solution.to_markdown().splitlines()[-1] in text
    assert "What is wrong in the article" in text
    read_back = hn.from_json((site / "files" / "rohan_lenny.json").read_text(encoding="utf-8"))
    assert read_back == solution


def test_the_problem_can_be_taken_away_as_it_was_given(site, tmp_path):
    given_one = hn.read(problem_file(tmp_path, "x.toml", HOSTILE, ASKED))
    assert hn.read(site / "files" / "ubung-3.toml") == given_one
    assert hn.read(site / "files" / "handwriting.toml") == hn.articles.handwriting.problem


def test_a_problem_that_asks_gives_a_worksheet_and_no_answer(site):
    """Its living page works it out when it is asked to; no file to take away does."""
    names = sorted(each.name for each in (site / "files").glob("ubung-3*"))
    assert names == ["ubung-3.toml", "ubung-3.worksheet.html", "ubung-3.worksheet.tex"]
    value = hn.read(site / "files" / "ubung-3.toml").solve()["dJ/dw1[1,1]"]
    for name in names:
        assert f"{value:.4f}"[1:] not in (site / "files" / name).read_text(encoding="utf-8")


# --- names --------------------------------------------------------------------------------------------


@given(st.lists(st.text(min_size=1, max_size=30).filter(lambda name: "\0" not in name and "/" not in name
                        and "\\" not in name), min_size=1, max_size=12))  # fmt: skip
def test_names_are_safe_and_never_two_alike(names):
    """Whatever the files are called: no path, no name that Windows keeps, none that differs by case only."""
    problem = hn.Problem(hn.Network([1, 1]), x=["1"], y=["0"], weights=[[["1"]]], biases=[["0"]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handnet.site.entry.read", lambda path: problem)
        found = [each.name for each in entries([f"{name}.toml" for name in names])]
    assert len({name.casefold() for name in found}) == len(found) == len(dict.fromkeys(names)) + len(ARTICLES)
    for name in found:
        assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name)
        assert not re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d|index|reference", name)
        assert len(name) < 60


def test_the_same_file_is_shown_once(tmp_path):
    path = problem_file(tmp_path, "one.toml")
    assert [each.name for each in entries([path, str(path)], articles=False)] == ["one"]


def test_worksheets_and_codes_of_two_entries_do_not_meet(tmp_path):
    files = [problem_file(tmp_path, "a.toml", "First"), problem_file(tmp_path, "a-numpy.toml", "Second"),
             problem_file(tmp_path, "a.numpy.toml", "Third"), problem_file(tmp_path, "b.toml", "Fourth", ASKED),
             problem_file(tmp_path, "b.worksheet.toml", "Fifth")]  # fmt: skip
    own(tmp_path / "out", *files)
    addresses = [address for address, _ in links(tmp_path / "out")]
    assert len(set(addresses)) == len(addresses)
    assert len(addresses) == 3 * 8 + 4 + 8 + 1


# --- the command --------------------------------------------------------------------------------------


def said(capsys, *arguments: object) -> tuple[int, str, str]:
    code = cli.main(["site", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command(tmp_path, capsys):
    path = problem_file(tmp_path, "one.toml")
    code, out, err = said(capsys, tmp_path / "out", path, "--title", "Course 7", "--no-articles", "--no-lite")
    assert (code, out, err) == (0, f"{tmp_path / 'out'}: 1 problem\n", "")
    assert "<h1>Course 7</h1>" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_what_does_not_fit_is_one_line(tmp_path, capsys):
    good, bad = problem_file(tmp_path, "one.toml"), tmp_path / "bad.toml"
    bad.write_text("handnet = 1\nnetwork = 7\n", encoding="utf-8")
    for arguments, words in (
        ((tmp_path / "out", bad), "bad.toml"),
        ((tmp_path / "out", tmp_path / "none.toml"), "none.toml"),
        ((good, good), "is a file; name a folder"),
        ((tmp_path / "out", "--pyodide", tmp_path, "--no-lite"), "--pyodide is for the notebooks"),
        ((f"{tmp_path}/a\0b", good), "cannot be used"),
    ):  # fmt: skip
        code, out, err = said(capsys, *arguments)
        assert (code, out) == (2, ""), arguments
        assert words in err, err
        assert err.startswith("handnet: ")
        assert err.count("\n") == 1
    assert not (tmp_path / "out").exists()
