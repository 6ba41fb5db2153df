"""The sheet that pictures are drawn on: how it shows itself, what it needs, what it refuses."""

from __future__ import annotations

import base64
import io
import subprocess
import sys

import pytest
from pictures import ONE, TWO, drawn, numbers, sheet_of
from PIL import Image

import handnet as hn
from handnet import HandnetError, plot
from handnet.plot import look
from handnet.render.page import Formula

# --- the sheet ----------------------------------------------------------------------------------------------


def test_a_picture_shows_itself_with_its_words(monkeypatch):
    sheet = sheet_of(2, 2, 1)
    data, metadata = sheet._repr_mimebundle_()
    assert metadata == {"image/png": {"alt": sheet.words, "width": 672, "height": 384}}
    assert data["text/plain"] == sheet.words
    image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert image.size == (1344, 768)
    assert image.convert("RGB").getpixel((1, 1)) == (255, 255, 255)
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **_: shown.append(data))
    sheet._ipython_display_()
    assert [set(each) for each in shown] == [{"image/png", "text/plain"}, {"text/markdown"}]
    folded = shown[1]["text/markdown"]
    assert folded.startswith("<details><summary>The picture in words</summary>\n\n")
    assert folded.endswith("\n\n</details>")
    assert r"a2\[1\] = " in folded
    assert sheet.png() == drawn(numbers([2, 2, 1])).png()


def test_words_of_several_axes_are_joined():
    sheet = plot.picture(columns=2, rows=2)
    assert len(sheet.axes) == 4
    assert "alt" not in sheet._repr_mimebundle_()[1]["image/png"]
    first = plot.bars(sheet.ax, {"a": 1})
    last = plot.squares(sheet.axes[3], [(0, 1)], (0, 0))
    assert sheet.words == f"{first} {last}"


def test_pictures_need_no_pyplot_and_say_when_matplotlib_is_missing():
    code = "import sys; from handnet import plot; plot.picture().png(); print('matplotlib.pyplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    code = "import sys; sys.modules['matplotlib'] = None; import handnet; from handnet import plot"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "HandnetError: pictures need Matplotlib: pip install 'handnet[lab]'" in done.stderr


def test_formulas_and_words_are_set_as_they_are_meant():
    assert look.typeset(Formula("1/2 a", r"\tfrac{1}{2} a")) == r"$\frac{1}{2} a$"
    assert look.typeset(Formula("$ x", r"\unknown{x}")) == r"\$ x"
    assert look.numeral("-1.50e-05") == "\N{MINUS SIGN}1.50e\N{MINUS SIGN}5"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (
            lambda ax: plot.network(ax, hn.Graph({"f": "x*y"})),
            "give a Network, a Problem or the solution of one",
        ),
        (lambda ax: plot.network(ax, numbers([2, 2, 1]), upto=9), "layer from 0, the inputs, to 3, the loss"),
        (lambda ax: plot.network(ax, numbers([2, 2, 1]), sample=2), "sample is 2; there is 1 sample"),
        (
            lambda ax: plot.network(ax, numbers([2, 2, 1]), path="dJ/dw1[3,1]"),
            "w1[1,1] w1[1,2] w1[2,1] w1[2,2]",
        ),
        (lambda ax: plot.network(ax, numbers([2, 2, 1]), path=7), "path: found 7"),
        (lambda ax: plot.network(ax, hn.Network([1, 1], loss="none"), gradients=True), "there is no loss"),
        (lambda ax: plot.cost_curve(ax, TWO, low=0, high=1), "over two quantities; contours draws that"),
        (lambda ax: plot.contours(ax, ONE, low=0, high=1), "over one quantity; cost_curve draws that"),
        (lambda ax: plot.contours(ax, TWO, low=0, high=1), "each is a pair"),
        (lambda ax: plot.cost_curve(ax, ONE, low=1, high=1), "low is the smaller one"),
        (lambda ax: plot.cost_curve(ax, ONE, low=0, high=1, tangent=2), "no tangent at 2"),
        (lambda ax: plot.squares(ax, [(1, 2), 3], (0, 0)), "point 2: found 3; give two numbers"),
        (lambda ax: plot.activations(ax, "sigmod"), "did you mean 'sigmoid'"),
        (lambda ax: plot.activations(ax, "softmax"), "softmax is a function of a whole layer"),
        (lambda ax: plot.history(ax, {"J": [float("nan")]}), "'J' has no number that can be drawn"),
        (lambda ax: plot.history(ax, {"J": ["x"]}), "history, J: not all are numbers"),
        (lambda ax: plot.history(ax, {"J": 3}), "history, J: not all are numbers"),
        (lambda ax: plot.history(ax, {k: [1, 2] for k in range(40)}), "no room for 40 names; draw fewer"),
        (lambda ax: plot.squares(ax, 3, (0, 0)), "squares: found 3; give pairs"),
        (lambda ax: plot.cost_curve(ax, 3, low=0, high=1), "found 3; give a landscape"),
        (lambda ax: plot.cost_curve(ax, ONE, 3, low=0, high=1), "the walk 3 has no points"),
        (
            lambda ax: plot.contours(ax, TWO, low=(0, 0), high=(1, 1), levels=[]),
            "none is between the lowest loss 0 ",
        ),
        (
            lambda ax: plot.contours(ax, TWO, low=(0, 0), high=(1, 1), levels=[99]),
            "none is between the lowest loss 0 ",
        ),
        (
            lambda ax: plot.contours(ax, TWO, low=(0, 0), high=(1, 1), levels="x"),
            "from 1 to 30 lines, or give a list",
        ),
        (
            lambda ax: plot.activations(ax, hn.Activation("log", "ln(z)"), -2, -1),
            "log has no value from z = -2 to -1",
        ),
        (lambda ax: plot.bars(plot.picture(), {"a": 1}), "give Axes, such as picture().ax"),
        (lambda ax: plot.network(plot.picture(), numbers([2, 2, 1])), "give Axes, such as picture().ax"),
        (
            lambda ax: drawn(numbers([2, 2, 1]), 2, 2),
            "this one needs at least 2.8 by 1.7 inches, and has 1.9 by 1.9",
        ),
        (lambda ax: plot.bars(ax, {}), "give names with numbers"),
        (lambda ax: plot.picture(width=0), "a number of inches from 1 to 20"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(wrong, says):
    with pytest.raises(HandnetError) as caught:
        wrong(plot.picture().ax)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
