"""The page of moves: each with its lines, the reduction test, and what stands there so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import isfinite

from ..errors import counted
from ..paths.counts import grouped
from ..quantity import Derivative, Quantity, Variable
from ..render.formulas import ELLIPSIS, distinct, formula, number, symbol, with_numbers
from ..render.page import Block, Formula, Heading, Line, Lines, Paragraph, Words, parts_of_words
from ..solution import Solution
from ..step import Derivation
from ..terms import Negative, Number, Product, Term, total
from . import Move, Moves
from .pieces import Apart, Piece

MOST_LINES = 8
"""Derivatives of one move whose lines are written."""
MOST_PARTS = 8
"""A sum of more parts is written by its first parts and its last."""
MOST_NAMED = 4
"""Quantities that a sentence names, of a long list its first and its last."""


def moves_page(moves: Moves) -> list[Block]:
    """All moves of one derivative, and the one formula that they come to."""
    page = _Page(moves.goal, moves.shared)
    of, by = (page.symbol(each) for each in moves.goal)
    title = Heading(f"From {of.text} back to {by.text}, in {counted(len(moves), 'move')}", 1)
    if not moves.moves:
        same = moves.goal.of == moves.goal.by
        why = "Everything changes with itself at rate 1." if same else "The empty sum is 0."
        nothing: Words = why if same else ("Nothing leads from ", by, " to ", of, f". {why}")
        return [title, Paragraph(nothing), Lines([page.result(moves)])]
    blocks: list[Block] = [title, Paragraph(page.said())]
    for move in moves:
        blocks += page.move(move, so_far=not move.passed)
    blocks.append(Heading("The moves put into each other"))
    if moves.formula is None:
        many = f"In one formula these would be {grouped(moves.nested.factors)} local derivatives. "
        blocks.append(Paragraph(f"{many}The moves write each once; that is what going backward saves."))
    result = page.result(moves)
    return [*blocks, Lines([result])] if result.right else blocks


def move_page(move: Move) -> list[Block]:
    """One move by itself, with what stands there after it."""
    return _Page(move.goal, move.shared).move(move, so_far=True)


class _Page:
    """Writes the pieces of the page."""

    def __init__(self, goal: Derivative, shared: Derivation | Solution) -> None:
        self.goal = goal
        self.solution = shared if isinstance(shared, Solution) else None
        derivation = shared.derivation if isinstance(shared, Solution) else shared
        self.spelling = derivation.setting.spelling

    def symbol(self, quantity: Quantity) -> Formula:
        return symbol(quantity, self.spelling)

    def formula(self, term: Term) -> Formula:
        return formula(term, self.spelling)

    def said(self) -> Words:
        """What a move is, and what the test asks."""
        goal, by = self.symbol(self.goal), self.symbol(self.goal.by)
        a_move = (
            ". A move goes one definition back: a derivative that is no number yet becomes local derivatives "
        )
        sums = "times what is still open, added up over all that "
        test = (
            " moves there. Local derivatives are numbers once the forward pass is worked out. "
            "The reduction test after each move: is there still a derivative that is not a number?"
        )
        return ("Wanted: ", goal, a_move, sums, by, test)

    # --- one move -----------------------------------------------------------------------------------

    def move(self, move: Move, so_far: bool) -> list[Block]:
        lines = [self.taken(each) for each in move.apart[:MOST_LINES]]
        more = len(move.apart) - len(lines)
        blocks: list[Block] = [Heading(f"Move {move.number}"), Paragraph(self.ways(move)), Lines(lines)]
        if more:
            blocks.append(Paragraph(f"{grouped(more)} more like these."))
        standing = self.so_far(move) if so_far else None
        if standing is None:
            return [*blocks, Paragraph(self.test(move))]
        return [*blocks, Paragraph((*self.test(move), " So far:")), Lines([standing])]

    def taken(self, apart: Apart) -> Line:
        """A derivative taken apart: with symbols, reduced, with the numbers of the local derivatives."""
        right = [
            self.formula(_shortened([piece.times(read(piece)) for piece in apart.pieces]))
            for read in _READINGS
        ]
        if self.solution is not None:
            values = [self.times(self.value_of(piece), piece.rest) for piece in apart.pieces]
            right.append(self.formula(_shortened(values)))
        left = self.symbol(apart.derivative)
        rules = " and ".join(dict.fromkeys(piece.rule.title for piece in apart.pieces))
        return Line(left, tuple(each for each in distinct(right) if each.text != left.text), rules)

    def so_far(self, move: Move) -> Line | None:
        """The whole goal after this move, and the numbers before what is still open."""
        right = []
        if move.whole is not None:
            right.append(self.formula(move.whole))
        if move.front is not None and self.solution is not None:
            parts = [self.times(self.digits(value), each) for each, value in move.front.items()]
            if move.done:
                parts.append(self.times(self.digits(move.done), None))
            right.append(self.formula(_shortened(parts) if parts else Number("0", 0.0)))
        if move.number == 1 and move.whole == move.apart[0].formula:
            return None  # the line above says it
        return Line(self.symbol(self.goal), distinct(right)) if right else None

    def ways(self, move: Move) -> Words:
        """From where to where; where the ways part, what drops out, where the ways meet again."""
        start = self.listed([each.derivative.of for each in move.apart])
        back = self.listed([piece.by for each in move.apart for piece in each.pieces])
        sentences: list[Words] = [("From ", *start, " back to ", *back, ".")]
        by = self.symbol(self.goal.by)
        spread = [each for each in move.apart if len(each.pieces) > 1]
        if spread:
            moved, count = self.symbol(spread[0].derivative.of), len(spread[0].pieces)
            alike = " (and the others alike)" if len(spread) > 1 else ""
            sentences.append((by, " moves ", moved, f" in {count} ways{alike}, which are added up."))
        unmoved = list(dict.fromkeys(each for apart in move.apart for each in apart.unmoved))
        if unmoved:
            do = "does" if len(unmoved) == 1 else "do"
            sentences.append((*self.listed(unmoved), f" {do} not depend on ", by, f" and {do} not count."))
        if len(move.apart) > 1 and len(move.open) == 1 and move.whole is not None:
            met = self.symbol(move.open[0].of)
            sentences.append(("All ways meet in ", met, ": its derivative stands once, behind the bracket."))
        words: list[str | Formula] = []
        for sentence in sentences:
            words += [" ", *parts_of_words(sentence)] if words else parts_of_words(sentence)
        return tuple(words)

    def test(self, move: Move) -> tuple[str | Formula, ...]:
        """The reduction test: what is a number now, and what is not."""
        pieces = (piece for each in move.apart for piece in each.pieces)
        numbers = list(dict.fromkeys(piece.slope for piece in pieces if piece.direct))
        now = [*self.listed(numbers), " is" if len(numbers) == 1 else " are"] if numbers else []
        if move.passed:
            return ("Reduction test passed: no derivative is left that is not a number.",)
        still = [*self.listed(move.open), " is" if len(move.open) == 1 else " are"]
        reduced = [*now, f" {_a_number(numbers)} now; "] if now else []
        return ("Reduction test: ", *reduced, *still, f" still not {_a_number(move.open)}.")

    # --- the result ---------------------------------------------------------------------------------

    def result(self, moves: Moves) -> Line:
        """The goal: named factors, the formula, numbers put in, the value."""
        right = [self.formula(each) for each in (moves.named, moves.formula) if each is not None]
        note = ""
        if self.solution is not None and moves.value is not None:
            if moves.formula is not None:
                right.append(with_numbers(moves.formula, self.solution.written))
            value = moves.value
            if not isfinite(value):
                value, note = self.solution.value(self.goal), "outside the range of floats on the way"
            right.append(number(_own_text(moves.formula, self.solution) or self.digits(value)))
        return Line(self.symbol(self.goal), distinct(right), note=note)

    # --- numbers and names --------------------------------------------------------------------------

    def digits(self, value: float) -> str:
        assert self.solution is not None
        return self.solution.digits.write(value)

    def value_of(self, piece: Piece) -> str:
        """A local derivative's number: as it was given, if it is a given one."""
        assert self.solution is not None
        assert piece.value is not None
        return _own_text(piece.factor, self.solution) or self.digits(piece.value)

    @staticmethod
    def times(text: str, rest: Derivative | None) -> Term:
        """A number before a derivative, its sign before both."""
        size = Number(text.removeprefix("-"), 0.0)  # only its text is used
        term: Term = size if rest is None else rest if size.text == "1" else Product((size, rest))
        return Negative(term) if text.startswith("-") else term

    def listed(self, quantities: Iterable[Quantity]) -> list[str | Formula]:
        """Quantities in a sentence, with commas; of many the first and the last."""
        names = [self.symbol(each) for each in dict.fromkeys(quantities)]
        many = len(names) > MOST_NAMED
        first, *others = [*names[:2], Formula("...", r"\ldots"), names[-1]] if many else names
        words: list[str | Formula] = [first]
        for place, each in enumerate(others, start=1):
            words += [" and " if place == len(others) and not many else ", ", each]
        return words


_READINGS: tuple[Callable[[Piece], Term], ...] = (lambda piece: piece.named, lambda piece: piece.factor)


def _shortened(parts: Sequence[Term]) -> Term:
    """The sum of the parts; of many the first ones and the last."""
    if len(parts) <= MOST_PARTS:
        return total(*parts)
    return total(*parts[: MOST_PARTS // 2], ELLIPSIS, parts[-1])


def _a_number(quantities: Sequence[Quantity]) -> str:
    return "a number" if len(quantities) == 1 else "numbers"


def _own_text(term: Term | None, solution: Solution) -> str:
    """The text of a number, or of a quantity as it is written, where the formula is nothing else."""
    if isinstance(term, Number):
        return term.text
    return solution.written(term) if isinstance(term, Variable | Derivative) else ""
