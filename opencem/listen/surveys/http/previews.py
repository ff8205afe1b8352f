"""Previews of a draft or a version on the real answer page."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from opencem.kit.clock import now
from opencem.listen.surveys import previewing, queries
from opencem.listen.surveys.http.shapes import language_of, router, version_number
from opencem.listen.surveys.schemas import SurveyPreviewIn, SurveyPreviewOut
from opencem.platform.accounts.http import ScopedRequest, scoped
from opencem.platform.organization import queries as organization


@router.post("/surveys/{key}/preview", response=SurveyPreviewOut)
@scoped("survey.read")
def preview_survey(request: ScopedRequest, key: str, body: SurveyPreviewIn) -> dict[str, Any]:
    """预览: an address at which the answer page shows the draft or a version. What is sent there is a test.

    Good for two hours, and only as long as the account may read the survey. Parameters of a link go behind it as they
    would behind a real one; `lang` chooses the language, `at` the page or question to begin at.
    """
    survey = queries.survey_in(request.scope, key)
    unit = organization.resolve(request.scope, body.unit) if body.unit else previewing.home_of(request.scope, survey)
    token = previewing.PreviewToken(survey.key, version_number(body.version) or 0, unit.code, request.account.pk)
    shown = previewing.preview(request.scope, token, language_of(request))
    return {
        "url": f"{settings.PUBLIC_URL}/s/preview/{token.text}",
        "path": f"/s/preview/{token.text}",
        "expires_at": now() + previewing.LIFE,
        "unit": {"code": unit.code, "name": unit.name},
        "faults": shown.faults,
    }
