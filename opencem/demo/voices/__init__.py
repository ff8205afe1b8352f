"""What the demo company's customers say, in words: a grammar of comments, reviews and hotline calls."""

from .voices import Voices

__all__ = ["Voices"]
