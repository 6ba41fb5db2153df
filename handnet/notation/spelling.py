r"""A notation applied to one network: how its quantities are spelled, and read back.

    spelling = Spelling(notation("mazur"), source)
    spelling.text(quantity)      w5+      dE_total/dw5
    spelling.latex(quantity)     w^{+}_{5}
    spelling.find("w5+")         the quantity again; LaTeX is read too

Spelling and reading back is the identity: where two quantities of a network would be spelled
alike, names that people gave are dropped, and a notation that still cannot tell them apart is
refused. In text a name must be a word, so that it can stand in a formula. A graph written by hand
keeps its own names, in every notation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..elementary import FUNCTION_NAMES
from ..errors import HandnetError
from ..escape import visible
from ..names import ETA, LAMBDA, MU
from ..quantity import Derivative, Quantity, Variable
from . import GREEK, STANDARD, Notation, Template
from .letters import Letters
from .marks import Marks, filled, scripted

if TYPE_CHECKING:
    from ..graph import Source

CHECKED_AT_ONCE = 3000
"""Networks of no more variables than this are checked for equal spellings at once, and may use names."""
LONGEST_NAME = 24
"""A name of more signs is no letter of a formula."""

_GREEK = frozenset(GREEK.split())


class Spelling:
    """How a notation spells the quantities of one source; see the module."""

    def __init__(self, notation: Notation, source: Source | None) -> None:
        self.notation, self.source = notation, source
        self.network: Any = getattr(source, "network", None)
        self._name(getattr(source, "input_names", ()), getattr(source, "sample_names", ()))
        if self.network is not None and not notation.addresses and self.is_small:
            self.letters  # noqa: B018  # a notation that cannot tell two quantities apart is refused here

    def _name(self, inputs: tuple[str, ...], samples: tuple[str, ...]) -> None:
        """Take these names, where they can stand for their owners; what was spelled before is forgotten."""
        few = self.network is not None and self.is_small
        self.inputs, self.samples = (_usable(names) if few else () for names in (inputs, samples))
        first = self.notation.first_layer
        self._marks_latex = Marks(self.network, self.inputs, self.samples, first)
        self._marks_text = Marks(self.network, _words(self.inputs), _words(self.samples), first)
        self._latex: dict[Quantity, str] = {}
        self._text: dict[Quantity, str] = {}

    @property
    def is_small(self) -> bool:
        """Whether the network is small enough to be checked at once, and to use names."""
        sizes, samples = self.network.layers, getattr(self.source, "samples", 1)
        weights = sum(a * b for a, b in pairwise(sizes))
        return bool(weights + 5 * sum(sizes) * samples <= CHECKED_AT_ONCE)

    # --- writing ------------------------------------------------------------------------------------

    def latex(self, quantity: Quantity) -> str:
        """The quantity in LaTeX."""
        found = self._latex.get(quantity)
        if found is None:
            found = self._latex[quantity] = self._write_latex(quantity)
        return found

    def text(self, quantity: Quantity) -> str:
        """The quantity as it is typed: its address, or the letters of the notation."""
        if self.notation.addresses or self.network is None:
            return str(quantity)
        found = self._text.get(quantity)
        if found is None:
            found = self._text[quantity] = self._write_text(quantity)
        return found

    def in_formula(self, quantity: Quantity) -> str:
        """The same inside a formula as text, where the value after an update is new(…)."""
        if quantity.time == 1:
            return f"new({self.text(quantity.at(0))})"
        return self.text(quantity)

    def _write_latex(self, quantity: Quantity) -> str:
        if isinstance(quantity, Derivative):
            return rf"\frac{{\partial {self.latex(quantity.of)}}}{{\partial {self.latex(quantity.by)}}}"
        time = "" if not quantity.time else "+" if quantity.time == 1 else f"t={quantity.time}"
        prefix, _, stem = quantity.name.partition("_")
        if self.network is not None and stem and prefix == "change":
            return rf"\Delta {self.latex(quantity.named(stem))}"
        if self.network is not None and stem and prefix == "velocity":
            return scripted("V", time, self.latex(quantity.named(stem).at(0)))
        if quantity in self._look_alike:
            return rf"\mathtt{{{str(quantity).replace('_', chr(92) + '_')}}}"
        template = self._template(quantity, self.notation.latex)
        if template is None:
            return _own_name(quantity, time)
        sample = f"({quantity.sample})" if quantity.sample and not template.fields & {"sample", "who"} else ""
        fields = self._marks_latex.of(quantity, latex=True)
        base, above, below = (filled(part, fields) for part in template)
        return scripted(base, _joined(_joined(above, sample), time), below)

    @cached_property
    def _look_alike(self) -> frozenset[Variable]:
        """The names of a graph written by hand that would look like others: x_1 beside x1."""
        if self.network is not None or self.source is None:
            return frozenset()
        definitions = self.source.definitions()
        seen: dict[str, Variable] = {}
        plain = Spelling(STANDARD, None)
        every = dict.fromkeys((*definitions.users, *definitions.of))
        return frozenset(each for each in every if seen.setdefault(plain.latex(each), each) != each)

    def _write_text(self, quantity: Quantity) -> str:
        if isinstance(quantity, Derivative):
            of, by = quantity
            return f"d{self.text(of if of.time != by.time else of.at(0))}/d{self.text(by)}"
        time = "" if not quantity.time else "+" if quantity.time == 1 else f"@{quantity.time}"
        prefix, _, stem = quantity.name.partition("_")
        if stem and prefix in ("change", "velocity"):
            return f"{prefix}_{self.text(quantity.named(stem).at(0))}{time}"
        fields = self._marks_text.of(quantity, latex=False)
        template = self._template(quantity, self.notation.text)
        if template is None:
            template = self._template(quantity, self.notation.latex)
            if template is None:
                return str(quantity)
            template = Template(*map(_plain, template))
        base, above, below = (filled(part, fields) for part in template)
        base = base.replace("[]", "")  # W1[] is W1
        sample = f"({quantity.sample})" if quantity.sample and not template.fields & {"sample", "who"} else ""
        return f"{base}{'^' * bool(above)}{above}{'_' * bool(below)}{below}{sample}{time}"

    def _template(self, variable: Variable, table: Any) -> Template | None:
        """The template for this kind of variable; None for the names of a graph written by hand."""
        kind = "share" if variable.name == "J" and variable.place else variable.name
        if self.network is None:
            found = STANDARD.latex.get(kind) if variable.place else None
            if found is None or ("l" in found.fields) != (variable.layer is not None):
                return None
            return found if found.fields & {"j", "k", "jk"} else None  # a mark for every index
        if kind == "a" and variable.layer == len(self.network.layers) - 1 and "output" in self.notation.latex:
            kind = "output"
        named: Template | None = table.get(kind)
        return named

    # --- reading ------------------------------------------------------------------------------------

    def find(self, typed: str) -> Quantity | None:
        """The quantity that is spelled like this, in text or in LaTeX; None if there is none."""
        return None if self.network is None else self.letters.find(typed)

    def addresses(self, formula: str) -> str:
        """A formula typed in the letters of the notation, with addresses in their place."""
        return formula if self.notation.addresses or self.network is None else self.letters.addresses(formula)

    @cached_property
    def letters(self) -> Letters:
        """The spellings of all variables before any update, for reading them."""
        while True:
            try:
                return Letters(self._spelled())
            except _Alike as alike:
                if not (self.inputs or self.samples):
                    one, other, text = alike.args
                    raise HandnetError(
                        f"notation {self.notation.name}: {one} and {other} would both be written {text}; "
                        "give them different letters or marks"
                    ) from None
                self._name((), ())

    def _spelled(self) -> dict[str, Variable]:
        table: dict[str, Variable] = {}
        for variable in self.variables():
            for text in (self.text(variable), self.latex(variable)):
                other = table.setdefault(text, variable)
                if other != variable:
                    raise _Alike(other, variable, text)
        if self.inputs or self.samples:  # no name may be the address of something else
            for variable in set(table.values()):
                other = table.get(str(variable), variable)
                if other != variable:
                    raise _Alike(other, variable, str(variable))
        return table

    def variables(self) -> Iterator[Variable]:
        """Every variable before any update, each once: given, forward, error terms, changes."""
        source: Any = self.source
        definitions = source.definitions()
        network = self.network
        found: dict[Variable, None] = dict.fromkeys((*definitions.users, *definitions.of))
        parameters = source.parameters()
        found |= dict.fromkeys(parameters)
        if network.loss is not None:
            found |= dict.fromkeys(z.named("delta") for z in definitions.of if z.name == "z")
        found |= dict.fromkeys(
            [ETA] + [MU] * (network.momentum is not None) + [LAMBDA] * (network.l2 is not None)
        )
        for place in network.outputs:
            found |= dict.fromkeys(Variable("y", None, place, sample) for sample in source.sample_numbers)
        found |= dict.fromkeys(each.named(f"change_{each.name}") for each in parameters)
        if network.momentum is not None:
            found |= dict.fromkeys(each.named(f"velocity_{each.name}") for each in parameters)
        return iter(found)


def spelled(notation: Notation, source: Source) -> Spelling:
    """The spelling of a source in a notation, made once for each source."""
    kept: dict[Notation, Spelling] = vars(source).setdefault("spellings", {})
    if notation not in kept:
        kept[notation] = Spelling(notation, source)
    return kept[notation]


class _Alike(Exception):
    """Two variables are spelled alike."""


def _usable(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that can stand for their owners: none empty or very long, no two alike; otherwise none at all."""
    stripped = tuple(each.strip() for each in names)
    seen = {visible(each) for each in stripped}
    fit = all(stripped) and len(seen) == len(stripped) and max(map(len, seen), default=0) <= LONGEST_NAME
    return stripped if fit else ()


_WORD = re.compile(r"[^\W\d]\w*")


def _words(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that can be typed inside a formula and are taken for nothing else there; otherwise none."""
    fit = (_WORD.fullmatch(name) and name not in FUNCTION_NAMES and name != "new" for name in names)
    return names if all(fit) else ()


def _joined(above: str, more: str) -> str:
    """Two signs above, with a comma between them unless a bracket stands there."""
    return f"{above},{more}" if above and more and above[-1] not in ")]" else above + more


def _plain(latex: str) -> str:
    r"""LaTeX letters without their commands and braces: `\mathrm{net}` is net."""
    return re.sub(r"\\(mathrm|mathit|mathbf|mathsf|mathcal|text)\b|[\\{}]", "", latex)


def _own_name(variable: Variable, time: str) -> str:
    r"""A name that a person gave in a graph: hidden2 is `\mathrm{hidden}_{2}`, alpha is `\alpha`."""
    first, _, rest = variable.name.partition("_")
    if not rest and variable.name.endswith("_"):
        first = variable.name.replace("_", r"\_")
    if first in _GREEK:
        base = f"\\{first}"
    else:
        base = first if len(first) == 1 else rf"\mathrm{{{first}}}" if first else r"\_"
    numbers = [] if variable.layer is None else [str(variable.layer)]
    numbers += [",".join(map(str, variable.place))] if variable.place else []
    word = "".join([rest.replace("_", r"\_"), *numbers[:1]]) if rest else ""
    below = ",".join([rf"\mathrm{{{word}}}", *numbers[1:]] if rest else numbers)
    sample = "" if variable.sample is None else f"({variable.sample})"
    return scripted(base, _joined(sample, time), below)
