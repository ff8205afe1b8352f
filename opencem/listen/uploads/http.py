"""Files of responses, handed out so that nothing in them can run: as attachments, sandboxed, never sniffed."""

from __future__ import annotations

from urllib.parse import quote

from django.http import FileResponse
from ninja import Router

from opencem.kit.problems import not_found
from opencem.listen.uploads import store
from opencem.listen.uploads.kinds import MEDIA_TYPES
from opencem.listen.uploads.queries import get_upload
from opencem.listen.uploads.service import note_download, thumbnail_of
from opencem.platform.accounts.http import ScopedRequest, scoped

router = Router(tags=["uploads"])
_SANDBOX = "default-src 'none'; sandbox"


@router.get("/uploads/{upload_id}")
@scoped("feedback.read")
def download(request: ScopedRequest, upload_id: str) -> FileResponse:
    """The file, and an entry in the audit trail."""
    upload = get_upload(request.scope, upload_id)
    response = _answer(upload.public_id, MEDIA_TYPES[upload.kind])
    note_download(upload=upload, account=request.account)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(upload.name)}"
    return response


@router.get("/uploads/{upload_id}/thumbnail")
@scoped("feedback.read")
def thumbnail(request: ScopedRequest, upload_id: str) -> FileResponse:
    """A picture, 320 pixels at most."""
    upload = get_upload(request.scope, upload_id)
    if not upload.is_picture:
        raise not_found()
    response = _answer(thumbnail_of(upload.public_id), "image/jpeg")
    response.headers["Content-Disposition"] = "attachment"
    return response


def _answer(blob: str, media_type: str) -> FileResponse:
    try:
        response = FileResponse(store.current().open(blob), content_type=media_type)
    except store.BlobMissing:
        raise not_found() from None
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
