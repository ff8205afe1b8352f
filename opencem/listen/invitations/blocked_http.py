"""The list of addresses that are not to be written to, and those who opted out: seen, added to, taken back."""

from __future__ import annotations

from typing import Any

from ninja import File, Form, Router, UploadedFile

from opencem.kit.clock import now
from opencem.kit.paging import clamp
from opencem.kit.problems import Problem, text_of
from opencem.listen.invitations import blocked, listed, service
from opencem.listen.invitations.blocked_schemas import (
    OptOutPage,
    OptOutRow,
    ReasonIn,
    SuppressionIn,
    SuppressionOut,
    SuppressionPage,
    SuppressionsImported,
)
from opencem.listen.invitations.models import Invitation, OptOut, Suppression
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.accounts.service import names_of
from opencem.platform.privacy.service import mask_name, personal

router = Router(tags=["invitations"])


@router.get("/suppressions", response=SuppressionPage)
@scoped("invitation.read")
def list_suppressions(
    request: ScopedRequest, q: str = "", reason: str = "", cursor: str | None = None, limit: int = 50
) -> Any:
    """屏蔽名单: newest first. `q`: a whole phone or e-mail, or words of a note."""
    page, total = blocked.list_suppressions(
        request.scope, words=_words(q), reason=_words(reason), cursor=cursor, limit=clamp(limit)
    )
    names = names_of({row.account_id for row in page.items if row.account_id})
    return {"items": [_shape(row, names) for row in page.items], "next_cursor": page.next_cursor, "total": total}


@router.post("/suppressions", response={200: SuppressionOut, 201: SuppressionOut})
@scoped("invitation.send")
def add_suppression(request: ScopedRequest, body: SuppressionIn) -> Any:
    """Nothing is written to this address from now on. 200 when it was on the list already."""
    row, is_new = service.suppress(
        scope=request.scope, by=request.account, kind=body.kind, value=body.value, note=body.note, now=now()
    )
    return (201 if is_new else 200), _shape(row, names_of({row.account_id} if row.account_id else set()))


@router.post("/suppressions/import", response=SuppressionsImported)
@scoped("invitation.send")
def import_suppressions(request: ScopedRequest, file: File[UploadedFile], note: Form[str] = "") -> Any:
    """Phones or e-mails from a CSV or XLSX, up to 10,000 rows; what is rejected is told row by row."""
    limit = listed.LIMITS.file_bytes
    if (file.size or 0) > limit:
        raise Problem("file_too_large", 413, field="file", params={"limit": limit >> 20})
    done = service.suppress_file(
        scope=request.scope, by=request.account, name=file.name or "", chunks=file.chunks(), note=note[:200], now=now()
    )
    language = str(getattr(request, "LANGUAGE_CODE", "zh-hans"))
    rejected = [
        {"row": each.row, "code": each.code, "message": text_of(each.code, language), "shown": each.shown}
        for each in done.rejected
    ]
    return {"added": done.added, "already": done.already, "rejected": rejected}


@router.post("/suppressions/{suppression_id}/remove", response={204: None})
@scoped("invitation.send")
def remove_suppression(request: ScopedRequest, suppression_id: int, body: ReasonIn) -> Any:
    service.unsuppress(scope=request.scope, by=request.account, suppression_id=suppression_id, reason=body.reason)
    return 204, None


@router.get("/opt-outs", response=OptOutPage)
@scoped("invitation.read")
def list_opt_outs(
    request: ScopedRequest,
    q: str = "",
    channel: str = "",
    revoked: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Any:
    """退订: who does not want to be asked, since when, and by which message they said so."""
    page, total = blocked.list_opt_outs(
        request.scope, words=_words(q), channel=_words(channel), revoked=revoked, cursor=cursor, limit=clamp(limit)
    )
    links = blocked.links_of(request.scope, page.items)
    items = [_opt_out(request, row, links.get(row.pk)) for row in page.items]
    return {"items": items, "next_cursor": page.next_cursor, "total": total}


@router.post("/opt-outs/{opt_out_id}/take-back", response=OptOutRow)
@scoped("invitation.send")
def take_back(request: ScopedRequest, opt_out_id: int, body: ReasonIn) -> Any:
    """The person said that they may be asked again; the reason stands in the audit trail."""
    row = service.take_back_opt_out(
        scope=request.scope, by=request.account, opt_out_id=opt_out_id, reason=body.reason, now=now()
    )
    return _opt_out(request, row, blocked.links_of(request.scope, [row]).get(row.pk))


def _shape(row: Suppression, names: Any) -> dict[str, Any]:
    kept = ("id", "kind", "shown", "reason", "note", "at")
    return {**{name: getattr(row, name) for name in kept}, "by": names.get(row.account_id, "")}


def _opt_out(request: ScopedRequest, row: OptOut, link: Invitation | None) -> dict[str, Any]:
    asking = (link.batch or link.trigger) if link else None
    return {
        "id": row.pk,
        "customer": {
            "id": row.customer.public_id,
            "name": personal(request.scope, row.customer.name, mask_name),
        },
        "channel": row.channel,
        "source": row.source,
        "through": asking.name if asking else "",
        "at": row.at,
        "revoked_at": row.revoked_at,
    }


def _words(text: str) -> str:
    """PostgreSQL takes no NUL."""
    return text.replace("\x00", "").strip()[:200]
