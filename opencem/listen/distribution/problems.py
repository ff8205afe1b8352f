"""Why something about a collector is refused."""

from __future__ import annotations

from opencem.kit.problems import register_problems

register_problems(
    {
        "collector_kind": {"zh-hans": "没有这种投放方式", "en": "There is no such kind of collector"},
        "collector_channel": {
            "zh-hans": "渠道代码用小写英文字母开头，只含小写字母、数字和下划线，最多 20 个字符",
            "en": "A channel code is up to 20 lower-case letters, digits and underscores, beginning with a letter",
        },
        "collector_exists": {
            "zh-hans": "{unit} 已有同样的投放渠道，请换一个名称",
            "en": "{unit} already has this collector. Give it another name.",
        },
        "collector_window": {"zh-hans": "结束时间要晚于开始时间", "en": "The end must be after the beginning"},
        "collector_limit": {
            "zh-hans": "答卷上限要在 1 到 1000 万之间",
            "en": "A limit is from 1 to 10 million answers",
        },
        "collector_hours": {"zh-hans": "间隔要在 0 到 8760 小时之间", "en": "From 0 to 8760 hours"},
        "collector_reset": {"zh-hans": "停留时间要在 3 到 600 秒之间", "en": "From 3 to 600 seconds"},
        "collector_proof": {"zh-hans": "请选择防刷方式", "en": "Choose when to ask for work"},
        "collector_name": {"zh-hans": "名称最多 60 个字", "en": "A name has at most 60 characters"},
        "collector_units": {"zh-hans": "请选择至少一个组织节点", "en": "Choose at least one unit"},
        "collector_touchpoint": {"zh-hans": "没有这个触点", "en": "There is no such touchpoint"},
        "origin_invalid": {
            "zh-hans": "网站地址要写成 https://www.example.com 的样子，不带路径",
            "en": "Write a site as https://www.example.com, without a path",
        },
        "origins_needed": {"zh-hans": "请填写允许嵌入的网站", "en": "Name the sites that may embed it"},
        "origins_not_for_kind": {
            "zh-hans": "只有网页嵌入才需要填写网站",
            "en": "Only an embedded collector has sites",
        },
        "look_invalid": {"zh-hans": "嵌入方式有误", "en": "This way of embedding is not possible"},
        "codes_not_for_kind": {
            "zh-hans": "这个投放渠道不使用一次性码",
            "en": "This collector does not use one-time codes",
        },
        "codes_count": {"zh-hans": "一次可生成 1 到 {most} 个", "en": "From 1 to {most} at a time"},
        "posters_count": {
            "zh-hans": "一次最多生成 {most} 张海报，请选择下级组织分批下载",
            "en": "At most {most} posters at a time. Choose a smaller part of the organisation.",
        },
        "order_number_invalid": {"zh-hans": "订单号最多 64 个字符", "en": "An order number has at most 64 characters"},
        "links_count": {"zh-hans": "一次可生成 1 到 {most} 条链接", "en": "From 1 to {most} links at a time"},
        "link_params_invalid": {
            "zh-hans": "参数名只含字母、数字和下划线；参数值不能为空，最多 200 个字，不能换行",
            "en": "Names are letters, digits and _; values are not empty, on one line, up to 200 characters",
        },
        "device_not_for_kind": {"zh-hans": "只有门店平板需要登记设备", "en": "Only a kiosk has devices"},
        "device_name": {"zh-hans": "请填写设备名称，最多 60 个字", "en": "Name the device, with at most 60 characters"},
        "device_exists": {"zh-hans": "已有同名的设备", "en": "There is a device of this name"},
    }
)
