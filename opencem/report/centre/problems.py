from __future__ import annotations

from opencem.kit.problems import register_problems

register_problems(
    {
        "answers_too_many": {
            "zh-hans": "符合条件的有 {rows} 份，超过一次直接下载的上限 {limit} 份，请改用后台导出",
            "en": "{rows} responses match; a direct download holds at most {limit}. Export them in the background.",
        },
        "exports_running": {
            "zh-hans": "你还有 {limit} 个导出没有完成，请等它们结束",
            "en": "{limit} of your exports are still running. Wait for them to finish.",
        },
        "export_unfinished": {"zh-hans": "文件还没有导出完", "en": "The file is not finished yet"},
    }
)
