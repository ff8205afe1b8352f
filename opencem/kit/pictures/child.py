"""The child process: `python -m opencem.kit.pictures.child SOURCE FORMAT TARGET VARIANTS LIMITS`.

It bounds its own memory and CPU time before it opens the picture, so a hostile one can only end this process. What it
writes is drawn anew from the pixels: nothing of the sender's file but the picture itself survives, no position, no
camera, no second file behind the first. One JSON object goes to standard output: {"sizes"} or {"refused"}.
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .limits import PictureLimits, PictureRefused, Variant

if TYPE_CHECKING:
    from PIL.Image import Image

_WHITE = (255, 255, 255)


def bound_this_process(limits: PictureLimits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def redrawn(source: Path, format: str, longest: int, limits: PictureLimits) -> Image:
    """The first frame, upright, in sRGB, on white where it was transparent; hardly larger than `longest`.

    The size is read from the header and judged before a pixel is unpacked. Raises `PictureRefused`.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # judged here, with an answer instead of a warning
    try:
        with Image.open(source, formats=(format,)) as opened:
            if opened.width * opened.height > limits.pixels:
                raise PictureRefused("too_many_pixels")
            opened.draft("RGB", (longest, longest))  # a JPEG is unpacked no larger than it is needed
            upright = ImageOps.exif_transpose(opened)
            return _on_white(_in_srgb(upright))
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise PictureRefused("damaged") from error


def _in_srgb(picture: Image) -> Image:
    """Colours of a wider gamut as every screen shows them; a profile that cannot be read is left aside."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture
    return converted or picture


def _on_white(picture: Image) -> Image:
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        ground = Image.new("RGB", seen.size, _WHITE)
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    return picture.convert("RGB")


def write(picture: Image, target: Path, variant: Variant) -> tuple[int, int]:
    """Writes one variant; returns its width and height."""
    scaled = picture.copy()
    scaled.thumbnail((variant.longest, variant.longest))
    scaled.info.clear()
    scaled.save(target, variant.format, quality=variant.quality, optimize=True)
    return scaled.size


def draw(source: Path, format: str, target: Path, variants: list[Variant], limits: PictureLimits) -> dict[str, Any]:
    """Writes each variant to `TARGET.<number>`."""
    picture = redrawn(source, format, max(variant.longest for variant in variants), limits)
    return {"sizes": [write(picture, target.with_suffix(f".{number}"), each) for number, each in enumerate(variants)]}


def main(source: str, format: str, target: str, variants_json: str, limits_json: str) -> None:
    limits = PictureLimits(**json.loads(limits_json))
    variants = [Variant(**each) for each in json.loads(variants_json)]
    bound_this_process(limits)
    try:
        result = draw(Path(source), format, Path(target), variants, limits)
    except PictureRefused as refusal:
        result = {"refused": refusal.code}
    except MemoryError:
        result = {"refused": "too_complex"}
    sys.stdout.write(json.dumps(result))


def arguments(source: Path, format: str, target: Path, variants: list[Variant], limits: PictureLimits) -> list[str]:
    return [
        str(source),
        format,
        str(target),
        json.dumps([asdict(each) for each in variants]),
        json.dumps(asdict(limits)),
    ]


if __name__ == "__main__":
    main(*sys.argv[1:6])
