"""The answers table shows each reader their own rows, whole, in order, and of each only what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import NOW
from tests.doubts import lay_doubts

from .conftest import GIVEN, ids_of

PATH = "/surveys/post_purchase/answers"


def test_newest_first_with_the_cells_asked_for_and_no_others(api: Callable[[str], Any], given: list[int]) -> None:
    page = api("hq_analyst").get(PATH, column=["recommend", "satisfaction.price", "comment"]).json()
    newest = sorted(zip(given, GIVEN, strict=True), key=lambda pair: pair[1][4])
    assert [row["id"] for row in page["items"]] == [response for response, _ in newest]
    assert page["total"] == len(GIVEN)
    first = page["items"][0]
    assert first["cells"] == {"recommend": 10, "satisfaction.price": 5, "comment": "肉夹馍很香"}
    assert (first["score"], first["unit"], first["version"]) == (10, {"code": "0001", "name": "徐汇店"}, 1)
    assert first["touchpoint"] == "store_checkout"
    assert page["items"][1]["cells"]["comment"] is None  # nothing said is not an empty answer


def test_pages_join_without_a_gap_or_a_repeat(api: Callable[[str], Any], given: list[int]) -> None:
    client, seen, cursor = api("hq_analyst"), [], None
    for _ in range(len(given)):
        page = client.get(PATH, limit=2, cursor=cursor).json()
        assert (page["total"] is None) == (cursor is not None)
        seen += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == ids_of(client.get(PATH))


def test_a_page_is_read_along_the_index_of_its_survey(given: list[int], survey: Any, people: Any) -> None:
    """Over millions of responses a page must not sort them."""
    from opencem.platform.accounts.service import scope_for
    from opencem.report.centre.filters import AnswerFilter, matching
    from opencem.report.centre.queries.answers import newest_first

    if connection.vendor != "sqlite":
        pytest.skip("the plan is read as SQLite tells it; PostgreSQL plans a handful of rows by sorting them")
    scope = scope_for(people["hq_analyst"], "feedback.read", purpose="test")
    assert scope is not None
    wanted = AnswerFilter.model_validate({"from": "2026-05-01", "to": "2026-06-30"})
    plan = newest_first(matching(wanted, survey["survey"], scope), None)[:51].explain()
    assert "response_survey (survey_id=? AND submitted_at>? AND submitted_at<?)" in plan
    assert "B-TREE" not in plan


def test_a_page_does_not_wait_for_all_to_be_counted(
    api: Callable[[str], Any], given: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from opencem.report.centre.queries import answers

    monkeypatch.setattr(answers, "MOST_COUNTED", len(given))
    assert api("hq_analyst").get(PATH).json()["total"] == len(given)
    monkeypatch.setattr(answers, "MOST_COUNTED", len(given) - 1)
    assert api("hq_analyst").get(PATH).json()["total"] is None
    assert api("s1_manager").get(PATH).json()["total"] == 3


def test_queries_do_not_grow_with_rows(api: Callable[[str], Any], given: list[int]) -> None:
    client = api("hq_analyst")
    counts = []
    for limit in (1, 9):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(PATH, limit=limit, column="comment")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"unit": "C11"}, [0, 1, 2, 3, 4]),
        ({"unit": "0003", "score_min": 7}, [5, 6, 8]),
        ({"from": f"{NOW.date()}"}, [0]),
        ({"to": "2026-05-31"}, [4]),
        ({"score_group": "detractor"}, [2, 7, 4]),
        ({"q": "小时"}, [4]),
        ({"q": "不存在的话"}, []),
        ({"question": "satisfaction.price", "answer_max": 1}, [2, 4]),
        ({"question": "comment"}, [0, 2, 3, 5, 7, 8, 4]),
        ({"channel": "delivery"}, []),
        ({"version": 2}, []),
        ({"test": "true"}, []),
    ],
)  # fmt: skip
def test_filters_choose_what_they_say(
    api: Callable[[str], Any], given: list[int], filters: dict[str, Any], expected: list[int]
) -> None:
    assert set(ids_of(api("hq_analyst").get(PATH, **filters))) == {given[place] for place in expected}


def test_each_reads_their_own(api: Callable[[str], Any], given: list[int]) -> None:
    assert set(ids_of(api("s1_manager").get(PATH))) == set(given[:3])
    assert set(ids_of(api("r1_manager").get(PATH))) == set(given[:5])
    assert api("s1_manager").get(PATH, unit="0003").status_code == 404
    assert api("s1_manager").get(f"{PATH}/{given[5]}").status_code == 404
    assert api("stranger").get(PATH).status_code == 403


def test_flagged_answers_are_found_and_their_history_tells_who_reversed_it(
    api: Callable[[str], Any], given: list[int], pump: Callable[[], None]
) -> None:
    from opencem.listen.feedback.models import Feedback, Flag

    feedback = Feedback.rows.get(response_id=given[2])
    lay_doubts({feedback.pk: [("speeder", 0.6, {"seconds": 2})]}, NOW)
    client = api("hq_analyst")
    assert given[2] in ids_of(client.get(PATH, flagged="true"))
    assert given[2] not in ids_of(client.get(PATH, flagged="false"))
    flag = Flag.rows.get(feedback=feedback, kind="speeder")
    client.post(f"/feedback/{feedback.pk}/flags/{flag.pk}/reverse", {"reason": "看过监控，是本人"})
    detail = client.get(f"{PATH}/{given[2]}").json()
    story = [(each["what"], each["who"], each["note"]) for each in detail["history"] if each["flag"] in ("", "speeder")]
    assert ("reversed", "何分析", "看过监控，是本人") in story
    assert {what for what, _, _ in story} == {"received", "flagged", "reversed"}


def test_one_answer_tells_all_its_questions_in_the_readers_words(api: Callable[[str], Any], given: list[int]) -> None:
    detail = api("s1_manager").get(f"{PATH}/{given[0]}").json()
    said = {each["key"]: each["value"] for each in detail["answers"]}
    assert (said["recommend"], said["satisfaction.product"], said["comment"]) == (10, 5, "肉夹馍很香")
    assert detail["history"][-1]["what"] == "received"
    assert (detail["collector"], detail["is_test"]) == ("qr", False)


def test_a_phone_shows_masked_without_the_right_to_it(
    api: Callable[[str], Any], survey: Any, analytics: Any, pump: Callable[[], None]
) -> None:
    from opencem.listen.distribution.queries import door
    from opencem.listen.responses import keys
    from opencem.listen.responses.service import Visit, submit

    behind = door(survey["tokens"]["0001"])
    assert behind is not None
    raw = {"recommend": 9, "satisfaction": {"product": 5, "service": 5, "environment": 5, "price": 5, "speed": 5}}
    phone = next(q.key for q in _questions(survey) if q.type == "phone")
    raw[phone] = {"number": "13812345678", "consent": True}
    made = submit(
        door=behind, key=keys.mint(behind.collector_id, behind.version_id, NOW), raw=raw, visit=Visit(), now=NOW
    )
    masked = api("s1_manager").get(f"{PATH}/{made.response_id}").content.decode()
    assert "138****5678" in masked
    assert "13812345678" not in masked
    assert "+8613812345678" in api("hq_admin").get(PATH, column=phone).content.decode()
    assert ids_of(api("s1_manager").get(PATH, question=phone)) == [made.response_id]
    pump()
    for first, expected in ((NOW.date(), 1), (NOW.date() + timedelta(days=1), 0)):
        summed = api("s1_manager").get("/surveys/post_purchase/summary", **{"from": f"{first}"}).json()["questions"]
        assert next((each["n"], each["spread"]) for each in summed if each["key"] == phone) == (expected, [])


def _questions(survey: Any) -> Any:
    from opencem.listen.surveys.queries import live

    return live(survey["version"].pk).definition.questions


def test_a_test_answer_stands_apart(api: Callable[[str], Any], given: list[int], answer: Callable[..., int]) -> None:
    from opencem.listen.responses.models import Response

    tried = answer("0001", recommend=1)
    Response.rows.filter(pk=tried).update(is_test=True)
    client = api("hq_analyst")
    assert tried not in ids_of(client.get(PATH))
    assert ids_of(client.get(PATH, test="true")) == [tried]


def test_who_was_screened_out_stands_apart(api: Callable[[str], Any], given: list[int]) -> None:
    from opencem.listen.responses.models import Response

    Response.rows.filter(pk=given[1]).update(outcome="screened_out")
    client = api("s1_manager")
    assert set(ids_of(client.get(PATH))) == {given[0], given[2]}
    assert ids_of(client.get(PATH, outcome="screened_out")) == [given[1]]
    assert client.get(f"{PATH}/{given[1]}").json()["outcome"] == "screened_out"


@pytest.mark.parametrize(
    ("filters", "status", "field"),
    [
        ({"column": "no_such"}, 422, "column"),
        ({"cursor": "garbage"}, 400, "cursor"),
        ({"score_min": "eleven"}, 422, "score_min"),
        ({"outcome": "gone"}, 422, "outcome"),
        ({"from": "yesterday"}, 422, "from"),
        ({"from": "0001-01-01"}, 422, "from"),
        ({"to": "9999-12-31"}, 422, "to"),
        ({"q": "a\x00b"}, 422, "q"),
    ],
)
def test_bad_questions_are_refused_with_their_field(
    api: Callable[[str], Any], given: list[int], filters: dict[str, Any], status: int, field: str
) -> None:
    refused = api("hq_analyst").get(PATH, **filters)
    assert refused.status_code == status
    assert any(field in error["field"] for error in refused.json()["errors"])


def test_an_unknown_survey_is_not_found(api: Callable[[str], Any], survey: Any) -> None:
    for path in ("/surveys/none/answers", "/surveys/none/summary", "/surveys/none/columns", "/surveys/none/answers/1"):
        assert api("hq_analyst").get(path).status_code == 404


def test_columns_run_through_versions(api: Callable[[str], Any], survey: Any, company: dict[str, int]) -> None:
    """A question that the newest version no longer asks keeps its column, after the others."""
    from opencem.listen.surveys.service import publish_survey

    definition = {**survey["version"].definition}
    pages = [dict(page) for page in definition["pages"]]
    pages[-1]["questions"] = [q for q in pages[-1]["questions"] if q["key"] != "comment"]
    publish_survey(definition={**definition, "pages": pages}, owner_unit_id=company["HQ"], account=None, now=NOW)
    items = api("s1_manager").get("/surveys/post_purchase/columns").json()["items"]
    by_key = {item["key"]: item for item in items}
    assert by_key["recommend"]["versions"] == [2, 1]
    assert by_key["comment"]["versions"] == [1]
    assert items[-1]["key"] == "comment"
    assert by_key["satisfaction.price"]["row"] == "price"
