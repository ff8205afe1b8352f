"""Pictures in surveys: kept once, served for ever, in sizes that a phone can afford."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from opencem.listen.distribution.service import open_collectors
from opencem.listen.surveys.pictures import Picture
from opencem.listen.surveys.service import publish_survey
from opencem.platform.audit.models import AuditEntry
from tests import pictures
from tests.conftest import NOW
from tests.web.respond.long_survey import choices, question, survey, text

Api = Callable[[str], Any]


def send(api: Api, content: bytes, person: str = "hq_admin", name: str = "x.jpg") -> Any:
    return api(person).client.post("/api/v1/survey-pictures", {"file": SimpleUploadedFile(name, content)})


def test_a_picture_is_kept_in_three_sizes_without_its_metadata(api: Api) -> None:
    answer = send(api, pictures.jpeg(2400, 1800))
    assert answer.status_code == 201
    kept = answer.json()
    assert (kept["width"], kept["height"]) == (960, 1280)  # upright, as the camera was held
    picture = Picture.read(kept["path"])
    assert picture is not None
    for longest in (1280, 640, 320):
        served = Client().get(picture.within(longest).path)
        assert served.status_code == 200
        image = Image.open(io.BytesIO(served.content))
        assert (max(image.size), image.format, dict(image.getexif())) == (longest, "JPEG", {})
        assert served.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert served.headers["Content-Type"] == "image/jpeg"
        assert "Set-Cookie" not in served.headers
    assert send(api, pictures.jpeg(2400, 1800)).json() == kept
    assert AuditEntry.objects.filter(action="picture.uploaded").count() == 2


REFUSED = [
    (b"", "picture_empty"),
    (pictures.SVG, "picture_kind"),
    (pictures.PDF, "picture_kind"),
    (pictures.HEIC, "picture_heif"),
    (pictures.jpeg()[:1500], "picture_damaged"),
    (pictures.png_header(30_000, 30_000), "picture_too_many_pixels"),
]


@pytest.mark.parametrize(("content", "code"), REFUSED)
def test_what_is_no_picture_is_refused(api: Api, content: bytes, code: str) -> None:
    answer = send(api, content)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["message"]


def test_only_who_may_write_surveys_adds_pictures(api: Api) -> None:
    assert send(api, pictures.jpeg(), "s1_manager").status_code == 403
    assert Client().post("/api/v1/survey-pictures").status_code in (401, 403)


@pytest.mark.parametrize(
    "name", ["p0-1x1.jpg", "p" + "0" * 32 + "-640x480.jpg", "p" + "0" * 32 + "-640x480.png", "..%2f..%2fsecret_key"]
)
def test_what_is_not_there_is_not_served(db: None, name: str) -> None:
    assert Client().get(f"/s/pictures/{name}").status_code == 404


def test_a_respondents_file_is_no_picture_of_a_survey(db: None) -> None:
    assert Picture.read("/s/pictures/AbCdEfGhIjKlMnOpQrStUv-640x480.jpg") is None


def test_the_page_shows_them_in_the_size_a_screen_needs(api: Api, company: dict[str, int]) -> None:
    path = send(api, pictures.jpeg(1600, 1200)).json()["path"]
    pages = [
        {
            "key": "one",
            "questions": [
                question("look", "image", src=path),
                question("pick", "picture", choices=choices("box", "bag", box={"image": path})),
            ],
        },
        {"key": "two", "questions": [question("more", "text")]},
    ]
    theme = {"logo": path, "cover": path}
    definition = survey(pages, theme=theme)
    version = publish_survey(definition=definition, owner_unit_id=company["HQ"], account=None, now=NOW)
    (collector,) = open_collectors(survey=version.survey, unit_ids=[company["0001"]])
    html = Client().get(f"/s/{collector.token}").content.decode()
    shown = re.findall(r"<img [^>]*>", html)
    assert len(shown) == 4  # cover, logo, block, choice
    assert all(
        'loading="lazy"' in each and 'width="960" height="1280"' in each and "320w" not in each for each in shown
    )
    assert all("240w" in each and "480w" in each and "960w" in each for each in shown)
    assert 'alt="image 题"' in html
    for address in re.findall(r'src="(/s/pictures/[^"]+)"', html):
        assert Client().get(address).status_code == 200


def test_a_picture_block_says_what_it_shows(api: Api) -> None:
    """Its title is the text that stands for it, and a survey without one has a fault."""
    definition = survey([{"key": "one", "questions": [{"key": "look", "type": "image", "title": {}, "src": "a.jpg"}]}])
    key = api("hq_admin").post("/surveys", {"title": text("图"), "languages": ["zh-Hans"]}).json()["key"]
    draft = api("hq_admin").get(f"/surveys/{key}/draft").json()
    saved = api("hq_admin").put(
        f"/surveys/{key}/draft", {"definition": {**definition, "key": key}, "revision": draft["revision"]}
    )
    assert any("title" in fault["path"] for fault in saved.json()["faults"]), saved.json()["faults"]
