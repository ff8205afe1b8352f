"""A batch from its draft to the last message: who is chosen, who is left out, and by which rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from opencem.kit.problems import Problem
from opencem.listen.invitations import service
from opencem.listen.invitations.models import Batch, BatchState, Dispatch, Invitation, InvitationStep, OptOut, State
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.fixture
def batch(people: dict[str, Any], scope: Any, wish: Any) -> Callable[..., Batch]:
    def make(
        username: str = "hq_admin", *, filter: dict[str, Any] | None = None, per_minute: Any = None, **fields: Any
    ) -> Batch:
        return service.draft_batch(
            scope=scope(username), by=people[username], wish=wish(**fields), people=filter or {},
            per_minute=per_minute, now=NOW,
        )  # fmt: skip

    return make


@pytest.fixture
def start(people: dict[str, Any], scope: Any) -> Callable[..., None]:
    def run(batch: Batch, at: Any = NOW) -> None:
        service.start_batch(
            scope=scope("hq_admin"), by=people["hq_admin"], public_id=batch.public_id, version=batch.version,
            starts_at=at, now=NOW,
        )  # fmt: skip
        for batch_id in service.due_batches(at):
            service.plan_batch(batch_id, at)

    return run


def states(batch: Batch) -> dict[str, tuple[str, str]]:
    rows = Invitation.rows.filter(batch=batch).values_list("customer__name", "state", "reason")
    return {name.removesuffix("先生"): (state, reason) for name, state, reason in rows}


def send_all(at: Any = NOW) -> int:
    total = 0
    while done := service.send_due(at):
        total += done
    return total


def test_the_count_after_each_rule_is_what_then_happens(batch: Any, start: Any, person: Any, mail: Any) -> None:
    _a, b, c, d = (person(f"M{n}", email=f"m{n}@example.com") for n in range(4))
    person("M4")  # no address
    service.do_not_ask(b, NOW - DAY, source="agent")
    service.note_complaints({c: NOW - 10 * DAY})
    earlier = batch(name="earlier", filter={"levels": ["金"]})
    start(earlier)
    person("M3", email="m3@example.com", level="金")
    one = batch(name="gold", filter={"levels": ["金"]})
    start(one)
    assert send_all() == 1

    everyone = batch()
    service.preview_batch(everyone.pk, NOW + DAY)
    everyone.refresh_from_db()
    seen = everyone.preview
    assert (seen["chosen"], seen["send"], seen["wait"]) == (5, 1, 0)
    assert [(rule["rule"], rule["left_out"], rule["left"]) for rule in seen["rules"]] == [
        ("unreachable", 1, 4), ("suppression", 0, 4), ("opt_out", 1, 3), ("complaint", 1, 2), ("sampling", 0, 2),
        ("fatigue:week", 1, 1), ("fatigue:quarter", 0, 1), ("fatigue:same_survey", 0, 1), ("quiet", 0, 1),
    ]  # fmt: skip
    assert not Invitation.rows.filter(batch=everyone).exists()

    start(everyone, NOW + DAY)
    assert states(everyone) == {
        "M0": ("scheduled", ""), "M1": ("skipped", "opt_out"), "M2": ("skipped", "complaint"),
        "M3": ("skipped", "fatigue:week"), "M4": ("skipped", "unreachable"),
    }  # fmt: skip
    assert send_all(NOW + DAY) == 1
    assert [message.recipient for message in mail.taken] == ["m3@example.com", "m0@example.com"]
    skipped = Invitation.rows.get(batch=everyone, customer_id=d)
    assert skipped.next_at == NOW + 7 * DAY
    assert InvitationStep.rows.filter(invitation__batch=everyone).count() == 7  # five planned, one sent and delivered


def test_a_message_carries_the_persons_name_link_and_language(batch: Any, start: Any, person: Any, mail: Any) -> None:
    person("M1", email="m1@example.com", attributes={"language": "en"})
    person("M2", email="m2@example.com")
    start(batch())
    send_all()
    english, chinese = sorted(mail.taken, key=lambda message: message.language)
    assert english.subject == "How was 徐汇店?"
    assert chinese.text.startswith("M2先生，你好！感谢光临徐汇店。")
    assert chinese.link in chinese.text
    assert f'<a href="{chinese.link}">' in chinese.html
    assert chinese.unsubscribe == f"{chinese.link}/stop"
    assert english.id != chinese.id


def test_values_in_a_message_are_text_not_markup(batch: Any, start: Any, person: Any, mail: Any) -> None:
    person("<b>M1</b>", email="m1@example.com")
    start(
        batch(message={"zh-Hans": {"subject": "a\r\nBcc: x@example.com {{name}}", "text": "<i>{{name}}</i> {{link}}"}})
    )
    send_all()
    (message,) = mail.taken
    assert "\n" not in message.subject
    assert "\r" not in message.subject
    assert "&lt;i&gt;&lt;b&gt;M1&lt;/b&gt;先生&lt;/i&gt;" in message.html


def test_only_the_people_of_its_own_unit(batch: Any, start: Any, person: Any, order: Any) -> None:
    person("M1", "0001", email="m1@example.com")
    person("M2", "0003", email="m2@example.com")
    visitor = person("M3", "0003", email="m3@example.com")
    order("O1", visitor, "0002")
    region = batch("r1_manager", unit="R1")
    start(region)
    assert set(states(region)) == {"M1", "M3"}
    assert Invitation.rows.get(batch=region, customer_id=visitor).unit.code == "R1"
    with pytest.raises(Problem, match="not_found"):
        batch("r1_manager", unit="HQ")
    with pytest.raises(Problem, match="not_found"):
        foreign = batch("r1_manager", unit="R1", filter={"unit": "0003"})
        start(foreign)


@pytest.mark.parametrize(
    ("filter", "chosen"),
    [
        ({"unit": "0001"}, {"M1", "M2"}),
        ({"levels": ["金"]}, {"M1"}),
        ({"ordered_days": 30}, {"M1", "M2"}),
        ({"ordered_days": 30, "order_channels": ["tmall"]}, {"M2"}),
        ({"not_ordered_days": 30}, {"M3"}),
        ({"orders_min": 2}, {"M1"}),
        ({"spent_min": 150}, {"M1", "M2"}),
        ({"joined_from": "2026-01-01"}, {"M3"}),
    ],
)
def test_filters(batch: Any, start: Any, person: Any, order: Any, filter: dict[str, Any], chosen: set[str]) -> None:
    from datetime import date

    a = person("M1", "0001", level="金", joined_on=date(2024, 1, 1))
    b = person("M2", "0001", joined_on=date(2025, 1, 1))
    c = person("M3", "0002", joined_on=date(2026, 2, 1))
    for number, (customer, days, amount, channel) in enumerate(
        [(a, 5, 80, "store"), (a, 50, 80, "store"), (b, 3, 200, "tmall"), (c, 90, 10, "store")]
    ):
        order(
            f"O{number}",
            customer,
            "0002" if customer == c else "0001",
            at=NOW - days * DAY,
            amount=amount,
            channel=channel,
        )
    made = batch(filter=filter)
    start(made)
    assert set(states(made)) == chosen


def test_half_are_drawn_and_the_others_are_told_so(batch: Any, start: Any, person: Any) -> None:
    for number in range(40):
        person(f"M{number}", email=f"m{number}@example.com")
    made = batch(share=0.5)
    start(made)
    found = list(states(made).values())
    assert found.count(("skipped", "sampling")) + found.count(("scheduled", "")) == 40
    assert 8 <= found.count(("scheduled", "")) <= 32


def test_a_killed_planner_goes_on_where_it_stood(batch: Any, start: Any, person: Any, monkeypatch: Any) -> None:
    from opencem.listen.invitations.service import planning

    monkeypatch.setattr(planning, "CHUNK", 2)
    for number in range(5):
        person(f"M{number}", email=f"m{number}@example.com")
    made = batch()
    calls = iter([None, RuntimeError("killed")])

    def crash(name: str) -> None:
        error = next(calls)
        if error:
            raise error

    monkeypatch.setattr(planning, "crash_point", crash)
    with pytest.raises(RuntimeError):
        start(made)
    assert Invitation.rows.filter(batch=made).count() == 4
    monkeypatch.setattr(planning, "crash_point", lambda name: None)
    assert service.due_batches(NOW) == [made.pk]
    service.plan_batch(made.pk, NOW)
    assert len(states(made)) == 5


def test_a_throttled_batch_sends_so_many_a_minute(batch: Any, start: Any, person: Any, mail: Any) -> None:
    for number in range(5):
        person(f"M{number}", email=f"m{number}@example.com")
    start(batch(per_minute=2))
    sent = []
    for second in (0, 20, 59, 61, 130):
        send_all(NOW + timedelta(seconds=second))
        sent.append(len(mail.taken))
    assert sent == [2, 2, 2, 4, 5]


def test_pause_resume_cancel(batch: Any, start: Any, person: Any, people: Any, scope: Any, mail: Any) -> None:
    person("M1", email="m1@example.com")
    made = batch()
    start(made)
    asked = {"scope": scope("hq_admin"), "by": people["hq_admin"], "public_id": made.public_id}
    service.pause_batch(**asked)
    assert send_all() == 0
    service.resume_batch(**asked)
    service.plan_batch(made.pk, NOW)
    service.cancel_batch(**asked)
    assert send_all() == 0
    assert service.withdraw(made.pk, NOW) == 1
    assert states(made) == {"M1": ("skipped", "cancelled")}
    assert mail.taken == []
    with pytest.raises(Problem, match="batch_state"):
        service.resume_batch(**asked)


def test_a_batch_is_done_when_nothing_is_left_to_send(batch: Any, start: Any, person: Any) -> None:
    person("M1", email="m1@example.com")
    made = batch()
    start(made)
    assert service.finish_batches(NOW) == 0
    send_all()
    assert service.finish_batches(NOW) == 1
    assert Batch.rows.get(pk=made.pk).state == BatchState.DONE


def test_reminders_go_to_those_who_have_not_answered(batch: Any, start: Any, person: Any, mail: Any) -> None:
    from opencem.listen.invitations import tokens

    silent, quick = person("M1", email="m1@example.com"), person("M2", email="m2@example.com")
    made = batch(reminder_hours=(72,))
    start(made)
    send_all()
    service.finish_batches(NOW)
    answered = Invitation.rows.get(batch=made, customer_id=quick)
    service.completed(tokens.mint(answered.pk), 4711, NOW + DAY)
    assert send_all(NOW + 2 * DAY) == 0
    assert send_all(NOW + 3 * DAY) == 1
    assert [message.recipient for message in mail.taken] == ["m1@example.com", "m2@example.com", "m1@example.com"]
    assert len({message.id for message in mail.taken}) == 3
    reminded = Invitation.rows.get(batch=made, customer_id=silent)
    assert (reminded.reminders, reminded.due_at, reminded.state) == (1, None, "delivered")
    assert Dispatch.rows.filter(customer_id=silent, reminder=True).count() == 1
    assert send_all(NOW + 6 * DAY) == 0


def test_what_runs_out_expires_and_what_was_begun_is_partial(batch: Any, start: Any, person: Any) -> None:
    from opencem.listen.invitations import tokens

    person("M1", email="m1@example.com")
    begun = person("M2", email="m2@example.com")
    made = batch(expires_hours=48)
    start(made)
    send_all()
    service.mark(tokens.mint(Invitation.rows.get(batch=made, customer_id=begun).pk), "started", NOW + DAY)
    assert service.expire_due(NOW + DAY) == 0
    assert service.expire_due(NOW + 2 * DAY) == 2
    assert states(made) == {"M1": ("expired", "expiry"), "M2": ("partial", "expiry")}


def test_quiet_hours_hold_a_message_over_and_check_again_on_release(
    batch: Any, start: Any, person: Any, mail: Any
) -> None:
    night = NOW.replace(hour=14)  # 22:00 in Shanghai
    customer = person("M1", email="m1@example.com")
    abroad = person("M2", email="m2@example.com", attributes={"timezone": "Europe/London"})
    made = batch()
    start(made, night)
    waiting = Invitation.rows.get(batch=made, customer_id=customer)
    assert (waiting.state, waiting.reason) == ("scheduled", "quiet")
    assert waiting.due_at == night.replace(hour=1) + DAY
    send_all(night)
    assert [message.recipient for message in mail.taken] == ["m2@example.com"]
    OptOut.objects.create(customer_id=customer, channel="", source="agent", at=night)
    send_all(night.replace(hour=1) + DAY)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason) == ("skipped", "opt_out")
    assert len(mail.taken) == 1
    assert Invitation.rows.get(customer_id=abroad).state == State.DELIVERED


def test_new_rules_look_at_those_who_wait_at_once(batch: Any, start: Any, person: Any, people: Any, mail: Any) -> None:
    from opencem.listen.invitations.rules import BUILT_IN

    night = NOW.replace(hour=14)  # 22:00 in Shanghai
    person("M1", email="m1@example.com")
    start(batch(), night)
    assert send_all(night) == 0
    service.change_rules(by=people["hq_admin"], version=0, content={**BUILT_IN, "quiet": None}, now=night)
    assert send_all(night) == 1
    assert len(mail.taken) == 1
