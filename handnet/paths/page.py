"""The page of all paths: each with its product, their sum, the shared form, and what both take."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from ..errors import counted
from ..forward import ForwardPass
from ..quantity import Derivative, Variable
from ..render.formulas import arrows, distinct, formula, in_words, number, symbol, with_numbers
from ..render.page import Block, Formula, Heading, Line, Lines, Paragraph, Stack, Table, Words
from ..rules import Part
from ..solution import Solution
from ..step import Step
from ..terms import Number, Sum
from . import Path, Paths
from .counts import Count, grouped

MOST_LINES = 40
"""Lines of the shared form that are written out."""
AT_ONCE = 3
"""Of these, so many are seen at once where the others can be folded away."""


def path_page(paths: Paths) -> list[Block]:
    """One derivative as the sum of all its paths, beside backpropagation's lines."""
    page = _Page(paths)
    blocks: list[Block] = [Heading(page.title, 1), Paragraph(page.said())]
    if not paths.count:
        return blocks
    for place, path in enumerate(paths.shown, start=1):
        blocks += [Stack([page.route(place, path)]), Lines([page.product(place, path)])]
    blocks += [Heading("Added up"), Lines(page.sums())]
    blocks += [Heading("The same, going backward"), *page.backward()]
    return [*blocks, Heading("What each way takes"), page.counts(), Paragraph(page.verdict())]


class _Page:
    """Writes the pieces of the page of one `Paths`."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.solution = paths.shared if isinstance(paths.shared, Solution) else None
        self.derivation = paths.derivation
        self.spelling = self.derivation.setting.spelling
        self.goal = symbol(paths.goal, self.spelling)
        self.rest = paths.count - len(paths.shown)

    # --- the paths --------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        of, by = (self.spelling.text(each) for each in self.paths.goal)
        return f"All paths from {by} to {of}"

    def said(self) -> Words:
        """How many paths there are, what they give, and how many are written out."""
        of, by = (symbol(each, self.spelling) for each in self.paths.goal)
        count, shown = self.paths.count, len(self.paths.shown)
        if not count:
            return ("Nothing leads from ", by, " to ", of, ": the empty sum is 0.")
        product = "one product, with a local derivative for each arrow"
        paths, sums = f"There are {grouped(count)} paths from ", f". Each gives {product}; their sum is "
        if count == 1:
            paths, sums = "There is 1 path from ", f". It gives {product}, and that is "
        words = (paths, by, " to ", of, sums, self.goal, ".")
        if not self.rest:
            return words
        first = {0: "None is", 1: "The first is"}.get(shown, f"The first {grouped(shown)} are")
        return (*words, f" {first} written out; {grouped(self.rest)} more {_are(self.rest)} not.")

    def route(self, place: int, path: Path) -> Words:
        """The variables on a path, an arrow between them."""
        return (f"Path {place}: ", *arrows(symbol(each, self.spelling) for each in path.route))

    def product(self, place: int, path: Path) -> Line:
        """The product of a path: its local derivatives as symbols, put in, with numbers, its value."""
        right = [formula(path.symbols, self.spelling), formula(path.formula, self.spelling)]
        if self.solution is None or path.value is None:
            return Line(_path(place), distinct(right))
        right += [with_numbers(path.formula, self.solution.written), self.value_of(path)]
        note = "" if isfinite(path.value) else "outside the range of floats"
        return Line(_path(place), distinct(right), note=note)

    def sums(self) -> list[Line]:
        """The total of all paths; where not all are written out, of those and of the others."""
        paths, shown, rule = self.paths, len(self.paths.shown), "sum of all paths"
        names = [_path(place) for place in range(1, paths.count + 1)] if not self.rest else self.ends()
        right, lines = [_added(names)], []
        if paths.total is not None:
            values = [self.value_of(path) for path in paths.shown]
            if self.rest and shown:
                part = paths.shown_total or 0.0
                lines.append(Line(in_words(f"the first {shown}"), (self.value(part),), "written out above"))
                values = [self.value(part), self.value(paths.total - part)]
            if len(values) > 1:
                right.append(with_numbers(Sum(tuple(Number(each.text, 0.0) for each in values)), str))
            right.append(self.value(paths.total))
        left_floats = not isfinite(paths.shown_total or 0.0)
        return [*lines, Line(self.goal, distinct(right), rule, "as going backward" if left_floats else "")]

    def ends(self) -> list[Formula]:
        """The first path, dots, the last one."""
        dots = [Formula("...", r"\cdots")] if self.paths.count > 2 else []
        return [_path(1), *dots, _path(self.paths.count)]

    def value_of(self, path: Path) -> Formula:
        """The value of a path; a number or a single quantity is written as it is."""
        assert self.solution is not None
        if isinstance(path.formula, Number):
            return number(path.formula.text)
        if isinstance(path.formula, Variable | Derivative):
            return number(self.solution.written(path.formula))
        return self.value(path.value or 0.0)

    def value(self, value: float) -> Formula:
        assert self.solution is not None
        return number(self.solution.digits.write(value))

    # --- the shared form --------------------------------------------------------------------------

    def backward(self) -> list[Block]:
        """Backpropagation's own lines for the same derivative, if they are not too many."""
        steps = [step for step in self.derivation.steps if step.part is Part.BACKWARD]
        if len(steps) > MOST_LINES:
            how = f'{"solve" if self.solution else "derive"}("{self.goal.text}")'
            return [Paragraph(f"By the chain rule it takes {grouped(len(steps))} lines; {how} writes them.")]
        said = "Each derivative on the way has one line, and is used as often as it is needed."
        return [Paragraph(said), Lines([self.line(step) for step in steps], at_once=AT_ONCE)]

    def line(self, step: Step) -> Line:
        right = [formula(step.formula, self.spelling)]
        if self.solution:
            written = self.solution.written
            right += [with_numbers(step.formula, written), number(written(step.quantity))]
        return Line(symbol(step.quantity, self.spelling), distinct(right), step.rule.title)

    # --- the counts -------------------------------------------------------------------------------

    def counts(self) -> Table:
        """Paths and multiplications, for this derivative and for the whole gradient."""
        rows: list[tuple[Words, ...]] = [(self.goal, *_figures(self.paths.one))]
        whole = self.paths.gradient
        if whole is not None:
            rows.append((f"by {self.parameters(whole)}", *_figures(whole)))
        return Table(("", "paths", "multiplications path by path", "going backward"), rows, right=(1, 2, 3))

    def parameters(self, whole: Count) -> str:
        """What the whole gradient is taken by."""
        source = self.derivation.setting.source
        if not isinstance(source, ForwardPass):
            return (
                f"all {whole.derivatives} given quantities" if whole.derivatives > 1 else "the given quantity"
            )
        kinds = {"unit": "biases", "shared": "biases", "threshold": "thresholds"}
        named = dict.fromkeys(kinds[kind] for kind in source.network.biases if kind in kinds)
        return f"all {grouped(whole.derivatives)} {' and '.join(['weights', *named])}"

    def verdict(self) -> Words:
        """Both figures in a sentence: why one goes backward."""
        whole = self.paths.gradient
        count = whole or self.paths.one
        what = f"The derivatives by {self.parameters(whole)} take" if whole else "This derivative takes"
        apart, shared = count.path_by_path, count.shared
        if apart <= shared:
            return f"{what} {counted(apart, 'multiplication')} both ways: the paths have nothing to share."
        ratio = f"{apart / shared:.1f}" if apart < 10 * (shared or 1) else grouped(apart // (shared or 1))
        more = f" ({ratio} times fewer)" if shared else ""
        return (
            f"{what} {grouped(apart)} multiplications path by path, but {grouped(shared)} going backward{more}, "
            "because what the paths have in common is worked out once. That is why one goes backward."
        )


def _figures(count: Count) -> tuple[str, str, str]:
    return grouped(count.paths), grouped(count.path_by_path), grouped(count.shared)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _path(place: int) -> Formula:
    return in_words(f"path {grouped(place)}")


def _added(names: Iterable[Formula]) -> Formula:
    names = list(names)
    return Formula(" + ".join(each.text for each in names), " + ".join(each.latex for each in names))
