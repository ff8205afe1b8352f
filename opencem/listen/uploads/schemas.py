"""A file of a response as other rooms' endpoints tell of it."""

from __future__ import annotations

from ninja import Field, Schema

from opencem.listen.uploads.models import Upload
from opencem.platform.scope.value import Scope


class SentFileOut(Schema):
    """One file that came with an answer; fetched from `/uploads/{id}`."""

    id: str | None = Field(description="null where the reader may not see personal data")
    name: str
    kind: str
    bytes: int
    is_picture: bool = Field(description="has a thumbnail")


def sent_file_out(upload: Upload, scope: Scope) -> SentFileOut:
    """What a reader may know of it."""
    may_see = scope.personal_data or not upload.is_personal
    return SentFileOut(
        id=upload.public_id if may_see else None,
        name=upload.name if may_see else "****",
        kind=upload.kind,
        bytes=upload.bytes,
        is_picture=upload.is_picture,
    )
