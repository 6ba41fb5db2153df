"""A derivation: lines in order, each with its rule.

`Step` is one line of working. A `Derivation` holds steps so that each uses only what stands
above it or is given, and can be read in many ways: as text, Markdown and LaTeX (`to_text`, …), as
JSON and code (`to_json`, `to_python`, …), as SymPy expressions (`sympy`), proved (`verify`), with
numbers (`solve`, see `solution`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import UnknownQuantity
from .quantity import Quantity
from .rules import Part, Rule
from .shown import Shown
from .taken import TakenAway
from .terms import Number, Term, quantities

if TYPE_CHECKING:
    import sympy

    from .numeric import Program
    from .render.page import Block, Line
    from .setting import Setting
    from .solution import Solution
    from .verify import Verification


class Step(NamedTuple):
    """One line of working: `quantity` follows by `rule` from the quantities in `formula`."""

    quantity: Quantity
    rule: Rule
    formula: Term  # in the order a person writes it

    @property
    def part(self) -> Part:
        """Whether the line belongs to the forward pass, the backward pass or the update."""
        return self.rule.part

    @property
    def because(self) -> str:
        """Why the line holds, in one sentence without a formula."""
        return self.rule.because

    @property
    def inputs(self) -> tuple[Quantity, ...]:
        """The quantities that the formula uses, each once, from left to right."""
        return tuple(dict.fromkeys(quantities(self.formula)))

    @property
    def sympy(self) -> sympy.Expr:
        """The right-hand side as a SymPy expression in real symbols named by address."""
        from .symbolic import to_sympy

        return to_sympy(self.formula)

    def __str__(self) -> str:
        from .render.text import formula_text

        return f"{self.quantity} = {formula_text(self.formula)}"

    def __repr__(self) -> str:
        return f"<Step {self}  [{self.rule.title}]>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """The line for a notebook, with its rule and the reason."""
        from .render.calculation import step_markdown

        return {"text/plain": repr(self), "text/markdown": step_markdown(self)}


@dataclass(frozen=True, repr=False)
class Derivation(TakenAway):
    """Lines of working in order: whatever a line uses is given or stands above it.

    Indexing by an address gives the step that works it out; a derivative that is not among the
    lines is derived when it is asked for.
    """

    steps: tuple[Step, ...]
    goals: tuple[Quantity, ...]
    setting: Setting = field(repr=False, compare=False)

    def __repr__(self) -> str:
        return f"<Derivation of {listed(self.goals)}: {len(self)} lines>"

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __contains__(self, address: object) -> bool:
        try:
            return self.setting.find(address) in self.by_quantity  # type: ignore[arg-type]
        except ValueError:
            return False

    def __getitem__(self, address: str | Quantity) -> Step:
        quantity = self.setting.find(address)
        found = self.by_quantity.get(quantity)
        if found is None:
            found = self.setting.derive((quantity,)).by_quantity.get(quantity)
        if found is None:
            raise UnknownQuantity(f"{quantity} is given: no line works it out")
        return found

    @cached_property
    def by_quantity(self) -> dict[Quantity, Step]:
        """The steps by the quantity that each works out."""
        return {step.quantity: step for step in self.steps}

    @property
    def given(self) -> tuple[Quantity, ...]:
        """The quantities that the lines use and that none of them works out."""
        used = (quantity for step in self.steps for quantity in quantities(step.formula))
        return tuple(quantity for quantity in dict.fromkeys(used) if quantity not in self.by_quantity)

    @property
    def sympy(self) -> dict[sympy.Symbol, sympy.Expr]:
        """Each line as a SymPy symbol and the expression for it, in order."""
        from .symbolic import symbol

        return {symbol(step.quantity): step.sympy for step in self.steps}

    def line(self, address: str | Quantity) -> OneLine:
        """The line that works out a quantity, shown by itself in the letters of this derivation."""
        return OneLine(self[address], self)

    def written_line(self, step: Step) -> Line:
        """A step as a line for a page, in symbols."""
        from .render.calculation import symbolic_line

        return symbolic_line(step, self.setting.spelling)

    def compile(self, *goals: str | Quantity) -> Program:
        """The lines as one straight-line function for floats or NumPy arrays; see `numeric`."""
        from .numeric import Program

        wanted = tuple(self.setting.find(goal) for goal in goals)
        return Program(self.setting.derive(wanted).steps if wanted else self.steps, wanted or self.goals)

    def solve(self, given: Mapping[str, Any] | Mapping[Quantity, Number]) -> Solution:
        """The same lines with numbers; `given` has one for every quantity that no line works out.

        A number for a quantity that a line works out is used instead of that line.

        Raises UnknownQuantity for a name that does not exist or has no number.
        """
        from .solution import solved

        given = {self.setting.find(each): number for each, number in given.items()}
        stated = frozenset(each for each in given if each in self.by_quantity)
        derivation = self.setting.knowing(stated).derive(self.goals) if stated else self
        return solved(derivation, given)

    def verify(self, **options: Any) -> Verification:
        """Compare every derivative among the lines with independent ways; see `verify.verify`."""
        from .verify import verify

        return verify(self, **options)

    def _title(self) -> str:
        return self.setting.source.description

    def _document_page(self) -> list[Block]:
        from .render.whole import document_page

        return document_page(self)

    def _page(self, most: int | None = None) -> list[Block]:
        from .render.calculation import derivation_page

        return derivation_page(self, most)

    def _shown_page(self) -> list[Block]:
        from .render.calculation import MOST_SHOWN

        return self._page(MOST_SHOWN)


@dataclass(frozen=True, repr=False)
class OneLine(Shown):
    """One line of a derivation or a solution, with its rule and the reason."""

    step: Step
    source: Derivation | Solution

    def __repr__(self) -> str:
        return repr(self.step)

    def _page(self) -> list[Block]:
        from .render.calculation import one_line_page

        return one_line_page(self.step, self.source)


def listed(quantities: Iterable[Quantity], most: int = 4) -> str:
    """The addresses of the first few quantities."""
    names = [str(each) for each in quantities]
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
