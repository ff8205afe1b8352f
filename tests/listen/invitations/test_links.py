"""The personal link: to the answer page, through the states, and out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from opencem.kit.clock import now
from opencem.listen.invitations import service, tokens
from opencem.listen.invitations.models import Invitation, InvitationResponse, InvitationStep, OptOut, State
from tests.conftest import NOW


@pytest.fixture
def invited(
    person: Any, company: dict[str, int], survey: dict[str, Any], people: Any, scope: Any, wish: Any
) -> Invitation:
    """Sent a moment ago, by the real clock: the pages ask it."""
    batch = service.draft_batch(
        scope=scope("hq_admin"), by=people["hq_admin"], wish=wish(), people={}, per_minute=None, now=NOW
    )
    at = now()
    made: Invitation = Invitation.rows.create(
        batch=batch, survey=survey["survey"], unit_id=company["0001"], customer_id=person("M1"), channel="email",
        state=State.SENT, order_number="O 1", created_at=at, sent_at=at, expires_at=at + timedelta(days=7),
    )  # fmt: skip
    return made


def test_the_link_leads_to_the_page_of_its_own_collector(invited: Invitation, client: Client) -> None:
    token = tokens.mint(invited.pk)
    assert client.head(f"/i/{token}").status_code == 200
    invited.refresh_from_db()
    assert invited.state == "sent"
    response = client.get(f"/i/{token}")
    assert response.status_code == 302
    assert f"?i={token}&order=O+1&sig=order~" in response["Location"], "the survey believes the order of an invitation"
    assert response["Cache-Control"] == "no-store"
    invited.refresh_from_db()
    assert invited.state == "opened"
    assert invited.delivered_at is not None
    page = client.get(response["Location"])
    assert page.status_code == 200
    again = client.get(f"/i/{token}")
    assert again["Location"] == response["Location"]
    assert InvitationStep.rows.filter(invitation=invited, state="opened").count() == 1


@pytest.mark.parametrize(
    "forge",
    [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: "x" * 30, lambda t: t + "=", lambda t: "é" * 30],
)
def test_a_forged_token_opens_nothing(invited: Invitation, client: Client, forge: Any) -> None:
    token = forge(tokens.mint(invited.pk))
    assert client.get(f"/i/{token}").status_code == 404
    assert client.post(f"/i/{token}/stop").status_code == 404
    assert not service.mark(token, "opened", NOW)
    assert not service.completed(token, 1, NOW)
    assert not OptOut.objects.exists()


def test_tokens_of_many_invitations_are_each_its_own() -> None:
    made = {tokens.mint(number) for number in range(2000)}
    assert len(made) == 2000
    assert {len(token) for token in made} == {tokens.LENGTH}
    assert [tokens.read(tokens.mint(number)) for number in (0, 1, 2**40)] == [0, 1, 2**40]


def test_an_expired_invitation_says_so(invited: Invitation, client: Client) -> None:
    Invitation.rows.filter(pk=invited.pk).update(expires_at=now())
    response = client.get(f"/i/{tokens.mint(invited.pk)}", HTTP_ACCEPT_LANGUAGE="zh-CN")
    assert response.status_code == 410
    assert "过期" in response.content.decode()


def test_unsubscribing_asks_first_and_one_click_does_it(invited: Invitation) -> None:
    strict = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="zh-CN")
    address = f"/i/{tokens.mint(invited.pk)}/stop"
    asked = strict.get(address)
    assert "确认退订" in asked.content.decode()
    assert not OptOut.objects.exists()
    done = strict.post(address, {"List-Unsubscribe": "One-Click"})
    assert "已经退订" in done.content.decode()
    invited.refresh_from_db()
    assert invited.state == "opted_out"
    assert OptOut.objects.get().customer_id == invited.customer_id
    assert strict.get(f"/i/{tokens.mint(invited.pk)}").status_code == 410


def test_states_go_forward_only(invited: Invitation) -> None:
    token = tokens.mint(invited.pk)
    assert service.mark(token, "started", NOW)
    assert not service.mark(token, "opened", NOW)
    assert service.completed(token, 7, NOW)
    assert not service.completed(token, 7, NOW)
    assert not service.mark(token, "partial", NOW)
    invited.refresh_from_db()
    assert (invited.state, invited.completed_at, invited.opened_at) == ("completed", NOW, NOW)
    assert InvitationResponse.rows.get().response_id == 7
    with pytest.raises(ValueError, match="sent"):
        service.mark(token, "sent", NOW)


def test_screened_out_is_an_end(invited: Invitation) -> None:
    token = tokens.mint(invited.pk)
    service.mark(token, "started", NOW)
    assert service.mark(token, "screened_out", NOW)
    assert not service.mark(token, "screened_out", NOW)
    invited.refresh_from_db()
    assert (invited.state, invited.ended_at) == ("screened_out", NOW)


def test_the_page_knows_who_was_invited(invited: Invitation) -> None:
    from opencem.listen.invitations.queries import Invited, invited_by

    assert invited_by(tokens.mint(invited.pk)) == Invited("M1先生", "O 1")
    assert invited_by(tokens.mint(invited.pk + 1)) is None
    assert invited_by("") is None


def test_an_answer_by_the_link_completes_it_and_is_the_persons(invited: Invitation, answer: Any, db: None) -> None:
    from opencem.listen.feedback.models import Feedback
    from opencem.platform.events import dispatcher

    response = answer("0001", recommend=9, comment="很好", at=now(), invitation=tokens.mint(invited.pk))
    other = answer("0001", recommend=9, comment="也好", at=now(), invitation="x" * 30)
    dispatcher.run_until_idle()
    invited.refresh_from_db()
    assert invited.state == "completed"
    assert InvitationResponse.rows.get().response_id == response
    customers = dict(Feedback.rows.values_list("response_id", "customer_id"))
    assert customers == {response: invited.customer_id, other: None}


def test_who_was_turned_away_says_so(invited: Invitation, answer: Any) -> None:
    from opencem.listen.invitations import handlers
    from opencem.listen.responses.models import Response
    from opencem.platform.events.service import EventView

    response = answer("0001", recommend=9, at=now(), invitation=tokens.mint(invited.pk))
    Response.rows.filter(pk=response).update(outcome="over_quota")
    handlers.on_response([EventView(1, "response.over_quota", response, {}, NOW)])
    invited.refresh_from_db()
    assert (invited.state, invited.completed_at) == ("over_quota", None)
