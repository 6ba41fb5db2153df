"""Values after many updates: right by the exact value alone, and explained by a training that went otherwise."""

from __future__ import annotations

import pytest
from small_sheets import EVERY, told

import handnet as hn
from handnet.answer import read_answer
from handnet.check import far
from handnet.check.criteria import Criteria
from handnet.check.far import far_explanations

MINE = hn.Mistake.writing("mine", {"z1[1]": "x[1]"})


def training() -> hn.Problem:
    """With a = w and J = (w - 1)^2 every step leaves 0.98 of the way to 1: after t steps 1 + 0.98^t."""
    network = hn.Network([1, 1], activation="identity", loss="squared_error", bias="none")
    return hn.Problem(network, x=["1"], y=["1"], weights=[[["2"]]], learning_rate="0.01")


def after(steps: int, left: float = 0.98) -> str:
    return f"{1 + left**steps:.9f}"


def explained_far(text: str, criteria: Criteria) -> list[tuple[str, float]] | None:
    quantity = training().forward_pass().find("w1[1,1]@20")
    found = far_explanations(training(), {quantity: read_answer(text)}, criteria)[quantity]
    for each in found or ():
        assert (each.where, each.from_own) == ("", False)
        assert 0 < each.chance < 0.01
    return None if found is None else [(each.code, each.value) for each in found]


def test_far_values_are_looked_for_one_step_off_and_with_a_mistake_in_every_step(monkeypatch):
    step = Criteria(without=tuple(each for each in EVERY if each != "one-step-off"))
    assert explained_far(after(19), step) == [("one-step-off", pytest.approx(1 + 0.98**19))]
    assert explained_far(after(21), step) == [("one-step-off", pytest.approx(1 + 0.98**21))]
    assert explained_far(after(22), step) == explained_far(after(18), step) == []
    assert explained_far(after(19), Criteria(without=EVERY)) == []
    own = Criteria(without=tuple(each for each in EVERY if each != "two-lost-in-gradient"))
    assert explained_far(after(20, 0.99), own) == [("two-lost-in-gradient", pytest.approx(1 + 0.99**20))]
    assert explained_far(after(19, 0.99), own) == []
    for longest, codes_ in ((20, ["two-lost-in-gradient"]), (19, [])):
        monkeypatch.setattr(far, "LONGEST", longest)
        assert [code for code, _ in explained_far(after(20, 0.99), own)] == codes_
    assert far_explanations(training(), {}, step) == {}


def test_far_values_with_few_digits_fit_by_luck():
    step = Criteria(without=tuple(each for each in EVERY if each != "one-step-off"))
    assert explained_far("1.7", step) is None  # 1.65 to 1.75 is everything near
    assert explained_far("2.5", step) == []


def test_each_far_value_has_explanations_of_its_own():
    problem = training()
    twenty, thirty = (problem.forward_pass().find(f"w1[1,1]@{count}") for count in (20, 30))
    step = Criteria(without=tuple(each for each in EVERY if each != "one-step-off"))
    found = far_explanations(problem, {twenty: read_answer(after(19)), thirty: read_answer(after(32))}, step)
    assert [[each.code for each in found[q]] for q in (twenty, thirty)] == [["one-step-off"], []]


def test_far_values_are_judged_by_the_exact_value_alone():
    addresses = {after(20): "right", after(19): "wrong", "1.7": "right", "2": "right", "3": "wrong"}
    addresses |= {"1e1": "wrong", "0e1": "undecided"}
    for text, status in addresses.items():
        report = training().check({"w1[1,1]@20": text}, without=list(EVERY))
        verdict = report["w1[1,1]@20"]
        assert (text, verdict.status, verdict.follows, verdict.but_does_not_follow) == (
            text,
            status,
            None,
            False,
        )
    people = [{"w1[1,1]@20": after(20)}, {"w1[1,1]@20": ""}, {"w1[1,1]@20": after(22)}]
    assert [each["w1[1,1]@20"].status for each in told(training(), people, without=EVERY)] == [
        "right", "missing", "wrong"]  # fmt: skip


@pytest.mark.parametrize("error", [hn.HandnetError("not here"), OverflowError()])
def test_a_mistake_with_which_nothing_can_be_trained_is_passed_over(monkeypatch, error):
    """The first mistake of all cannot be made; the others are looked at."""
    train = hn.Problem.train

    def trained(problem: hn.Problem, updates: int, mistakes: tuple[hn.Mistake, ...] = ()) -> object:
        if any(each.code == "inner-minus-lost" for each in mistakes):
            raise error
        return train(problem, updates, mistakes=mistakes)

    codes = [each.code for each in Criteria().mistakes]
    assert codes.index("inner-minus-lost") < codes.index("two-lost-in-gradient")
    monkeypatch.setattr(hn.Problem, "train", trained)
    some = Criteria(
        without=tuple(each for each in EVERY if each not in ("inner-minus-lost", "two-lost-in-gradient"))
    )
    found = explained_far(after(20, 0.99), some)
    assert [code for code, _ in found] == ["two-lost-in-gradient"]
