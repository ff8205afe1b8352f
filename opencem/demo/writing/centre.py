"""The survey centre as people left it: what runs, what is paused or over, drafts with remarks, questions kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from opencem.listen.surveys import library, service
from opencem.listen.surveys.definitions import questions_of
from opencem.listen.surveys.models import Survey, SurveyFolder
from opencem.platform.accounts.models import Account
from opencem.platform.accounts.service import system_scope

from .company import Company

_FOLDERS = ("门店", "线上", "内部")


@dataclass(frozen=True, slots=True)
class _Kept:
    """A survey of the centre, made from a template `days` ago. `ends`: what was done to it after it was published."""

    template: str
    key: str
    title: Mapping[str, str]
    folder: str
    tags: tuple[str, ...]
    days: int
    ends: str = ""
    touchpoint: str | None = None
    group: str = ""


_SURVEYS = (
    _Kept("hotline", "hotline_q2", {"zh-Hans": "热线回访（二季度）", "en": "Hotline follow-up, second quarter"},
          "线上", ("客服",), 150, "close", "hotline", "来电顾客"),
    _Kept("delivery", "delivery", {"zh-Hans": "配送体验", "en": "Delivery experience"},
          "线上", ("配送", "常年"), 90, "pause", "delivery_arrival", "外卖与小时达顾客"),
    _Kept("mystery_visit", "mystery_visit", {"zh-Hans": "神秘顾客巡店", "en": "Mystery visits"},
          "门店", ("巡店",), 40, "pause", None, "外聘巡店员"),
    _Kept("packaging", "paper_bag", {"zh-Hans": "纸袋新包装调查", "en": "The new paper bag"},
          "门店", ("包装", "专项"), 12, "", "store_checkout", "近 30 天买过散称零食的会员"),
    _Kept("membership", "members_h2", {"zh-Hans": "会员体验（下半年）", "en": "Members, second half of the year"},
          "线上", ("会员",), 9, "", "app_order", "金卡及以上会员"),
    _Kept("employee_voice", "employee_voice", {"zh-Hans": "员工心声", "en": "Employee voice"},
          "内部", ("员工",), 5, "", None, "全体员工"),
)  # fmt: skip
_REMARKS = (
    # question, words, settled
    ("aspects", "“环保不浪费”顾客可能看不懂，改成“用料不浪费”？", True),
    ("too_much", "滑块在老手机上不好拖，换成五档单选吧。", False),
    ("", "纸袋容易破的投诉最近多了，要不要单独加一题？", False),
)
_BANK = (
    # template, question, tags
    ("post_purchase_nps", "recommend", ("推荐意愿",)),
    ("post_purchase_nps", "aspects", ("满意度", "门店")),
    ("complaint_follow_up", "settled", ("售后",)),
    ("return_refund", "effort", ("费力度",)),
    ("hotline", "contact", ("联系方式",)),
)


def write_centre(company: Company, now: datetime) -> None:
    """Fills the centre beside the survey that everybody answers, through the room's own doors."""
    people = {name: Account.objects.get(pk=company.account_ids[name]) for name in ("admin", "analyst")}
    admin = people["admin"]
    folders = {
        name: service.create_folder(name=name, parent=None, owner_unit_id=company.root_id, account=admin)
        for name in _FOLDERS
    }
    for kept in _SURVEYS:
        _write(kept, folders[kept.folder], company, admin, now - timedelta(days=kept.days))
    changes = {"folder": folders["门店"].pk, "tags": ["常年"], "scene": "post_purchase", "touchpoint": "store_checkout"}
    main = {**changes, "owner": admin.pk, "target_group": "全体顾客"}
    _organise(company.version.survey, main, admin, company.version.published_at or now)
    _remark(people, now)
    for template, key, tags in _BANK:
        [question] = [one for one in questions_of(library.template(template).definition) if one["key"] == key]
        service.keep_question(question=question, tags=tags, owner_unit_id=company.root_id, account=admin, now=now)


def _write(kept: _Kept, folder: SurveyFolder, company: Company, account: Account, at: datetime) -> None:
    survey = service.start_survey(
        definition=library.template(kept.template).definition, title=kept.title, key=kept.key,
        origin=f"template:{kept.template}", owner_unit_id=company.root_id, folder=folder, account=account, now=at,
    )  # fmt: skip
    changes = {"tags": list(kept.tags), "touchpoint": kept.touchpoint, "target_group": kept.group}
    survey = _organise(survey, changes, account, at)
    if kept.ends:
        service.publish_draft(survey=survey, revision=1, account=account, now=at)
        end = {"pause": service.pause, "close": service.close}[kept.ends]
        end(survey=survey, account=account, now=at + timedelta(days=30))


def _organise(survey: Survey, changes: Mapping[str, object], account: Account, at: datetime) -> Survey:
    return service.organise(survey=survey, changes=changes, scope=system_scope("demo"), account=account, now=at)


def _remark(people: Mapping[str, Account], now: datetime) -> None:
    survey = Survey.objects.get(key="paper_bag")
    for days, (question, text, settled) in zip((8, 4, 2), _REMARKS, strict=True):
        at = now - timedelta(days=days)
        made = service.comment(survey=survey, question=question, text=text, account=people["analyst"], now=at)
        if settled:
            service.resolve_comment(comment=made, account=people["admin"], now=at + timedelta(hours=5))
