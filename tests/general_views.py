"""What the tests of the index view share: views of small networks, and their lines as text."""

from __future__ import annotations

import handnet as hn
from handnet.functions import Activation
from handnet.index_view import index_view
from handnet.notation import Notation, notation

CRASH_COURSE = notation("crash_course")
GENERAL = ("standard", "crash_course", "nielsen", "back_propagation")
SWISH = Activation("swish", "z*sigma(z)")
MINE = Notation("mine", z="u^{<l>}_{<j>}", a="h^{<l>}_{<j>}", w="v^{<l>}_{<kj>}", J="f", first_layer=0)


def view(layers=(2, 3, 2), activation="sigmoid", loss="half_squared_error", letters=CRASH_COURSE, **options):
    return index_view(hn.Network(list(layers), activation, loss, **options), letters)


def texts(equation):
    return [equation.view.letters.text(line.move.right) for line in equation.lines]
