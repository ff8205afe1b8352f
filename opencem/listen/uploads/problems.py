"""Why a file is not taken. The answer page says the same beside its question (`web/respond/upload_words.py`)."""

from __future__ import annotations


class UploadRefused(Exception):
    """Nothing was stored. `code` is that of an `AnswerError`; `params` fill in its sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class UploadsGone(Exception):
    """Files that a response names are not there any more: they waited too long to be submitted."""
