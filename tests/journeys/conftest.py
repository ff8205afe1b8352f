"""A small company behind a real server: tree by CSV, people by API, survey by API, letters to a local SMTP server."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from opencem.bench.harness import free_port
from tests.journeys.respondent import Respondent
from tests.journeys.served import PASSWORD, Person, Served, eventually
from tests.paths import ROOT

TREE = """组织编码,组织名称,上级编码,类型,业态
HQ,总部,,总部,
R1,华东大区,HQ,大区,
R2,华南大区,HQ,大区,
C11,上海,R1,城市,
C21,广州,R2,城市,
0001,徐汇店,C11,门店,街边店
0002,静安店,C11,门店,商场店
0003,天河店,C21,门店,街边店
0004,长宁店,C11,门店,街边店
0005,越秀店,C21,门店,商场店
0006,虹口店,C11,门店,街边店
0007,黄浦店,C11,门店,街边店
"""
PEOPLE = (
    ("analyst", "何分析", "hq_analyst", "HQ"),
    ("r1", "李区长", "region_manager", "R1"),
    ("s1", "陈店长", "store_manager", "0001"),
    ("s2", "周店长", "store_manager", "0002"),
    ("agent1", "小林", "agent", "HQ"),
    ("agent2", "小杨", "agent", "HQ"),
    ("viewer", "小看", "viewer", "R1"),
)


@dataclass
class Postbox:
    """An SMTP handler that keeps what it took."""

    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 OK"

    def to(self, address: str, about: str) -> list[EmailMessage]:
        return [one for one in self.taken if one["To"] == address and about in one["Subject"] + one.get_content()]


@dataclass
class Company:
    """The running company. `tokens` by store code."""

    served: Served
    postbox: Postbox
    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return self.served.port

    def person(self, username: str) -> Person:
        """Somebody signed in; the same session each time."""
        if username not in self.people:
            person = Person(self.port)
            assert person.sign_in(username).status == 302, username
            self.people[username] = person
        return self.people[username]

    def respondent(self, store: str) -> Respondent:
        return Respondent(self.port, self.tokens[store])

    def tickets(self, store: str, person: str = "root") -> list[Any]:
        return list(self.person(person).read("/tickets", unit=store)["items"])

    def ticket_of(self, store: str) -> Any:
        """The first ticket of a store, as soon as it is there."""
        return eventually(lambda: self.tickets(store))[0]


@pytest.fixture(scope="session")
def postbox() -> Iterator[tuple[Postbox, int]]:
    handler, port = Postbox(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture(scope="session")
def company_served(tmp_path_factory: pytest.TempPathFactory, postbox: tuple[Postbox, int]) -> Iterator[Company]:
    """One server for all journeys of this test process; each journey has stores of its own."""
    handler, smtp_port = postbox
    settings = {"OPENCEM_SMTP_HOST": "127.0.0.1", "OPENCEM_SMTP_PORT": str(smtp_port)}
    served = Served(tmp_path_factory.mktemp("journeys"), settings=settings)
    _prepare(served)
    served.start()
    try:
        company = Company(served, handler)
        _people_and_survey(company)
        yield company
    finally:
        served.stop()


def _prepare(served: Served) -> None:
    tree = served.data / "tree.csv"
    tree.write_text(TREE, encoding="utf-8")
    for arguments in (
        ("migrate",),
        ("createadmin", "--username", "root", "--name", "郑总", "--password", PASSWORD),
        ("import", "units", str(tree)),
    ):
        done = served.command(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr


def _people_and_survey(company: Company) -> None:
    root = company.person("root")
    for username, name, role, unit in PEOPLE:
        grants = [{"role": role, "unit": unit}]
        account = {"username": username, "name": name, "password": PASSWORD, "email": f"{username}@example.com"}
        root.do("POST", "/accounts", {**account, "grants": grants})
    definition = json.loads(_survey_file().read_text(encoding="utf-8"))
    root.do("POST", "/surveys", {"definition": definition})
    stores = TREE.count("门店,")
    page = eventually(lambda: _collectors(root, stores))
    company.tokens = {one["unit"]["code"]: one["token"] for one in page}


def _collectors(root: Person, wanted: int) -> list[Any]:
    items = root.read("/surveys/post_purchase/collectors")["items"]
    return list(items) if len(items) == wanted else []


def _survey_file() -> Path:
    return ROOT / "opencem" / "demo" / "surveys" / "post_purchase.json"
