"""Somebody who was invited: greeted by name, asked about each thing they bought, filed under their invitation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from opencem.kit.clock import now
from opencem.listen.customers.service import NewCustomer, upsert_many
from opencem.listen.invitations import tokens
from opencem.listen.invitations.models import Invitation, State
from opencem.listen.orders.service import NewOrder, record_many
from opencem.listen.responses.models import Answer, Response
from opencem.listen.surveys.models import Survey

from .conftest import Published
from .long_survey import choices, question, survey, text
from .plain_browser import PlainBrowser

PAGES: list[dict[str, Any]] = [
    {
        "key": "each",
        "title": text("{{customer.name|您}}，{{item.name}}怎么样？"),
        "loop": {"over": "order.items"},
        "questions": [question("stars", "rating", required=True)],
    },
    {
        "key": "last",
        "questions": [question("again", "single", choices=choices("y", "n"))],
        "next": [{"if": {"selected": ["again", "n"]}, "to": "end:out"}],
    },
]
ENDS = [{"key": "out", "title": text("好吧"), "text": text("再见"), "outcome": "screened_out"}]


@pytest.fixture
def invited(published: Published, company: dict[str, int]) -> tuple[PlainBrowser, Invitation]:
    browser = published(survey(PAGES, ends=ENDS))
    row = NewCustomer(
        identities={"member": "M1"}, name="李女士", level="", home_unit_id=company["0001"], attributes={}, joined_on=None
    )  # fmt: skip
    (customer,) = upsert_many([row], now=now()).ids
    assert customer is not None
    items = (
        {"sku": "A.1", "name": "板栗", "quantity": 1, "price": 20},
        {"sku": "B2", "name": "瓜子", "quantity": 2, "price": 9},
    )
    order = NewOrder(
        number="O1", unit_id=company["0001"], ordered_at=now(), amount=Decimal(38), channel="store", items=items,
        customer_id=customer,
    )  # fmt: skip
    record_many([order], now=now())
    at = now()
    invitation: Invitation = Invitation.rows.create(
        survey=Survey.objects.get(), unit_id=company["0001"], customer_id=customer, channel="email", state=State.OPENED,
        order_number="O1", created_at=at, sent_at=at, delivered_at=at, opened_at=at, expires_at=at + timedelta(days=7),
    )  # fmt: skip
    browser.url += f"?i={tokens.mint(invitation.pk)}"
    return browser, invitation


def test_each_thing_bought_is_rated(invited: tuple[PlainBrowser, Invitation], pump: Callable[[], None]) -> None:
    browser, invitation = invited
    assert "李女士，板栗怎么样？" in browser.open().text
    browser.press(**{"q__stars@A%2E1": "5"})
    assert ("李女士，瓜子怎么样？" in browser.text, browser.page) == (True, "2")
    invitation.refresh_from_db()
    assert invitation.state == "started"
    browser.press(**{"q__stars@B2": "3"})
    browser.press(q__again="y")
    assert browser.is_thanked
    stored = Response.rows.get()
    assert stored.invitation == tokens.mint(invitation.pk)
    assert set(Answer.rows.filter(question="stars").values_list("row", "number")) == {("A.1", 5.0), ("B2", 3.0)}
    pump()
    invitation.refresh_from_db()
    assert invitation.state == "completed"


def test_who_is_screened_out_has_not_completed(
    invited: tuple[PlainBrowser, Invitation], pump: Callable[[], None]
) -> None:
    browser, invitation = invited
    browser.open().press(**{"q__stars@A%2E1": "5"}).press(**{"q__stars@B2": "3"}).press(q__again="n")
    assert "再见" in browser.text
    pump()
    invitation.refresh_from_db()
    assert (invitation.state, invitation.completed_at) == ("screened_out", None)


def test_a_personal_link_goes_on_on_another_phone(invited: tuple[PlainBrowser, Invitation]) -> None:
    browser = invited[0]
    browser.open().press(**{"q__stars@A%2E1": "5"})
    other = PlainBrowser(browser.url).open()
    assert (other.page, "瓜子" in other.text, "可以接着填" in other.text) == ("2", True, True)
    other.press(**{"q__stars@B2": "3"}).press(q__again="y")
    assert browser.press(**{"q__stars@B2": "1"}).is_thanked
    assert Response.rows.count() == 1


def test_an_order_number_alone_tells_nothing(invited: tuple[PlainBrowser, Invitation]) -> None:
    browser = PlainBrowser(invited[0].url.partition("?")[0]).open(order="O1")
    assert ("板栗" in browser.html, "李女士" in browser.html, browser.offers("q.again")) == (False, False, True)


@pytest.mark.parametrize(
    "forge", [lambda token: token[:-1] + ("Q" if token[-1] == "A" else "A"), lambda token: "x" * 30, lambda token: "é"]
)
def test_a_forged_invitation_tells_nothing_and_is_not_kept(
    invited: tuple[PlainBrowser, Invitation], forge: Callable[[str], str]
) -> None:
    url, _, query = invited[0].url.partition("?i=")
    browser = PlainBrowser(f"{url}?i={forge(query)}").open()
    assert ("板栗" in browser.html, "李女士" in browser.html) == (False, False)
    browser.press(q__again="y")
    assert Response.rows.get().invitation == ""
