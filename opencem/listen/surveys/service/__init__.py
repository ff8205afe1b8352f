"""The door of surveys: start, write, publish, run and put in order; comments, question bank, folders, rewards."""

from opencem.listen.surveys import problems  # noqa: F401  # the words register themselves

from .bank import change_question, forget_question, keep_question
from .comments import comment, delete_comment, reopen_comment, resolve_comment
from .drafts import discard_draft, renew_draft, save_draft, take_up_version
from .folders import change_folder, create_folder, delete_folder
from .linking import VOUCHABLE, demand_signatures, link_parameters, renew_link_key, show_link_key
from .organising import organise, password_matches
from .publishing import parse, publish_definition, publish_draft, publish_survey
from .rewards import add_coupons, coupons_of, take_coupon
from .standing import archive, close, close_due, pause, restore, resume
from .starting import delete_unpublished, free_key, start_survey
from .translating import convert_texts, take_texts

__all__ = [
    "VOUCHABLE",
    "add_coupons",
    "archive",
    "change_folder",
    "change_question",
    "close",
    "close_due",
    "comment",
    "convert_texts",
    "coupons_of",
    "create_folder",
    "delete_comment",
    "delete_folder",
    "delete_unpublished",
    "demand_signatures",
    "discard_draft",
    "forget_question",
    "free_key",
    "keep_question",
    "link_parameters",
    "organise",
    "parse",
    "password_matches",
    "pause",
    "publish_definition",
    "publish_draft",
    "publish_survey",
    "renew_draft",
    "renew_link_key",
    "reopen_comment",
    "resolve_comment",
    "restore",
    "resume",
    "save_draft",
    "show_link_key",
    "start_survey",
    "take_coupon",
    "take_texts",
    "take_up_version",
]
