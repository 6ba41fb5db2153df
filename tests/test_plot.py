"""Pictures: the artists carry the right numbers, the words say them, nothing is cut off or lost in grey.

Truths held on to: NumPy written by hand (for curves, areas and slopes), a loss known by heart (for
landscapes), the size of every text on the paper, luminance by Rec. 709 and 601 (for greys).
"""

from __future__ import annotations

from itertools import combinations

import matplotlib
import matplotlib.style
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from pictures import ONE, PICTURES, TWO, boxes, inside

import handnet as hn
from handnet import plot
from handnet.landscapes import landscape
from handnet.plot import look


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_cut_off_and_the_file_is_small(name):
    sheet = PICTURES[name]()
    assert inside(sheet)
    assert all(text.get_fontsize() >= 9 for ax in sheet.axes for text in ax.texts)
    assert len(sheet.png()) < 60_000
    assert sheet.words.endswith(".")


def test_colours_stay_apart_in_grey():
    for weights in ((0.2126, 0.7152, 0.0722), (0.299, 0.587, 0.114)):  # Rec. 709 and Rec. 601
        greys = [np.dot(to_rgb(colour), weights) for colour in look.PALETTE]
        assert min(abs(one - other) for one, other in combinations(greys, 2)) >= 0.1

    def luminance(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    for colour in look.PALETTE:
        assert 1.05 / (luminance(colour) + 0.05) >= 3
    for colour in (look.INK, look.QUIET):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5
        assert (luminance(look.FILL) + 0.05) / (luminance(colour) + 0.05) >= 4.5


def test_lines_differ_in_more_than_colour():
    signs = [look.style(number) for number in range(8)]
    assert len({(str(each.dash), each.marker) for each in signs[:4]}) == 4
    assert len(set(map(str, signs))) == 8


# --- the loss over quantities -------------------------------------------------------------------------------


def by_gid(ax, gid):
    return [each for each in ax.get_children() if each.get_gid() == gid]


def test_the_curve_the_tangent_and_the_walk_are_the_landscape():
    sheet = plot.picture()
    walk = ONE.descend((-2,), 0.25, 4, title="one")
    words = plot.cost_curve(sheet.ax, ONE, walk, low=-3, high=4, tangent="2.5")
    (curve,), (tangent,), (path,) = (by_gid(sheet.ax, gid) for gid in ("curve", "tangent", "walk"))
    x, y = curve.get_data()
    assert (x[0], x[-1]) == (-3, 4)
    assert y == pytest.approx((x - 1) ** 2)
    (x0, x1), (y0, y1) = tangent.get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(2 * (2.5 - 1))
    assert np.column_stack(path.get_data()).tolist() == [[u, (u - 1) ** 2] for (u,) in walk.points]
    assert "has the slope 3." in words
    assert "one goes in 4 steps from -2 (loss 9) to 0.812 (loss 0.0352)." in words
    assert sheet.ax.get_label() == words


@pytest.mark.parametrize(("at", "side"), [("-2", "right"), ("2.5", "left")])
def test_the_slope_is_written_under_its_tangent(at, side):
    """Between the tangent and its foot, where neither the curve nor a walk down it is."""
    sheet = plot.picture()
    plot.cost_curve(sheet.ax, ONE, low=-3, high=4, tangent=at)
    (label,) = [text for text in sheet.ax.texts if text.get_text().startswith("slope")]
    assert (label.get_ha(), label.get_va()) == (side, "top")


def test_points_outside_of_the_picture_are_counted():
    sheet = plot.picture()
    walk = ONE.descend((2,), 1.5, 5, title="away")
    words = plot.cost_curve(sheet.ax, ONE, walk, low=-3, high=4)
    outside = sum(not -3 <= u <= 4 for (u,) in walk.points)
    assert 0 < outside < 6
    assert f"; {outside} points outside of the picture." in words


def test_contours_are_at_the_losses_that_they_name():
    sheet = plot.picture()
    words = plot.contours(sheet.ax, TWO, low=(-3, -2), high=(4, 2), levels=[1, 4, 9], downhill=True)
    lines = sheet.ax.collections[0]
    for level, path in zip((1, 4, 9), lines.get_paths(), strict=True):
        u, v = path.vertices.T
        assert (u - 1) ** 2 + 3 * v**2 == pytest.approx(np.full(len(u), level), rel=0.02)
    assert {"1", "4", "9"} <= {text.get_text() for text in sheet.ax.texts}
    assert "at 1, 4 and 9;" in words
    assert "(0.5, 0) is the direction of the negative gradient (1, 0)" in words


# --- areas, functions, numbers in order -----------------------------------------------------------------------


def test_the_squares_are_the_squared_errors():
    points, (slope, intercept) = [(0, 1.2), (1, 1.4), (2, 3.9), (3, 3.2)], (1, 0.8)
    sheet = plot.picture()
    words = plot.squares(sheet.ax, points, (slope, intercept))
    x, y = np.array(points).T
    squared = (y - slope * x - intercept) ** 2
    drawn_ = by_gid(sheet.ax, "square")
    assert [box.get_width() * box.get_height() for box in drawn_] == pytest.approx(list(squared))
    sheet.figure.draw_without_rendering()
    for box in drawn_:
        seen = box.get_window_extent()
        assert seen.width == pytest.approx(seen.height)
        u = np.array([box.get_x(), box.get_x() + box.get_width()])
        v = np.array([box.get_y(), box.get_y() + box.get_height()])
        corners = [b - slope * a - intercept for a in u for b in v]
        assert all(each >= -1e-9 for each in corners) or all(
            each <= 1e-9 for each in corners
        )  # clear of the line
    assert f"the mean squared error, is {squared.mean():.3g}." in words


BY_HAND = {
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
    "arctan": (np.arctan, lambda z: 1 / (1 + z * z)),
    "step": (lambda z: (z > 0) * 1.0, lambda z: 0 * z),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_activations_are_their_functions(name):
    sheet = plot.picture()
    plot.activations(sheet.ax, name, -3, 3)
    for gid, function in zip(("value", "slope"), BY_HAND[name], strict=True):
        (line,) = by_gid(sheet.ax, gid)
        z, drawn_ = line.get_data()
        there = np.isfinite(drawn_)
        assert there.sum() >= len(z) - 3
        assert np.asarray(drawn_)[there] == pytest.approx(function(z)[there], abs=1e-12)


def test_a_step_has_a_gap_and_the_words_say_so():
    sheet = plot.picture(columns=2)
    words = plot.activations(sheet.axes, ["step", "sigmoid"])
    assert "step: from 0 at z = -4 to 1 at z = 4, with a jump at z = 0, where it has no slope" in words
    assert "everywhere else its slope is 0." in words
    assert "its steepest slope is 0.25 at z = 0." in words
    assert np.isnan(by_gid(sheet.axes[0], "value")[0].get_ydata()).any()
    assert not np.isnan(by_gid(sheet.axes[1], "value")[0].get_ydata()).any()
    assert sheet.words == words


def test_an_activation_of_ones_own():
    sheet = plot.picture()
    plot.activations(sheet.ax, hn.Activation("cube", "z^3"), -1, 1)
    (line,) = by_gid(sheet.ax, "slope")
    assert line.get_ydata() == pytest.approx(3 * line.get_xdata() ** 2)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("step", -1000, 1000), "; everywhere else its slope is 0."),
        ((hn.Activation("falling", "exp(-z)"), -1, 1), "its steepest slope is -2.72 at z = -1."),
        ((hn.Activation("steep", "exp(z^3)"), -5, 5), f"to {np.exp(125):.3g} at z = 5, its steepest"),
        (
            (hn.Activation("log", "ln(z)"), -4, 4),
            "from -3.91 at z = 0.02 to 1.39 at z = 4, its steepest slope is 50",
        ),
        (
            (hn.Activation("inverse", "1/z"), -4, 4),
            "with a jump at z = 0, where it has no slope, its steepest",
        ),
        (("relu", -4, 4), "to 4 at z = 4, its steepest slope is 1."),
    ],
)
def test_words_of_functions_that_jump_fall_or_end(given, says):
    """What is only steep does not jump; what is no number is left out; a slope may be negative."""
    assert says in plot.activations(plot.picture().ax, *given)


def test_a_history_draws_every_value_and_names_lines_at_their_ends():
    curves = {f"rate {k}": [0.9**step + k / 100 for step in range(30)] for k in range(5)}
    sheet = plot.picture()
    words = plot.history(sheet.ax, curves)
    assert [list(line.get_ydata()) for line in sheet.ax.lines] == list(curves.values())
    seen = boxes(sheet)
    assert len(seen) == 5
    assert not any(one.overlaps(other) for one, other in combinations(seen, 2))
    assert "rate 3 falls from 1.03 to 0.0771 in 29 updates" in words


def test_on_a_logarithmic_scale_only_what_is_above_0():
    sheet = plot.picture()
    words = plot.history(sheet.ax, {"J": [1, 0.1, 0, float("inf")]}, log=True)
    assert sheet.ax.get_yscale() == "log"
    assert np.isfinite(sheet.ax.lines[0].get_ydata()).sum() == 2
    assert "J falls from 1 to 0.1 in 1 update (2 values cannot be drawn)" in words
    words = plot.history(sheet.ax, {"cost": [float("nan"), 2, 3, 3]}, xlabel="tries")
    assert (
        words
        == "The loss against the number of tries: cost rises from 2 to 3 in 2 tries (1 value cannot be drawn)."
    )


def test_bars_are_the_numbers():
    values = {f"layer {k}": (-0.25) ** k for k in range(1, 5)}
    sheet = plot.picture()
    words = plot.bars(sheet.ax, values, log=True, ylabel="slope")
    assert [bar.get_height() for bar in sheet.ax.patches] == [abs(value) for value in values.values()]
    assert [bool(bar.get_hatch()) for bar in sheet.ax.patches] == [value < 0 for value in values.values()]
    assert "layer 1: -0.25, layer 2: 0.0625" in words


@pytest.mark.parametrize(
    "values", [{f"layer {k}": -(0.25**k) for k in range(1, 31)}, {"a" * 60: 1, "a" * 61: -2}]
)
def test_many_bars_and_long_names_do_not_cover_each_other(values):
    sheet = plot.picture()
    plot.bars(sheet.ax, values, log=True)
    sheet.figure.draw_without_rendering()
    for row in (sheet.ax.texts, sheet.ax.get_xticklabels()):
        seen = [text.get_window_extent() for text in row]
        assert len(seen) == len(values)
        assert not any(one.overlaps(other) for one, other in combinations(seen, 2))
    assert inside(sheet)


def test_long_hostile_names_leave_room_for_the_picture():
    name = "$x_ <script> \\frac{ \u202e" * 20
    for curves in ({name: [1, 2], "_b": [2, 1]}, {"": [0, 0]}):
        sheet = plot.picture()
        assert name not in plot.history(sheet.ax, curves, ylabel=name)  # its direction mark is written out
        assert inside(sheet)
        assert sheet.ax.get_window_extent().width > sheet.figure.bbox.width / 3
    walks = [ONE.descend((3,), 0.1, 3, title=title) for title in (name, "_b")]
    plot.cost_curve(sheet.ax, ONE, *walks, low=-3, high=4)
    assert len(sheet.ax.get_legend().get_texts()) == 2


def test_the_downhill_arrow_stays_in_the_picture():
    for start, low, high in (((0, 1.9), (-3, 1.8), (4, 2)), ((2.9, -1.9), (2.8, -2), (3, 2))):
        sheet = plot.picture()
        plot.contours(sheet.ax, TWO, TWO.descend(start, 0.1, 1), low=low, high=high, downhill=True)
        (arrow,) = by_gid(sheet.ax, "downhill")
        (left, right), (bottom, top) = sheet.ax.get_xlim(), sheet.ax.get_ylim()
        assert left <= arrow.xy[0] <= right
        assert bottom <= arrow.xy[1] <= top
    sheet = plot.picture()
    outside = plot.contours(
        sheet.ax, TWO, TWO.descend((9, 9), 0.1, 1), low=(0, -1), high=(2, 1), downhill=True
    )
    assert "At (9, 9), outside of the picture, the negative gradient is (-16, -54)." in outside
    assert sheet.ax.get_legend() is None  # nothing of the walk is seen


def test_levels_lie_between_the_losses():
    sheet = plot.picture()
    words = plot.contours(sheet.ax, TWO, low=(-3, -2), high=(4, 2), levels=[1, 4, 999])
    assert "at 1 and 4;" in words
    narrow = plot.contours(plot.picture().ax, TWO, low=(2, 0), high=(2.01, 0.01), levels=5)
    assert ", at 1.01 and 1.02;" in narrow  # more would have the same label
    flat = landscape(hn.Graph({"J": "max(u, 0) + max(v, 0)"}).solve({"u": -1, "v": -1}), "u", "v")
    assert "none, for it is the same everywhere" in plot.contours(sheet.ax, flat, low=(-3, -3), high=(-1, -1))


def test_no_theme_shows_and_nothing_of_matplotlib_is_changed():
    before = dict(matplotlib.rcParams)
    with matplotlib.style.context("dark_background"):
        dark = plot.picture()
        plot.bars(dark.ax, {"a": 1, "b": -2})
    bright = plot.picture()
    plot.bars(bright.ax, {"a": 1, "b": -2})
    assert dark.png() == bright.png()
    assert dict(matplotlib.rcParams) == before


def test_quotients_are_drawn_as_far_off_as_they_are():
    """The line to both sides falls with the square of the step as long as the loss bends."""
    problem = hn.Problem(hn.Network([1, 1]), ["0.5"], ["1"], [[["0.3"]]], [["0.1"]])
    found = problem.gradient_check("dJ/dw1[1,1]").steps("dJ/dw1[1,1]")
    paper = plot.picture(6, 4)
    words = plot.steps(paper.ax, found)
    one, both = (dict(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in paper.ax.lines)
    assert one[0.01] == pytest.approx(found.sizes[1].off_one)
    assert one[0.01] / one[0.001] == pytest.approx(10, rel=0.05)
    assert both[0.01] / both[0.001] == pytest.approx(100, rel=0.05)
    assert "from 1e-1 to 1e-12" in words
    assert paper.ax.get_label() == words
