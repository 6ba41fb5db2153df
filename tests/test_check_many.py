"""Many people at once get the verdicts that each would get alone, also each with their own numbers."""

import itertools
from random import Random

import pytest

import handnet as hn
from handnet.check.criteria import Criteria
from handnet.check.many import marked
from handnet.check.one import check

NETWORKS = {
    "sigmoid": {"layers": [2, 2, 1], "activation": "sigmoid", "loss": "half_squared_error"},
    "softmax": {"layers": [2, 3, 2], "activation": ["tanh", "softmax"], "loss": "cross_entropy"},
    "threshold": {"layers": [2, 2, 1], "activation": "sigmoid", "bias": "threshold"},
    "mean": {"layers": [1, 2, 1], "activation": "tanh", "loss": "squared_error", "reduction": "mean"},
}


def problem(name, chance):
    layers = NETWORKS[name]["layers"]
    net = hn.Network(**NETWORKS[name])

    def numbers(count):
        return [f"{chance.choice((-1, 1)) * chance.randint(1, 99) / 100:.2f}" for _ in range(count)]

    samples = 3 if name == "mean" else 1
    targets = [["0", "1"]] if name == "softmax" else [["0.3"] for _ in range(samples)]
    return hn.Problem(
        net, x=[numbers(layers[0]) for _ in range(samples)], y=targets,
        weights=[[numbers(k) for _ in range(j)] for k, j in itertools.pairwise(layers)],
        biases=[numbers(j) for j in layers[1:]], learning_rate="0.5",
    )  # fmt: skip


def answers(home, asked, chance):
    """A sheet worked from some slip on, to some digits, here and there blank, unreadable or worked otherwise."""
    solution = home.solve(*map(str, asked))
    mistakes = [chance.choice(list(hn.MISTAKES))] if chance.random() < 0.4 else []
    stated = {}
    if chance.random() < 0.4:
        wrong = chance.choice(asked)
        stated[str(wrong)] = repr(
            float(f"{solution.value(wrong) * chance.choice((-1, 2, 0.5, 1.3)) + 0.01:.4g}")
        )
    try:
        worked = home.solve(*map(str, asked), given=stated, mistakes=mistakes)
    except hn.HandnetError:
        worked = solution
    digits = hn.Digits(**{chance.choice(("decimals", "significant")): chance.randint(3, 5)})
    texts = [digits.write(worked.value(each)) for each in asked]
    if chance.random() < 0.3:
        texts[chance.randrange(len(texts))] = chance.choice(["", "abc", "0,5", "1/3", "z1[1]*2", "1e-3"])
    if chance.random() < 0.2:
        texts = [text.lstrip("-") if text.startswith("-") else f"-{text}" for text in texts]
    return texts


def asked_of(home):
    solution = home.solve(style="chain")
    return [
        each for each in solution.derivation.by_quantity if "/dz" in str(each) or str(each)[0] in "zaJwbt"
    ] + [each for each in solution.derivation.by_quantity if str(each).startswith(("dJ/dw", "dJ/dt"))]


def alone(home, asked, texts, criteria):
    report = check(home, {str(each): text for each, text in zip(asked, texts, strict=True)}, criteria)
    found = [report[str(each)] for each in asked]
    codes = [
        " or ".join(one.code for one in each.mistakes) if each.status == "wrong" else "" for each in found
    ]
    first = report.first_wrong
    return [each.status for each in found], codes, first and first.quantity, report.points, report.convention


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("rounding", [None, 4])
def test_many_are_judged_as_each_would_be_alone(name, rounding):
    chance = Random(name)
    home = problem(name, chance)
    asked = asked_of(home)
    criteria = Criteria(hn.Rounding() if rounding is None else hn.Rounding(decimals=rounding), pairs=False)
    rows = [answers(home, asked, chance) for _ in range(10)]
    for texts, found in zip(rows, marked(home, asked, rows, criteria), strict=True):
        statuses, codes, first, points, convention = alone(home, asked, texts, criteria)
        assert list(found.statuses) == statuses, texts
        assert list(found.codes) == codes
        assert (found.first_wrong, found.points, found.convention) == (
            first,
            pytest.approx(points),
            convention,
        )


@pytest.mark.parametrize("name", NETWORKS)
def test_each_with_their_own_numbers(name):
    chance = Random(name)
    home = problem(name, chance)
    asked = asked_of(home)
    criteria = Criteria(pairs=False)
    numbers, rows = [], []
    for _ in range(5):
        other = problem(name, chance)
        theirs = {
            each: number for each, number in other.values.items() if getattr(each, "name", "") in ("w", "x")
        }
        numbers.append(theirs)
        rows.append(
            answers(home.with_numbers({str(each): n.text for each, n in theirs.items()}), asked, chance)
        )
    for theirs, texts, found in zip(numbers, rows, marked(home, asked, rows, criteria, numbers), strict=True):
        own = home.with_numbers({str(each): number.text for each, number in theirs.items()})
        statuses, codes, first, _, convention = alone(own, asked, texts, criteria)
        assert (list(found.statuses), list(found.codes)) == (statuses, codes)
        assert (found.first_wrong, found.convention) == (first, convention)


def test_a_chunk_is_judged_like_the_whole():
    chance = Random(1)
    home = problem("sigmoid", chance)
    asked = asked_of(home)
    rows = [answers(home, asked, chance) for _ in range(18)]
    whole = marked(home, asked, rows)
    assert [
        each for start in range(0, 18, 7) for each in marked(home, asked, rows[start : start + 7])
    ] == whole
    assert marked(home, asked, []) == []
