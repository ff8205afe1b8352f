from __future__ import annotations

from opencem.kit.problems import register_problems

register_problems(
    {
        "month_invalid": {"zh-hans": "月份要写成 2026-03 的样子", "en": "Write the month as 2026-03"},
        "weights_not_100": {
            "zh-hans": "权重合计是 {total},应为 100",
            "en": "The weights sum to {total}; they must sum to 100",
        },
        "item_twice": {"zh-hans": "「{value}」重复了", "en": "“{value}” appears twice"},
        "metric_unknown": {"zh-hans": "没有「{value}」这个指标", "en": "There is no metric “{value}”"},
        "weight_not_positive": {"zh-hans": "权重要大于 0", "en": "A weight must be above 0"},
        "curve_invalid": {
            "zh-hans": "计分曲线不成立：取值要递增，得分在 0–100 之间且只升或只降",
            "en": "Invalid curve: values must ascend; points lie in 0–100 and go one way",
        },
        "curve_against_direction": {
            "zh-hans": "计分曲线与指标方向相反，请检查起点和目标",
            "en": "The curve rewards the wrong direction. Check floor and target",
        },
        "effective_in_past": {
            "zh-hans": "生效月份不能早于 {month}:已过去的月份不再改考核办法，要看效果请用「试算」",
            "en": "It cannot take effect before {month}: past months keep their scheme. Use what-if to see the effect",
        },
    }
)
