"""Names that no file can have: each is refused in a line, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

import handnet as hn
from handnet import cli
from handnet.disk import write_whole

OLD = "what was there"


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


@pytest.mark.parametrize(("name", "said"), [
    ("", "name a file"), (".", "name a file"), ("no/such/x", "make the folder first"), ("x.txt/y", "make the folder"),
    ("n" * 300, "give it a shorter name"), ("a\0b", "null"), ("a\ud800", "cannot be written"),
])  # fmt: skip
def test_names_that_no_file_can_have(name, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.txt").write_text(OLD, encoding="utf-8")
    with pytest.raises(hn.HandnetError, match=said) as raised:
        write_whole("new", name)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 500
    assert names(tmp_path) == {"x.txt"}
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == OLD


@pytest.mark.parametrize("name", ["out\0.md", "out\ud800.md"], ids=["a NUL", "half a sign"])
@pytest.mark.parametrize("command", [
    ["variants", "problem.toml", "roster.txt", "-o"], ["variants", "problem.toml", "roster.txt", "--key"],
    ["variants", "problem.toml"], ["worksheet", "problem.toml", "-o"], ["worksheet"], ["show", "problem.toml", "-o"],
    ["show"], ["grade", "problem.toml", "class.csv", "-o"], ["grade", "problem.toml"],
    ["check", "problem.toml", "class.csv", "-o"], ["site", "-o"],
], ids=" ".join)  # fmt: skip
def test_no_command_breaks_at_such_a_name(command, name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("problem.toml").write_bytes((Path(__file__).parent / "published" / "mazur.toml").read_bytes())
    Path("roster.txt").write_text("Ada\nBob\n")
    Path("class.csv").write_text("person,z1[1]\nAda,0.3775\n")
    try:
        code = cli.main([*command, name])
    except SystemExit as asked:
        code = asked.code
    assert code in (1, 2)
    assert "Traceback" not in capsys.readouterr().err
    assert names(tmp_path) == {"problem.toml", "roster.txt", "class.csv"}
