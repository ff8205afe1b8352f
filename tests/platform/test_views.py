"""Saved views: mine, those others share, and the one a list opens with."""

from __future__ import annotations

from typing import Any

import pytest

VIEW = {"page": "tickets", "name": "  超时的  ", "search": "overdue=1&sort=newest"}


def _offered(api: Any, person: str, page: str = "tickets") -> list[tuple[str, bool, bool]]:
    items = api(person).get("/views", page=page).json()["items"]
    return [(item["name"], item["mine"], item["default"]) for item in items]


def _save(api: Any, person: str, **fields: Any) -> int:
    saved = api(person).post("/views", VIEW | fields)
    assert saved.status_code == 201, saved.content
    return int(saved.json()["id"])


def test_a_view_is_mine_until_i_share_it(api: Any) -> None:
    view = _save(api, "agent")
    assert _offered(api, "agent") == [("超时的", True, False)]
    assert _offered(api, "agent", page="feedback") == _offered(api, "hq_admin") == []
    shared = api("agent").patch(f"/views/{view}", {"shared": True}).json()
    assert (shared["shared"], shared["owner"], shared["search"]) == (True, "小林", VIEW["search"])
    assert _offered(api, "hq_admin") == [("超时的", False, False)]


def test_my_own_stand_before_what_others_share(api: Any) -> None:
    _save(api, "agent", name="a", shared=True)
    _save(api, "hq_admin", name="b")
    assert [name for name, _, _ in _offered(api, "hq_admin")] == ["b", "a"]


def test_a_list_opens_with_one_view_for_each_reader(api: Any) -> None:
    first, second = _save(api, "agent", name="a", shared=True), _save(api, "agent", name="b", shared=True)
    api("agent").patch(f"/views/{first}", {"default": True})
    api("hq_admin").patch(f"/views/{second}", {"default": True})
    api("agent").patch(f"/views/{second}", {"default": True})
    assert _offered(api, "agent") == [("a", True, False), ("b", True, True)]
    assert _offered(api, "hq_admin") == [("a", False, False), ("b", False, True)]
    assert api("hq_admin").patch(f"/views/{second}", {"default": False}).json()["default"] is False
    assert _offered(api, "agent")[1] == ("b", True, True)


def test_what_is_no_longer_shared_opens_nobody_elses_list(api: Any) -> None:
    view = _save(api, "agent", shared=True)
    for person in ("agent", "hq_admin"):
        api(person).patch(f"/views/{view}", {"default": True})
    api("agent").patch(f"/views/{view}", {"shared": False})
    assert _offered(api, "hq_admin") == []
    api("agent").patch(f"/views/{view}", {"shared": True})
    assert _offered(api, "hq_admin") == [("超时的", False, False)]
    assert _offered(api, "agent") == [("超时的", True, True)]


def test_nobody_changes_or_deletes_anothers(api: Any) -> None:
    view = _save(api, "agent", shared=True)
    admin = api("hq_admin")
    assert admin.patch(f"/views/{view}", {"name": "x"}).status_code == 404
    assert admin.client.delete(f"/api/v1/views/{view}").status_code == 404
    assert api("agent").client.delete(f"/api/v1/views/{view}").status_code == 204
    assert _offered(api, "agent") == []
    private = _save(api, "agent")
    assert admin.patch(f"/views/{private}", {"default": True}).status_code == 404


def test_names_are_given_once(api: Any) -> None:
    _save(api, "agent")
    again = api("agent").post("/views", VIEW)
    assert (again.status_code, again.json()["code"]) == (409, "view_exists")
    other = _save(api, "agent", name="b")
    assert api("agent").patch(f"/views/{other}", {"name": "超时的"}).status_code == 409
    _save(api, "hq_admin")
    _save(api, "agent", page="feedback")


def test_there_are_not_endlessly_many(api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from opencem.platform.accounts import views

    monkeypatch.setattr(views, "MOST_VIEWS", 1)
    _save(api, "agent")
    assert api("agent").post("/views", VIEW | {"name": "b"}).json()["code"] == "too_many_views"


@pytest.mark.parametrize(
    "fields",
    [{"page": "Tickets"}, {"name": "   "}, {"name": "x" * 41}, {"search": "x" * 2001}, {"x": 1}],
)
def test_what_cannot_be_kept_is_refused(api: Any, fields: dict[str, Any]) -> None:
    assert api("agent").post("/views", VIEW | fields).status_code == 422
    assert _offered(api, "agent") == []
