"""Every sentence with which the service refuses has a code, every code words in both languages."""

import ast
import json
import re
from pathlib import Path

import pytest

from api.http.desking import _OPTION
from api.http.sentences import INVALID, OF_CLASS, OTHERS, SENTENCES, coded
from graph import errors

ROOT = Path(__file__).parents[2]
WORDS = {
    language: json.loads((ROOT / "viz/web/locales" / f"{language}.json").read_text("utf-8"))
    for language in ("zh", "en")
}
SAID = {"Problem", "refused", "unanswered", "answer_of", "InputError", "CaseError"}
"""What is called with a sentence that a page may show; a NotFoundError is told as `not_here`."""
AFTER = {
    "refused": "; begin again at the login page",
    "unanswered": "; try later, or log in with a local account",
}
FILES = [
    *sorted((ROOT / "api/http").rglob("*.py")),
    *(ROOT / "api/desk" / f"{name}.py" for name in ("cases", "recusals", "session")),
    *(ROOT / "api" / f"{name}.py" for name in ("assigning", "routing", "papers", "paper_facts")),
    *(
        ROOT / "graph/desk" / f"{name}.py"
        for name in (
            "acts", "applications", "intake", "orders", "overrides", "prying", "states", "team",
            "assignment/posting", "assignment/vault", "assignment/replay",
        )
    ),
    ROOT / "graph/cases/resolve.py",
    ROOT / "graph/paths/connect.py",
    ROOT / "graph/ledger/desk.py",
    ROOT / "graph/ledger/findings.py",
]  # fmt: skip
NOT_SHOWN = {"serving.py", "app.py"}
"""Said before there is a page."""
AT_START = (
    "settings oidc_", "setting oidc_", "there is no event '", "event '", "{}: '{}' must begin",
    "feedback without an author",
)  # fmt: skip
"""Said when the service starts, or to who writes code."""
SPELT_OUT = {
    "override {} in {} is {}": ("expired", "approved by two already"),
    "{} cannot approve override {} in {}: {}": (),
}
"""Sentences with a code for each of their ends; those of the second stand in its module."""


def sentences(path):
    """Yield the sentences of a file, with {} for what differs."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAID:
            for argument in node.args:
                for text in texts(argument):
                    yield node.lineno, text + AFTER.get(node.func.id, "")


def texts(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        parts = [v.value if isinstance(v, ast.Constant) else "{}" for v in node.values]
        return ["".join(parts)]
    if isinstance(node, ast.IfExp):
        return [*texts(node.body), *texts(node.orelse)]
    return []


def is_known(text):
    """Whether a sentence has a code of its own, told as a command tells it or as a page does."""
    return any(
        coded(one.replace("{}", "x"))[0] != "refused" for one in (text, _OPTION.sub(r"'\1'", text))
    )


def test_every_sentence_that_reaches_a_page_has_a_code():
    found = [
        (path.name, line, text)
        for path in FILES
        if path.name not in NOT_SHOWN
        for line, text in sentences(path)
        if " " in text and not text.startswith(("{}; ", *AT_START))
    ]
    assert len(found) > 80
    assert [one for one in found if one[2] not in SPELT_OUT and not is_known(one[2])] == []


def test_every_reason_against_an_approver_has_a_code():
    text = (ROOT / "graph/desk/overrides.py").read_text(encoding="utf-8")
    barred = next(
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name == "barred_approvers"
    )
    reasons = [
        node.value
        for node in ast.walk(barred)
        if isinstance(node, ast.Constant) and str(node.value).startswith(("he ", "it "))
    ]
    assert len(reasons) > 4
    for reason in reasons:
        assert coded(f"A1 cannot approve override E-1 in K1: {reason}")[0] != "refused", reason
    for state in SPELT_OUT["override {} in {} is {}"]:
        assert coded(f"override E-1 in K1 is {state}")[0] != "refused", state


def codes():
    yield from (code for code, _ in SENTENCES)
    yield from OF_CLASS.values()
    yield from OTHERS


@pytest.mark.parametrize("language", WORDS)
def test_every_code_has_words(language):
    words = WORDS[language]
    assert {f"problem.{code}" for code in codes()} == {
        key for key in words if key.startswith("problem.")
    }
    assert {f"invalid.{one}" for one in (*INVALID.values(), "form")} == {
        key for key in words if key.startswith("invalid.")
    }


@pytest.mark.parametrize("language", WORDS)
def test_words_ask_for_nothing_that_the_sentence_does_not_say(language):
    given = {code: {"detail"} for code in (*OF_CLASS.values(), "refused")}
    given |= {"http": {"status"}, "invalid": {"where", "invalid"}}
    for code, sentence in SENTENCES:
        names = set(re.findall(r"\{([a-z]\w*)\}", sentence))
        given[code] = given.get(code, names) & names
    for code, names in given.items():
        assert set(re.findall(r"\{(\w+)\}", WORDS[language][f"problem.{code}"])) <= names, code


def test_chinese_words_are_chinese():
    for key, text in WORDS["zh"].items():
        if key.startswith(("problem.", "invalid.")):
            assert re.search("[\u4e00-\u9fff]", text), key


def test_every_class_of_error_has_a_code():
    classes = [one for one in vars(errors).values() if isinstance(one, type)]
    for one in classes:
        if issubclass(one, errors.HuibiError):
            assert coded("something nobody ever says", one)[0] in OF_CLASS.values()


def test_a_sentence_is_told_with_what_it_says():
    told = coded("case 2026-017 is closed (已结案); 'started' is possible only while a case is: x")
    assert told == ("case_state", {"about": "2026-017", "state": "closed", "event": "started"})


def test_a_refusal_carries_its_code(client_of):
    client = client_of("clerk")
    answer = client.get("/api/v1/people/nobody").json()
    assert (answer["code"], answer["values"]) == ("not_here", {})
    answer = client.get("/api/v1/people/A3/kin").json()
    assert answer["code"] == "purpose_missing"
    answer = client.get("/api/v1/search").json()
    assert (answer["code"], answer["values"]) == ("invalid", {"where": "q", "invalid": "missing"})
    answer = client.put("/api/v1/search").json()
    assert (answer["code"], answer["values"]) == ("http", {"status": "405"})
    given = {"x-huibi-purpose": "case:none"}
    answer = client.get("/api/v1/people/A3/kin", headers=given).json()
    assert answer["code"] == "purpose_over"
