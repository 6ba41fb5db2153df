"""A report in every form: what people typed is shown and acts nowhere; JSON holds every field."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from html_reader import sound
from reports import MAZUR, NASTY, explained, mixed, report, verdict

from handnet.check.report_page import SHORT, failure_text
from handnet.check.verdict import STATUSES
from handnet.escape import visible

DOCUMENT = "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n%s\n\\end{document}\n"
CALM = {address: f"about {place}" for place, address in enumerate(NASTY)}


def unread(answers):
    """A sheet of answers none of which can be read."""
    return report(*(verdict(MAZUR, address, text, "unreadable") for address, text in answers.items()))


def wrong(answers):
    """The same answers, as if each were a wrong number; the headings have them too."""
    return report(
        *(verdict(MAZUR, each, text, "wrong", mistakes=(explained(),)) for each, text in answers.items())
    )


# --- what people typed ----------------------------------------------------------------------------------


def test_a_page_shows_every_answer_sign_by_sign_and_shortens_only_long_ones():
    for make in (unread, wrong):
        page = make(NASTY).to_text(width=300)
        for text in NASTY.values():
            shown = visible(text)
            assert (shown if len(shown) <= SHORT else shown[: SHORT - 1] + "…") in page
            assert "\u202e" not in page
            assert "\x1b" not in page


@pytest.mark.parametrize("make", [unread, wrong])
def test_in_html_no_answer_makes_an_element_or_an_attribute(make):
    calm, found = sound(make(CALM).to_html()), sound(make(NASTY).to_html())
    assert found.tags == calm.tags
    assert found.attributes == calm.attributes
    assert all(visible(text)[:SHORT][:-1] in found.text["td"] for text in NASTY.values())


@pytest.mark.parametrize("make", [unread, wrong])
def test_in_markdown_no_answer_marks_up(make):
    """As many cells, formulas and tags as with calm answers; what is left of escapes is the answer."""
    calm, found = (re.sub("<span>&#(36|92);</span>", "", make(each).to_markdown()) for each in (CALM, NASTY))
    for acting in (r"(?<!\\)\|", r"(?<!\\)\$", r"<[a-z/]", r"(?<!\\)\*\*", r"(?<!\\)`", r"^#+ ", r"(?<!\\)~"):
        assert len(re.findall(acting, found, re.MULTILINE)) == len(re.findall(acting, calm, re.MULTILINE)), (
            acting
        )


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no pdflatex here")
def test_latex_of_nasty_answers_and_of_every_kind_of_verdict_is_set(tmp_path):
    """pdflatex, which knows few signs of Unicode, sets it all without an error, and reads no file."""
    pages = (unread(NASTY), wrong(NASTY), mixed(), mixed("mazur"))
    source = DOCUMENT % "\n\n".join(each.to_latex() for each in pages)
    (tmp_path / "report.tex").write_text(source, encoding="utf-8")
    command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "report.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=60)
    log = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, re.findall(r"^! .*", log, re.MULTILINE)
    assert "/etc/passwd" not in re.sub(r"\n", "", log)


def test_in_a_message_of_a_test_cell_nothing_acts():
    for address, text in NASTY.items():
        message = failure_text(unread({address: text}))
        assert len(message) < 500
        assert message == "\n".join(map(visible, message.splitlines()))


# --- JSON -----------------------------------------------------------------------------------------------

FIELDS = [
    "address", "quantity", "answer", "kind", "value", "status", "reason", "because", "right", "follows",
    "but_does_not_follow", "few_digits", "mistakes", "decide", "too_few", "points", "out_of",
]  # fmt: skip


def read(made):
    """The JSON of a report, read back; NaN and Infinity are refused, as other languages do."""

    def refuse(text):
        raise AssertionError(f"{text} is no JSON")

    return json.loads(made.to_json(), parse_constant=refuse)


def test_json_holds_every_field_in_a_stable_order():
    made = mixed("mazur")
    found = read(made)
    assert next(iter(found)) == "handnet_report"
    assert found["counts"] == {status: made.count(status) for status in STATUSES}
    assert (found["points"], found["out_of"], found["first_wrong"]) == (5, 11, "net_h1")
    for each, fields in zip(made, found["verdicts"], strict=True):
        assert list(fields) == FIELDS
        assert (fields["address"], fields["quantity"]) == (each.address, str(each.quantity))
        assert (fields["status"], fields["right"], fields["because"]) == (
            each.status,
            each.right,
            each.because,
        )
    assert made.to_json() == mixed("mazur").to_json()


def test_json_names_the_mistakes_behind_a_number():
    first, second = read(mixed())["verdicts"][0]["mistakes"]
    assert (first["code"], first["codes"], first["where"], first["value"]) == (
        "squashed",
        ["squashed"],
        "",
        0.38,
    )
    assert (second["where"], second["from_own"]) == ("in layer 1", False)
    assert read(mixed())["verdicts"][0]["decide"] == "z2[2]"


def test_json_has_null_where_there_is_no_number():
    missing = read(report(verdict(MAZUR, "J", None, "missing", right=float("inf"))))["verdicts"][0]
    assert (missing["value"], missing["right"], missing["follows"]) == (None, None, None)


def test_json_keeps_every_answer_as_it_was_typed():
    """Also half a surrogate pair, which UTF-8 cannot hold: it is escaped, as JSON has it."""
    made = unread(NASTY)
    made.to_json().encode("utf-8")
    assert [each["answer"] for each in read(made)["verdicts"]] == [each.answer.text for each in made]
    assert "⁻⁶" in made.to_json()
