"""One piece of feedback opened, its doubts taken back, its customer's path, the search, the workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from opencem.kit.problems import Problem
from opencem.listen.feedback.models import Feedback
from opencem.platform.accounts.service import scope_for
from opencem.platform.audit.models import AuditEntry
from opencem.platform.events import dispatcher
from opencem.report.voices.export import export_feedback
from opencem.report.voices.filters import FeedbackFilter

from .conftest import Told, _record, _voice

Api = Callable[[str], Any]


def test_a_feedback_opens_to_its_order_customer_and_ticket(api: Api, told: Told) -> None:
    found = api("s1_manager").get(f"/feedback/{told.feedback['stale']}").json()
    assert found["order"]["number"] == "A-1"
    assert found["order"]["amount"] == 36.5
    assert found["customer"] == {
        "id": told.public_id,
        "name": "张**",
        "level": "金卡",
        "phone": "138****5678",
        "orders": 1,
        "revenue": 36.5,
    }
    assert found["ticket"]["number"] == "T-0001"


def test_headquarters_count_every_order_and_may_see_the_phone(api: Api, told: Told) -> None:
    customer = api("hq_admin").get(f"/feedback/{told.feedback['stale']}").json()["customer"]
    assert (customer["orders"], customer["revenue"], customer["phone"]) == (2, 135.5, "+8613812345678")


@pytest.mark.parametrize(("person", "status"), [("s1_manager", 200), ("r1_manager", 200), ("s2_manager", 404)])
def test_another_store_s_feedback_is_not_there(api: Api, told: Told, person: str, status: int) -> None:
    assert api(person).get(f"/feedback/{told.feedback['stale']}").status_code == status


def test_an_impossible_id_is_not_there(api: Api, told: Told) -> None:
    assert api("hq_admin").get("/feedback/99999999999999999999999").status_code == 404


def test_the_answers_come_with_the_words_of_the_questionnaire(api: Api, answer: Callable[..., int]) -> None:
    response = answer("0001", recommend=3, comment="太贵了", stars=2)
    dispatcher.run_until_idle()
    feedback = Feedback.rows.get(response_id=response)
    answers = api("s1_manager").get(f"/feedback/{feedback.pk}").json()["answers"]
    assert answers[0]["question"] == "recommend"
    assert answers[0]["number"] == 3
    assert "推荐" in answers[0]["title"]
    product = next(a for a in answers if a["row"] == "product")
    assert (product["number"], product["row_title"]) == (2, "商品")
    assert any(a["text"] == "太贵了" for a in answers)


def test_a_doubt_is_taken_back_with_a_reason_and_the_feedback_counts_again(api: Api, told: Told) -> None:
    feedback = told.feedback["flagged"]
    client = api("hq_admin")
    flag = client.get(f"/feedback/{feedback}").json()["flags"][0]
    assert (flag["kind"], flag["evidence"], flag["reversed"]) == ("speeder", {"seconds": 3}, False)
    path = f"/feedback/{feedback}/flags/{flag['id']}/reverse"
    assert client.post(path, {"reason": ""}).status_code == 422
    after = client.post(path, {"reason": "顾客是熟客,答得快"}).json()
    assert (after["suspicion"], after["excluded"]) == (0.0, False)
    assert after["flags"][0]["reversed_reason"] == "顾客是熟客,答得快"
    assert client.post(path, {"reason": "再来一次"}).status_code in (409, 422)


def test_a_flag_is_reversed_through_its_own_feedback_by_whom_may(api: Api, told: Told) -> None:
    flag = api("hq_admin").get(f"/feedback/{told.feedback['flagged']}").json()["flags"][0]["id"]
    body = {"reason": "试试看"}
    assert api("hq_admin").post(f"/feedback/{told.feedback['stale']}/flags/{flag}/reverse", body).status_code == 404
    assert api("s1_manager").post(f"/feedback/{told.feedback['flagged']}/flags/{flag}/reverse", body).status_code == 403


def test_the_timeline_merges_what_the_reader_may_see(api: Api, told: Told) -> None:
    everything = api("hq_analyst").get(f"/customers/{told.public_id}").json()
    assert [item["kind"] for item in everything["items"]] == ["ticket", "feedback", "feedback", "order", "order"]
    assert everything["customer"]["phone"] == "138****5678"
    own = api("s1_manager").get(f"/customers/{told.public_id}").json()
    assert [(item["kind"], item["unit"]["code"]) for item in own["items"]] == [
        ("ticket", "0001"),
        ("feedback", "0001"),
        ("order", "0001"),
    ]
    assert own["customer"]["orders"] == 1
    assert api("s2_manager").get(f"/customers/{told.public_id}").status_code == 404


def test_the_timeline_pages_without_loss_at_equal_instants(api: Api, told: Told) -> None:
    client, cursor, seen = api("hq_admin"), None, []
    for _ in range(10):
        page = client.get(f"/customers/{told.public_id}", limit=1, cursor=cursor).json()
        seen += [item["kind"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == ["ticket", "feedback", "feedback", "order", "order"]


def _found(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200, answer.content
    return {group["kind"]: [item["title"] for item in group["items"]] for group in answer.json()["groups"]}


def test_search_finds_by_what_each_kind_is_known_by(api: Api, told: Told) -> None:
    client = api("hq_admin")
    assert _found(client.get("/search", q="徐汇")) == {"unit": ["徐汇店"]}
    assert _found(client.get("/search", q="T-0001"))["ticket"] == ["不新鲜,太贵了"]
    assert _found(client.get("/search", q="13812345678"))["customer"] == ["张小满"]
    assert _found(client.get("/search", q="张小"))["customer"] == ["张小满"]
    assert _found(client.get("/search", q="好吃"))["feedback"] == ["好吃 100%", "好吃,店员热情"]
    assert _found(client.get("/search", q="  ")) == _found(client.get("/search", q="\x00")) == {}
    assert client.get("/customers/%00").status_code == 404


def test_search_gives_a_store_manager_nothing_of_others_and_no_name_by_guessing(api: Api, told: Told) -> None:
    own, other = api("s1_manager"), api("s2_manager")
    assert _found(own.get("/search", q="好吃")) == {"feedback": ["好吃,店员热情"]}
    assert _found(own.get("/search", q="张小")) == {}
    assert _found(own.get("/search", q="13812345678")) == {"customer": ["张**"]}
    for words in ("徐汇", "T-0001", "13812345678", "不新鲜", "好吃"):
        assert _found(other.get("/search", q=words)) == {}


def _sheet(content: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_the_workbook_holds_what_is_seen_as_text_and_is_audited(api: Api, told: Told, company: dict[str, int]) -> None:
    _record([_voice("attack", company["0001"], 0, text='=HYPERLINK("http://x","y")')])
    answer = api("r1_manager").get("/feedback/export.xlsx", unit="0001")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    header, *rows = _sheet(content)
    assert header[:3] == ("时间", "门店编码", "门店")
    assert [row[9] for row in rows] == ['=HYPERLINK("http://x","y")', "好吃,店员热情", "不新鲜,太贵了", "太好了"]
    cells = openpyxl.load_workbook(io.BytesIO(content)).active["J2"]
    assert cells.data_type == "s"
    assert {row[1] for row in rows} == {"0001"}
    assert rows[2][13] == "张**"
    entry = AuditEntry.objects.get(action="feedback.exported")
    assert entry.after == {"filter": {"unit": "0001"}, "rows": 4}


def test_who_may_not_export_is_refused(api: Api, told: Told) -> None:
    assert api("s1_manager").get("/feedback/export.xlsx").status_code == 403


def test_an_export_is_complete_or_refused(told: Told, people: dict[str, Any]) -> None:
    account = people["hq_admin"]
    scope = scope_for(account, "feedback.export", purpose="test")
    assert scope is not None
    target = io.BytesIO()
    with pytest.raises(Problem) as refused:
        export_feedback(scope, FeedbackFilter(), account, target, language="zh-Hans", row_limit=4)
    assert (refused.value.code, refused.value.params) == ("export_too_large", {"rows": 5, "limit": 4})
    assert target.getvalue() == b""
    assert not AuditEntry.objects.filter(action="feedback.exported").exists()
