"""Variants: whose numbers are whose, rosters, files and the command.

What the numbers fulfil is tested in test_variants_numbers.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worksheets import NUMBERS

import handnet as hn
from handnet import cli
from handnet.variation.roster import read_roster
from handnet.variation.table import plain

NETWORK = hn.Network([2, 2, 1])
ASK = [hn.Ask("a2[1]", digits=4), hn.Ask("dJ/dw1[2,1]", points=2, digits=5), "W2+"]
PROBLEM = hn.Problem(NETWORK, **NUMBERS, ask=ASK)
FEW = ["slope-of-activation", "input-factor-missing"]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# --- whose numbers ------------------------------------------------------------------------------------


def test_ada_keeps_these_numbers():
    """Stable over machines and versions: written down here once and for all."""
    found = hn.variants(PROBLEM, ["Ada", "Emil Østergård"], seed="spring", mistakes=FEW)
    assert found.to_csv() == PINNED


PINNED = """\
person,x[1],x[2],y[1],"w1[1,1]","w1[1,2]","w1[2,1]","w1[2,2]","w2[1,1]","w2[1,2]",b1[1],b1[2],b2[1],eta
Ada,0.95,0.10,0.01,0.64,0.31,0.82,0.71,0.17,0.91,0.86,1.00,0.54,0.5
Emil Østergård,0.83,0.13,0.01,0.37,0.35,0.96,0.98,0.16,0.78,0.45,0.22,0.54,0.5
"""


def test_the_same_in_another_process_with_other_hashes():
    code = (
        "import sys, handnet as hn; from test_variants import *; "
        "print(hn.variants(PROBLEM, ['Emil Østergård'], seed='spring', mistakes=FEW).numbers)"
    )
    own = hn.variants(PROBLEM, ["Ada", "Emil Østergård"], seed="spring", mistakes=FEW).numbers[1:]
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            cwd=Path(__file__).parent, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert done.stdout.strip() == str(own)


def test_what_is_drawn_is_the_standard_hash():
    """SHAKE-256 of the JSON of fingerprint, person and round: worked out here from hashlib alone."""
    from handnet.quantity import Variable
    from handnet.variation.kinds import Kind
    from handnet.variation.stream import SETS, draw

    kinds = [Kind(Variable("x", None, (1,)), 2, 5, 30, (1, -1)), Kind(Variable("b", 1, (1,)), 1, 1, 9, (1,))]
    drawn = draw("print", ["Ada"], range(3, 4), kinds)
    raw = hashlib.shake_256(json.dumps(["print", "Ada", 3]).encode()).digest(4 * 2 * SETS)
    for at in range(SETS):
        x, b = (int.from_bytes(raw[8 * at + 4 * i : 8 * at + 4 * i + 4], "little") for i in (0, 1))
        size = 5 + x % 52 // 2
        assert drawn[0, at] == (-size if x % 52 % 2 else size)
        assert drawn[1, at] == 1 + b % 9


@given(st.permutations([f"person {n}" for n in range(12)]), st.integers(1, 12))
@settings(max_examples=10, deadline=None)
def test_nobodys_numbers_depend_on_the_others(order, count):
    deep = hn.articles.rohan_lenny.problem
    everyone = hn.variants(deep, [f"person {n}" for n in range(12)], mistakes=FEW)
    assert max(everyone.drawn) > 200  # many rounds, which are drawn in other portions for fewer people
    some = hn.variants(deep, order[:count], mistakes=FEW)
    own = dict(zip(everyone.people, everyone.numbers, strict=True))
    assert some.people == tuple(order[:count])
    assert all(numbers == own[person] for person, numbers in zip(some.people, some.numbers, strict=True))


def test_seed_person_and_problem_make_the_numbers_but_no_title():
    def ada(problem=PROBLEM, person="Ada", **options):
        return hn.variants(problem, [person], mistakes=FEW, **options).numbers

    other = hn.Problem(NETWORK, **NUMBERS | {"y": ["0.02"]}, ask=ASK)
    assert len({ada(), ada(person="Bob"), ada(seed="autumn"), ada(other)}) == 4
    assert ada(hn.Problem(NETWORK, **NUMBERS | {"title": "Homework three"}, ask=ASK)) == ada()
    assert ada(hn.Problem(NETWORK, **NUMBERS, ask=[hn.Ask("a2[1]", 5, 2), *ASK[1:]])) == ada()


# --- rosters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ada\nBob Ü\nEve\n",
        "\ufeffAda\r\n\r\nBob Ü\r\n  Eve  \r\n\r\n",
        "mail,Student\na@x,Ada\nb@x,Bob Ü\n\n,\nc@x,Eve\n",
        "id;name\n1;Ada\n2;Bob Ü\n3;Eve",
        'person\tage\n"Ada"\t3\nBob Ü\t4\nEve\t5\n',
        "Ada,a@x\nBob Ü,b@x\nEve,c@x\n",
    ],
)
def test_rosters_in_every_form(tmp_path, text):
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert read_roster(path) == ("Ada", "Bob Ü", "Eve")
    assert hn.variants(PROBLEM, path, mistakes=FEW).people == ("Ada", "Bob Ü", "Eve")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name\nAda\n\nBob\nAda\n", "row 5: 'Ada' is there already, in 2"),
        (b"", "nobody is in it"),
        (b"name\n\n", "nobody is in it"),
        (b"Ada\n=1+1\n", "row 2: '=1+1' begins like a formula of a spreadsheet"),
        (b"Ada\n@SUM(A1)\n", "row 2: '@SUM(A1)' begins like a formula"),
        (b"a,name\n1,Ada\n2\n", "row 3: 1 cell, but the person is in column 2"),
        (b"Ada\n\xff\xfe\n", "is not UTF-8 text"),
        (b"Ada\0\n", "is no roster"),
        (b"A" * 300, "is no name"),
    ],
)
def test_what_is_no_roster_is_refused_in_one_line(tmp_path, content, message):
    path = tmp_path / "roster.csv"
    path.write_bytes(content)
    with pytest.raises(hn.HandnetError) as caught:
        read_roster(path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=80))
@settings(max_examples=300)
def test_any_bytes_are_a_roster_or_one_line(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    people = None
    with contextlib.suppress(hn.HandnetError):
        people = read_roster(path)
    if people is None:
        with pytest.raises(hn.HandnetError, match=r"\A.+\Z"):
            read_roster(path)
        return
    assert len(set(people)) == len(people) > 0
    assert all(each == each.strip() != "" for each in people)


def test_lists_of_people_are_checked_too():
    assert hn.variants(PROBLEM, ["@ada", "-5", "+49 170"], mistakes=FEW).people == ("@ada", "-5", "+49 170")
    for people, message in (
        (["Ada", "Ada"], "person 2: 'Ada'"),
        ([3], "a name is text"),
        (3, "list of names"),
    ):
        with pytest.raises(hn.HandnetError, match=message):
            hn.variants(PROBLEM, people)
    with pytest.raises(hn.HandnetError, match="nobody called 'Adda'; did you mean 'Ada'"):
        hn.variants(PROBLEM, ["Ada"], mistakes=FEW)["Adda"]


# --- files --------------------------------------------------------------------------------------------


def test_files_hold_the_same_problems(tmp_path):
    """Numbers, sheets and the key are read back, and agree with each other."""
    found = hn.variants(PROBLEM, ["Ada", "../../Évil/name", "日本", "con"])
    found.save(tmp_path / "variants.csv")
    found.save_key(tmp_path / "key.csv", digits=3)
    sheets = found.save_sheets(tmp_path / "made" / "sheets")
    assert [path.name for path in sheets] == ["1-ada.toml", "2-evil-name.toml", "3.toml", "4-con.toml"]
    assert {path.parent for path in sheets} == {tmp_path / "made" / "sheets"}
    written = rows((tmp_path / "variants.csv").read_text(encoding="utf-8"))
    key = rows((tmp_path / "key.csv").read_text(encoding="utf-8"))
    for row, answers, path in zip(written, key, sheets, strict=True):
        own = hn.read(path)
        person = row.pop("person")
        assert own == found[person].problem
        assert own.title == f"Homework 3: {person}"
        assert own == hn.read(path).with_numbers({})
        assert row == {str(each): number.text for each, number in own.values.items()}
        solution = own.solve()
        assert answers == {
            "person": person,
            "a2[1]": f"{solution['a2[1]']:.4f}",
            "dJ/dw1[2,1]": f"{solution['dJ/dw1[2,1]']:.5f}",
            "w2[1,1]+": f"{solution['w2[1,1]+']:.3f}",
            "w2[1,2]+": f"{solution['w2[1,2]+']:.3f}",
        }


def test_a_sheet_to_print_states_the_persons_numbers():
    sheet = hn.variants(PROBLEM, ["Ada"], mistakes=FEW)["Ada"]
    for text in (sheet.to_text(), sheet.to_markdown(), sheet.to_latex()):
        assert "Homework 3: Ada" in text
        assert all(number.text in text for number in sheet.problem.values.values())
        assert "points" in text


@given(st.text(max_size=60))
def test_file_names_are_plain(person):
    assert set(plain(person)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(plain(person)) <= 40


# --- the command --------------------------------------------------------------------------------------


def test_the_command(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    PROBLEM.save("homework.toml")
    (tmp_path / "roster.csv").write_text("name\nAda\nBob\n", encoding="utf-8")
    command = ["variants", "homework.toml", "roster.csv", "--seed", "spring"]
    assert cli.main([*command, "-o", "v.csv", "--key", "k.csv", "--sheets", "s", "--digits", "3"]) == 0
    out = capsys.readouterr().out
    assert "Homework 3: numbers for 2 people" in out
    assert "k.csv: the answers to 4 questions" in out
    assert "s: 2 problem files" in out
    found = hn.variants(PROBLEM, ["Ada", "Bob"], seed="spring")
    assert (tmp_path / "v.csv").read_text(encoding="utf-8") == found.to_csv()
    assert (tmp_path / "k.csv").read_text(encoding="utf-8") == found.key_csv(3)
    assert cli.main(command) == 0
    assert capsys.readouterr().out == found.to_csv()
    for more, message in (
        (["-o", "roster.csv"], "two of the files are the same"),
        (["--gradients", "1", "0"], "gradients: found 1 and 0"),
        (["--vary", "J"], "J is worked out"),
        (["--without", "slope"], "unknown mistake 'slope'"),
    ):
        assert cli.main([*command, *more]) == 2
        assert message in capsys.readouterr().err
    assert (tmp_path / "roster.csv").read_text(encoding="utf-8") == "name\nAda\nBob\n"
