"""A problem read back in plain words: which number goes from where to where."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ..arrays import expand
from ..convention import STANDARD
from ..notation import STANDARD as STANDARD_NOTATION
from ..notation import Notation
from ..notation.spelling import Spelling
from ..quantity import Quantity, Variable
from ..shown import Described
from .formulas import equation, number, symbol
from .markdown import page_markdown
from .page import Block, Formula, Heading, Items, Stack, Words
from .plain import page_text

if TYPE_CHECKING:
    from ..files import Ask
    from ..problem import Problem

_LOSSES = {
    "half_squared_error": "half the squared error of each output, added up",
    "squared_error": "the squared error of each output, added up",
    "binary_cross_entropy": "the binary cross-entropy of each output, added up",
    "cross_entropy": "the cross-entropy (natural logarithm)",
}


MOST_FACTS = 40
"""Facts of one kind that a notebook's own display of a problem holds."""


def problem_page(
    problem: Problem, notation: Notation = STANDARD_NOTATION, most: int | None = None
) -> list[Block]:
    """Every fact of the problem, one a line, so that a misread number is seen; of many the first `most`."""
    words = _Words(problem, notation, most)
    blocks: list[Block] = [
        Stack(
            [
                problem.title.strip() or "A problem",
                f"A {problem.network.description}.",
                *setting_words(problem),
            ]
        ),
        *given_page(problem, notation, most),
    ]
    if problem.ask:
        blocks += [Heading("Asked"), Items([words.asked(ask) for ask in problem.ask])]
    return blocks


def given_page(
    problem: Problem, notation: Notation = STANDARD_NOTATION, most: int | None = None
) -> list[Block]:
    """The given numbers, one fact a line."""
    words, network = _Words(problem, notation, most), problem.network
    blocks: list[Block] = [Heading("Given"), Items(_first(words.samples(), most))]
    for layer in range(1, len(network.layers)):
        counted = words.counted(layer)
        blocks.append(Heading(f"Into layer {counted} ({network.activations[layer - 1].title})"))
        blocks.append(Items(_first(words.layer(layer), most)))
    return blocks


def described(problem: Problem, width: int, notation: Notation) -> Described:
    """The same as text of a width, which a notebook shows typeset."""
    page = problem_page(problem, notation)
    text = Described(page_text(page, width))
    text.markdown = page_markdown(page)
    return text


def setting_words(problem: Problem) -> list[str]:
    """The loss, the learning rate and the like, a sentence each."""
    network, lines = problem.network, []
    if network.loss is not None:
        text = _LOSSES.get(network.loss.name, network.loss.title)
        if problem.samples > 1:
            text += (
                "; the mean over the samples" if network.reduction == "mean" else "; the sum over the samples"
            )
        lines.append(f"Loss: {text}.")
    if network.average == "outputs":
        lines.append("Each sample's loss is divided by the number of outputs.")
    if network.l2:
        lines.append(f"Plus half of {network.l2.text} times the sum of the squared weights.")
    if network.convention != STANDARD:
        lines.append(f"{convention_words(network.convention)}.")
    if problem.learning_rate:
        how = "after each sample" if network.updates == "each" else "once for all samples"
        momentum = f", momentum {network.momentum.text}" if network.momentum else ""
        lines.append(f"Learning rate {problem.learning_rate.text}{momentum}; updates are made {how}.")
    if network.frozen:
        lines.append(f"Not trained: {', '.join(sorted(map(str, network.frozen)))}.")
    return lines


def convention_words(convention: object) -> str:
    """What a convention that is not the usual one says."""
    said = []
    if getattr(convention, "error_sign", 1) == -1:
        said.append("error terms have the opposite sign, delta = -dJ/dz")
    if getattr(convention, "gradient_factor", "1") != "1":
        said.append(f"every derivative of J is multiplied by {getattr(convention, 'gradient_factor', '1')}")
    if getattr(convention, "mean_in", "loss") == "gradient":
        said.append("the 1/M of the mean is put in with the weight gradients")
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def _first(facts: Iterator[Words], most: int | None) -> list[Words]:
    """All facts, or the first of them and how many more there are."""
    kept = list(islice(facts, most))
    more = sum(1 for _ in facts)
    return [*kept, f"… and {more} more; describe() has them all"] if more else kept


class _Words:
    """Writes the facts of one problem, its quantities spelled in a notation."""

    def __init__(self, problem: Problem, notation: Notation, most: int | None = None) -> None:
        self.problem, self.most = problem, most
        self.source = problem.forward_pass()
        self.spelling = Spelling(notation, self.source)

    def symbol(self, quantity: Quantity) -> Formula:
        return symbol(quantity, self.spelling)

    def value(self, quantity: Quantity, called: str = "") -> tuple[str | Formula, ...]:
        """The quantity, what it is called, and its number."""
        text = self.problem.values[quantity].text
        if called:
            return self.symbol(quantity), f" ({called}) = ", number(text)
        return (equation(quantity, text, self.spelling),)

    def samples(self) -> Iterator[Words]:
        """The inputs and targets of each sample."""
        problem = self.problem
        for sample in range(1, problem.samples + 1):
            index = sample if problem.samples > 1 else None
            who = f"sample {sample}" if index else ""
            if problem.sample_names:
                name = problem.sample_names[sample - 1]
                who = f"{name} (sample {sample})" if index else name
            words: list[str | Formula] = [f"{who}: "] if who else []
            inputs = range(1, problem.network.layers[0] + 1)
            for k in inputs[: self.most]:
                words += [", "] * (k > 1)
                words += self.value(Variable("x", None, (k,), index), self._input_name(k))
            if self.most and len(inputs) > self.most:
                words.append(f", … and {len(inputs) - self.most} more")
            targets = [Variable("y", None, place, index) for place in problem.network.outputs]
            targets = [y for y in targets if y in problem.values]
            for at, y in enumerate(targets[: self.most]):
                words += [", " if at else f"; target{'s' * (len(targets) > 1)} ", *self.value(y)]
            yield tuple(words)

    def _input_name(self, k: int) -> str:
        """What the input is called, unless its letter says so already."""
        return self.problem.input_names[k - 1] if self.problem.input_names and not self._named else ""

    @property
    def _named(self) -> bool:
        return bool(self.spelling.inputs) and "input" in self.spelling.notation.latex["x"].fields

    def layer(self, layer: int) -> Iterator[Words]:
        """The weights and biases into a layer, and between what they stand."""
        source, network = self.source, self.problem.network
        for unit in range(1, network.layers[layer] + 1):
            z = self.symbol(Variable("z", layer, (unit,)))  # of any sample
            for weight in source.weights(layer, unit):
                k = weight.place[1]
                start = self.symbol(
                    Variable("a", layer - 1, (k,)) if layer > 1 else Variable("x", None, (k,))
                )
                name = self._input_name(k) if layer == 1 else ""
                yield (*self.value(weight), " goes from ", start, f" ({name})" if name else "", " to ", z)
            kind = network.biases[layer - 1]
            if kind in ("unit", "threshold"):
                verb = " is added to " if kind == "unit" else " is subtracted from "
                yield (*self.value(source.bias(layer, unit)), verb, z)
        if network.biases[layer - 1] == "shared":
            every = f" is added to every weighted sum of layer {self.counted(layer)}"
            yield (*self.value(source.bias(layer, 1)), every)

    def counted(self, layer: int) -> int:
        """The number of a layer as the notation counts it: some count the input as the first."""
        return layer - 1 + self.spelling.notation.first_layer

    def asked(self, ask: Ask) -> Words:
        """One thing that is asked, with its points and digits; an array by its address."""
        members = expand(self.source, ask.quantity)
        called = self.symbol(members[0]) if len(members) == 1 else ask.quantity
        digits = "" if ask.digits is None else f", to {ask.digits} decimals"
        return called, f" ({ask.points} point{'s' * (ask.points != 1)}{digits})"
