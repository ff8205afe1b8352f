"""Files with the answers, as a browser without scripts sends them and as the page's script does."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from opencem.kit.clock import now
from opencem.listen.responses.models import Answer, Response
from opencem.listen.uploads import service, store
from opencem.listen.uploads.models import Upload
from opencem.platform.audit.models import AuditEntry
from opencem.web.respond import challenge
from tests import pictures

from .conftest import Published
from .long_survey import question, survey, text
from .plain_browser import PlainBrowser

PHOTO = question("photo", "file", max_files=2, max_mb=1, accept=["image", "pdf", "office"], required=True)
SIGN = question("sign", "signature")
VISIT = question("visit", "checklist", items=[{"key": "shelf", "label": text("货架"), "evidence": True}])
WHY = question("why", "text", lines=1)


def asking(*questions: dict[str, Any]) -> dict[str, Any]:
    return survey([{"key": f"p{place}", "questions": [each]} for place, each in enumerate(questions)])


def stored() -> list[tuple[str, str, str, str | None]]:
    return list(Answer.rows.order_by("pk").values_list("question", "row", "choice", "text"))


def blob(public_id: str) -> bytes:
    with store.current().open(public_id) as file:
        return file.read()


def key_of(browser: PlainBrowser) -> str:
    return browser.would_send()["_key"][0]


def sent_ahead(browser: PlainBrowser, content: bytes, slot: str = "photo", **form: str) -> Any:
    """What the page's script does as soon as a file is chosen."""
    file = io.BytesIO(content)
    file.name = "照片.jpg"
    fields = {"_key": key_of(browser), "slot": slot, "file": file, **form}
    return browser.client.post(f"{browser.url}/files", fields)


def test_a_photo_is_kept_without_what_the_camera_wrote_into_it(published: Published) -> None:
    browser = published(asking(PHOTO, WHY)).open()
    browser.attach({"q.photo.file": [("C:\\我的 照片.JPG", pictures.jpeg())]})
    assert (browser.status, browser.page) == (200, "2"), browser.text
    browser.press(q__why="好看")
    assert browser.is_thanked
    upload = Upload.rows.get()
    assert stored() == [("photo", "", "", upload.public_id), ("why", "", "", "好看")]
    assert (upload.name, upload.kind, upload.width, upload.height) == ("我的 照片.jpg", "jpeg", 480, 640)
    assert upload.taken_at == Response.rows.get().submitted_at
    for name in (upload.public_id, service.thumbnail_of(upload.public_id)):
        kept = Image.open(io.BytesIO(blob(name)))
        assert not kept.getexif()
        assert not {"exif", "comment", "icc_profile"} & set(kept.info)
        assert b"SpyPhone" not in blob(name)


def test_several_files_and_one_taken_back(published: Published, django_capture_on_commit_callbacks: Any) -> None:
    browser = published(asking(PHOTO, WHY)).open()
    files = [("菜单.pdf", pictures.PDF), ("订单.docx", pictures.document())]
    browser.attach({"q.photo.file": files}).press("_back")
    assert ("菜单.pdf" in browser.text, "订单.docx" in browser.text) == (True, True)
    pdf, docx = Upload.rows.order_by("pk")
    assert browser.would_send()["q.photo"] == [pdf.public_id, docx.public_id]
    browser.press(q__photo=[docx.public_id]).press()
    assert browser.is_thanked, browser.text
    assert stored() == [("photo", "", "", docx.public_id)]
    assert blob(docx.public_id) == pictures.document()
    with django_capture_on_commit_callbacks(execute=True):
        assert service.sweep(now() + timedelta(hours=25)) == 1
    assert list(Upload.rows.values_list("pk", flat=True)) == [docx.pk]
    with pytest.raises(store.BlobMissing):
        blob(pdf.public_id)


REFUSED = [
    ("svg with script", pictures.SVG, "这种文件收不了"),
    ("a page called a photo", pictures.HTML, "这种文件收不了"),
    ("a program called a photo", b"MZ" + b"\0" * 500, "这种文件收不了"),
    ("heic", pictures.HEIC, "HEIC"),
    ("nothing", b"", "文件是空的"),
    ("half a photo", pictures.jpeg()[:2000], "文件打不开"),
    ("a magic number and rubbish", b"\xff\xd8\xff" + b"rubbish" * 100, "文件打不开"),
    ("a few bytes that say 400 megapixels", pictures.png_header(20_000, 20_000), "尺寸太大"),
    ("more than the question takes", pictures.PDF + b" " * 1024 * 1024, "1 MB"),
    ("a document with macros", pictures.document("word/document.xml", "word/vbaProject.bin"), "这种文件收不了"),
    ("an archive", pictures.document("readme.txt"), "这种文件收不了"),
    ("an old document, which may hold macros", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "这种文件收不了"),
]


@pytest.mark.parametrize(("content", "said"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_a_bad_file_is_told_beside_its_question_and_not_kept(published: Published, content: bytes, said: str) -> None:
    browser = published(asking(PHOTO)).open().attach({"q.photo.file": [("photo.jpg", content)]})
    assert (browser.status, browser.page) == (422, "1")
    assert said in browser.text
    assert (Upload.rows.count(), Response.rows.count()) == (0, 0)


def test_a_picture_that_is_also_a_page_loses_the_page(published: Published) -> None:
    browser = published(asking(PHOTO)).open()
    browser.attach({"q.photo.file": [("photo.jpg", pictures.jpeg() + pictures.HTML)]})
    assert browser.is_thanked
    assert b"script" not in blob(Upload.rows.get().public_id)


def test_a_good_file_beside_a_bad_one_stays(published: Published) -> None:
    browser = published(asking(PHOTO)).open()
    browser.attach({"q.photo.file": [("a.jpg", pictures.jpeg()), ("b.svg", pictures.SVG)]})
    assert (browser.status, "a.jpg" in browser.text) == (422, True)
    browser.press()
    assert browser.is_thanked
    assert stored() == [("photo", "", "", Upload.rows.get().public_id)]


def test_what_is_needed_is_asked_for(published: Published) -> None:
    browser = published(asking(PHOTO)).open().press()
    assert (browser.status, "这题必答" in browser.text) == (422, True)


def test_too_many_files(published: Published) -> None:
    browser = published(asking(PHOTO)).open()
    browser.attach(
        {"q.photo.file": [(f"{color}.jpg", pictures.jpeg(color=color)) for color in ("red", "blue", "black")]}
    )
    assert (browser.status, "最多传 2 个文件" in browser.text) == (422, True)
    browser.press(q__photo=browser.would_send()["q.photo"][:2])
    assert browser.is_thanked


@pytest.mark.parametrize(
    ("language", "said"), [("zh-Hant", "這種檔案收不了"), ("en", "We cannot take this kind of file")]
)
def test_in_the_readers_language(published: Published, language: str, said: str) -> None:
    browser = published(asking(PHOTO)).open(lang=language)
    browser.attach({"q.photo.file": [("x.jpg", pictures.SVG)]})
    assert said in browser.text


def test_a_file_sent_ahead_and_sent_again(published: Published) -> None:
    browser = published(asking(PHOTO)).open()
    first = sent_ahead(browser, pictures.jpeg())
    assert first.status_code == 201
    assert sent_ahead(browser, pictures.jpeg()).json() == first.json()
    browser.send(browser.would_send() | {"q.photo": [first.json()["id"]], "_next": ["1"]})
    assert browser.is_thanked
    again = browser.would_send() if browser.offers("_key") else {}
    assert (Response.rows.count(), Upload.rows.count(), again) == (1, 1, {})


def test_a_retry_of_the_whole_form_is_one_response(published: Published) -> None:
    browser = published(asking(PHOTO)).open()
    upload = sent_ahead(browser, pictures.jpeg()).json()["id"]
    form = browser.would_send() | {"q.photo": [upload], "_next": ["1"]}
    assert browser.send(form).is_thanked
    assert browser.send(form).is_thanked
    assert Response.rows.count() == 1


def test_nobody_answers_with_another_forms_file(published: Published) -> None:
    browser = published(asking(PHOTO)).open()
    theirs = sent_ahead(browser, pictures.jpeg()).json()["id"]
    other = PlainBrowser(browser.url).open()
    other.send(other.would_send() | {"q.photo": [theirs], "_next": ["1"]})
    assert (other.status, "文件没有传好" in other.text) == (422, True)
    assert theirs not in other.html
    assert Response.rows.count() == 0


def test_nor_with_a_file_of_another_question(published: Published) -> None:
    browser = published(asking(PHOTO, SIGN)).open()
    signature = sent_ahead(browser, pictures.png(), "sign").json()["id"]
    browser.send(browser.would_send() | {"q.photo": [signature], "_next": ["1"]})
    assert (browser.status, "文件没有传好" in browser.text) == (422, True)


def test_a_file_swept_before_its_form_was_sent_is_asked_for_again(published: Published) -> None:
    browser = published(asking(PHOTO)).open()
    upload = sent_ahead(browser, pictures.jpeg()).json()["id"]
    service.sweep(now() + timedelta(hours=25))
    browser.send(browser.would_send() | {"q.photo": [upload], "_next": ["1"]})
    assert (browser.status, "文件没有传好" in browser.text, Response.rows.count()) == (422, True, 0)


AHEAD = [
    ("a forged key", {"_key": "x" * 59}, 400, "submission_key_invalid"),
    ("a question without files", {"slot": "why"}, 422, "upload_slot_unknown"),
    ("no such question", {"slot": "../etc"}, 422, "upload_slot_unknown"),
    ("no file", {"file": ""}, 422, "answer_file_empty"),
]


@pytest.mark.parametrize(("form", "status", "code"), [each[1:] for each in AHEAD], ids=[each[0] for each in AHEAD])
def test_what_the_script_sends_is_checked_as_well(
    published: Published, form: dict[str, str], status: int, code: str
) -> None:
    answer = sent_ahead(published(asking(PHOTO, WHY)).open(), pictures.jpeg(), **form)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (status, code)
    assert Upload.rows.count() == 0


def test_a_refusal_of_the_script_is_in_the_readers_language(published: Published) -> None:
    answer = sent_ahead(published(asking(PHOTO)).open(), pictures.HEIC)
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["code"]) == (422, "answer_file_heif")
    assert "HEIC" in problem["title"]


def test_a_link_under_attack_takes_files_only_of_forms_that_were_let_through(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = published(asking(PHOTO)).open()
    monkeypatch.setattr("opencem.listen.distribution.queries.Door.asks_for_work", lambda *_: True)
    answer = sent_ahead(browser, pictures.jpeg())
    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "survey_proof_needed")
    monkeypatch.setattr("opencem.web.respond.files.pass_held", lambda *_: challenge.pass_for(key_of(browser)))
    assert sent_ahead(browser, pictures.jpeg()).status_code == 201


def test_a_form_sends_only_so_much(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = published(asking(PHOTO)).open()
    monkeypatch.setattr(service, "FORM_BYTES", 3000)
    assert sent_ahead(browser, pictures.PDF).status_code == 201
    answer = sent_ahead(browser, pictures.PDF + b" " * 2990)
    assert json.loads(answer.content)["code"] == "answer_files_too_large"
    monkeypatch.setattr(service, "MOST_OF_FORM", 1)
    assert json.loads(sent_ahead(browser, pictures.PDF + b" ").content)["code"] == "answer_too_many_files"


def test_what_waits_in_all_is_bounded(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_WAITING", 10)
    answer = sent_ahead(published(asking(PHOTO)).open(), pictures.PDF)
    assert json.loads(answer.content)["code"] == "answer_file_no_room"


def test_more_than_a_request_may_hold_is_refused_by_its_length(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = published(asking(PHOTO)).open()
    monkeypatch.setattr("opencem.web.respond.views.LARGEST_FORM", 99_999)
    monkeypatch.setattr("opencem.web.respond.files.LARGEST_MB", 0)
    for address in (browser.url, f"{browser.url}/files"):
        answer = browser.client.post(address, b"x" * 100_000, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 413


def test_a_survey_without_files_takes_no_large_form(published: Published) -> None:
    browser = published(asking(WHY)).open()
    answer = browser.client.post(browser.url, b"x" * 300_000, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "multipart" not in browser.html


def test_a_signature_is_drawn_or_typed(published: Published) -> None:
    browser = published(asking(SIGN)).open()
    drawn = sent_ahead(browser, pictures.png(), "sign").json()["id"]
    browser.send(browser.would_send() | {"q.sign": [drawn], "_next": ["1"]})
    assert browser.is_thanked
    upload = Upload.rows.get()
    assert (upload.kind, upload.is_personal) == ("png", True)
    assert Image.open(io.BytesIO(blob(upload.public_id))).format == "PNG"
    typing = PlainBrowser(browser.url).open().press(q__sign__typed=" 王小明 ")
    assert typing.is_thanked
    assert stored()[1:] == [("sign", "", "typed", "王小明")]


def test_a_photo_of_a_mystery_visit(published: Published) -> None:
    browser = published(asking(VISIT, WHY)).open().press(q__visit__shelf="yes")
    assert (browser.status, "请附上照片" in browser.text) == (422, True)
    photo = {"q.visit.shelf.evidence.file": [("shelf.jpg", pictures.jpeg())]}
    browser.attach(photo, q__visit__shelf="no", q__visit__shelf__note="缺货")
    browser.press("_back")
    assert "shelf.jpg" in browser.text
    browser.press().press()
    assert browser.is_thanked, browser.text
    upload = Upload.rows.get()
    assert stored() == [("visit", "shelf", "no", "缺货"), ("visit", "shelf", "evidence", upload.public_id)]
    assert upload.slot == "visit.shelf"


def test_what_does_not_apply_needs_no_photo(published: Published) -> None:
    browser = published(asking(VISIT)).open().press(q__visit__shelf="na")
    assert browser.is_thanked


def test_a_trial_takes_files_and_they_go_with_it(
    published: Published, api: Callable[[str], Any], django_capture_on_commit_callbacks: Any
) -> None:
    published(asking(PHOTO, WHY))
    client = api("hq_admin")
    path = client.post("/surveys/long_one/preview", {"version": "1", "unit": "0001"}).json()["path"]
    browser = PlainBrowser(path).open()
    browser.attach({"q.photo.file": [("x.jpg", pictures.SVG)]})
    assert (browser.status, "这种文件收不了" in browser.text) == (422, True)
    ahead = sent_ahead(browser, pictures.PDF)
    assert ahead.status_code == 201
    browser.attach({"q.photo.file": [("a.jpg", pictures.jpeg())]}, button="_next")
    assert browser.press().is_thanked
    (row,) = client.get("/surveys/long_one/answers", test="true").json()["items"]
    (file,) = client.get(f"/surveys/long_one/answers/{row['id']}").json()["answers"][0]["files"]
    assert client.get(f"/uploads/{file['id']}").status_code == 200
    assert client.get(f"/uploads/{ahead.json()['id']}").status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert client.delete("/surveys/long_one/test-answers").status_code < 300
    assert client.get(f"/uploads/{file['id']}").status_code == 404


READERS = [
    # person, status of a photo, of a signature
    ("hq_admin", 200, 200),
    ("hq_analyst", 200, 403),
    ("s1_manager", 200, 403),
    ("s2_manager", 404, 404),
    ("stranger", 403, 403),
]


def test_who_may_see_the_files_of_a_response(published: Published, api: Callable[[str], Any]) -> None:
    browser = published(asking(PHOTO, SIGN)).open()
    browser.attach({"q.photo.file": [("店里\n.jpg", pictures.jpeg())]})
    waiting = Upload.rows.get().public_id
    assert api("hq_admin").get(f"/uploads/{waiting}").status_code == 404  # nobody's before it is submitted
    drawn = sent_ahead(browser, pictures.png(), "sign").json()["id"]
    browser.send(browser.would_send() | {"q.sign": [drawn], "_next": ["1"]})
    assert browser.is_thanked
    photo, signature = Upload.rows.order_by("pk")
    for person, seen, signed in READERS:
        assert api(person).get(f"/uploads/{photo.public_id}").status_code == seen, person
        assert api(person).get(f"/uploads/{photo.public_id}/thumbnail").status_code == seen, person
        assert api(person).get(f"/uploads/{signature.public_id}").status_code == signed, person
    answer = api("hq_admin").get(f"/uploads/{photo.public_id}")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%BA%97%E9%87%8C")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert AuditEntry.objects.filter(action="upload.downloaded", object_id=photo.public_id).count() == 4


def test_files_in_the_survey_centre(published: Published, api: Callable[[str], Any]) -> None:
    browser = published(asking(PHOTO, SIGN, VISIT)).open()
    browser.attach({"q.photo.file": [("菜.jpg", pictures.jpeg()), ("单.pdf", pictures.PDF)]})
    browser.press(q__sign__typed="王小明")
    browser.attach({"q.visit.shelf.evidence.file": [("架.png", pictures.png())]}, q__visit__shelf="no")
    assert browser.is_thanked
    admin, store_manager = api("hq_admin"), api("s1_manager")
    asked = {"column": ["photo", "sign", "visit.shelf"]}
    (row,) = admin.get("/surveys/long_one/answers", **asked).json()["items"]
    assert row["cells"] == {"photo": "菜.jpg、单.pdf", "sign": "输入：王小明", "visit.shelf": "不达标、照片：架.jpg"}
    answers = admin.get(f"/surveys/long_one/answers/{row['id']}").json()["answers"]
    assert [[(file["name"], file["is_picture"]) for file in each["files"]] for each in answers] == [
        [("菜.jpg", True), ("单.pdf", False)], [], [("架.jpg", True)],
    ]  # fmt: skip
    assert "王小明" not in store_manager.get("/surveys/long_one/answers", **asked).content.decode()
    text = admin.get("/surveys/long_one/answers/export.csv")
    assert "菜.jpg、单.pdf" in b"".join(text.streaming_content).decode()
    reached = admin.get("/surveys/long_one/drop-off").json()["questions"]
    assert {each["question"]: each["answered"]["value"] for each in reached} == dict.fromkeys(
        ("photo", "sign", "visit"), 1.0
    )


def test_files_of_a_voice(published: Published, api: Callable[[str], Any], pump: Callable[[], None]) -> None:
    browser = published(asking(PHOTO, SIGN)).open()
    browser.attach({"q.photo.file": [("菜.jpg", pictures.jpeg())]})
    drawn = sent_ahead(browser, pictures.png(), "sign").json()["id"]
    browser.send(browser.would_send() | {"q.sign": [drawn], "_next": ["1"]})
    pump()
    (voice,) = api("s1_manager").get("/feedback").json()["items"]
    photo, signature = api("s1_manager").get(f"/feedback/{voice['id']}").json()["answers"]
    assert (photo["text"], photo["file"]["is_picture"]) == ("菜.jpg", True)
    assert (signature["text"], signature["file"]["id"]) == ("****", None)
    assert api("hq_admin").get(f"/feedback/{voice['id']}").json()["answers"][1]["file"]["id"] == drawn


def test_erased_with_its_response(published: Published) -> None:
    browser = published(asking(PHOTO)).open().attach({"q.photo.file": [("a.jpg", pictures.jpeg())]})
    upload = Upload.rows.get()
    assert browser.is_thanked
    assert service.sweep(now() + timedelta(days=400)) == 0
    assert service.erase([upload.submission_key]) == 1
    assert Upload.rows.count() == 0
