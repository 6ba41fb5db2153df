"""What is wrong in Back Propagation: where, printed, right, why, with what effect."""

from __future__ import annotations

from ..printed import Flaw

FLAWS: tuple[Flaw, ...] = (
    Flaw(
        "D-1",
        "the line of code for dZ2",
        "W1.T.dot(dA2) * d_sigmoid(Z2)",
        "dA2 * d_sigmoid(Z2)",
        "weights carry an error from one layer to the one before; here it stays in its layer",
        "an error, unless the hidden and the output layer have the same size and the input has that size or 1; "
        "then it runs without a word and the gradients are wrong: in the 2-2-2 network the first entry of dZ2 "
        "is {} in place of {}",
        ("earlier-weights-before-slope",),
        ("dJ/dz2[1](1)", "dJ/dz2[1](1)"),
        ("2-2-2 as printed", "2-2-2"),
    ),
    Flaw(
        "D-2",
        "the line of code for dA2",
        "2(A2 - y)",
        "2 * (A2 - y) / M",
        "the mean has a factor 1/M, and Python needs the star",
        "dJ/dA2 of the first sample is {} in place of {}, and every gradient is M times too large",
        ("mean-lost",),
        ("2*(a2[1](1) - y[1](1))", "dJ/da2[1](1)"),
    ),
    Flaw(
        "D-3",
        "the sums in the mean squared error and in J(θ)",
        "from i = 0 to M",
        "from i = 1 to M",
        "from 0 to M there are M + 1 samples, divided by M",
        "the formula only: there is no sample 0",
    ),
    Flaw(
        "D-4",
        "the products of derivatives",
        "every product is written *, with dZ2/dW2 = A1 and dZ2/dA1 = W2",
        "slopes multiply entry by entry; A1 stays at the right, transposed; W2 moves to the left, transposed; "
        "for a bias the samples are added up",
        "derivatives of arrays are not multiplied like numbers",
        "the notation only: the code has it right",
    ),
    Flaw(
        "D-5",
        "the chain for a single layer",
        "dJ/dW = ... * dz/dθ",
        "... * dz/dW",
        "the letter of the general rule was left in",
        "the notation only",
    ),
    Flaw(
        "D-6",
        "the number of the sample",
        "above in y^(i), below in a_i, and left out in J(θ)",
        "above in brackets everywhere",
        "three spellings of one index",
        "the notation only",
    ),
    Flaw(
        "D-7",
        "what backpropagation, boosting and a gradient are",
        "backpropagation finds the weights; gradient boosting is a variant of descent; "
        "a gradient is the slope of a line",
        "it finds the gradients; boosting is an ensemble method; a gradient is a vector of slopes",
        "the words are used for their neighbours",
        "the statement only",
    ),
)
