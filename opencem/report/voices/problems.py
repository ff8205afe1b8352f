from __future__ import annotations

from opencem.kit.problems import register_problems

register_problems(
    {
        "export_too_large": {
            "zh-hans": "符合条件的有 {rows} 条，一次最多导出 {limit} 条，请缩小时间或门店范围后再导出",
            "en": "{rows} rows match; one export holds at most {limit}. Narrow the period or the units and export again.",
        },
    }
)
