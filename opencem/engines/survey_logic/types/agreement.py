"""The words a person agrees to, and how the agreement is stored."""

from __future__ import annotations

from collections.abc import Mapping

from ..question import Consent, Question
from ..reading import Answer
from ..source import Source


def consent_field(source: Source, given: Mapping[str, object]) -> Consent:
    """`consent`: a version of 1 to 40 characters and the text."""
    with source.at("consent"):
        consent = source.mapping(given.get("consent"), ("version", "text"))
        version = consent.get("version")
        if not isinstance(version, str) or not 0 < len(version) <= 40:
            source.fault("version_expected", "the consent text needs a version of 1 to 40 characters")
        return Consent(str(version), source.text(consent, "text", needed=True))


def consented(question: Question) -> Answer:
    """The agreement itself, with the version of the words that were shown."""
    return Answer(question.key, row="consent", choice=question.consent.version if question.consent else "", number=1.0)
