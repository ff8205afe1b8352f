"""A survey from a template to the phone, through the editor's HTTP, a pause and a second version."""

from __future__ import annotations

from typing import Any

from tests.journeys.conftest import Company
from tests.journeys.respondent import Respondent
from tests.journeys.served import Person, eventually


def tokens_of(person: Person, key: str, stores: int) -> dict[str, str]:
    """The links of a survey by store, once all are there."""
    items = eventually(lambda: _all(person.read(f"/surveys/{key}/collectors")["items"], stores))
    return {one["unit"]["code"]: one["token"] for one in items}


def _all(items: list[Any], wanted: int) -> list[Any]:
    return items if len(items) == wanted else []


def status_of(company: Company, token: str) -> int:
    return Respondent(company.port, token).browser.get(f"/s/{token}").status


def test_a_survey_is_made_published_paused_and_made_anew(company_served: Company) -> None:
    company, root = company_served, company_served.person("root")
    made = root.do("POST", "/surveys", {"template": "online_chat", "unit": "R1"})
    key, path = made["key"], f"/surveys/{made['key']}"
    assert made["status"] == "draft"

    draft = root.read(f"{path}/draft")
    assert draft["faults"] == []
    definition = draft["definition"]
    definition["pages"][0]["questions"][0]["title"]["zh-Hans"] = "您的问题解决了吗？"
    saved = root.do("PUT", f"{path}/draft", {"definition": definition, "revision": draft["revision"]})
    late = root.api("PUT", f"{path}/draft", {"definition": {"title": {}}, "revision": draft["revision"]})
    assert (late.status, late.json()["code"], late.json()["saved_by"]["name"]) == (409, "draft_conflict", "郑总")

    published = root.do("POST", f"{path}/publish", {"revision": saved["revision"]})
    assert (published["status"], published["draft"]["differs"]) == ("published", False)
    tokens = tokens_of(root, key, stores=5)
    assert "0003" not in tokens  # of another region
    page = Respondent(company.port, tokens["0001"]).open(lang="zh-Hans")
    assert "您的问题解决了吗？" in page.text

    root.do("POST", f"{path}/pause")
    eventually(lambda: status_of(company, tokens["0001"]) != 200)
    root.do("POST", f"{path}/resume")
    eventually(lambda: status_of(company, tokens["0001"]) == 200)

    _second_version(company, root, path, tokens["0001"])
    _who_sees_it(company, key)


def _second_version(company: Company, root: Person, path: str, token: str) -> None:
    draft = root.read(f"{path}/draft")
    definition = draft["definition"]
    asked = {"key": "again", "type": "nps", "title": {"zh-Hans": "还会再来问吗？", "en": "Would you ask again?"}}
    definition["pages"][0]["questions"].insert(0, asked)
    saved = root.do("PUT", f"{path}/draft", {"definition": definition, "revision": draft["revision"]})
    told = root.read(f"{path}/diff", **{"from": 1, "to": "draft"})
    assert [(one["kind"], one["what"], one["key"]) for one in told["changes"]] == [("added", "question", "again")]
    root.do("POST", f"{path}/publish", {"revision": saved["revision"]})
    eventually(lambda: "还会再来问吗？" in Respondent(company.port, token).open(lang="zh-Hans").text)


def _who_sees_it(company: Company, key: str) -> None:
    """Of the east: its store sees it, may not touch it; headquarters finds it in its list."""
    store = company.person("s1")
    assert store.read(f"/surveys/{key}")["may_write"] is False
    assert store.api("POST", f"/surveys/{key}/close").status == 403
    listed = company.person("root").read("/surveys", unit="R1", status="published")["items"]
    assert [one["key"] for one in listed] == [key]
