"""What is wrong in Rohan & Lenny #1: where, what is printed, what is right, why, with what effect.

A-1 and A-2 are also named in edit notes of the article itself. A-6 to A-9 and A-14 are in its code;
`relu_layer` runs each of them beside the mended layer.
"""

from __future__ import annotations

from ..printed import Flaw
from .formulas import NINE

FLAWS: tuple[Flaw, ...] = (
    Flaw(
        "A-1",
        "the derivative of the sigmoid, its middle line",
        "$e^(-α)$ divided by $(1 + e^(-α))^(-2)$",
        "$e^(-α)$ divided by $(1 + e^(-α))^2$",
        "the power $-2$ went below the line and kept its sign",
        "the line only: with our number for $α$ it is {}, and the slope is {}",
        formulas=("exp(-alpha)/(1 + exp(-alpha))^(-2)", "dS/dalpha"),
        of=("slope", "slope"),
    ),
    Flaw(
        "A-2",
        "the left side of the last formula",
        "$dJ/dW^layer_ij$",
        "$dJ/dW^1_ij$",
        "the formula holds for the first layer only",
        "none on the numbers: the right side is that of the first layer",
    ),
    Flaw(
        "A-3",
        "the derivative of p_i by the weight, after W^3 is put in",
        "$W^3_ij · dz_j/dW^1_ij$",
        "the sum of that over $j$",
        "the sum, which stands one line earlier, is dropped",
        "one path in place of three: for the first weight {} by the first $z$ alone, and {} in all",
        formulas=("w3[1,1]*da2[1]/dw1[1,1]", "dz3[1]/dw1[1,1]"),
    ),
    Flaw(
        "A-4",
        "the last move, and the last formula",
        "$dy_i/dW^1_ij = Σ_j x_j$, inside of sums over all $z_j$ and all $y_j$",
        "$x_i$ alone, and only the one $y$ that the weight goes to",
        "one weight feeds one unit and carries one input",
        "taken literally it is {}, the sum of all nine gradients of the first layer; that of the first weight is {}",
        formulas=(NINE, "dJ/dw1[1,1]"),
    ),
    Flaw(
        "A-5",
        "the range of tanh",
        "sigmoid and tanh squeeze any value into 0 to 1",
        "tanh squeezes into $-1$ to 1",
        "what holds for the sigmoid is said of both",
        "tanh is negative for negative sums: tanh(-1) = {}",
        formulas=("tanh(-1)",),
    ),
    Flaw(
        "A-6",
        "the code of the ReLU layer: where the slope is 0",
        "gradients are masked where out_act < 0",
        "where the weighted sum is <= 0, or out_act is 0",
        "out_act has just been clipped at 0, so it is never below 0",
        "the mask never fires, and units that are off get gradients",
    ),
    Flaw(
        "A-7",
        "the code of the ReLU layer: the gradient passed back",
        "columns of self.W itself are set to 0",
        "columns of a copy",
        "a second name for an array is the same array",
        "none as printed, because the mask never fires; with A-6 mended, backward() sets weights to 0",
    ),
    Flaw(
        "A-8",
        "the code of the ReLU layer: names",
        "cost_wrt_weights, grad, self.in_act, self.size_in and self.size_out are used",
        "each has to be worked out or stored first; the parameter is called out_grad",
        "the names were never given a value",
        "a NameError or an AttributeError at the first call",
    ),
    Flaw(
        "A-9",
        "the code of the ReLU layer: the gradient that comes in at the last layer",
        "np.sum(np.atleast_2d(grad), axis=1)",
        "the gradient itself, one entry for each output",
        "a vector becomes one row, and the sum along it adds all outputs up",
        "none with one output; with several, every output gets the sum over all of them",
    ),
    Flaw(
        "A-10",
        "the error and its derivative",
        "$1/2 (p - a)^2$ of vectors, and $(p_j - a)$ with a vector $a$",
        "$1/2 Σ_j (p_j - a_j)^2$, and $p_j - a_j$",
        "the square of a vector is no number, and a vector is not subtracted from one",
        "none with one output",
    ),
    Flaw(
        "A-11",
        "the indices of the last formula",
        "$j$ is bound by three sums at once, marks what goes out of a unit, and is an index of the weight",
        "three different letters: $Σ_j W^3_j z_j(1 - z_j) W^2_kj y_k(1 - y_k) x_i$",
        "one letter has three meanings",
        "which weight is meant cannot be read off; with three letters it is {} for $k = 1$, $i = 1$",
        formulas=("dJ/dw1[1,1]",),
    ),
    Flaw(
        "A-12",
        "the shape of the cost",
        "no network or cost function can be truly convex",
        "one linear unit with the squared error is convex",
        "the second derivative of $1/2 (w x - y)^2$ by $w$ is $x^2$, which is never negative",
        "the statement only: with hidden units it is right",
    ),
    Flaw(
        "A-13",
        "what out_grad is",
        "how each of the $m$ units affects each of the $n$ units that it feeds",
        "one summand for each edge: $dJ/ds_n$ times the weight from $m$ to $n$",
        "the derivative of the cost is a factor of each entry",
        "the statement only: the rows are then added up, as the chain rule asks",
    ),
    Flaw(
        "A-14",
        "the bias in the code",
        "a column of ones is added to the incoming activations",
        "one entry 1 is appended",
        "the code works on one sample, which is a vector",
        "np.hstack of a column and a vector fails",
    ),
)
