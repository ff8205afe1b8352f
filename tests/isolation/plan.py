"""How every route of the API is read and written in the isolation suite. A route that is absent fails the suite."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.isolation.world import NOW, World

TIME = {"from": f"{NOW.year}-01-01", "to": f"{NOW.year}-12-31"}
MONTH = f"{NOW:%Y-%m}"
Calls = Callable[[World, str], Sequence[str]]


def _at(template: str) -> Calls:
    """The same path for each store, its ids filled in; `{unit}` is the store's code."""

    def fill(world: World, store: str) -> Sequence[str]:
        return [
            template.format(
                unit=store,
                feedback=world.feedback[store],
                ticket=world.tickets[store],
                customer=world.customers[store],
                collector=world.collectors[store],
                batch=world.batches[store],
                trigger=world.triggers[store],
                code_batch=world.code_batches[store],
                response=world.responses[store],
                upload=world.uploads[store],
            )
        ]

    return fill


def _each(*templates: str) -> Calls:
    return lambda world, store: [path for template in templates for path in _at(template)(world, store)]


def _asking(store: str) -> dict[str, Any]:
    return {"name": "x", "survey": "post_purchase", "unit": store, "channels": ["sms"]}


# GET routes: the calls made for each store, own and foreign.
READS: dict[str, Calls] = {
    "/me": _at("/me"),
    "/views": _at("/views?page=tickets"),
    "/accounts": _at("/accounts"),
    "/roles": _at("/roles"),
    "/units": _at("/units"),
    "/units/{code}/history": _at("/units/{unit}/history"),
    "/journeys": _at("/journeys"),
    "/surveys": _at("/surveys"),
    "/surveys/facets": _at("/surveys/facets"),
    "/surveys/{key}": _at("/surveys/post_purchase"),
    "/surveys/{key}/draft": _at("/surveys/post_purchase/draft"),
    "/surveys/{key}/draft/uses": _at("/surveys/post_purchase/draft/uses?question=recommend"),
    "/surveys/{key}/versions": _at("/surveys/post_purchase/versions"),
    "/surveys/{key}/versions/{number}": _at("/surveys/post_purchase/versions/1"),
    "/surveys/{key}/diff": _at("/surveys/post_purchase/diff?from=1&to=draft"),
    "/surveys/{key}/texts": _at("/surveys/post_purchase/texts"),
    "/surveys/{key}/texts.xlsx": _at("/surveys/post_purchase/texts.xlsx"),
    "/surveys/{key}/export.json": _at("/surveys/post_purchase/export.json"),
    "/surveys/{key}/export.xlsx": _at("/surveys/post_purchase/export.xlsx"),
    "/surveys/{key}/export.pdf": _at("/surveys/post_purchase/export.pdf"),
    "/surveys/{key}/link-signing": _at("/surveys/post_purchase/link-signing"),
    "/surveys/{key}/comments": _at("/surveys/post_purchase/comments"),
    "/surveys/{key}/coupons": _at("/surveys/post_purchase/coupons"),
    "/survey-folders": _at("/survey-folders"),
    "/question-bank": _at("/question-bank"),
    "/survey-templates": _at("/survey-templates"),
    "/survey-templates/{key}": _at("/survey-templates/post_purchase_nps"),
    "/surveys/{key}/collectors": _each(
        "/surveys/post_purchase/collectors", "/surveys/post_purchase/collectors?unit={unit}"
    ),
    "/collectors/{collector_id}": _at("/collectors/{collector}"),
    "/collectors/{collector_id}/poster.pdf": _at("/collectors/{collector}/poster.pdf"),
    "/surveys/{key}/posters.pdf": _each(
        "/surveys/post_purchase/posters.pdf", "/surveys/post_purchase/posters.pdf?unit={unit}"
    ),
    "/collectors/{collector_id}/embed": _at("/collectors/{collector}/embed"),
    "/collectors/{collector_id}/codes": _at("/collectors/{collector}/codes"),
    "/code-batches/{batch_id}.csv": _at("/code-batches/{code_batch}.csv"),
    "/collectors/{collector_id}/devices": _at("/collectors/{collector}/devices"),
    "/collectors/{collector_id}/qr.{kind}": _each("/collectors/{collector}/qr.svg", "/collectors/{collector}/qr.png"),
    "/surveys/{key}/qr.zip": _each("/surveys/post_purchase/qr.zip", "/surveys/post_purchase/qr.zip?unit={unit}"),
    "/invitation-batches": _each(
        "/invitation-batches", "/invitation-batches?unit={unit}", "/invitation-batches?limit=1"
    ),
    "/invitation-batches/{batch_id}": _at("/invitation-batches/{batch}"),
    "/triggers": _at("/triggers"),
    "/triggers/{trigger_id}": _at("/triggers/{trigger}"),
    "/contact-rules": _at("/contact-rules"),
    "/invitations": _each(
        "/invitations", "/invitations?unit={unit}", "/invitations?batch={batch}", "/invitations?limit=1"
    ),
    "/suppressions": _each("/suppressions", "/suppressions?q=canary"),
    "/opt-outs": _each("/opt-outs", "/opt-outs?q=canary", "/opt-outs?revoked=true"),
    "/invitations/funnel": _each(
        "/invitations/funnel?by=batch",
        "/invitations/funnel?by=trigger",
        "/invitations/funnel?by=unit",
        "/invitations/funnel?by=channel&unit={unit}",
        "/invitations/funnel?by=touchpoint&batch={batch}",
    ),
    "/customers/{customer_id}/invitations": _at("/customers/{customer}/invitations"),
    "/survey-figures": _each(
        "/survey-figures?survey=post_purchase", "/survey-figures?survey=post_purchase&unit={unit}"
    ),
    "/surveys/{key}/columns": _at("/surveys/post_purchase/columns"),
    "/surveys/{key}/answers": _each(
        "/surveys/post_purchase/answers?column=comment&column=recommend",
        "/surveys/post_purchase/answers?column=comment&unit={unit}",
        "/surveys/post_purchase/answers?column=comment&q=canary",
        "/surveys/post_purchase/answers?flagged=true&limit=1",
    ),
    "/surveys/{key}/answers/{response_id}": _at("/surveys/post_purchase/answers/{response}"),
    "/surveys/{key}/answers/export.xlsx": _each(
        "/surveys/post_purchase/answers/export.xlsx", "/surveys/post_purchase/answers/export.xlsx?unit={unit}"
    ),
    "/surveys/{key}/answers/export.csv": _each(
        "/surveys/post_purchase/answers/export.csv", "/surveys/post_purchase/answers/export.csv?unit={unit}"
    ),
    "/surveys/{key}/summary": _each("/surveys/post_purchase/summary", "/surveys/post_purchase/summary?unit={unit}"),
    "/surveys/{key}/drop-off": _each("/surveys/post_purchase/drop-off", "/surveys/post_purchase/drop-off?unit={unit}"),
    "/surveys/{key}/leaving": _each("/surveys/post_purchase/leaving", "/surveys/post_purchase/leaving?unit={unit}"),
    "/surveys/{key}/exports": _at("/surveys/post_purchase/exports"),
    "/answer-exports/{export_id}/file": _at("/answer-exports/none/file"),
    "/uploads/{upload_id}": _at("/uploads/{upload}"),
    "/uploads/{upload_id}/thumbnail": _at("/uploads/{upload}/thumbnail"),
    "/imports/kinds": _at("/imports/kinds"),
    "/imports/{kind}/template": _at("/imports/reviews/template"),
    "/imports": _at("/imports"),
    "/imports/{import_id}": _at("/imports/none"),
    "/imports/{import_id}/failed": _at("/imports/none/failed"),
    "/feedback": _each(
        "/feedback",
        "/feedback?unit={unit}",
        "/feedback?q=canary",
        "/feedback?flagged=true",
        "/feedback?score_max=6",
        "/feedback?topic=food_safety",
        "/feedback?limit=1",
    ),
    "/feedback/export.xlsx": _each("/feedback/export.xlsx", "/feedback/export.xlsx?unit={unit}"),
    "/feedback/{feedback_id}": _at("/feedback/{feedback}"),
    "/customers/{customer_id}": _at("/customers/{customer}"),
    "/search": _each("/search?q=canary", "/search?q=canary{unit}zq", "/search?q={unit}", "/search?q=T2"),
    "/metrics": _at("/metrics"),
    "/figure-rules": _at("/figure-rules"),
    "/topics": _at("/topics"),
    "/scorecards": _each(f"/scorecards?month={MONTH}", f"/scorecards?month={MONTH}&unit={{unit}}"),
    "/scorecards/{unit_code}/{month}": _at(f"/scorecards/{{unit}}/{MONTH}"),
    "/schemes": _at("/schemes"),
    "/schemes/{key}": _at("/schemes/store"),
    "/fusion/matrix": _each("/fusion/matrix", "/fusion/matrix?unit={unit}"),
    "/fusion/attributes": _each("/fusion/attributes", "/fusion/attributes?unit={unit}"),
    "/fusion/people": _each(
        "/fusion/people?attitude=detractor&behaviour=stable",
        "/fusion/people?attitude=detractor&behaviour=growing&unit={unit}",
    ),
    "/fusion/rules": _at("/fusion/rules"),
    "/fusion/expensive": _each("/fusion/expensive", "/fusion/expensive?unit={unit}"),
    "/tickets": _each(
        "/tickets", "/tickets?unit={unit}", "/tickets?q=canary", "/tickets?feedback={feedback}", "/tickets?limit=1"
    ),
    "/tickets/summary": _each("/tickets/summary", "/tickets/summary?unit={unit}"),
    "/tickets/next": _at("/tickets/next"),
    "/tickets/{number}": _at("/tickets/{ticket}"),
    "/tickets/{number}/assignees": _at("/tickets/{ticket}/assignees"),
    "/alerts": _each("/alerts", "/alerts?unit={unit}"),
    "/alert-rules": _at("/alert-rules"),
    "/sla-policies": _at("/sla-policies"),
    "/notifications": _at("/notifications"),
    "/system/health": _at("/system/health"),
    "/system/set-aside": _at("/system/set-aside"),
    "/audit": _at("/audit"),
}

_COLLECTOR = {"kind": "link", "name": "x"}
_JOURNEY = {"name_zh": "x", "name_en": "x", "stages": []}
# Writes aimed at a record of one store; sent by people who do not have it, they must change nothing.
WRITES: dict[tuple[str, str], Callable[[World, str], tuple[str, Any]]] = {
    ("patch", "/me"): lambda w, s: ("/me", {"language": "en"}),
    # A view is its owner's own; of one that is not theirs nobody changes anything.
    ("post", "/views"): lambda w, s: ("/views", {"page": "tickets"}),
    ("patch", "/views/{view_id}"): lambda w, s: ("/views/1", {"name": "x"}),
    ("delete", "/views/{view_id}"): lambda w, s: ("/views/1", None),
    ("post", "/accounts"): lambda w, s: (
        "/accounts",
        {
            "username": "intruder",
            "name": "x",
            "password": "sunny-Chestnut-9",
            "grants": [{"role": "viewer", "unit": s}],
        },
    ),
    ("patch", "/accounts/{account_id}"): lambda w, s: ("/accounts/1", {"note": "x"}),
    ("post", "/units/{code}/move"): lambda w, s: (f"/units/{s}/move", {"parent": "R2", "on": "2026-06-01"}),
    ("post", "/surveys"): lambda w, s: ("/surveys", {"definition": {}}),
    ("post", "/journeys"): lambda w, s: ("/journeys", _JOURNEY | {"code": "intruder"}),
    ("put", "/journeys/{code}"): lambda w, s: ("/journeys/customer", _JOURNEY | {"version": 1}),
    ("delete", "/journeys/{code}"): lambda w, s: ("/journeys/customer", None),
    ("post", "/surveys/{key}/exports"): lambda w, s: (f"/surveys/post_purchase/exports?unit={s}", {}),
    ("post", "/imports"): lambda w, s: ("/imports", {}),
    ("patch", "/surveys/{key}"): lambda w, s: ("/surveys/post_purchase", {"scene": "x"}),
    ("delete", "/surveys/{key}"): lambda w, s: ("/surveys/post_purchase", {}),
    ("put", "/surveys/{key}/draft"): lambda w, s: ("/surveys/post_purchase/draft", {"definition": {}, "revision": 0}),
    ("delete", "/surveys/{key}/draft"): lambda w, s: ("/surveys/post_purchase/draft", {}),
    ("post", "/surveys/{key}/publish"): lambda w, s: ("/surveys/post_purchase/publish", {"revision": 0}),
    ("post", "/surveys/{key}/versions/{number}/draft"): lambda w, s: (
        "/surveys/post_purchase/versions/1/draft",
        {"revision": 0},
    ),
    ("post", "/surveys/{key}/texts.xlsx"): lambda w, s: ("/surveys/post_purchase/texts.xlsx", {}),
    ("post", "/surveys/{key}/texts/convert"): lambda w, s: ("/surveys/post_purchase/texts/convert", {"revision": 0}),
    ("post", "/survey-pictures"): lambda w, s: ("/survey-pictures", {}),
    ("post", "/surveys/import"): lambda w, s: ("/surveys/import", {"unit": s}),
    ("post", "/surveys/{key}/draft/renew"): lambda w, s: ("/surveys/post_purchase/draft/renew", {"revision": 0}),
    ("post", "/surveys/{key}/coupons"): lambda w, s: ("/surveys/post_purchase/coupons", {"codes": ["x"]}),
    # Whoever reads a survey may remark on it and have a definition checked; of one that is not theirs neither.
    ("post", "/suppressions"): lambda w, s: ("/suppressions", {"kind": "phone", "value": "13800001111"}),
    ("post", "/suppressions/import"): lambda w, s: ("/suppressions/import", {}),
    ("post", "/suppressions/{suppression_id}/remove"): lambda w, s: ("/suppressions/1/remove", {"reason": "x"}),
    ("post", "/opt-outs/{opt_out_id}/take-back"): lambda w, s: ("/opt-outs/1/take-back", {"reason": "x"}),
    ("put", "/surveys/{key}/link-signing"): lambda w, s: (
        "/surveys/post_purchase/link-signing",
        {"demanded": ["order"], "refuses_unsigned": True},
    ),
    ("post", "/surveys/{key}/link-signing/key"): lambda w, s: ("/surveys/post_purchase/link-signing/key", {}),
    ("post", "/surveys/{key}/link-signing/renew"): lambda w, s: ("/surveys/post_purchase/link-signing/renew", {}),
    ("post", "/collectors/{collector_id}/signed-links"): lambda w, s: (
        f"/collectors/{w.collectors[s]}/signed-links",
        {"links": [{"order": "x"}]},
    ),
    ("post", "/surveys/{key}/preview"): lambda w, s: ("/surveys/post_purchase/preview", {"unit": s}),
    ("delete", "/surveys/{key}/test-answers"): lambda w, s: ("/surveys/post_purchase/test-answers", None),
    ("post", "/surveys/{key}/check"): lambda w, s: ("/surveys/none/check", {"definition": {}}),
    ("post", "/surveys/{key}/comments"): lambda w, s: ("/surveys/none/comments", {"text": "x"}),
    ("post", "/surveys/{key}/comments/{comment_id}/resolve"): lambda w, s: ("/surveys/none/comments/1/resolve", {}),
    ("post", "/surveys/{key}/comments/{comment_id}/reopen"): lambda w, s: ("/surveys/none/comments/1/reopen", {}),
    ("delete", "/surveys/{key}/comments/{comment_id}"): lambda w, s: ("/surveys/none/comments/1", {}),
    ("post", "/survey-folders"): lambda w, s: ("/survey-folders", {"name": "x"}),
    ("patch", "/survey-folders/{folder_id}"): lambda w, s: ("/survey-folders/1", {"name": "x"}),
    ("delete", "/survey-folders/{folder_id}"): lambda w, s: ("/survey-folders/1", {}),
    ("post", "/question-bank"): lambda w, s: ("/question-bank", {"question": {}}),
    ("patch", "/question-bank/{question_id}"): lambda w, s: ("/question-bank/1", {"tags": []}),
    ("delete", "/question-bank/{question_id}"): lambda w, s: ("/question-bank/1", {}),
    ("post", "/surveys/{key}/collectors"): lambda w, s: (
        "/surveys/post_purchase/collectors",
        {**_COLLECTOR, "units": [s]},
    ),
    ("patch", "/collectors/{collector_id}"): lambda w, s: (f"/collectors/{w.collectors[s]}", {"name": "x"}),
    ("post", "/collectors/{collector_id}/close"): lambda w, s: (f"/collectors/{w.collectors[s]}/close", {}),
    ("post", "/collectors/{collector_id}/reopen"): lambda w, s: (f"/collectors/{w.collectors[s]}/reopen", {}),
    ("post", "/collectors/{collector_id}/short-link"): lambda w, s: (f"/collectors/{w.collectors[s]}/short-link", {}),
    ("post", "/collectors/{collector_id}/codes"): lambda w, s: (f"/collectors/{w.collectors[s]}/codes", {"count": 1}),
    ("post", "/collectors/{collector_id}/links"): lambda w, s: (f"/collectors/{w.collectors[s]}/links", {}),
    ("post", "/collectors/{collector_id}/devices"): lambda w, s: (
        f"/collectors/{w.collectors[s]}/devices",
        {"name": "x"},
    ),
    ("post", "/kiosk-devices/{device_id}/revoke"): lambda w, s: (f"/kiosk-devices/{w.devices[s]}/revoke", {}),
    ("post", "/imports/{import_id}/check"): lambda w, s: ("/imports/none/check", {"mapping": {}}),
    ("post", "/imports/{import_id}/run"): lambda w, s: ("/imports/none/run", {}),
    ("post", "/feedback/{feedback_id}/flags/{flag_id}/reverse"): lambda w, s: (
        f"/feedback/{w.feedback[s]}/flags/{w.flags[s]}/reverse",
        {"reason": "x"},
    ),
    ("post", "/query"): lambda w, s: ("/query", {"metrics": ["nps"], "unit": s, "time": TIME}),
    ("post", "/schemes/{key}/versions"): lambda w, s: ("/schemes/store/versions", {"items": []}),
    ("post", "/schemes/{key}/what-if"): lambda w, s: (
        "/schemes/store/what-if",
        {"items": [], "month": f"{MONTH}", "unit": s},
    ),
    ("put", "/fusion/rules"): lambda w, s: ("/fusion/rules", {"version": 1}),
    ("post", "/tickets/batch"): lambda w, s: ("/tickets/batch", {"act": "take", "numbers": [w.tickets[s]]}),
    ("put", "/sla-policies/{policy_id}"): lambda w, s: ("/sla-policies/1", {"version": 1}),
    ("put", "/alert-rules/{key}"): lambda w, s: ("/alert-rules/detractor", {"version": 1}),
    ("post", "/notifications/read"): lambda w, s: ("/notifications/read", {"ids": [999999]}),
    ("put", "/figure-rules"): lambda w, s: ("/figure-rules", {"minimum_n": 9}),
    ("post", "/system/set-aside/{aside_id}/replay"): lambda w, s: ("/system/set-aside/1/replay", {}),
}
for _act in ("pause", "resume", "close", "archive", "restore"):
    WRITES[("post", f"/surveys/{{key}}/{_act}")] = lambda w, s, act=_act: (  # type: ignore[misc]  # bound per loop
        f"/surveys/post_purchase/{act}",
        {},
    )
WRITES |= {
    ("post", "/invitation-batches"): lambda w, s: ("/invitation-batches", _asking(s)),
    ("put", "/invitation-batches/{batch_id}"): lambda w, s: (
        f"/invitation-batches/{w.batches[s]}",
        {**_asking(s), "version": 1},
    ),
    ("post", "/invitation-batches/{batch_id}/file"): lambda w, s: (f"/invitation-batches/{w.batches[s]}/file", {}),
    ("post", "/invitation-batches/{batch_id}/start"): lambda w, s: (
        f"/invitation-batches/{w.batches[s]}/start",
        {"version": 1},
    ),
    ("post", "/triggers"): lambda w, s: ("/triggers", {**_asking(s), "event": "order.recorded"}),
    ("put", "/triggers/{trigger_id}"): lambda w, s: (
        f"/triggers/{w.triggers[s]}",
        {**_asking(s), "event": "order.recorded", "version": 1},
    ),
    ("post", "/triggers/{trigger_id}/simulate"): lambda w, s: (f"/triggers/{w.triggers[s]}/simulate", {}),
    ("put", "/contact-rules"): lambda w, s: (
        "/contact-rules",
        {"version": 0, "fatigue": [], "quiet": None, "complaint_days": 0},
    ),
    ("post", "/customers/{customer_id}/do-not-ask"): lambda w, s: (
        f"/customers/{w.customers[s]}/do-not-ask",
        {"ask": False},
    ),
    ("post", "/touch-events"): lambda w, s: (
        "/touch-events",
        {
            "kind": "visit",
            "external_id": "x",
            "unit": s,
            "customer": {"phone": "13900000000"},
            "occurred_at": NOW.isoformat(),
        },
    ),
}
for _step in ("preview", "pause", "resume", "cancel"):
    WRITES[("post", f"/invitation-batches/{{batch_id}}/{_step}")] = lambda w, s, step=_step: (  # type: ignore[misc]  # bound per loop
        f"/invitation-batches/{w.batches[s]}/{step}",
        {},
    )
for _act in ("take", "release", "comment", "wait", "resume", "transfer", "close", "reopen"):
    WRITES[("post", f"/tickets/{{number}}/{_act}")] = lambda w, s, act=_act: (  # type: ignore[misc]  # bound per loop
        f"/tickets/{w.tickets[s]}/{act}",
        {"version": 1, "text": "x", "to": "agent", "account": 1, "root_cause": "x", "action_taken": "x"},
    )

# Every metric by every dimension goes through the one gateway; these are asked of it for each person.
QUERIES: list[dict[str, Any]] = [
    {"metrics": [metric], "dimensions": dimensions, "time": TIME}
    for metric in (
        "nps",
        "csat",
        "responses",
        "feedback_count",
        "sentiment",
        "mentions",
        "topic_share",
        "orders",
        "revenue",
        "customers",
        "tickets",
        "tickets_open",
        "on_time_rate",
        "repurchase_rate",
        "rating",
    )
    for dimensions in ([], ["store"], ["region"], ["unit"], ["month"])
]
