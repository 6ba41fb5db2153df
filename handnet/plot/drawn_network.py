"""A network as units in layers, with its numbers, and what is lit in it.

Units are circles: the weighted sum above, the activation below. Weights stand on the lines, all of
a layer in one column, near the unit from which they come; biases stand below their units. What has
no room is left out, and the words say so. What is lit is thick and filled, what was walked before
thinner and grey, everything else thin and dashed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch
from matplotlib.text import Text

from ..digits import Digits
from ..notation import Notation
from ..quantity import Variable
from ..render.spread import Point, along, label_share
from .look import QUIET, check_axes, tell
from .network_words import network_words
from .parts import LOSS, Lit, Part, lit_parts
from .places import LOSS_HEIGHT, LOSS_WIDTH, Places, from_rim, places
from .sheet import Sheet, read_sheet
from .strokes import ASIDE, BEFORE, BRIGHT, HAIR, NEGATIVE, PLAIN, Drawn, called
from .texts import overlap, size, write

MOST_LABELS = 36
"""No more weights than these are tried to be written between two layers."""
HALF_LINE, HALF_DIGIT = 0.1, 0.05


class Way(NamedTuple):
    """A line between the centres of two units, and what stands on it."""

    variable: Variable
    part: Part
    start: Point
    end: Point


def network(
    ax: Axes,
    source: Any,
    *,
    path: Lit | None = None,
    walked: Lit = (),
    upto: int | None = None,
    gradients: bool = False,
    sample: int | None = None,
    digits: Digits | int | None = None,
    notation: str | Notation | None = None,
) -> str:
    """Draw a Network in its letters, a Problem or a Solution with its numbers; returns the words.

    path       what is lit: a derivative such as "dJ/dw1[1,2]" (every way by which that weight
               reaches J), or several addresses or quantities; `parts` says where each stands
    walked     what was lit before, drawn fainter
    upto       values only up to this layer (0: the inputs; one behind the outputs: the loss); with
               gradients only from this layer on
    gradients  derivatives of the loss in the place of the values
    sample     which of several samples; the first unless told
    digits     decimals of what is worked out, or a `Digits`: 3 decimals unless told, 2 significant
               figures of gradients; a long given number is rounded to them too

    Raises HandnetError for a source, an address, a layer or a sample that does not fit.
    """
    sheet = read_sheet(source, upto, gradients, sample, digits, notation)
    lit = None if path is None else lit_parts(path, sheet.setting)
    before = lit_parts(walked, sheet.setting)
    drawing = _Drawing(ax, sheet, lit, before)
    drawing.draw()
    return tell(ax, network_words(sheet, path, lit, before, drawing.left_out))


class _Drawing:
    """Draws one sheet; `left_out` says what had no room."""

    def __init__(self, ax: Axes, sheet: Sheet, lit: frozenset[Part] | None, before: frozenset[Part]) -> None:
        self.ax, self.sheet, self.lit, self.before = ax, sheet, lit, before
        self.left_out: list[str] = []
        self.captions: list[Text] = []  # what stands above and below units
        self.negatives = False  # whether dashes say so
        self.at = self._places()

    def draw(self) -> None:
        """Everything: first the texts, which say how much room lines of labels have."""
        layers = self.sheet.network.layers
        widest = [self._column(layer) for layer in range(len(layers))]
        for layer in range(1, len(layers)):
            self._weights(layer, widest[layer - 1], widest[layer])
        if self.at.loss:
            self._loss(widest[-1])
        self._say_what_is_what()

    def _places(self) -> Places:
        """The places on these Axes, whose data become inches."""
        ax = self.ax
        check_axes(ax)
        ax.set_axis_off()
        ax.figure.canvas.figure.draw_without_rendering()  # so that the Axes have their final size
        box = ax.get_window_extent()
        width, height = box.width / ax.figure.dpi, box.height / ax.figure.dpi
        ax.set(xlim=(0, width), ylim=(0, height), aspect="equal")
        network = self.sheet.network
        with_bias = any(kind != "none" for kind in network.biases)
        at = places(network.layers, width, height, network.loss is not None, with_bias)
        self.left_out += ["biases"] * (with_bias and not at.biases) + ["units"] * (at.lines == 0)
        return at

    def look(self, part: Part) -> Drawn:
        """How a part is drawn."""
        if self.lit is not None and part in self.lit:
            return BRIGHT
        if part in self.before:
            return BEFORE
        return PLAIN if self.lit is None and not self.before else ASIDE

    # --- units ------------------------------------------------------------------------------------

    def _column(self, layer: int) -> float:
        """Draw the units of a layer; returns half of the room that they and their texts take."""
        many = self.sheet.network.layers[layer]
        write(self.ax, (self.at.units[layer, 1][0], self.at.top), _caption(layer, self.sheet), QUIET)
        return max(self._unit(layer, unit) for unit in range(1, many + 1))

    def _unit(self, layer: int, unit: int) -> float:
        x, y = self.at.units[layer, unit]
        drawn, radius = self.look(Part("unit", layer, (unit,))), self.at.radius
        self._circle((x, y), drawn, Part("unit", layer, (unit,)))
        variables = self.sheet.unit(layer, unit)
        if self.at.lines == 1 and not self.sheet.gradients:
            variables = variables[-1:]
        variables = variables[: self.at.lines]
        for number, each in enumerate(variables):
            level = y + HALF_LINE * (1 - 2 * number) * (len(variables) > 1)
            chord = 2 * (radius**2 - (abs(level - y) + HALF_DIGIT) ** 2) ** 0.5
            self._put_in((x, level), each, drawn.letters, chord)
        if len(variables) > 1:
            self.ax.add_line(Line2D((x - radius, x + radius), (y, y), color=drawn.colour, lw=0.6, zorder=3))
        texts = []
        if self.at.names and self.sheet.solution is not None:
            texts.append(self._names((x, y + radius + 0.03), variables, drawn))
        bias = self.sheet.bias(layer, unit)
        if self.at.biases and bias is not None:
            seen = self.look(Part("bias", layer, (unit,)))
            words = self.sheet.in_place(bias) if self.sheet.gradients else self.sheet.in_full(bias)
            texts.append(write(self.ax, (x, y - radius - 0.05), words, seen.letters, "top", seen))
        self.captions += texts
        return max([radius, *(each.get_position()[0] - x + size(each)[0] / 2 for each in texts)])

    def _put_in(self, at: Point, variable: Variable, colour: str, room: float) -> None:
        """What stands for a variable, in fewer figures if it is wider than its room."""
        text = write(self.ax, at, self.sheet.in_place(variable), colour)
        for shorter in self.sheet.shorter(variable):
            if size(text)[0] <= room:
                break
            text.set_text(shorter)

    def _names(self, at: Point, variables: Sequence[Variable], drawn: Drawn) -> Text:
        """What is in a unit, or the last of it where the names are long."""
        text = write(self.ax, at, ", ".join(map(self.sheet.name, variables)), drawn.letters, "bottom", PLAIN)
        if size(text)[0] > 0.9 * self.at.gap:
            text.set_text(self.sheet.name(variables[-1]))
        beyond = size(text)[0] / 2 - at[0]
        if beyond > 0:  # over the left edge
            text.set_x(at[0] + beyond)
        return text

    def _circle(self, at: Point, drawn: Drawn, part: Part) -> None:
        circle = Circle(
            at, self.at.radius, facecolor=drawn.surface, edgecolor=drawn.colour, lw=max(drawn.width, 1),
            linestyle=drawn.dash, zorder=2, gid=called(part),
        )  # fmt: skip
        self.ax.add_patch(circle)

    # --- lines ------------------------------------------------------------------------------------

    def _weights(self, layer: int, before: float, here: float) -> None:
        """The lines into a layer, with as many labels as have room."""
        units, radius = self.at.units, self.at.radius
        ways = [
            Way(weight, Part("weight", layer, weight.place), units[layer - 1, weight.place[1]],
                units[layer, weight.place[0]])
            for weight in self.sheet.weights(layer)
        ]  # fmt: skip
        written = self._labels(ways, before, here)
        if written < len(ways) and self.sheet.in_place(ways[0].variable):
            self.left_out.append(f"{len(ways) - written}{' other' * bool(written)} weights of layer {layer}")
        for way in ways:
            drawn = self.look(way.part)
            if drawn in (PLAIN, ASIDE) and len(ways) > MOST_LABELS:
                drawn = HAIR
            elif drawn is PLAIN and not written and (self.sheet.value(way.variable) or 0) < 0:
                drawn, self.negatives = NEGATIVE, True
            self._line(way, radius, drawn)

    def _line(self, way: Way, end_radius: float, drawn: Drawn) -> None:
        ends = from_rim(way.start, way.end, self.at.radius, end_radius)
        line = Line2D(
            *zip(*ends, strict=True), color=drawn.colour, lw=drawn.width, linestyle=drawn.dash,
            solid_capstyle="butt", antialiased=drawn is not HAIR, zorder=1.2 if drawn is BRIGHT else 1,
            gid=called(way.part),
        )  # fmt: skip
        self.ax.add_line(line)

    def _labels(self, ways: Sequence[Way], before: float, here: float) -> int:
        """Write on the lines between two columns, on all of them or, without room, on the lit ones.

        `before` and `here` are the halves of the room that the columns take. Returns how many are written.
        """
        lit = [way for way in ways if self.lit and way.part in self.lit]
        for some in (ways, lit):
            if 0 < len(some) <= MOST_LABELS and self._written(some, before, here):
                return len(some)
        return 0

    def _written(self, ways: Sequence[Way], before: float, here: float) -> bool:
        put = self.sheet.in_full if ways[0].variable.name == "y" else self.sheet.in_place
        words = [put(way.variable) for way in ways]
        if not all(words):
            return False
        texts = [
            write(self.ax, way.start, word, self.look(way.part).letters, on=PLAIN)
            for way, word in zip(ways, words, strict=True)
        ]
        widths, heights = zip(*map(size, texts), strict=True)
        gap, half = ways[0].end[0] - ways[0].start[0], max(widths) / 2 + 0.06
        beside_circles = (self.at.radius, self.at.radius)  # where captions stand at other heights
        for left, right in ((before, here), beside_circles):
            ends = [(way.start, way.end) for way in ways]
            share = label_share(ends, max(heights) + 0.02, (left + half) / gap, 1 - (right + half) / gap)
            if share is None:
                continue
            for text, end in zip(texts, ends, strict=True):
                text.set_position(along(*end, share))
            if not overlap(texts, self.captions):
                return True
        for text in texts:
            text.remove()
        return False

    # --- the loss ---------------------------------------------------------------------------------

    def _loss(self, outputs: float) -> None:
        loss, at = self.sheet.loss, self.at.loss
        assert loss is not None
        assert at is not None
        drawn, last = self.look(LOSS), len(self.sheet.network.layers) - 1
        corner = (at[0] - LOSS_WIDTH / 2, at[1] - LOSS_HEIGHT / 2)
        box = FancyBboxPatch(
            corner, LOSS_WIDTH, LOSS_HEIGHT, "round,pad=0,rounding_size=0.08", facecolor=drawn.surface,
            edgecolor=drawn.colour, lw=max(drawn.width, 1), linestyle=drawn.dash, zorder=2, gid=called(LOSS),
        )  # fmt: skip
        self.ax.add_patch(box)
        self._put_in(at, loss, drawn.letters, LOSS_WIDTH - 2 * HALF_DIGIT)
        write(self.ax, (at[0], self.at.top), "loss", QUIET)
        if self.sheet.solution is not None:
            name_at = (at[0], at[1] + LOSS_HEIGHT / 2 + 0.03)
            write(self.ax, name_at, self.sheet.name(loss), drawn.letters, "bottom")
        ways = [
            Way(self.sheet.target(unit), Part("share", last, (unit,)), self.at.units[last, unit], at)
            for unit in range(1, self.sheet.network.layers[-1] + 1)
        ]
        self._labels(ways, outputs, LOSS_WIDTH / 2)
        for way in ways:
            self._line(way, LOSS_WIDTH / 2, self.look(way.part))

    # --- what is what --------------------------------------------------------------------------------

    def _say_what_is_what(self) -> None:
        """The key, below."""
        if self.sheet.solution is None:
            return
        sums, values, line = "weighted sum", "activation", "weight"
        kinds = {"threshold" if kind == "threshold" else "bias" for kind in self.sheet.network.biases}
        bias = " or ".join(sorted(kinds))
        before = "by " if self.sheet.gradients else ""
        unit = {2: f"in a unit {before}{sums} and {before}{values}", 0: ""}
        unit[1] = f"in a unit {before}{sums if before else values}"
        said = [unit[self.at.lines], f"below {before}{bias}" * (self.at.biases and bool(before))]
        weights = any("weights" in each for each in self.left_out)
        said.append("" if weights else f"on a line {before}{line}")
        said.append(f"a line dashed where {'' if before else 'its weight is '}negative" * self.negatives)
        of = f"derivatives of {self.sheet.name(Variable('J'))}: " if before else ""
        width, said = self.ax.get_xlim()[1], [each for each in said if each]
        key = write(self.ax, (width / 2, self.at.bottom), of + ", ".join(said), QUIET)
        if size(key)[0] > width:
            key.set_text(of + ", ".join(said[:-2]) + ",\n" + ", ".join(said[-2:]))


def _caption(layer: int, sheet: Sheet) -> str:
    last = len(sheet.network.layers) - 1
    if layer == 0:
        return "input"
    return f"{'output' if layer == last else 'hidden'}\nlayer {sheet.counted(layer)}"
