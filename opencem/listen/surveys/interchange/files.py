"""A survey from a file, whatever tool it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from opencem.kit import strict_json
from opencem.kit.problems import Problem
from opencem.listen.surveys.interchange.drafting import Imported
from opencem.listen.surveys.interchange.surveyjs import is_surveyjs, read_surveyjs
from opencem.listen.surveys.interchange.xlsform import read_xlsform

_ZIP = b"PK\x03\x04"
_LONGEST_NAME = 80


def read_file(content: bytes, name: str) -> Imported:
    """XLSForm (XLSX), SurveyJS (JSON) or a definition of ours (JSON), told by content.

    A form without a title is called as its file. Raises Problem `survey_file_unknown`, `malformed_json`, or why a
    workbook is not taken.
    """
    read = read_xlsform(content, name) if content.startswith(_ZIP) else _read_json(content)
    if not read.definition.get("title"):
        titled = PurePath(name).stem[:_LONGEST_NAME] or "survey"
        languages = read.definition.get("languages") or ["zh-Hans"]
        return Imported({**read.definition, "title": dict.fromkeys(languages, titled)}, read.not_taken)
    return read


def _read_json(content: bytes) -> Imported:
    try:
        source = strict_json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except strict_json.NotJson as error:
        raise Problem("survey_file_unknown", 422, field="file") from error
    if isinstance(source, Mapping) and is_surveyjs(source):
        return read_surveyjs(source)
    if isinstance(source, Mapping) and isinstance(source.get("pages"), list):
        return Imported(dict(source), ())
    raise Problem("survey_file_unknown", 422, field="file")
