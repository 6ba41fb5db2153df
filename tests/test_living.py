"""A page that lives is one file: sound, small, closed to the network and to what people typed."""

import base64
import hashlib
import json
import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
from html_reader import Reader, sound
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import networks, problems
from page_answers import node

import handnet as hn
from handnet.articles import ARTICLES, article
from handnet.errors import HandnetError
from handnet.escape import visible
from handnet.living import living_page, solution_html
from handnet.living.inline import functions_of, json_inside
from handnet.living.packed import packed
from handnet.page import modules
from handnet.page.data import panel_data
from handnet.render.page import Paragraph

HERE = Path(__file__).parent
PAGE = HERE.parent / "handnet" / "page"
ANSWER = HERE / "page" / "living_answer.mjs"
HOSTILE = "</title></script><!--<script>alert(1)</script> & \"quoted\" 'too' \\ $x^2$ {%} \u202eright to left\u2028 end"


def problem(sizes=(2, 2, 1), title="", ask=(), **more):
    names = {name: more.pop(name) for name in ("input_names", "sample_names") if name in more}

    def rows(most, few, seed):
        return [[f"{((seed + 7 * j + 3 * k) % 19 - 9) / 10}" for k in range(few)] for j in range(most)]

    return hn.Problem(
        hn.Network(list(sizes), **more),
        x=rows(1, sizes[0], 2)[0],
        y=["0.25"] * sizes[-1],
        weights=[rows(to, start, to) for start, to in pairwise(sizes)],
        biases=None if more.get("bias") == "none" else [rows(1, size, 5)[0] for size in sizes[1:]],
        learning_rate="0.5",
        title=title,
        ask=ask,
        **names,
    )


def inside(page, name):
    """The JSON in the page under this name."""
    (text,) = re.findall(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


# --- one file ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ARTICLES)
def test_the_page_of_an_article_is_sound_and_fetches_nothing(name):
    module = article(name)
    page = living_page(module.problem, notation="standard", after=[Paragraph("printed: 1 < 2")])
    found = sound(re.sub(r"<script.*?</script>", "<script></script>", page, flags=re.DOTALL))
    fetched = [each for each in found.attributes if each[1] in ("src", "srcset", "action", "data", "style")]
    assert not fetched
    assert [each[2] for each in found.attributes if each[1] == "href"] == ["#"]
    assert "url(" not in page
    assert "@import" not in page
    assert set(re.findall(r"https?://[^\s\"']*", page)) <= {
        "http://www.w3.org/1998/Math/MathML",
        "http://www.w3.org/2000/svg",
    }
    assert "printed: 1 &lt; 2" in page


def test_only_its_own_script_runs():
    page = living_page(problem())
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["script-src"] == f"'sha256-{digest}'"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "\r" not in page  # a browser would read another text than the one that has this digest


def test_text_from_people_is_text_everywhere():
    page = living_page(
        problem(title=HOSTILE, input_names=[HOSTILE, "b"], sample_names=["</script>"]), title=None
    )
    for tag in ("<script[ >]", "</script>"):
        assert len(re.findall(tag, page, re.IGNORECASE)) == 3
    assert "<!--" not in page
    assert not re.search("[\u2028\u202e]", page)
    found = Reader(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))
    assert found.text["title"] == found.text["h1"] == visible(HOSTILE)
    assert inside(page, "data")["picture"]["names"]["inputs"] == [visible(HOSTILE), "b"]
    named = Reader(re.sub(r"<script.*?</script>", "", living_page(problem(), title="<b>&"), flags=re.DOTALL))
    assert named.text["title"] == named.text["h1"] == "<b>&"


SIGNS = st.none() | st.integers() | st.text() | st.sampled_from(["<!--", "</SCRIPT", "<script"])


@given(st.recursive(SIGNS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
@settings(max_examples=50)
def test_json_in_a_script_reads_back_and_ends_nothing(data):
    text = json_inside(data)
    assert json.loads(text) == data
    assert not re.search("<!|<script|</|[&\u2028\u2029]", text, re.IGNORECASE)


def test_the_largest_page_of_a_3_3_3_1_network_has_less_than_300_000_bytes():
    mine = hn.Notation("mine", z="u^{<l>}_{<j>}", a="h^{<l>}_{<j>}", w="v^{<l>}_{<kj>}", J="E")
    full = problem(
        (3, 3, 3, 1), "A title", momentum="0.9", l2="0.01", input_names=["left", "middle", "right"]
    )
    pages = [
        living_page(problem((3, 3, 3, 1))),
        living_page(full, notation=mine, digits=8, mistake="slope-of-activation"),
        living_page(
            full, ask=["Z1", "A1", "A2", "A3", "J", "dJ/dW1", "dJ/dW2", "dJ/dW3", "W1+", "W2+", "W3+"]
        ),
        solution_html(full.solve("dJ/dw1[1,1]", style="delta", notation="nielsen")),
    ]
    assert max(len(page.encode()) for page in pages) < 300_000


# --- what it says without scripts -------------------------------------------------------------------------


def test_without_scripts_the_problem_and_the_lines_are_there():
    for sizes in ((2, 2, 1), (3, 3, 3, 1)):
        stated = problem(sizes, title="Homework 3")
        page = living_page(stated)
        static = Reader(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)).text
        assert "Homework 3" in static["h1"]
        assert "goes from" in static["li"]
        solution = stated.solve()
        assert solution.written(solution.derivation.goals[-1]).lstrip("-") in static["noscript"]
        assert "Backward pass" in static["noscript"]


def test_where_something_is_asked_no_value_stands_in_the_page():
    stated = problem(ask=["z1[1]", "J"])
    solution = stated.solve()
    for page in (living_page(stated), living_page(problem(), ask=["z1[1]", "J"])):
        static = Reader(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)).text
        assert "Asked" in static["h2"]
        for quantity in solution.derivation.goals:
            assert solution.written(quantity) not in static["body"].replace("\u2212", "-"), quantity
        assert '<details class="part" id="calculation">' in page
        assert '<details class="part" open>' in page
    assert "asked" not in re.findall(r'id="([a-z]+)"', living_page(stated, ask=()))
    assert '<details class="part" id="calculation" open>' in living_page(stated, ask=())


# --- what is no page with sliders -------------------------------------------------------------------------


def test_a_solution_opens_as_it_is_written():
    stated = problem(ask=["J"])
    page = solution_html(
        stated.solve(
            "dJ/dw1[1,1]", style="delta", notation="mazur", digits=3, mistakes=["updated-weight-used"]
        )
    )
    data = inside(page, "data")
    goal = data["options"].pop("asked")
    assert data["quantities"][goal] == "dJ/dw1[1,1]"
    assert data["options"] == {
        "style": "delta", "notation": "mazur", "digits": {"decimals": 3}, "mistake": "updated-weight-used",
    }  # fmt: skip
    assert '<details class="part" id="calculation" open>' in page
    assert "asked" not in inside(solution_html(stated.solve()), "data")["options"]


@pytest.mark.parametrize(
    "solved",
    [
        lambda: hn.Graph({"q": "x + y", "f": "q*z"}).solve({"x": -2, "y": 5, "z": -4}, "df/dx"),
        lambda: problem().solve("J@2"),
        lambda: problem().solve(given={"z1[1]": "2"}),
        lambda: problem().solve(mistakes=["updated-weight-used", "slope-of-activation"]),
        lambda: problem().solve("dJ/dx[1]"),
    ],
    ids=["graph", "far", "stated", "two mistakes", "not worked in a panel"],
)
def test_a_solution_that_no_panel_shows_is_a_page_of_lines(solved):
    page = solution_html(solved(), after=[Paragraph("and more")])
    assert "<script" not in page
    assert "and more" in page
    sound(page)


def test_a_calculation_too_long_for_sliders_is_a_page_of_lines():
    page = living_page(problem((24, 24, 1), bias="none"), title="large")
    assert "<script" not in page
    assert "too many lines for sliders" in page
    assert Reader(page).text["h1"] == "large"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"style": "detla"}, "delta"),
        ({"notation": "mazzur"}, "mazur"),
        ({"mistake": "updated-weight"}, "updated-weight-used"),
        ({"ask": ["z9[1]"]}, "z9[1]"),
        ({"ask": "J"}, "list"),
        ({"digits": -1}, "decimals"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_line(options, words):
    with pytest.raises(HandnetError) as error:
        living_page(problem(), **options)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_it_is_written_to_a_file(tmp_path):
    assert problem().to_html(tmp_path / "net.html", notation="mazur") is None
    written = (tmp_path / "net.html").read_text(encoding="utf-8")
    assert written == living_page(problem(), notation="mazur")
    assert problem().solve().to_html() == solution_html(problem().solve())


# --- its script, without a browser ------------------------------------------------------------------------


def test_no_name_is_used_twice_and_the_script_can_be_read(tmp_path):
    defined = re.compile(
        r"^(?:export )?(?:const|let|async function|function|class) (\w+)(?! is )", re.MULTILINE
    )
    named = modules("living_page", "own_answers")
    texts = [(PAGE / f"{name}.js").read_text(encoding="utf-8") for name in named]
    names = [name for text in texts for name in defined.findall(text)]
    assert len(names) > 200
    assert not {name for name in names if names.count(name) > 1}
    for page in (living_page(problem()), living_page(problem(), ask=())):
        (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        (tmp_path / "page.js").write_text(script, encoding="utf-8")
        node("--check", tmp_path / "page.js")


def worked(*asked):
    """Of each (data, moves): the data made whole in the page, and the values after the moves; nothing is compiled."""
    works = ", ".join(functions_of([shape["code"] for shape in data["shapes"]]) for data, _ in asked)
    taken = {"CALLED": "shapes", "Calculation": "calculation", "unpacked": "unpacked"}
    paths = {name: PAGE / f"{module}.js" for name, module in taken.items()} | {"answer": ANSWER}
    imports = [f'import {{{name}}} from "{path.as_uri()}";' for name, path in paths.items()]
    told = f"process.stdout.write(JSON.stringify(answer([{works}], Calculation, unpacked)));"
    source = "\n".join([*imports, told])
    questions = json.dumps([{"packed": packed(data), "moves": moves} for data, moves in asked])
    arguments = ("--disallow-code-generation-from-strings", "--input-type=module", "--eval", source)
    return json.loads(node(*arguments, text=questions))


def assert_values(found, solution):
    values = {str(quantity): value for quantity, value in solution.values.items() if str(quantity) in found}
    for address, wanted in values.items():
        answer = float(found[address].replace("Infinity", "inf"))
        close = math.isclose(answer, wanted, rel_tol=1e-12, abs_tol=1e-14)
        assert close or (math.isnan(answer) and math.isnan(wanted)), (address, answer, wanted)
    assert set(map(str, solution.derivation.goals)) <= set(values)


SMALL = problems(networks(most_layers=2, most_units=3), most_samples=2, odd=True)


@given(st.lists(SMALL, min_size=3, max_size=3), st.sampled_from(["chain", "delta"]))
@settings(max_examples=3)
def test_packed_data_are_made_whole_and_worked_without_eval(drawn, style):
    data = [panel_data(each, style=style) for each in drawn]
    for one, each, found in zip(data, drawn, worked(*((one, []) for one in data)), strict=True):
        shapes = [{name: part for name, part in shape.items() if name != "code"} for shape in one["shapes"]]
        assert found["whole"] == {**json.loads(json.dumps(one)), "shapes": shapes}
        assert_values(found["values"], each.solve(style=style))


def test_numbers_in_letters_of_ones_own_survive():
    odd = hn.Notation("odd", z="q007_{<j>}^{<l>}", a="h_{<j>}^{<l>}")
    data = panel_data(problem(), notation=odd)
    (found,) = worked((data, [["take", 5]]))
    assert found["whole"]["notations"] == json.loads(json.dumps(data["notations"]))
    assert float(found["values"]["w1[1,1]"]) == pytest.approx(problem().train(5)[5]["w1[1,1]"], rel=1e-12)
