"""Text analysis: the sentiment of a text and its mentions (topic, polarity, exact words)."""

from opencem.engines.text.analysis import Analysis, Label, Language, Mention, Polarity
from opencem.engines.text.engine import MODEL_VERSION, analyse, analyse_many
from opencem.engines.text.topics import TOPICS, Topic

__all__ = [
    "MODEL_VERSION",
    "TOPICS",
    "Analysis",
    "Label",
    "Language",
    "Mention",
    "Polarity",
    "Topic",
    "analyse",
    "analyse_many",
]
