"""Pictures of surveys: their sizes for the page, and `/s/pictures/<name>`, which never changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opencem.listen.surveys.pictures import LONGEST, Picture, open_picture
from opencem.listen.uploads.store import BlobMissing

_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class PictureView:
    """What an `<img>` needs. Of a picture that is not ours only `src` is known."""

    src: str
    srcset: str = ""
    width: int = 0
    height: int = 0


@lru_cache(maxsize=1024)
def picture_view(path: str) -> PictureView | None:
    """The sizes of a picture: the middle one where a browser cannot choose; None for no picture."""
    if not path:
        return None
    picture = Picture.read(path)
    if picture is None:
        return PictureView(path)
    sizes = dict.fromkeys(picture.within(longest) for longest in reversed(LONGEST))
    srcset = ", ".join(f"{each.path} {each.size.width}w" for each in sizes)
    return PictureView(picture.within(LONGEST[1]).path, srcset, picture.size.width, picture.size.height)


@require_safe
def serve_picture(request: HttpRequest, name: str) -> HttpResponse:
    """The bytes, to be kept for ever by whoever has them."""
    picture = Picture.read(f"/s/pictures/{name}")
    if picture is None:
        return HttpResponse(status=404)
    try:
        with open_picture(picture) as file:
            content = file.read()
    except BlobMissing:
        return HttpResponse(status=404)
    response = HttpResponse(content, content_type="image/jpeg")
    response.headers["Cache-Control"] = _FOR_EVER
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
