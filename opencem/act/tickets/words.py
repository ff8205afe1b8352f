"""The room's words: root causes, and what its notifications say."""

from __future__ import annotations

from opencem.act.notifications.service import Words, register_words

ROOT_CAUSES = {
    "product_quality": ("产品质量", "Product quality"),
    "food_safety": ("食品安全", "Food safety"),
    "staff_attitude": ("服务态度", "Staff attitude"),
    "staff_skill": ("业务不熟", "Staff skill"),
    "waiting": ("等候太久", "Waiting time"),
    "delivery": ("配送问题", "Delivery"),
    "packaging": ("包装问题", "Packaging"),
    "environment": ("环境卫生", "Environment and hygiene"),
    "price_promotion": ("价格与促销", "Price and promotion"),
    "wrong_order": ("错单漏单", "Wrong or missing items"),
    "misunderstanding": ("顾客误解", "Misunderstanding"),
    "other": ("其他", "Other"),
}

register_words(
    {
        "ticket.opened": {
            "zh-hans": Words("{unit}:新工单 {number},请领取", "{unit}有一张新工单 {number},{due} 前需首次响应。"),
            "en": Words(
                "{unit}: new ticket {number} to take",
                "{unit} has a new ticket {number}. First response is due by {due}.",
            ),
        },
        "ticket.transferred": {
            "zh-hans": Words("{by}把工单 {number} 转给了你", "{by}把{unit}的工单 {number} 转给了你，{due} 前需处理。"),
            "en": Words(
                "{by} transferred ticket {number} to you",
                "{by} transferred ticket {number} of {unit} to you. Due by {due}.",
            ),
        },
        "ticket.escalated": {
            "zh-hans": Words(
                "{unit}：工单 {number} 超时，已上报第 {level} 级",
                "{unit}的工单 {number} 已于 {due} 超时，现上报第 {level} 级（{target}）。处理人：{owner}。",
            ),
            "en": Words(
                "{unit}: ticket {number} is overdue, escalated to level {level}",
                "Ticket {number} of {unit} has been overdue since {due} and is now escalated to level {level} ({target}). Owner: {owner}.",
            ),
        },
        "ticket.reopened": {
            "zh-hans": Words("{unit}：工单 {number} 被重新打开", "{unit}的工单 {number} 被重新打开，{due} 前需解决。"),
            "en": Words(
                "{unit}: ticket {number} was reopened",
                "Ticket {number} of {unit} was reopened. Resolution is due by {due}.",
            ),
        },
    }
)
