"""The addresses that people type for quantities, with what each means."""

from __future__ import annotations

ADDRESSES = (
    ("x[2]", "input 2; also a0[2]"),
    ("y[1]", "the target of output 1"),
    ("w1[2,1]", "the weight of layer 1 to unit 2 from unit (or input) 1"),
    ("b1[2]", "the bias of unit 2 of layer 1; b1 where the layer shares one"),
    ("theta1[2]", "the threshold of that unit, which is subtracted"),
    ("eta", "the learning rate; mu the momentum, lambda the penalty's factor"),
    ("z1[2]", "the weighted sum of unit 2 of layer 1"),
    ("a1[2]", "its activation"),
    ("J", "the loss; J[2] is output 2's share of it"),
    ("dJ/dw1[2,1]", "the derivative of the loss by a weight"),
    ("da2[1]/dz2[1]", "the derivative of anything by anything that it depends on"),
    ("delta1[2]", "the error term dJ/dz1[2], with the sign of the convention"),
    ("change_w1[2,1]", "what is added to a weight; velocity_w1[2,1] with momentum"),
    ("w1[2,1]+", "after the update; J+ is the loss then"),
    ("a2[1]@100", "after 100 updates"),
    ("z1[2](3)", "of sample 3; also in derivatives, as in dJ/dz1[2](3)"),
    ("W1", "a whole array of numbers, to × from; likewise b1, X, Y, Z1, A1, dJ/dW1, W1+"),
)
"""Numbers count from 1; layer 1 is the first that has weights."""
