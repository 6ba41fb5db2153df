"""What is wrong in the Crash Course, part 3: where, printed, right, why, with what effect."""

from __future__ import annotations

from ..printed import Flaw

FLAWS: tuple[Flaw, ...] = (
    Flaw(
        "C-1",
        "the shape of the input vector, and of the bias vector",
        "$1 × n$",
        "$n × 1$",
        "a column of $n$ entries has $n$ rows and one column",
        "the words only: it is drawn as a column, and $w^l a^(l-1)$ needs one",
    ),
    Flaw(
        "C-2",
        "the recursion, its first line",
        "$∂s^(l+1)_k / ∂z^l_j$",
        "$∂s^(l+1)_k / ∂s^l_j$",
        "$z$ is the weighted sum before the bias is added, and the chain goes through $s$",
        "none on the numbers: $s = z + b$, so both derivatives are equal",
    ),
    Flaw(
        "C-3",
        "the product of weights and activations, written out",
        "the column has the entries $a^l_1$ to $a^l_m$",
        "$a^(l-1)_1$ to $a^(l-1)_m$",
        "the layer number was not lowered in the entries",
        "where it can be worked out at all, the first sum, without its bias, would be {} in place of {}",
        formulas=(
            "w1[1,1]*a1[1] + w1[1,2]*a1[2] + w1[1,3]*a1[3]",
            "w1[1,1]*x[1] + w1[1,2]*x[2] + w1[1,3]*x[3]",
        ),
    ),
    Flaw(
        "C-4",
        "the sum that is differentiated in the recursion",
        "$s^(l+1)_k$ as a sum over $j$, then its derivative by $s^l_j$",
        "the sum over $i$, of which the derivative leaves the term $i = j$",
        "$j$ is bound by the sum and free in the derivative at once",
        "none on the result, which is that of the one term",
    ),
    Flaw(
        "C-5",
        "the first of the four equations in the summary",
        "$δ^l_j$, for any layer",
        "$δ^L_j$ for the last layer, and the recursion for $l < L$",
        "$∂J/∂a^l_j$ is known at once only in the last layer",
        "none on the numbers: the equation holds in every layer, but is of use only in the last",
    ),
    Flaw(
        "C-6",
        "the weight matrix and its sizes",
        "the rows of $w^l$ are the columns $w^l_k$; $n$ and $m$ change their roles; $f$ becomes $σ$",
        "the rows are $(w^l_k)^T$; each letter has one meaning",
        "letters are used again with another meaning",
        "the notation only",
    ),
    Flaw(
        "C-7",
        "the row of dominoes",
        "each domino is moved toward the one that was just moved",
        "all slopes are found first, with the old weights; then all weights move",
        "moving one and then measuring from it is the mistake of the updated weight",
        "as a picture only; made in the numbers, the new first weight would be {} in place of {}",
        ("updated-weight-used",),
        (
            "w1[1,1] - eta*x[1]*a1[1]*(1 - a1[1])*(delta2[1]*new(w2[1,1]) + delta2[2]*new(w2[2,1]))",
            "new(w1[1,1])",
        ),
    ),
    Flaw(
        "C-8",
        "where descent ends, and which functions have a slope",
        "descent will have found the very bottom; ReLU is among the differentiable functions",
        "a minimum that may be a local one; ReLU has no slope at 0",
        "descent sees only the slope where it stands",
        "the statement only: at 0 a slope of ReLU is chosen, here 0",
    ),
)
