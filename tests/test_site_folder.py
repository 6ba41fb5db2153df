"""The folder of a site: only what the site wrote is ever replaced or taken away, and a run may end midway."""

from __future__ import annotations

import json
import os
import shutil

import pytest
from sites import ASKED, contents, own, problem_file

from handnet import HandnetError
from handnet.site import build as build_room


def test_the_same_site_is_the_same_bytes(tmp_path):
    files = [problem_file(tmp_path, "one.toml", asked=ASKED), problem_file(tmp_path, "two.toml", "Two")]
    own(tmp_path / "first", *files)
    own(tmp_path / "second", *files)
    once = contents(tmp_path / "first")
    assert once == contents(tmp_path / "second")
    own(tmp_path / "first", *files)
    assert once == contents(tmp_path / "first")
    assert str(tmp_path).encode() not in b"".join(once.values())


def test_an_earlier_site_is_replaced_and_nothing_else(tmp_path):
    out, one, two = tmp_path / "out", problem_file(tmp_path, "one.toml"), problem_file(tmp_path, "two.toml")
    own(out, one, two)
    (out / "CNAME").write_text("mine", encoding="utf-8")
    (out / "files" / "mine.txt").write_text("mine", encoding="utf-8")
    own(out, two)
    names = set(contents(out))
    assert not any(name.startswith(("one.", "files/one")) for name in names)
    assert {"CNAME", "files/mine.txt", "two.html"} <= names
    own(out)
    assert {name for name in contents(out) if not name.startswith(".")} >= {"CNAME", "files/mine.txt"}
    assert not (out / "two.html").exists()


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.tex").write_text("mine", encoding="utf-8")
    with pytest.raises(HandnetError, match="is not empty and is no site of handnet; name a new or an empty"):
        own(tmp_path / "thesis")
    assert contents(tmp_path / "thesis") == {"chapter.tex": b"mine"}
    with pytest.raises(HandnetError, match="is a file; name a folder"):
        own(tmp_path / "thesis" / "chapter.tex")


def test_a_file_in_the_way_stops_before_anything_moves(tmp_path):
    out, one = tmp_path / "out", problem_file(tmp_path, "one.toml")
    own(out)
    (out / "one.html").write_text("mine", encoding="utf-8")
    before = contents(out)
    with pytest.raises(HandnetError, match=r"'one\.html' in .* would be replaced and was not made by"):
        own(out, one)
    assert contents(out) == before
    assert not [each for each in out.iterdir() if each.name.startswith(".handnet-building")]


def test_a_page_that_somebody_changed_is_kept_unless_forced(tmp_path):
    out, one = tmp_path / "out", problem_file(tmp_path, "one.toml")
    own(out, one)
    (out / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(HandnetError, match=r"'index\.html' in .* changed since the site was made.*--force"):
        own(out, one)
    assert (out / "index.html").read_text(encoding="utf-8") == "mine"
    own(out, one, force=True)
    assert "Course" in (out / "index.html").read_text(encoding="utf-8")


def test_a_page_that_was_deleted_comes_back(tmp_path):
    out, one = tmp_path / "out", problem_file(tmp_path, "one.toml")
    own(out, one)
    whole = contents(out)
    shutil.rmtree(out / "files")
    (out / "one.html").unlink()
    own(out, one)
    assert contents(out) == whole


@pytest.mark.parametrize("moved", [0, 1, 3])
def test_a_run_that_was_ended_midway_is_repeated(tmp_path, monkeypatch, moved):
    """Some files are new, some old, and the marker says which may be replaced."""
    out, one, two = (
        tmp_path / "out",
        problem_file(tmp_path, "one.toml"),
        problem_file(tmp_path, "two.toml", "Two"),
    )
    own(out, one)
    own(tmp_path / "expected", two)
    count, replace = 0, os.replace

    def ended(source, target):
        nonlocal count
        if "building" in str(source):
            count += 1
            if count > moved:
                raise OSError(28, "No space left on device", str(target))
        return replace(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", ended)
        with pytest.raises(HandnetError, match="No space left on device"):
            own(out, two)
    own(out, two)
    assert contents(out) == contents(tmp_path / "expected")


def test_nothing_is_left_of_a_site_that_could_not_be_built(tmp_path, monkeypatch):
    monkeypatch.setattr(build_room, "index_html", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        own(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_marker_leads_to_nothing_outside(tmp_path):
    """Whoever wrote it: no file outside of the site is deleted, whole or by a folder that is a link."""
    out, outside = tmp_path / "out", tmp_path / "outside"
    own(out)
    outside.mkdir()
    (outside / "kept.txt").write_text("kept", encoding="utf-8")
    (out / "link").symlink_to(outside)
    marker = json.loads((out / ".handnet-site.json").read_text(encoding="utf-8"))
    kept = ["5f83de98bfb3e6e7b1e5ed2a3ba1e2a5"]
    for name in (
        "../outside/kept.txt",
        str(outside / "kept.txt"),
        "link/kept.txt",
        "a/../../outside/kept.txt",
    ):
        marker["files"][name] = kept
    (out / ".handnet-site.json").write_text(json.dumps(marker), encoding="utf-8")
    own(out, force=True)
    assert contents(outside) == {"kept.txt": b"kept"}


def test_a_folder_that_is_a_link_is_not_written_through(tmp_path):
    out, outside = tmp_path / "out", tmp_path / "outside"
    own(out)
    outside.mkdir()
    if (out / "files").exists():
        (out / "files").rmdir()
    (out / "files").symlink_to(outside)
    with pytest.raises(HandnetError, match=r"'files' in .* would be replaced"):
        own(out, problem_file(tmp_path, "one.toml"))
    assert contents(outside) == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3}', '{"files": {"a": 3}}'])
def test_a_marker_that_cannot_be_read_is_no_licence(tmp_path, text):
    own(tmp_path / "out")
    (tmp_path / "out" / ".handnet-site.json").write_text(text, encoding="utf-8")
    with pytest.raises(HandnetError, match="cannot be read; name a new folder"):
        own(tmp_path / "out")
