"""How much anyone may send in one multipart request."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from opencem.kit.sheets.limits import Limits

ENVELOPE: Final = 64 * 1024  # boundaries, part headers, form fields
LARGEST_REQUEST: Final = Limits().file_bytes + ENVELOPE


class CappedUploads(FileUploadHandler):
    """Refuses by the declared length, before a byte is read: checking a CSRF token parses the body, also a stranger's."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig(f"{content_length} bytes")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
