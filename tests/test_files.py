"""Problem files: what is written is read back to an equal problem; what is wrong is named."""

from __future__ import annotations

import decimal
import fractions
from pathlib import Path

import numpy as np
import pytest

import handnet as hn
from handnet.files import VERSION, from_toml

EVERYTHING = hn.Problem(
    hn.Network(
        [2, 2, 1],
        ["tanh", "identity"],
        "squared_error",
        reduction="mean",
        average="outputs",
        l2="0.010",
        bias=["unit", "shared"],
        frozen=["b2", "w1[1,1]"],
        updates="each",
        momentum=".9",
        convention=hn.Convention(error_sign=-1, gradient_factor="0.5", mean_in="gradient"),
    ),
    x=[["0.10", "-1/3"], [decimal.Decimal("1.50"), fractions.Fraction(2, 7)]],
    y=[[1], ["1e-3"]],
    weights=[[[0.1, 0.2], ["+3", "−4"]], [[np.float32(0.1), "0,25"]]],
    biases=[[0, 0], 1],
    learning_rate="0.50",
    title='Ünïcödé "quoted" \\ back\nnew line \t tab {brace} 100 % \x7f 😀',
    input_names=["money", "<script>"],
    sample_names=["A", "B"],
    ask=["J", hn.Ask("dJ/dw1[2,1]", points=2, digits=4), {"quantity": "w1[2,1]+", "points": 0.5}],
)


def test_round_trip_of_everything(tmp_path):
    EVERYTHING.save(tmp_path / "p.toml")
    again = hn.read(tmp_path / "p.toml")
    assert again == EVERYTHING
    assert again.to_toml() == EVERYTHING.to_toml()
    assert again.solve().values == EVERYTHING.solve().values
    assert list(tmp_path.iterdir()) == [tmp_path / "p.toml"]


def test_round_trip_of_an_article(tmp_path):
    problem = hn.articles.handwriting.problem
    problem.save(tmp_path / "p.toml")
    assert hn.read(tmp_path / "p.toml") == problem


@pytest.mark.parametrize(
    ("given", "text", "value"),
    [
        ("0.10", "0.10", 0.1),
        (0.10, "0.1", 0.1),
        (decimal.Decimal("0.10"), "0.10", 0.1),
        (fractions.Fraction(1, 3), "1/3", 1 / 3),
        ("1/3", "1/3", 1 / 3),
        (".5", ".5", 0.5),
        ("0,25", "0.25", 0.25),
        ("8.22e-2", "8.22e-2", 0.0822),
        ("−4", "-4", -4.0),
        (3, "3", 3.0),
        (np.float64(0.1), "0.1", 0.1),
        (np.float32(0.1), "0.1", 0.1),
        (np.int64(7), "7", 7.0),
    ],
)
def test_numbers_keep_their_text(given, text, value):
    problem = hn.Problem(hn.Network([1, 1], bias="none"), x=[given], y=[0], weights=[[[1]]])
    assert problem.solve().written(problem.solve().derivation.setting.find("x[1]")) == text
    assert problem.solve()["x[1]"] == value


def test_bare_toml_numbers_keep_their_digits():
    problem = from_toml(
        'handnet = 1\n[network]\nlayers = [1, 1]\nbias = "none"\n'
        "[numbers]\nx = [0.10]\ny = [0]\nweights = [[[1.500]]]\n"
    )
    assert "x[1] = 0.10" in problem.describe()
    assert "1.500*0.10" in problem.solve().to_text()


GOOD = """handnet = 1
[network]
layers = [2, 1]
bias = "none"
[numbers]
x = ["0.1", "0.2"]
y = ["1"]
weights = [[["1", "2"]]]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("handnet = 1", "", f"'handnet = {VERSION}' at the top is missing"),
        ("handnet = 1", "handnet = 2", "version 2 of the format; this program reads 1"),
        ("handnet = 1", "handnet = 1\ntitel = 'x'", "unknown entry 'titel'; did you mean 'title'"),
        ("handnet = 1", "handnet = 1\ntitle = 3", "title: found 3; it is text"),
        ("[network]", "[networks]", "unknown entry 'networks'; did you mean 'network'"),
        ("layers =", "layer =", "network: unknown entry 'layer'; did you mean 'layers'"),
        ("layers = [2, 1]", "", "network: the entry 'layers' is missing"),
        ("layers = [2, 1]", "layers = [2, '1']", "layers: size 2 is '1'"),
        ("weights =", "weight =", "numbers: unknown entry 'weight'; did you mean 'weights'"),
        ('weights = [[["1", "2"]]]', "", "numbers: the entry 'weights' is missing"),
        ('x = ["0.1", "0.2"]', 'x = ["0.1", "O.2"]', "x, number 2: cannot read 'O.2'"),
        ('x = ["0.1", "0.2"]', "x = [0.1, nan]", "x, number 2: cannot read"),
        ('x = ["0.1", "0.2"]', "x = [0.1, inf]", "x, number 2: cannot read"),
        ('y = ["1"]', "", "y: missing"),
        ("[numbers]", "[convention]\nerror_sing = -1\n[numbers]", "convention: unknown entry 'error_sing'"),
        ("[numbers]", "[convention]\nerror_sign = 3\n[numbers]", "error_sign is 3"),
        ("[numbers]", "[[ask]]\npoints = 1\n[numbers]", "ask: the entry 'quantity' is missing"),
        ("[numbers]", "[[ask]]\nquantity = 'w7'\n[numbers]", "no quantity 'w7'"),
        ("[numbers]", "[[ask]]\nquantity = 3\n[numbers]", "quantity is 3; it is an address"),
        ("[numbers]", "[numbers", "not readable as TOML"),
    ],
)
def test_a_file_with_an_entry_that_does_not_fit(tmp_path, old, new, said):
    path = tmp_path / "problem.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(hn.HandnetError) as raised:
        hn.read(path)
    message = str(raised.value)
    assert str(path) in message
    assert said in message
    assert "\n" not in message


def test_files_that_are_none(tmp_path):
    for path, content, said in (
        (tmp_path / "none.toml", None, "cannot be read (No such file or directory)"),
        (tmp_path, None, "cannot be read (Is a directory)"),
        (tmp_path / "utf16.toml", GOOD.encode("utf-16"), "is not UTF-8 text"),
        (tmp_path / "nul.toml", GOOD.encode() + b"\0", "not readable as TOML"),
        (tmp_path / "deep.toml", b"x = " + b"[" * 100_000, "not readable as TOML"),
    ):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(hn.HandnetError) as raised:
            hn.read(path)
        assert said in str(raised.value)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    (tmp_path / "bom.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert hn.read(tmp_path / "bom.toml") == from_toml(GOOD)


def test_what_cannot_be_kept_in_a_file(tmp_path):
    own = hn.Network([1, 1], hn.Activation("own", "z^3"), bias="none")
    problem = hn.Problem(own, x=[1], y=[1], weights=[[[1]]])
    with pytest.raises(hn.HandnetError, match="a function of your own cannot be kept"):
        problem.save(tmp_path / "p.toml")
    with pytest.raises(hn.HandnetError, match="cannot be written"):
        from_toml(GOOD).save(tmp_path / "missing" / "p.toml")
    assert list(Path(tmp_path).iterdir()) == []
