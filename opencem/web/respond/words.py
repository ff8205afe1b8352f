"""The answer page's own words. The survey's words come with the survey."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]

_BY_LANGUAGE: dict[str, dict[str, str]] = {
    "zh-Hans": {
        "language_name": "简体",
        "choose_language": "语言",
        "next": "下一步",
        "back": "上一步",
        "submit": "提交",
        "optional": "选填",
        "progress": "第 {page} 页，共 {pages} 页",
        "errors_title": "还差一点，请看看这几处",
        "reconsider": "评分改了，原来的选项有变，请重新选一下",
        "new_question": "根据您的回答，多了一个小问题",
        "renewed": "页面放得太久了，您的回答都还在，请再提交一次",
        "not_rated": "不评",
        "stars": "{number} 星",
        "phone_number": "手机号",
        "sending": "正在提交…",
        "retrying": "网络不太稳，正在重试，回答不会丢",
        "offline": "网络断开了，回答还在这里。连上网后请再点一次",
        "thanks_title": "谢谢您的反馈",
        "thanks_text": "我们已经收到，会认真看每一条。",
        "already_title": "您已经提交过了",
        "already_text": "同一次到访填一份就够，谢谢您。",
        "privacy": "回答只用于改进服务",
        "closed_title": "问卷已经结束",
        "closed_text": "谢谢您想告诉我们。下次再听您说。",
        "expired_title": "问卷已过期",
        "expired_text": "这份问卷的收集时间已过。谢谢您愿意反馈。",
        "early_title": "问卷还没开始",
        "early_text": "请过些时候再来。",
        "full_title": "问卷已收满",
        "full_text": "名额已经用完，谢谢您的热心。",
        "unknown_title": "没有找到这份问卷",
        "unknown_text": "链接可能不完整，请重新扫码试试。",
        "too_large_title": "内容太长了",
        "too_large_text": "请返回，把文字缩短一些再提交。",
        "malformed_title": "页面没能正常提交",
        "malformed_text": "什么都没有保存。请重新打开问卷再填一次。",
        "start_again": "重新打开问卷",
        "required": "这题必答",
        "out_of_range": "请选 {low} 到 {high} 之间的分数",
        "not_a_number": "请选一个分数",
        "choice_not_offered": "这个选项现在不能选，请重新选",
        "too_many_choices": "最多选 {limit} 项",
        "too_many_answers": "选得太多了",
        "too_long": "太长了，请控制在 {limit} 字以内",
        "bad_characters": "含有无法保存的字符，请删掉后再试",
        "bad_phone": "手机号好像不对，请检查一下",
        "consent_needed": "留手机号请先勾选同意；不想留就清空号码",
        "invalid": "这个回答无法识别，请重新填",
    },
    "zh-Hant": {
        "language_name": "繁體",
        "choose_language": "語言",
        "next": "下一步",
        "back": "上一步",
        "submit": "送出",
        "optional": "選填",
        "progress": "第 {page} 頁，共 {pages} 頁",
        "errors_title": "還差一點，請看看這幾處",
        "reconsider": "評分改了，原來的選項有變，請重新選一下",
        "new_question": "依您的回答，多了一個小問題",
        "renewed": "頁面放得太久了，您的回答都還在，請再送出一次",
        "not_rated": "不評",
        "stars": "{number} 星",
        "phone_number": "手機號碼",
        "sending": "正在送出…",
        "retrying": "網路不太穩，正在重試，回答不會遺失",
        "offline": "網路中斷了，回答還在這裡。連上網後請再點一次",
        "thanks_title": "謝謝您的回饋",
        "thanks_text": "我們已經收到，每一則都會認真看。",
        "already_title": "您已經填過了",
        "already_text": "同一次到訪填一份就好，謝謝您。",
        "privacy": "回答只用於改善服務",
        "closed_title": "問卷已經結束",
        "closed_text": "謝謝您願意告訴我們。下次再聽您說。",
        "expired_title": "問卷已過期",
        "expired_text": "這份問卷的收集時間已過。謝謝您願意回饋。",
        "early_title": "問卷還沒開始",
        "early_text": "請過些時候再來。",
        "full_title": "問卷已額滿",
        "full_text": "名額已經用完，謝謝您的熱心。",
        "unknown_title": "找不到這份問卷",
        "unknown_text": "連結可能不完整，請重新掃碼試試。",
        "too_large_title": "內容太長了",
        "too_large_text": "請返回，把文字縮短一些再送出。",
        "malformed_title": "頁面沒能正常送出",
        "malformed_text": "什麼都沒有儲存。請重新打開問卷再填一次。",
        "start_again": "重新打開問卷",
        "required": "這題必答",
        "out_of_range": "請選 {low} 到 {high} 之間的分數",
        "not_a_number": "請選一個分數",
        "choice_not_offered": "這個選項現在不能選，請重新選",
        "too_many_choices": "最多選 {limit} 項",
        "too_many_answers": "選得太多了",
        "too_long": "太長了，請控制在 {limit} 字以內",
        "bad_characters": "含有無法儲存的字元，請刪掉後再試",
        "bad_phone": "手機號碼好像不對，請檢查一下",
        "consent_needed": "留手機號碼請先勾選同意；不想留就清空號碼",
        "invalid": "這個回答無法辨識，請重新填",
    },
    "en": {
        "language_name": "EN",
        "choose_language": "Language",
        "next": "Next",
        "back": "Back",
        "submit": "Send",
        "optional": "Optional",
        "progress": "Page {page} of {pages}",
        "errors_title": "Almost there. Please check:",
        "reconsider": "Your score changed, and so did the options. Please choose again.",
        "new_question": "One more question, given your answer",
        "renewed": "This page was open for too long. Your answers are still here; please send them again.",
        "not_rated": "No rating",
        "stars": "Stars: {number}",
        "phone_number": "Phone number",
        "sending": "Sending…",
        "retrying": "The network is unsteady. Trying again; your answers are safe.",
        "offline": "You are offline. Your answers are still here; tap again once you are back.",
        "thanks_title": "Thank you",
        "thanks_text": "We have received your feedback and read every word.",
        "already_title": "You have already answered",
        "already_text": "Once per visit is enough. Thank you.",
        "privacy": "Your answers are used only to improve our service",
        "closed_title": "This survey has ended",
        "closed_text": "Thank you for wanting to tell us. We hope to hear from you next time.",
        "expired_title": "This survey has expired",
        "expired_text": "Its time is over. Thank you for wanting to answer.",
        "early_title": "This survey has not started yet",
        "early_text": "Please come back a little later.",
        "full_title": "This survey is full",
        "full_text": "All places are taken. Thank you for your interest.",
        "unknown_title": "We cannot find this survey",
        "unknown_text": "The link may be incomplete. Please scan the code again.",
        "too_large_title": "That is too long",
        "too_large_text": "Please go back and shorten your text.",
        "malformed_title": "The page could not be sent",
        "malformed_text": "Nothing was saved. Please open the survey again.",
        "start_again": "Open the survey again",
        "required": "Please answer this question",
        "out_of_range": "Choose a score from {low} to {high}",
        "not_a_number": "Choose a score",
        "choice_not_offered": "This option is no longer available. Please choose again.",
        "too_many_choices": "Choose at most {limit}",
        "too_many_answers": "That is too many",
        "too_long": "Too long: at most {limit} characters",
        "bad_characters": "This contains characters we cannot store. Please remove them.",
        "bad_phone": "This does not look like a phone number. Please check it.",
        "consent_needed": "Tick the box to leave your number, or clear the number",
        "invalid": "We cannot read this answer. Please enter it again.",
    },
}

_UNREADABLE = "invalid"


def words_in(language: str) -> Words:
    """All words in a language of `survey_logic.LANGUAGES`."""
    return _BY_LANGUAGE[language]


def error_text(language: str, code: str, params: Mapping[str, object]) -> str:
    """The sentence for a refused answer; what only a forged form can cause shares one sentence."""
    return _sentence(language, code).format_map(dict(params))


ANSWER_CODES = (
    "required",
    "out_of_range",
    "not_a_number",
    "choice_not_offered",
    "too_many_choices",
    "too_many_answers",
    "too_long",
    "bad_characters",
    "bad_phone",
    "consent_needed",
    "wrong_type",
    "unknown_row",
    "unknown_question",
    "hidden_question",
)
"""Every code of `survey_logic.AnswerError`."""


def answer_problems() -> dict[str, dict[str, str]]:
    """The same sentences as problem texts, `answer_<code>` by language."""
    return {f"answer_{code}": {name.lower(): _sentence(name, code) for name in _BY_LANGUAGE} for code in ANSWER_CODES}


def _sentence(language: str, code: str) -> str:
    words = _BY_LANGUAGE[language]
    return words.get(code, words[_UNREADABLE])
