from __future__ import annotations

from opencem.kit.problems import register_problems

register_problems(
    {
        "period_reversed": {"zh-hans": "开始日期晚于结束日期", "en": "The period ends before it starts"},
        "period_too_long": {"zh-hans": "时间范围最长 {days} 天", "en": "A period is at most {days} days"},
    }
)
