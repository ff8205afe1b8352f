"""People named by a file: whoever is known is chosen, whatever names nobody comes back with its row and reason."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings

from opencem.kit.problems import Problem
from opencem.listen.invitations import service
from opencem.listen.invitations.models import Batch, BatchState, Invitation
from tests.conftest import NOW


@pytest.fixture
def take(people: dict[str, Any], scope: Any, wish: Any) -> Any:
    """Drafts a batch of the person's unit and gives it a file."""

    def run(content: bytes, name: str = "list.csv", username: str = "hq_admin", unit: str = "HQ") -> Batch:
        batch = service.draft_batch(
            scope=scope(username), by=people[username], wish=wish(unit=unit), people={}, per_minute=None, now=NOW
        )
        service.take_file(
            scope=scope(username), by=people[username], public_id=batch.public_id, name=name, chunks=[content]
        )
        service.read_file(batch.pk)
        batch.refresh_from_db()
        return batch

    return run


def rejects(batch: Batch) -> list[tuple[int, str, str]]:
    return list(batch.rejects.order_by("row_number").values_list("row_number", "code", "shown"))


def test_a_list_of_phones_and_member_ids(take: Any, person: Any, people: Any, scope: Any) -> None:
    person("M1", phone="+8613800000001", email="m1@example.com")
    person("M2", email="m2@example.com")
    rows = ["会员号,手机号,备注", ",138 0000 0001,a", "M2,,b", "M1,,同一个人", ",13900000000,", ",12,", ",,空"]
    batch = take("\n".join(rows).encode())
    assert batch.state == BatchState.DRAFT
    assert batch.people == {"file": "list.csv", "columns": {"member": 0, "phone": 1}, "listed": 2}
    assert rejects(batch) == [
        (4, "person_twice", "M1"), (5, "person_unknown", "139****0000"), (6, "bad_phone", ""), (7, "row_blank", ""),
    ]  # fmt: skip
    assert batch.rejected == 4
    service.start_batch(
        scope=scope("hq_admin"), by=people["hq_admin"], public_id=batch.public_id, version=1, starts_at=None, now=NOW
    )
    service.plan_batch(batch.pk, NOW)
    assert set(Invitation.rows.values_list("customer__name", flat=True)) == {"M1先生", "M2先生"}
    assert not list((Path(settings.DATA_DIR) / "invitations").glob(f"{batch.public_id}*"))


def test_a_workbook_of_mails(take: Any, person: Any) -> None:
    person("M1", email="m1@example.com")
    book = openpyxl.Workbook()
    book.active.append(["E-mail"])
    book.active.append(["M1@Example.com"])
    out = io.BytesIO()
    book.save(out)
    batch = take(out.getvalue(), "list.xlsx")
    assert (batch.people["listed"], batch.rejected) == (1, 0)


def test_a_region_finds_its_own_people_only(take: Any, person: Any) -> None:
    person("M1", "0001", email="m1@example.com")
    person("M2", "0003", email="m2@example.com")
    batch = take(b"email\nm1@example.com\nm2@example.com\n", username="r1_manager", unit="R1")
    assert rejects(batch) == [(3, "person_unknown", "m***@example.com")]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"name,city\na,b\n", "list.csv", "file_without_key"),
        (b"", "list.csv", "file_empty"),
        (b"PK\x03\x04broken", "list.xlsx", "file_damaged"),
        (b"phone\n1\n", "list.xlsx", "file_type_mismatch"),
    ],
)
def test_a_file_that_is_none_changes_nothing(take: Any, content: bytes, name: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        take(content, name)
    batch = Batch.rows.get()
    assert (batch.state, batch.people) == (BatchState.DRAFT, {"filter": {}})


def test_a_list_of_nobody_cannot_be_started(take: Any, people: Any, scope: Any) -> None:
    batch = take(b"phone\n13900000000\n")
    with pytest.raises(Problem, match="batch_people_missing"):
        service.start_batch(
            scope=scope("hq_admin"),
            by=people["hq_admin"],
            public_id=batch.public_id,
            version=1,
            starts_at=None,
            now=NOW,
        )
