"""Pictures for surveys."""

from __future__ import annotations

from typing import Any

from ninja import File, Schema
from ninja.files import UploadedFile

from opencem.kit.problems import Problem
from opencem.listen.surveys.http.shapes import router
from opencem.listen.surveys.interchange.workbooks import LIMITS
from opencem.listen.surveys.pictures import keep_picture
from opencem.platform.accounts.http import ScopedRequest, scoped


class PictureOut(Schema):
    """`path` is what a definition holds."""

    path: str
    width: int
    height: int


@router.post("/survey-pictures", response={201: PictureOut})
@scoped("survey.write")
def add_picture(request: ScopedRequest, file: File[UploadedFile]) -> tuple[int, dict[str, Any]]:
    """Keeps a picture for choices, blocks, logo or cover: drawn anew in three sizes, the same one under the same address."""
    if (file.size or 0) > LIMITS.file_bytes:
        raise Problem("file_too_large", 413, field="file", params={"limit": LIMITS.file_bytes >> 20})
    picture = keep_picture(chunks=file.chunks(), name=file.name or "", account=request.account)
    return 201, {"path": picture.path, "width": picture.size.width, "height": picture.size.height}
