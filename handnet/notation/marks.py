"""What the marks of a notation's templates stand for: the numbers and names at one variable.

`Marks.of(w1[2,1])` says that <l> is 1, <j> is 2, <k> is 1, <n> is 3, and so on; `notation` explains
the marks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

from ..escape import latex_words, visible
from ..quantity import Variable
from . import MARK


def filled(part: str, fields: Mapping[str, str]) -> str:
    """A part of a template with its marks filled in; the signs of an empty mark are left out."""

    def put(mark: re.Match[str]) -> str:
        before, name, after = mark.groups()
        value = fields.get(name, fields.get(name.rstrip("?"), ""))
        return f"{before}{value}{after}" if value else ""

    return MARK.sub(put, part).removeprefix(",")


def scripted(base: str, above: str, below: str) -> str:
    """A letter in LaTeX with what stands above and below it."""
    return base + (f"^{{{above}}}" if above else "") + (f"_{{{below}}}" if below else "")


class Marks:
    """The marks at the variables of one network; of a graph written by hand where it is None.

    `inputs` and `samples` are names, or nothing. `first_layer` is how the first layer is counted.
    """

    def __init__(
        self, network: Any, inputs: tuple[str, ...], samples: tuple[str, ...], first_layer: int
    ) -> None:
        self.network, self.inputs, self.samples = network, inputs, samples
        self.first_layer = first_layer

    def of(self, variable: Variable, latex: bool) -> dict[str, str]:
        """What each mark stands for at this variable, in LaTeX or in text."""
        layer, place = variable.layer, variable.place
        if self.network is None:
            here, before = max(place, default=0), max(place, default=0)
        else:
            sizes = self.network.layers
            here = sizes[layer] if layer else sizes[0] if variable.name == "x" else sizes[-1]
            before = sizes[layer - 1] if layer else here
        j = str(place[0]) if place else ""
        k = str(place[-1]) if place else ""
        comma = "," if max(here, before) > 9 else ""
        sample = "" if variable.sample is None else str(variable.sample)
        fields = {
            "l": "" if layer is None else str(layer - 1 + self.first_layer),
            "j": j,
            "k": k,
            "jk": f"{j}{comma}{k}" if len(place) == 2 else j,
            "kj": f"{k}{comma}{j}" if len(place) == 2 else j,
            "j?": j if here > 1 else "",
            "k?": k if before > 1 else "",
            "sample": sample,
            "who": sample,
        }
        if self.network is None:
            return fields
        fields |= {
            "n": self._running_number(variable),
            "unit": self._unit(layer, j),
            "letter": self._letter(layer),
        }
        named = self.inputs if variable.name == "x" or (layer == 1 and len(place) == 2) else ()
        name = named[int(k) - 1] if named and k else ""
        words = latex_words if latex else visible
        number = k if variable.name != "x" else rf"\mathrm{{input{k}}}" if latex else f"input{k}"
        fields["input"] = words(name) if name else number
        fields["input?"] = fields["input"] if before > 1 and len(place) == 2 else ""
        if variable.sample is not None and self.samples:
            fields["who"] = words(self.samples[variable.sample - 1])
        return fields

    def _running_number(self, variable: Variable) -> str:
        """The place of a weight among all weights, of a bias among all biases, in order."""
        layer, place = variable.layer, variable.place
        if not layer or variable.name not in ("w", "b", "theta"):
            return ""
        if len(place) == 2:
            size = self.network.layers[layer - 1]
            return str(self._weights_before[layer - 1] + (place[0] - 1) * size + place[1])
        return str(self._biases_before[layer - 1] + (place[0] if place else 1))

    @cached_property
    def _weights_before(self) -> list[int]:
        """For each layer, how many weights stand before its first one."""
        sizes = self.network.layers
        return list(accumulate((here * there for here, there in pairwise(sizes)), initial=0))

    @cached_property
    def _biases_before(self) -> list[int]:
        """The same for biases."""
        counts = {"none": 0, "shared": 1}
        kinds = zip(self.network.biases, self.network.layers[1:], strict=True)
        return list(accumulate((counts.get(kind, size) for kind, size in kinds), initial=0))

    @cached_property
    def _units_before(self) -> list[int]:
        """For each layer, how many hidden units stand before its first one."""
        return [0, *accumulate(self.network.layers[1:], initial=0)]

    def _unit(self, layer: int | None, j: str) -> str:
        """h1, h2, … through all hidden layers, and o1, o2, … for the outputs."""
        sizes = self.network.layers
        if not j:
            return ""
        if layer is None or layer == len(sizes) - 1:
            return f"o{j}"
        return f"h{self._units_before[layer] + int(j)}"

    def _letter(self, layer: int | None) -> str:
        """x for the inputs, p for the outputs, y and z for the first two hidden layers."""
        if not layer:
            return "x"
        if layer == len(self.network.layers) - 1:
            return "p"
        return "yz"[layer - 1] if layer <= 2 else rf"h{layer}"
