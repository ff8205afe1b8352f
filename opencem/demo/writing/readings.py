"""What the text engine reads in the texts of history."""

from __future__ import annotations

import hashlib

import numpy as np

from opencem.engines.text import Analysis, analyse_many
from opencem.understand.text.models import Mention, TextAnalysis

from .table import instants, write
from .voices import Voices


def write_readings(voices: Voices, first_feedback: int) -> dict[int, Analysis]:
    """Analyse every text and write what was read; returns the analyses by position in `voices`."""
    spoken = [number for number, text in enumerate(voices.texts) if text]
    analyses = dict(zip(spoken, analyse_many([voices.texts[number] for number in spoken]), strict=True))
    write(
        TextAnalysis,
        len(spoken),
        feedback_id=(number + first_feedback for number in spoken),
        sentiment=(analysis.sentiment for analysis in analyses.values()),
        label=(analysis.label for analysis in analyses.values()),
        version=(analysis.version for analysis in analyses.values()),
        text_hash=(hashlib.sha256(voices.texts[number].encode()).hexdigest() for number in spoken),
        analysed_at=instants(voices.at[np.array(spoken, np.int64)]),
    )
    _write_mentions(analyses, first_feedback)
    return analyses


def _write_mentions(analyses: dict[int, Analysis], first_feedback: int) -> None:
    rows = [(number, mention) for number, analysis in analyses.items() for mention in analysis.mentions]
    write(
        Mention,
        len(rows),
        feedback_id=(number + first_feedback for number, _ in rows),
        topic=(mention.topic for _, mention in rows),
        polarity=(mention.polarity for _, mention in rows),
        start=(mention.start for _, mention in rows),
        end=(mention.end for _, mention in rows),
        clause_start=(mention.clause_start for _, mention in rows),
        clause_end=(mention.clause_end for _, mention in rows),
    )
