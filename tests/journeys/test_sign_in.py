"""The login page: CSRF, one answer for every failure, the lock."""

from __future__ import annotations

import re

from tests.journeys.conftest import Company
from tests.journeys.served import PASSWORD, Person


def without_what_was_typed(text: str, login: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text).replace(login, "")


def test_signing_in_needs_the_forms_token(company_served: Company) -> None:
    person = Person(company_served.port)
    refused = person.post_form("/accounts/login/", {"login": "root", "password": PASSWORD})
    assert refused.status == 403
    assert "sessionid" not in person.cookies
    assert "opencem_session" not in person.cookies


def test_a_session_is_needed_and_ends_with_sign_out(company_served: Company) -> None:
    person = Person(company_served.port)
    signed_out = person.api("GET", "/me")
    assert (signed_out.status, signed_out.json()["code"]) == (401, "signed_out")
    assert person.get("/").status == 302
    assert person.sign_in("viewer").status == 302
    assert person.read("/me")["account"]["username"] == "viewer"
    token = person.get("/accounts/logout/").text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert person.post_form("/accounts/logout/", {"csrfmiddlewaretoken": token}).status == 302
    assert person.api("GET", "/me").status == 401


def test_a_write_needs_the_csrf_token(company_served: Company) -> None:
    root = company_served.person("root")
    body = '{"metrics":["nps"],"time":{"from":"2026-01-01","to":"2026-01-02"}}'
    refused = root.send("POST", "/api/v1/query", body, "application/json")
    assert (refused.status, refused.json()["code"]) == (403, "csrf")


def test_unknown_user_and_wrong_password_read_the_same(company_served: Company) -> None:
    replies = {name: Person(company_served.port).sign_in(name, "wrong-Password-1") for name in ("viewer", "nobodyy")}
    assert {reply.status for reply in replies.values()} == {200}
    bodies = {without_what_was_typed(reply.text, name) for name, reply in replies.items()}
    assert len(bodies) == 1
    assert "登录名或密码不对" in bodies.pop()


def test_repeated_failures_lock_the_account_even_for_the_right_password(company_served: Company) -> None:
    root = company_served.person("root")
    grants = [{"role": "viewer", "unit": "R2"}]
    root.do("POST", "/accounts", {"username": "forgetful", "name": "健忘", "password": PASSWORD, "grants": grants})
    statuses = [Person(company_served.port).sign_in("forgetful", f"wrong-{n}").status for n in range(9)]
    assert statuses[0] == 200
    locked = Person(company_served.port).sign_in("forgetful")
    assert locked.status in (403, 429)
    assert "暂时不能登录" in locked.text
    assert Person(company_served.port).sign_in("s2").status == 302


def test_an_unknown_name_locks_like_a_known_one(company_served: Company) -> None:
    last = [Person(company_served.port).sign_in("ghost-of-nobody", f"wrong-{n}") for n in range(9)][-1]
    assert last.status in (403, 429)
    assert "暂时不能登录" in last.text


def test_a_disabled_account_is_out_at_once(company_served: Company) -> None:
    root = company_served.person("root")
    grants = [{"role": "viewer", "unit": "R2"}]
    made = root.do("POST", "/accounts", {"username": "leaver", "name": "离职", "password": PASSWORD, "grants": grants})
    leaver = Person(company_served.port)
    leaver.sign_in("leaver")
    assert leaver.api("GET", "/me").status == 200
    root.do("PATCH", f"/accounts/{made['id']}", {"is_active": False})
    assert leaver.api("GET", "/me").status == 401
