"""The mistakes in published calculations, handed in with all that their authors printed, are explained.

`published/NAME.printed.toml` has each wrong number with what led to it: a mistake by its code, the
quantity that it `really` is, or the author's own wrong number above it. The checker must find the same.
"""

from __future__ import annotations

from functools import cache

import pytest
from test_published import OUT_OF_REACH, Printed, printed, problem

import handnet as hn
from handnet.articles.back_propagation import silent
from handnet.check.report import Report
from handnet.check.verdict import Verdict

WITH_ERRATA = ("abcdatamining", "hmkcode", "macleod", "mazur")
FAR = "@10000"


@cache
def report(case: str) -> Report:
    """The report on an author's whole sheet; values after many updates only take time."""
    sheet = {
        each.value: each.printed for kind in ("exact", "rounded", "wrong") for each in printed(case, kind)
    }
    sheet |= {value: text for name, value, text, _ in OUT_OF_REACH if name == case}
    return problem(case).check({value: text for value, text in sheet.items() if " " not in value})


def codes(verdict: Verdict) -> list[str]:
    return [each.code for each in verdict.mistakes]


def errata(*cases: str) -> pytest.MarkDecorator:
    numbers = [each for case in cases for each in printed(case, "wrong") if " " not in each.value]
    return pytest.mark.parametrize("number", numbers, ids=str)


@errata(*WITH_ERRATA)
def test_the_cause_is_named(number: Printed) -> None:
    """A number behind which there is a mistake is not right, and that mistake is among the explanations."""
    verdict = report(number.case)[number.value]
    if number.truncated:  # cut off besides, it has no longer the digits of its mistake
        assert verdict.status == "undecided"
    elif number.mistakes:
        assert verdict.status in ("wrong", "undecided")
        assert set(number.mistakes) <= set(codes(verdict))
    elif number.really:
        one_off = "one-step-off" if FAR in number.value else "value-of-the-step-before"
        assert (verdict.status, codes(verdict)) == ("wrong", [one_off])
    else:
        assert verdict.status == "follows"


@pytest.mark.parametrize("case", WITH_ERRATA)
def test_no_right_number_is_blamed(case: str) -> None:
    """What an author printed rightly, from exact values or his own rounded ones, is not wrong."""
    wrong = {each.value for each in printed(case, "wrong")}  # one is printed twice, once rightly
    for number in (*printed(case, "exact"), *printed(case, "rounded")):
        if number.value in wrong:
            continue
        assert report(case)[number.value].status == "right", number.value


def test_only_one_number_has_no_cause() -> None:
    """An addition that went wrong is no known mistake; the first wrong line is where it happened."""
    found = report("abcdatamining")
    assert (found.first_wrong.address, found.first_wrong.mistakes) == ("z2[1]", ())


def test_macleod_after_the_step() -> None:
    """His error after the step, y - a = -0.18205, follows from the weights that he had updated wrongly."""
    sheet = {each.value: each.printed for each in printed("macleod", "wrong") if each.value.endswith("+")}
    sheet |= {each.value: each.printed for each in printed("macleod", "rounded") if each.value.endswith("+")}
    found = problem("macleod").check(sheet | {"a2[1]+": "0.68205"})
    assert found["a2[1]+"].status == "follows"


def test_macleod_cut_one_weight_off() -> None:
    """Of the weight that follows from the wrong error term, 0.59286, he wrote 0.5928: four digits decide nothing."""
    sheet = {
        each.value: each.printed
        for kind in ("exact", "rounded", "wrong")
        for each in printed("macleod", kind)
    }
    found = problem("macleod").check(sheet)["w1[2,2]+"]
    assert found.status == "undecided"
    assert "updated-weight-used + truncated" in [each.code for each in found.mistakes]


# --- the articles -----------------------------------------------------------------------------------

article = hn.articles.handwriting


def test_handwriting_gradient() -> None:
    """Printed as change of W2, 0.16591155; read as dJ/dW2 it takes both of the article's mistakes."""
    found = article.problem.check({"dJ/dw2[1,1]": "0.16591155"})
    pair = {"slope-of-activation", "inner-minus-lost"}
    assert [set(each.code.split(" + ")) for each in found["dJ/dw2[1,1]"].mistakes] == [pair]


def test_handwriting_new_weights() -> None:
    """In the new weights two of its mistakes cancel: the sigmoid applied twice is left."""
    weights = {f"w1[1,{k}]+": text for k, text in enumerate(
        ("0.2684694", "1.01472558", "0.25851005", "1.00614301"), 1)}  # fmt: skip
    found = article.problem.check(weights | {"w2[1,1]+": "0.66591155"})
    assert {each.status for each in found} == {"wrong"}
    assert {code for each in found for code in codes(each)} == {"slope-of-activation"}


def test_handwriting_line_by_line() -> None:
    """With every line that it prints, each mistake is named where it was made, and the rest follows."""
    rows = {each.formula: each.text for each in article.printed if each.formula.startswith(("a", "d"))}
    found = article.problem.check(rows)
    causes = {each.address: (each.status, codes(each)) for each in found}
    for sample in (1, 2, 3):
        assert causes[f"a2[1]({sample})"] == ("right", [])
        for line, code in (
            (f"dJ/da2[1]({sample})", "inner-minus-lost"),
            (f"da2[1]({sample})/dz2[1]({sample})", "slope-of-activation"),
        ):
            assert causes[line][0] == "wrong"
            assert code in causes[line][1]
        assert causes[f"dJ/dz2[1]({sample})"] == ("follows", [])


@pytest.mark.parametrize(
    "made",
    [
        ("earlier-weights-before-slope",),
        ("mean-lost",),
        ("earlier-weights-before-slope", "mean-lost"),
    ],
    ids=" + ".join,
)
def test_back_propagation(made: tuple[str, ...]) -> None:
    """The code as printed, in the 2-2-2 network where it runs without a word; M is 2, as is the exponent."""
    wrong = silent.solve(mistakes=made)
    gradients = [f"dJ/dw{l}[{j},{k}]" for l in (1, 2) for j in (1, 2) for k in (1, 2)]  # noqa: E741
    found = silent.check({each: f"{wrong[each]:.8f}" for each in gradients})
    for verdict in found:
        assert verdict.status == "wrong"
        assert set(made) in [set(code.split(" + ")) for code in codes(verdict)], verdict.address
