"""What the demo company sells. Names carry the house's joke: the cat at the mouth of the lane."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """One article. `price` in yuan; `launched` as a share of the demo's span (0: sold from the first day)."""

    sku: str
    name: str
    price: float
    weight: float
    launched: float = 0.0
    premium: bool = False

    @property
    def category(self) -> str:
        """What the first letters of the article number stand for."""
        return _CATEGORIES[self.sku[:2]]

    @property
    def is_new(self) -> bool:
        return self.launched > 0


_CATEGORIES = {
    "NA": "坚果炒货", "RP": "肉脯卤味", "GP": "糕点酥饼", "GG": "果干蜜饯", "HW": "海味零食", "TG": "糖果", "YP": "冲饮",
    "LH": "礼盒", "XP": "新品",
}  # fmt: skip

PRODUCTS: tuple[Product, ...] = (
    Product("NA01", "椒盐大腰果", 36.9, 5.5),
    Product("NA02", "巷口糖炒栗子", 19.9, 8.0),
    Product("NA03", "奶香碧根果", 39.9, 4.5),
    Product("NA04", "蟹黄蚕豆", 12.8, 4.0),
    Product("NA05", "每日一把混合坚果", 59.9, 4.0, premium=True),
    Product("RP01", "炭烤猪肉脯", 29.9, 6.5),
    Product("RP02", "手撕风干牛肉", 45.9, 4.0, premium=True),
    Product("RP03", "藤椒鸭脖", 26.8, 5.0),
    Product("RP04", "香辣小鱼干", 15.9, 4.5),
    Product("GP01", "猫爪酥", 22.8, 6.0),
    Product("GP02", "蛋黄肉松小贝", 25.8, 5.0),
    Product("GP03", "手工麻花", 14.9, 3.5),
    Product("GP04", "桃酥王", 16.9, 3.5),
    Product("GP05", "冰心绿豆糕", 18.8, 3.0),
    Product("GG01", "芒果干", 17.9, 4.5),
    Product("GG02", "无核话梅", 13.9, 3.5),
    Product("GG03", "冻干草莓脆", 28.8, 3.5, premium=True),
    Product("GG04", "山楂卷", 9.9, 3.0),
    Product("HW01", "芥末海苔卷", 16.8, 3.0),
    Product("HW02", "手撕鱿鱼丝", 24.9, 3.5),
    Product("TG01", "花生牛轧糖", 21.9, 2.5),
    Product("YP01", "桂花乌龙冷泡茶", 12.0, 3.5),
    Product("LH01", "馋猫年货大礼盒", 168.0, 0.8, premium=True),
    Product("XP01", "黑松露腰果", 49.9, 3.0, launched=0.45, premium=True),
    Product("XP02", "生椰拿铁冻干块", 32.8, 2.5, launched=0.6, premium=True),
    Product("XP03", "云南鲜花猫爪酥", 35.8, 2.5, launched=0.75, premium=True),
)

REPACKED = next(position for position, product in enumerate(PRODUCTS) if product.name == "猫爪酥")
"""The product whose tin became a paper bag."""
