"""Mistakes in counting: 1/M and 1/K, one share for all of them, one sample's gradient for the sum."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ..quantity import Variable
from ..rules import Rule
from ..terms import ONE, Negative, Number, Product, Quotient, Sum, Term, times, total
from .mistake import Mistake, of_kind
from .place import Change, Place, Ways

# --- the factor with which the total counts a share ------------------------------------------------


def _counts_samples(place: Place) -> bool:
    """Whether the shares are those of samples; otherwise those of outputs."""
    return place.by is not None and place.by.sample is not None and _is_over_all(place)


def _counts_outputs(place: Place) -> bool:
    return place.by is not None and bool(place.by.place)


def _is_over_all(place: Place) -> bool:
    return place.definition is not None and place.definition.quantity.sample is None


def _lost(counts: Callable[[Place], bool]) -> Change:
    """1/n written as 1."""
    return lambda right, place: ONE if counts(place) else right


def _added(counts: Callable[[Place], bool]) -> Change:
    """1 written as 1/n, where n shares are added."""

    def change(right: Term, place: Place) -> Term:
        shares = _shares(place)
        return Number.of(Fraction(1, len(shares))) if counts(place) and right == ONE and shares[1:] else right

    return change


def _twice(counts: Callable[[Place], bool]) -> Change:
    """1/n written as 1/n^2."""

    def change(right: Term, place: Place) -> Term:
        if not counts(place) or right == ONE or not isinstance(right, Number):
            return right
        return Number.of(Fraction(right.text) ** 2)

    return change


def _shares(place: Place) -> list[Variable]:
    """What a total adds up, without the penalty."""
    arguments = place.definition.arguments if place.definition else ()
    return [each for each in arguments if each.name == "J"]


# --- the value of the total ---------------------------------------------------------------------------


def _whole(right: Term, place: Place, change: Callable[[Term, int], Term]) -> Term:
    """A total with its shares changed, and the penalty beside them as it was."""
    shares = _shares(place)
    if isinstance(right, Sum) and isinstance(right.parts[-1], Variable) and right.parts[-1].name == "R":
        return total(change(right.parts[0], len(shares)), *right.parts[1:])
    return change(right, len(shares))


def _summed(right: Term, place: Place) -> Term:
    return _whole(right, place, lambda shares, n: shares.top if isinstance(shares, Quotient) else shares)


def _averaged(right: Term, place: Place) -> Term:
    def over(shares: Term, count: int) -> Term:
        return Quotient(shares, Number.of(count)) if count > 1 and isinstance(shares, Sum) else shares

    return _whole(right, place, over)


def _one_share(of_samples: bool) -> Change:
    """One share given as the total: one way for each of them."""

    def change(right: Term, place: Place) -> Ways:
        shares = _shares(place)
        if len(shares) < 2 or (shares[0].sample is not None and not shares[0].place) != of_samples:
            return right
        return tuple(_whole(right, place, _alone(each)) for each in shares)

    return change


def _alone(share: Variable) -> Callable[[Term, int], Term]:
    return lambda shares, count: share


# --- gradients that are sums over samples or units ------------------------------------------------------


def _of_one(key: Callable[[Variable], object], *names: str) -> Change:
    """Of a parameter's gradient the part of one sample, or of one unit; one way for each."""

    def change(right: Term, place: Place) -> Ways:
        of, by = place.of, place.by
        if of is None or by is None or by.name not in names:
            return right
        users = place.source.definitions(of.time).paths(of, by)
        if not isinstance(right, Sum) or len(right.parts) != len(users):
            return right
        groups: dict[object, list[Term]] = {}
        for user, part in zip(users, right.parts, strict=True):
            groups.setdefault("penalty" if user.name == "R" else key(user), []).append(part)
        penalty = groups.pop("penalty", [])
        return tuple(total(*parts, *penalty) for parts in groups.values()) if len(groups) > 1 else right

    return change


def _of_one_in_average(*names: str) -> Change:
    """The same where each sample has a gradient of its own, and they are averaged here."""

    def change(right: Term, place: Place) -> Ways:
        of, by = place.of, place.by
        if of is None or by is None or by.name not in names:
            return right
        penalised = any(user.name == "R" for user in place.source.definitions(of.time).paths(of, by))
        body, *penalty = right.parts if penalised and isinstance(right, Sum) else (right,)
        sign = ONE
        if isinstance(body, Negative):  # of thresholds, whose gradients are all negative
            sign, body = Number.of(-1), body.term
        *factors, samples = body.parts if isinstance(body, Product) else (body,)
        if not isinstance(samples, Sum):
            return right
        return tuple(total(times(sign, *factors, part), *penalty) for part in samples.parts)

    return change


def _sample(user: Variable) -> object:
    return user.sample


def _unit(user: Variable) -> object:
    return user.place


def _one_sample_only(*names: str) -> dict[Rule, Change]:
    return {Rule.CHAIN: _of_one(_sample, *names), Rule.AVERAGE: _of_one_in_average(*names)}


MEAN_LOST = Mistake(
    "mean-lost",
    "the 1/M of the mean is missing from the gradient",
    {Rule.SHARE: _lost(_counts_samples)},
    "How often does one sample count in a mean over M samples?",
    "J is the mean over M samples, so each sample's derivative counts 1/M. Without it every "
    "gradient is M times too large.",
)

TABLE = of_kind(
    "sums and samples",
    MEAN_LOST,
    Mistake(
        "mean-added",
        "the gradient was divided by the number of samples, but the loss is their sum",
        {Rule.SHARE: _added(_counts_samples)},
        "Is the loss the sum over the samples, or their mean?",
        "J is the sum over the samples, so each sample's derivative counts once. A factor 1/M belongs to "
        "a loss that is the mean.",
    ),
    Mistake(
        "mean-taken-twice",
        "the gradient was divided by the number of samples twice",
        {Rule.SHARE: _twice(_counts_samples)},
        "In which line do you divide by the number of samples, and is it done again later?",
        "J is the mean over M samples, which puts 1/M into every derivative of J once. If the error terms "
        "contain it already, the sum over the samples is not divided again.",
    ),
    Mistake(
        "outputs-average-lost",
        "the 1/K of the average over the outputs is missing from the gradient",
        {Rule.SHARE: _lost(_counts_outputs)},
        "How often does one output count in an average over K outputs?",
        "This loss is an average over the K outputs, so each output's derivative counts 1/K. Without it "
        "every gradient is K times too large.",
    ),
    Mistake(
        "outputs-average-added",
        "the gradient was divided by the number of outputs, but the loss is their sum",
        {Rule.SHARE: _added(_counts_outputs)},
        "Is the loss of one sample the sum over the outputs, or their average?",
        "The loss of a sample is the sum over its outputs, so each output's derivative counts once. "
        "A factor 1/K belongs to a loss that is their average.",
    ),
    Mistake(
        "outputs-average-taken-twice",
        "the gradient was divided by the number of outputs twice",
        {Rule.SHARE: _twice(_counts_outputs)},
        "In which line do you divide by the number of outputs, and is it done again later?",
        "This loss is an average over the K outputs, which puts 1/K into the derivative by each output once. "
        "The sum over the outputs on the way back is not divided again.",
    ),
    Mistake(
        "loss-summed",
        "the loss was added up and not divided, but it is a mean",
        {Rule.TOTAL: _summed},
        "How is the total loss put together: added up, or averaged?",
        "The total loss is defined as a mean, so the sum of the shares is divided by their number.",
    ),
    Mistake(
        "loss-averaged",
        "the loss was divided by the number of its shares, but it is their sum",
        {Rule.TOTAL: _averaged},
        "How is the total loss put together: added up, or averaged?",
        "The total loss is defined as the sum of the shares. Nothing is divided by their number.",
    ),
    Mistake(
        "one-output-as-total",
        "the loss of one output was given as the total",
        {Rule.TOTAL: _one_share(of_samples=False)},
        "How many outputs does the loss measure?",
        "Every output has a share of the loss, and the total contains all of them. Here one share was "
        "given as the total.",
    ),
    Mistake(
        "one-sample-as-total",
        "the loss of one sample was given as the total",
        {Rule.TOTAL: _one_share(of_samples=True)},
        "How many samples does the total loss measure?",
        "Every sample has a loss of its own, and the total contains all of them. Here the loss of one "
        "sample was given as the total.",
    ),
    Mistake(
        "weight-over-one-sample",
        "the gradient of a weight was not summed over the samples",
        _one_sample_only("w"),
        "Through how many samples does one weight act on the loss?",
        "A weight is used for every sample, so its gradient is the sum over the samples of error term times "
        "input. Here the part of one sample was given.",
    ),
    Mistake(
        "bias-over-one-sample",
        "the gradient of a bias was not summed over the samples",
        _one_sample_only("b", "theta"),
        "Through how many samples does one bias act on the loss?",
        "A bias is used for every sample, so its gradient is the sum of the error terms of its unit over the "
        "samples. Here the part of one sample was given.",
    ),
    Mistake(
        "bias-over-one-unit",
        "the gradient of a shared bias was not summed over the units that share it",
        {Rule.CHAIN: _of_one(_unit, "b", "theta")},
        "Through how many units does this bias act on the loss?",
        "A bias that all units of a layer share acts through each of them, so its gradient is the sum of "
        "all their error terms. Here the part of one unit was given.",
    ),
)
