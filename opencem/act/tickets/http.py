"""Tickets over HTTP. Changing endpoints answer with the ticket as it is afterwards."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Query, Router

from opencem.act.tickets import jobs, queries, service
from opencem.act.tickets.models import Ticket
from opencem.act.tickets.schemas import (
    CloseIn,
    CommentIn,
    NextOut,
    Person,
    PolicyIn,
    PolicyOut,
    SummaryOut,
    TakeIn,
    TicketBatchIn,
    TicketBatchOut,
    TicketDetail,
    TicketPage,
    TransferIn,
    VersionIn,
)
from opencem.act.tickets.shapes import policy_shape, ticket_detail, ticket_row
from opencem.kit.clock import now
from opencem.kit.paging import clamp
from opencem.kit.problems import text_of
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.jobs.service import enqueue
from opencem.platform.organization import queries as organization

router = Router(tags=["tickets"])


@router.get("/tickets", response=TicketPage)
@scoped("ticket.read")
def list_tickets(
    request: ScopedRequest,
    state: Literal["open", "all", "new", "active", "waiting", "closed"] = "open",
    mine: bool = False,
    unowned: bool = False,
    overdue: bool = False,
    escalated: bool = False,
    priority: Literal["", "normal", "high", "urgent"] = "",
    unit: str | None = None,
    q: str = "",
    feedback: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
    sort: Literal["urgency", "newest"] = "urgency",
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    wanted = queries.TicketFilter(
        state=state,
        owner_id=request.account.pk if mine else None,
        unowned=unowned,
        overdue=overdue,
        escalated=escalated,
        priority=priority,
        feedback_id=feedback,
        text=q.strip(),
    )
    at = now()
    scope = organization.narrow(request.scope, unit)
    page = queries.list_tickets(
        scope,
        wanted,
        newest_first=sort == "newest",
        cursor=cursor,
        limit=clamp(limit),
        now=at,
    )
    return {
        "items": [ticket_row(ticket, at) for ticket in page.items],
        "next_cursor": page.next_cursor,
        "total": None if cursor else queries.count_tickets(scope, wanted, at),
    }


@router.get("/tickets/summary", response=SummaryOut)
@scoped("ticket.read")
def summary(request: ScopedRequest, unit: str | None = None) -> dict[str, int]:
    return queries.summary(organization.narrow(request.scope, unit), request.account, now())


@router.get("/tickets/next", response=NextOut)
@scoped("ticket.work")
def next_ticket(request: ScopedRequest) -> dict[str, Any]:
    ticket = queries.next_ticket(request.scope, request.account)
    return {"ticket": ticket_row(ticket, now()) if ticket else None}


@router.post("/tickets/batch", response=TicketBatchOut)
@scoped("ticket.work")
def work_on_many(request: ScopedRequest, body: TicketBatchIn) -> dict[str, Any]:
    """批量领取、转派: each ticket stands or falls by itself; the answer names those that were refused, with why."""
    outcome = service.work_on_many(scope=request.scope, by=request.account, now=now(), **body.dict())
    language = str(getattr(request, "LANGUAGE_CODE", "zh-hans"))
    return {
        "done": outcome.done,
        "refused": [
            {"number": number, "code": problem.code, "message": text_of(problem.code, language, problem.params)}
            for number, problem in outcome.refused
        ],
    }


@router.get("/tickets/{number}", response=TicketDetail)
@scoped("ticket.read")
def get_ticket(request: ScopedRequest, number: str) -> dict[str, Any]:
    return ticket_detail(request.scope, request.account, queries.get_ticket(request.scope, number), now())


@router.get("/tickets/{number}/assignees", response=list[Person])
@scoped("ticket.work")
def assignees(request: ScopedRequest, number: str) -> Any:
    return queries.assignees(request.scope, number)


@router.post("/tickets/{number}/take", response=TicketDetail)
@scoped("ticket.work")
def take(request: ScopedRequest, number: str, body: TakeIn) -> dict[str, Any]:
    return _after(request, service.take_ticket(scope=request.scope, number=number, by=request.account, now=now()))


@router.post("/tickets/{number}/release", response=TicketDetail)
@scoped("ticket.work")
def release(request: ScopedRequest, number: str, body: VersionIn) -> dict[str, Any]:
    ticket = service.release_ticket(
        scope=request.scope, number=number, by=request.account, version=body.version, now=now()
    )
    return _after(request, ticket)


@router.post("/tickets/{number}/comment", response=TicketDetail)
@scoped("ticket.work")
def comment(request: ScopedRequest, number: str, body: CommentIn) -> dict[str, Any]:
    ticket = service.comment_on_ticket(
        scope=request.scope, number=number, by=request.account, text=body.text, contact=body.contact, now=now()
    )
    return _after(request, ticket)


@router.post("/tickets/{number}/wait", response=TicketDetail)
@scoped("ticket.work")
def wait(request: ScopedRequest, number: str, body: VersionIn) -> dict[str, Any]:
    ticket = service.wait_for_customer(
        scope=request.scope, number=number, by=request.account, version=body.version, text=body.text, now=now()
    )
    return _after(request, ticket)


@router.post("/tickets/{number}/resume", response=TicketDetail)
@scoped("ticket.work")
def resume(request: ScopedRequest, number: str, body: VersionIn) -> dict[str, Any]:
    ticket = service.resume_ticket(
        scope=request.scope, number=number, by=request.account, version=body.version, text=body.text, now=now()
    )
    return _after(request, ticket)


@router.post("/tickets/{number}/transfer", response=TicketDetail)
@scoped("ticket.work")
def transfer(request: ScopedRequest, number: str, body: TransferIn) -> dict[str, Any]:
    ticket = service.transfer_ticket(
        scope=request.scope,
        number=number,
        by=request.account,
        version=body.version,
        to_account=body.to_account,
        text=body.text,
        now=now(),
    )
    return _after(request, ticket)


@router.post("/tickets/{number}/close", response=TicketDetail)
@scoped("ticket.work")
def close(request: ScopedRequest, number: str, body: CloseIn) -> dict[str, Any]:
    ticket = service.close_ticket(
        scope=request.scope,
        number=number,
        by=request.account,
        version=body.version,
        root_cause=body.root_cause,
        action_taken=body.action_taken,
        now=now(),
    )
    return _after(request, ticket)


@router.post("/tickets/{number}/reopen", response=TicketDetail)
@scoped("ticket.work")
def reopen(request: ScopedRequest, number: str, body: VersionIn) -> dict[str, Any]:
    ticket = service.reopen_ticket(
        scope=request.scope, number=number, by=request.account, version=body.version, text=body.text, now=now()
    )
    return _after(request, ticket)


@router.get("/sla-policies", response=list[PolicyOut])
@scoped("rules.read")
def list_policies(request: ScopedRequest) -> list[dict[str, Any]]:
    return [policy_shape(policy) for policy in queries.list_policies()]


@router.put("/sla-policies/{policy_id}", response=PolicyOut)
@scoped("rules.write")
def change_policy(request: ScopedRequest, policy_id: int, body: PolicyIn) -> dict[str, Any]:
    policy = service.change_policy(policy_id=policy_id, by=request.account, **body.dict())
    enqueue(jobs.recompute_policy, dedup_key=f"policy:{policy.pk}:{policy.version}", policy_id=policy.pk)
    return policy_shape(policy)


def _after(request: ScopedRequest, ticket: Ticket) -> dict[str, Any]:
    return ticket_detail(request.scope, request.account, queries.get_ticket(request.scope, ticket.number), now())
