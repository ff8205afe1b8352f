"""The words of sign-in, sign-out and the error pages before the console is there."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "sign_in": {"zh-hans": "登录", "zh-hant": "登入", "en": "Sign in"},
    "sign_in_title": {"zh-hans": "登录 OpenCEM", "zh-hant": "登入 OpenCEM", "en": "Sign in to OpenCEM"},
    "tagline": {
        "zh-hans": "听见每一位顾客",
        "zh-hant": "聽見每一位顧客",
        "en": "Hear every customer",
    },
    "username": {"zh-hans": "登录名", "zh-hant": "登入名", "en": "Login"},
    "password": {"zh-hans": "密码", "zh-hant": "密碼", "en": "Password"},
    "wrong": {
        "zh-hans": "登录名或密码不对，请重新输入",
        "zh-hant": "登入名或密碼不對，請重新輸入",
        "en": "That login and password do not match. Try again.",
    },
    "forgot": {
        "zh-hans": "忘记密码？请联系管理员重置",
        "zh-hant": "忘記密碼？請聯絡管理員重設",
        "en": "Forgot your password? Ask an administrator to reset it.",
    },
    "sign_out": {"zh-hans": "退出登录", "zh-hant": "登出", "en": "Sign out"},
    "sign_out_question": {"zh-hans": "确定退出登录？", "zh-hant": "確定登出？", "en": "Sign out of OpenCEM?"},
    "back": {"zh-hans": "返回", "zh-hant": "返回", "en": "Back"},
    "locked_title": {"zh-hans": "暂时不能登录", "zh-hant": "暫時不能登入", "en": "Sign-in is paused"},
    "locked": {
        "zh-hans": "密码连续输错多次。为保护账号，请 15 分钟后再试，或联系管理员。",
        "zh-hant": "密碼連續輸錯多次。為保護帳號，請 15 分鐘後再試，或聯絡管理員。",
        "en": "Too many wrong passwords. To protect the account, try again in 15 minutes or ask an administrator.",
    },
    "expired_title": {"zh-hans": "页面已过期", "zh-hant": "頁面已過期", "en": "This page has expired"},
    "expired": {
        "zh-hans": "请返回重新打开页面后再试。",
        "zh-hant": "請返回重新開啟頁面後再試。",
        "en": "Go back, open the page again and retry.",
    },
}
