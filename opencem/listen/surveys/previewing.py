"""Previews: a survey as its respondents will see it, before or after it is published, for whoever may read it.

A preview's token names the account that asked for it. Whoever holds the token sees what that account may see now: with
its rights the preview ends, and in any case after `LIFE`. It gives no right to answer; what is sent is a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.core import signing

from opencem.engines.survey_logic import SurveyDefinition
from opencem.listen.surveys import inspection, queries
from opencem.listen.surveys.models import Survey
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.service import scope_for
from opencem.platform.organization import queries as organization
from opencem.platform.organization.queries import UnitView
from opencem.platform.scope.value import Scope

LIFE = timedelta(hours=2)
PERMISSION = "survey.read"
_SALT = "opencem.survey_preview"


@dataclass(frozen=True, slots=True)
class PreviewToken:
    """What is shown (`version` 0: the draft), as at which unit, and for whom."""

    survey: str
    version: int
    unit: str
    account: int

    @property
    def text(self) -> str:
        return signing.dumps(list(asdict(self).values()), salt=_SALT)

    @classmethod
    def read(cls, text: str) -> PreviewToken | None:
        """None when it is forged, or older than `LIFE`."""
        try:
            survey, version, unit, account = signing.loads(text, salt=_SALT, max_age=LIFE)
        except signing.BadSignature:
            return None
        return cls(survey, version, unit, account)


@dataclass(frozen=True, slots=True)
class Preview:
    """What there is to show. `definition` is None while `faults` keep it from being shown.

    `version_id` is None for the draft.
    """

    survey: Survey
    version_id: int | None
    unit: UnitView
    definition: SurveyDefinition | None
    faults: tuple[inspection.Finding, ...]


def open_preview(token: PreviewToken, language: str) -> Preview | None:
    """The preview with its faults in a language. None when its account may read no survey any more.

    Raises Problem `not_found` for a survey, version or unit that the account does not see.
    """
    account = Account.objects.filter(pk=token.account, is_active=True).first()
    scope = scope_for(account, PERMISSION, purpose="preview") if account else None
    return preview(scope, token, language) if scope else None


def home_of(scope: Scope, survey: Survey) -> UnitView:
    """Where a survey is tried out when no unit is named: its own unit, else the first of the reader's."""
    if scope.covers(survey.owner_unit_id):
        return organization.unit(survey.owner_unit_id)
    return organization.roots_of(scope)[0]


def preview(scope: Scope, token: PreviewToken, language: str) -> Preview:
    """What a scope sees of a token. Raises Problem `not_found`."""
    survey = queries.survey_in(scope, token.survey)
    unit = organization.resolve(scope, token.unit)
    if token.version:
        version = queries.version_of(survey, token.version)
        return _parsed(survey, version.pk, unit, version.definition, ())
    definition = queries.working_definition(survey)
    faults = inspection.inspect(definition, language, queries.base_of(survey)).faults
    return _parsed(survey, None, unit, definition, faults)


def _parsed(
    survey: Survey,
    version_id: int | None,
    unit: UnitView,
    source: Mapping[str, Any],
    faults: tuple[inspection.Finding, ...],
) -> Preview:
    return Preview(survey, version_id, unit, None if faults else SurveyDefinition.parse(dict(source)), faults)
