"""The pages of the matrix view: what is worked out, then the lines, each with its rule and reason.

In symbols the lines of a part stand together, with the shape under every factor. With numbers each line
has the matrices put in; where a mistake is made, the right array stands beside a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ..convention import STANDARD
from ..quantity import Quantity, Variable
from ..render.aligned import aligned_rows
from ..render.formulas import reason
from ..render.markdown import ROOM
from ..render.page import (
    Block,
    Display,
    Facts,
    Formula,
    Heading,
    Line,
    Paragraph,
    Stack,
    Words,
    parts_of_words,
)
from ..render.plain import plain_words
from ..render.words import convention_words
from ..terms import Term
from .boxes import Box, beside, equation, plain
from .language import OWN_LOSS, Misfit, size, stretched
from .lines import ArrayLine
from .update import one_by_one
from .written import Side, Writer

if TYPE_CHECKING:
    from . import MatrixView
    from .numbers import MatrixSolution


def view_page(view: MatrixView, width: int) -> list[Block]:
    """The lines in symbols."""
    return [Stack([*head(view), *mistakes_made(view)]), *symbolic_parts(view, view.lines, width)]


def symbolic_parts(view: MatrixView, lines: Iterable[ArrayLine], width: int) -> list[Block]:
    """Lines in symbols, part by part."""
    writer = Writer(view, None, width - 30)
    blocks: list[Block] = []
    for part, group in groupby(lines, key=lambda line: line.rule.part):
        some = list(group)
        blocks += [Heading(part.value), *symbolic_lines(some, writer, width), reasons(some, writer)]
    return blocks


def solution_page(solution: MatrixSolution, width: int) -> list[Block]:
    """The lines with numbers."""
    view = solution.view
    return [Stack([*head(view), *mistakes_made(view)]), *numeric_parts(solution, view.lines, width)]


def numeric_parts(solution: MatrixSolution, lines: Iterable[ArrayLine], width: int) -> list[Block]:
    """Lines with numbers, part by part; a reason is said once."""
    view = solution.view
    longest = max(len(view.letters.text(line.quantity)) for line in view.lines)
    writer = Writer(view, solution, width - 6 - max(longest, 8))
    blocks: list[Block] = []
    said: set[str] = set()
    for part, group in groupby(lines, key=lambda line: line.rule.part):
        blocks.append(Heading(part.value))
        some = list(group)
        known = [line for line in some if line.quantity in solution.values or view.misfit(line)]
        for line in known:
            why = () if line.because in said else (". ", *parts_of_words(reason(line.because)))
            said.add(line.because)
            blocks.append(Paragraph((writer.symbol(line.quantity), f": {line.rule.title}", *why)))
            blocks += numeric_line(line, writer)
        rest = [line for line in some if line not in known]
        if rest:
            blocks.append(
                Paragraph("No numbers for what follows: it uses an array whose shapes did not fit.")
            )
            blocks += symbolic_lines(rest, writer, width)
    return blocks


# --- the head --------------------------------------------------------------------------------------------


def head(view: MatrixView) -> list[Words]:
    """What is worked out, how arrays are laid out, the convention, what is left out and why."""
    source, writer = view.arrays.source, Writer(view)
    lines: list[Words] = [f"{source.description}, with whole arrays", layout_words(view, writer), _signs()]
    if source.convention != STANDARD:
        lines.append(f"{convention_words(source.convention)}.")
    if source.convention.error_sign == -1 and view.rules.of is not None:
        lines.append(
            "The arrays that go back are the derivatives themselves, without the sign of error terms."
        )
    if view.rules.of == OWN_LOSS:
        which = "Column" if view.layout == "columns" else "Row"
        lines.append(f"{which} i of what goes back is the derivative of sample i's own loss.")
    for mask in view.masks:
        lines.append(
            (writer.symbol(mask), " has a 1 for each entry that is trained and a 0 for each frozen one.")
        )
    return [*lines, *_left_out(view)]


def mistakes_made(view: MatrixView) -> Iterator[Words]:
    """The mistakes that are made, and which of them changes nothing."""
    for mistake in view.setting.mistakes:
        said = f"WITH A MISTAKE{mistake.where}: {mistake.title} ({mistake.code})."
        same = view.lines == view.without_mistakes().lines
        yield f"{said} It changes nothing here." if same else said


def layout_words(view: MatrixView, writer: Writer) -> Words:
    """Which way samples and weights lie."""
    x, w = writer.symbol(Variable("x")), writer.symbol(Variable("w", 1))
    if view.layout == "columns":
        row = " has the weights to one unit, from all inputs."
        return ("Samples are columns of ", x, "; a row of ", w, row)
    return (
        "Samples are rows of ", x, "; a column of ", w, " has the weights to one unit, from all inputs: ", w,
        " here is the transpose of W1 in the neuron view.",
    )  # fmt: skip


def _signs() -> Words:
    return (
        Formula("*", r"\odot"), " and ", Formula("/", r"\oslash"), " act entry by entry, ",
        Formula("A @ B", r"A\,B"), " is the matrix product, ", Formula("A.T", r"A^{\mathsf{T}}"),
        " has rows and columns exchanged.",
    )  # fmt: skip


def _left_out(view: MatrixView) -> Iterator[str]:
    """Why there is no backward pass, or no update."""
    network = view.arrays.network
    if any(each.name == "step" for each in network.activations):
        yield "Only forward: a step has slope 0, so nothing can be learned through it."
    elif view.rules.of is None:
        yield "Only forward: there is no loss to differentiate."
    elif view.updated and one_by_one(view.rules):
        yield "Updates are made one sample at a time: an array line has all samples, so none is written here."


# --- lines -------------------------------------------------------------------------------------------------


def symbolic_lines(lines: Sequence[ArrayLine], writer: Writer, width: int) -> Iterator[Block]:
    """Lines under each other; what does not fit is said right after the line concerned."""
    together: list[ArrayLine] = []
    for line in lines:
        together.append(line)
        notes = list(remarks(line, writer))
        if notes:
            yield _together(together, writer, width)
            yield from notes
            together = []
    if together:
        yield _together(together, writer, width)


def _together(lines: Sequence[ArrayLine], writer: Writer, width: int) -> Display:
    view = writer.view
    sides = [(writer.left(line.quantity), writer.symbolic(view.formula(line)), line) for line in lines]
    widest = max(left.boxes[0].width for left, _, _ in sides)
    texts = [
        _with_rule(equation(_wide(left.boxes[0], widest), [right.boxes]), line.rule.title, width - 2)
        for left, right, line in sides
    ]
    written = [
        Line(Formula("", left.latex), (Formula("", right.latex),), line.rule.title)
        for left, right, line in sides
    ]
    return Display(Formula("\n\n".join(texts), aligned(written)))


def numeric_line(line: ArrayLine, writer: Writer) -> Iterator[Block]:
    """One line: in symbols, with numbers, its value; where it is wrong, the right value too."""
    view, solution = writer.view, writer.solution
    assert solution is not None
    formula = view.formula(line)
    sides = [writer.symbolic(formula)]
    known = line.quantity in solution.values
    if known:
        sides += [writer.numeric(formula), writer.value(line.quantity)]
    yield display(writer.left(line.quantity), sides)
    if known and solution.is_wrong(line.quantity):
        assert solution.right is not None
        right = Writer(view, solution.right, writer.room).value(line.quantity)
        yield display(_said("right:", writer.left(line.quantity)), [right])
    yield from remarks(line, writer)


def display(left: Side, sides: Sequence[Side]) -> Display:
    """A line with all its right sides, equal ones once."""
    distinct = list({side.latex: side for side in sides}.values())
    text = equation(left.boxes[0], [side.boxes for side in distinct])
    rights = tuple(Formula("", side.latex) for side in distinct)
    return Display(Formula(text, aligned([Line(Formula("", left.latex), rights)])))


def aligned(lines: Sequence[Line]) -> str:
    """Lines as one formula, their equals signs under each other."""
    return f"\\begin{{aligned}}\n{aligned_rows(lines, ROOM)}\n\\end{{aligned}}"


def _said(word: str, left: Side) -> Side:
    return Side([beside([plain(f"{word} "), left.boxes[0]])], rf"\text{{{word} }}{left.latex}")


def _wide(box: Box, width: int) -> Box:
    return Box(tuple(f"{line:<{width}}" for line in box.lines), box.base)


def _with_rule(text: str, rule: str, width: int) -> str:
    """The rule at the right of the first line that has room for it."""
    first, *others = text.splitlines()
    whole = f"{first:<{width - len(rule) - 2}}[{rule}]"
    return "\n".join([whole if len(whole) <= width else first, *others])


def remarks(line: ArrayLine, writer: Writer) -> Iterator[Block]:
    """An error in the shapes of a line; or, in a mistaken line, what NumPy stretches without a word."""
    view = writer.view
    misfit = view.misfit(line)
    if misfit is not None:
        yield Paragraph(("ERROR: ", *writer.misfit(misfit), "."))
    elif view.setting.mistakes:
        yield from stretches(view.formula(line), writer)


def stretches(formula: Term, writer: Writer) -> Iterator[Block]:
    """What is used again for each row or column, where nobody asked for it."""
    arrays = writer.view.arrays
    for term, shape, whole in stretched(formula, arrays.shape, arrays.layout):
        said = f" from {size(shape)} to {size(whole)} without a word: no error shows it."
        yield Paragraph(("NumPy stretches ", writer.in_words(term), said))


def reasons(lines: Sequence[ArrayLine], writer: Writer) -> Facts:
    """Why each line holds; lines with the same reason together."""
    said: dict[str, list[Quantity]] = {}
    for line in lines:
        said.setdefault(line.because, []).append(line.quantity)
    facts = [(_listed(quantities, writer), reason(because)) for because, quantities in said.items()]
    return Facts("Why", facts)


def _listed(quantities: Sequence[Quantity], writer: Writer) -> Words:
    words: list[str | Formula] = []
    for place, each in enumerate(quantities):
        words += [", "] * (place > 0) + [writer.symbol(each)]
    return tuple(words)


def misfit_text(misfit: Misfit, view: MatrixView) -> str:
    """What does not fit, as plain text."""
    return plain_words(Writer(view).misfit(misfit)).replace("\N{NO-BREAK SPACE}", " ")
