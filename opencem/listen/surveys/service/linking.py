"""What a survey believes of the links that lead to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from opencem.kit.problems import Problem
from opencem.listen.surveys import signed_links
from opencem.listen.surveys.definitions import questions_of
from opencem.listen.surveys.models import Survey
from opencem.listen.surveys.queries import newest_version, working_definition
from opencem.platform.audit.service import record

VOUCHABLE = ("order", "member", "openid", "unionid")
"""Parameters that say who answers and about what, whether a question asks for them or not."""


def link_parameters(survey: Survey) -> list[str]:
    """The parameters a survey reads from its links: those above, and those of its hidden questions."""
    newest = newest_version(survey)
    definitions = [working_definition(survey), newest.definition if newest else {}]
    hidden = [
        str(question.get("param", ""))
        for definition in definitions
        for question in questions_of(definition)
        if question.get("type") == "hidden"
    ]
    return list(dict.fromkeys(name for name in (*VOUCHABLE, *hidden) if name))


def demand_signatures(*, survey: Survey, demanded: Sequence[str], refuses: bool, account: object) -> Survey:
    """Which parameters count only when they are signed, and whether a link without is refused (else they are ignored).

    Raises Problem `link_parameter_unknown`.
    """
    known = link_parameters(survey)
    for position, name in enumerate(demanded):
        if name not in known:
            raise Problem("link_parameter_unknown", 422, field=f"demanded.{position}", params={"name": name[:40]})
    with transaction.atomic():
        before = _told(survey)
        survey.signed_params, survey.refuses_unsigned = list(dict.fromkeys(demanded)), refuses
        survey.save(update_fields=["signed_params", "refuses_unsigned"])
        _note("survey.link_signatures_demanded", survey, account, before=before, after=_told(survey))
    return survey


def show_link_key(*, survey: Survey, account: object) -> str:
    """The key by which a program signs links; that it was shown is noted."""
    _note("survey.link_key_shown", survey, account)
    return signed_links.key_of(survey.pk, survey.link_round)


def renew_link_key(*, survey: Survey, account: object) -> None:
    """Another key: links signed so far are unsigned from now on."""
    with transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(link_round=F("link_round") + 1)
        survey.refresh_from_db(fields=["link_round"])
        _note("survey.link_key_renewed", survey, account)


def _told(survey: Survey) -> dict[str, Any]:
    return {"demanded": survey.signed_params, "refuses_unsigned": survey.refuses_unsigned}


def _note(action: str, survey: Survey, account: object, **told: Any) -> None:
    record(
        action, account=account, object_kind="survey", object_id=survey.key, unit_id=survey.owner_unit_id, **told
    )  # fmt: skip
