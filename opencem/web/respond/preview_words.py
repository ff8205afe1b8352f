"""What a preview says beside the answer page's own words: to whoever makes the survey, not to its respondents."""

from __future__ import annotations

from collections.abc import Mapping

_BY_LANGUAGE: Mapping[str, Mapping[str, str]] = {
    "zh-Hans": {
        "over_title": "预览已失效",
        "over_text": "预览两小时内有效。请回到问卷编辑页，重新打开预览。",
        "full_title": "测试答卷已满",
        "full_text": "请先在「实时数据」里清空测试答卷。",
        "faults_title": "改好问题才能预览",
        "faults_text": "草稿里还有这些问题：",
        "item": "示例商品 {number}",
        "coupon": "示例优惠码",
    },
    "zh-Hant": {
        "over_title": "預覽已失效",
        "over_text": "預覽兩小時內有效。請回到問卷編輯頁，重新開啟預覽。",
        "full_title": "測試答卷已滿",
        "full_text": "請先在「即時資料」裡清空測試答卷。",
        "faults_title": "改好問題才能預覽",
        "faults_text": "草稿裡還有這些問題：",
        "item": "示例商品 {number}",
        "coupon": "示例優惠碼",
    },
    "en": {
        "over_title": "This preview has ended",
        "over_text": "A preview is good for two hours. Open it again from the editor.",
        "full_title": "Too many test answers",
        "full_text": "Delete the test answers under the survey's answers first.",
        "faults_title": "Nothing to show yet",
        "faults_text": "These faults of the draft have to be mended first:",
        "item": "Sample item {number}",
        "coupon": "SAMPLE-CODE",
    },
}


def said(language: str, name: str) -> str:
    """In a language of the product; English beside a survey in any other."""
    return (_BY_LANGUAGE.get(language) or _BY_LANGUAGE["en"])[name]
