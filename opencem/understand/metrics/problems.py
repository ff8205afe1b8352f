"""Why a question is refused."""

from __future__ import annotations

from opencem.kit.problems import register_problems

register_problems(
    {
        "analytics_elsewhere": {
            "zh-hans": "分析库正被另一个进程占用，请用 opencem serve 打开看板",
            "en": "Another process holds the analytics store; open dashboards on `opencem serve`",
        },
        "query_unknown_metric": {"zh-hans": "没有这个指标：{subject}", "en": "Unknown metric: {subject}"},
        "query_metric_argument": {
            "zh-hans": "指标参数不对：{subject}",
            "en": "Wrong argument of the metric: {subject}",
        },
        "query_unknown_field": {
            "zh-hans": "没有这个维度或字段：{subject}",
            "en": "Unknown dimension or field: {subject}",
        },
        "query_not_a_dimension": {"zh-hans": "不能按它拆分：{subject}", "en": "Not a dimension: {subject}"},
        "query_not_a_filter": {"zh-hans": "不能按它筛选：{subject}", "en": "Not a filter: {subject}"},
        "query_not_applicable": {
            "zh-hans": "所选指标没有这个维度或筛选：{subject}",
            "en": "A metric asked for has no such dimension or filter: {subject}",
        },
        "query_question_required": {
            "zh-hans": "按选项拆分时，请同时按题目拆分或限定一道题",
            "en": "To split by choice, split by question too or filter by one question",
        },
        "query_one_time_dimension": {
            "zh-hans": "日、周、月只能选一个",
            "en": "Choose one of day, week and month",
        },
        "query_one_product_dimension": {
            "zh-hans": "商品、商品品类只能选一个",
            "en": "Choose one of product and product category",
        },
        "minimum_n_out_of_range": {
            "zh-hans": "最小样本量应在 {lowest} 到 {highest} 之间",
            "en": "The minimum n lies between {lowest} and {highest}",
        },
        "query_required": {"zh-hans": "请至少选一个指标", "en": "Choose at least one metric"},
        "query_repeated": {"zh-hans": "有重复项", "en": "Something is named twice"},
        "query_too_many": {"zh-hans": "最多 {subject} 项", "en": "At most {subject}"},
        "query_limit": {"zh-hans": "行数限制应大于 0", "en": "The limit must be above 0"},
        "query_time_reversed": {"zh-hans": "开始日期晚于结束日期", "en": "The period ends before it begins"},
        "query_time_out_of_range": {"zh-hans": "日期超出范围", "en": "Dates out of range"},
        "query_unknown_zone": {"zh-hans": "没有这个时区：{subject}", "en": "Unknown time zone: {subject}"},
        "query_operator": {
            "zh-hans": "这个字段不支持该条件：{subject}",
            "en": "The field has no such operator: {subject}",
        },
        "query_value_count": {"zh-hans": "条件值的个数不对：{subject}", "en": "Wrong number of values: {subject}"},
        "query_value_type": {"zh-hans": "条件值的类型不对：{subject}", "en": "Wrong type of value: {subject}"},
    }
)
