"""Which parameters of a link a survey believes, and the key that signs them."""

from __future__ import annotations

from typing import Any

from opencem.listen.surveys import queries, service
from opencem.listen.surveys.http.shapes import router, write_scope
from opencem.listen.surveys.models import Survey
from opencem.listen.surveys.schemas import LinkKeyOut, LinkSigningIn, LinkSigningOut
from opencem.platform.accounts.http import ScopedRequest, scoped


def _shape(request: ScopedRequest, survey: Survey) -> dict[str, Any]:
    writable = write_scope(request)
    return {
        "demanded": survey.signed_params,
        "refuses_unsigned": survey.refuses_unsigned,
        "parameters": service.link_parameters(survey),
        "may_write": writable is not None and writable.covers(survey.owner_unit_id),
    }


@router.get("/surveys/{key}/link-signing", response=LinkSigningOut)
@scoped("survey.read")
def get_link_signing(request: ScopedRequest, key: str) -> dict[str, Any]:
    return _shape(request, queries.survey_in(request.scope, key))


@router.put("/surveys/{key}/link-signing", response=LinkSigningOut)
@scoped("survey.write")
def demand_signatures(request: ScopedRequest, key: str, body: LinkSigningIn) -> dict[str, Any]:
    """链接参数要签名: the parameters named here count only when they are signed; the rest of a link is as it was."""
    survey = queries.writable_survey(request.scope, key)
    service.demand_signatures(
        survey=survey, demanded=body.demanded, refuses=body.refuses_unsigned, account=request.account
    )
    return _shape(request, survey)


@router.post("/surveys/{key}/link-signing/key", response=LinkKeyOut)
@scoped("survey.write")
def show_link_key(request: ScopedRequest, key: str) -> dict[str, Any]:
    """The key for a program that makes links itself (docs/signed-links.md). Each look is in the audit trail."""
    survey = queries.writable_survey(request.scope, key)
    return {"key": service.show_link_key(survey=survey, account=request.account)}


@router.post("/surveys/{key}/link-signing/renew", response=LinkSigningOut)
@scoped("survey.write")
def renew_link_key(request: ScopedRequest, key: str) -> dict[str, Any]:
    """A new key; every link signed by the old one is unsigned from now on."""
    survey = queries.writable_survey(request.scope, key)
    service.renew_link_key(survey=survey, account=request.account)
    return _shape(request, survey)
