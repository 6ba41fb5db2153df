"""A problem read back in plain words: which number goes from where to where."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

from ..convention import STANDARD
from ..quantity import Variable

if TYPE_CHECKING:
    from ..problem import Problem

_LOSSES = {
    "half_squared_error": "half the squared error of each output, added up",
    "squared_error": "the squared error of each output, added up",
    "binary_cross_entropy": "the binary cross-entropy of each output, added up",
    "cross_entropy": "the cross-entropy (natural logarithm)",
}


TOGETHER = "\N{NO-BREAK SPACE}"
"""Stands between words that stay on one line."""


def visible(text: str) -> str:
    """Text from people with every control character and direction mark written out, so that none acts."""
    return "".join(
        repr(sign)[1:-1] if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") else sign
        for sign in text
    )


def wrapped(line: str, width: int, indent: int) -> str:
    """A line broken between words, all but its first piece moved in."""
    width = max(width, 20)
    if len(line) > width:
        line = textwrap.fill(
            line, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
        )
    return line.replace(TOGETHER, " ")


def problem_words(problem: Problem, width: int = 100) -> str:
    """Every fact of the problem, one a line, so that a misread number is seen."""
    network = problem.network
    lines = [visible(problem.title) if problem.title else "A problem", f"A {network.description}."]
    lines += _setting(problem)
    lines += ["", "Given"]
    lines += [f"  {line}" for line in _samples(problem)]
    for layer in range(1, len(network.layers)):
        lines += ["", f"Into layer {layer} ({network.activations[layer - 1].title})"]
        lines += [f"  {line}" for line in _layer(problem, layer)]
    if problem.ask:
        lines += ["", "Asked"]
        for ask in problem.ask:
            digits = "" if ask.digits is None else f", to {ask.digits} decimals"
            lines.append(f"  {ask.quantity} ({ask.points} point{'s' * (ask.points != 1)}{digits})")
    return "\n".join(wrapped(line, width, indent=6) for line in lines)


def _setting(problem: Problem) -> list[str]:
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


def _samples(problem: Problem) -> list[str]:
    lines = []
    for sample in range(1, problem.samples + 1):
        number = sample if problem.samples > 1 else None
        who = f"sample {sample}" if number else ""
        if problem.sample_names:
            who = (
                f"{problem.sample_names[sample - 1]} (sample {sample})" if number else problem.sample_names[0]
            )
        inputs = []
        for k in range(1, problem.network.layers[0] + 1):
            x = Variable("x", None, (k,), number)
            name = f" ({visible(problem.input_names[k - 1])})" if problem.input_names else ""
            inputs.append(f"{x}{name} = {problem.values[x].text}".replace(" ", TOGETHER))
        targets = [
            f"{y} = {problem.values[y].text}".replace(" ", TOGETHER)
            for y in (Variable("y", None, place, number) for place in problem.network.outputs)
            if y in problem.values
        ]
        wanted = f"; target{'s' * (len(targets) > 1)} {', '.join(targets)}" if targets else ""
        lines.append(f"{who + ': ' if who else ''}{', '.join(inputs)}{wanted}")
    return lines


def _layer(problem: Problem, layer: int) -> list[str]:
    source, lines = problem.forward_pass(), []
    for unit in range(1, problem.network.layers[layer] + 1):
        for weight in source.weights(layer, unit):
            k = weight.place[1]
            start = f"a{layer - 1}[{k}]" if layer > 1 else f"x[{k}]"
            if layer == 1 and problem.input_names:
                start += f" ({visible(problem.input_names[k - 1])})"
            lines.append(f"{weight} = {problem.values[weight].text} goes from {start} to z{layer}[{unit}]")
        kind = problem.network.biases[layer - 1]
        if kind in ("unit", "threshold"):
            bias = source.bias(layer, unit)
            verb = "is added to" if kind == "unit" else "is subtracted from"
            lines.append(f"{bias} = {problem.values[bias].text} {verb} z{layer}[{unit}]")
    if problem.network.biases[layer - 1] == "shared":
        bias = source.bias(layer, 1)
        lines.append(f"{bias} = {problem.values[bias].text} is added to every z{layer}")
    return lines
