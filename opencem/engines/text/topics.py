"""The topics a mention can have, in the order in which they are listed to people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its stable key and its name in the three languages of the product."""

    key: str
    name_zh: str
    name_zh_hant: str
    name_en: str


TOPICS: tuple[Topic, ...] = (
    Topic("price", "价格", "價格", "Price"),
    Topic("taste", "口味", "口味", "Taste"),
    Topic("freshness", "新鲜度", "新鮮度", "Freshness"),
    Topic("packaging", "包装", "包裝", "Packaging"),
    Topic("service", "服务", "服務", "Service"),
    Topic("delivery", "配送", "配送", "Delivery"),
    Topic("environment", "环境", "環境", "Environment"),
    Topic("quantity", "分量", "份量", "Portion"),
    Topic("promotion", "优惠活动", "優惠活動", "Promotions"),
    Topic("cleanliness", "卫生", "衛生", "Cleanliness"),
    Topic("waiting", "等候", "等候", "Waiting"),
    Topic("food_safety", "食品安全", "食品安全", "Food safety"),
)
