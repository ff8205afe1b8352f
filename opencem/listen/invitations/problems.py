from opencem.kit.problems import register_problems

register_problems(
    {
        "channel_unknown": {"zh-hans": "没有「{value}」这个渠道", "en": "Unknown channel “{value}”"},
        "channel_unbound": {
            "zh-hans": "渠道「{value}」还没有接通，请联系管理员配置",
            "en": "Channel “{value}” is not set up. Ask an administrator.",
        },
        "contact_rule_invalid": {"zh-hans": "规则不成立：{why}", "en": "Not a rule: {why}"},
        "rule_key_twice": {"zh-hans": "规则编码「{value}」重复", "en": "Rule key “{value}” is used twice"},
        "quiet_hours_invalid": {
            "zh-hans": "免打扰的起止时间不能相同，且要在一天之内",
            "en": "Quiet hours need two different times of a day",
        },
        "batch_state": {
            "zh-hans": "批次当前是「{state}」，不能这样操作",
            "en": "Not possible while the batch is {state_en}",
        },
        "batch_people_missing": {"zh-hans": "还没有选定要邀请的人", "en": "Choose the people first"},
        "file_without_key": {
            "zh-hans": "表头里要有手机号、邮箱或会员号中的一列",
            "en": "The file needs a column with phones, e-mails or member ids",
        },
        "file_without_address": {
            "zh-hans": "表头里要有手机号或邮箱中的一列",
            "en": "The file needs a column with phones or e-mails",
        },
        "file_too_many_rows": {
            "zh-hans": "一次最多 {most} 行，请分几个文件导入",
            "en": "At most {most} rows at a time. Split the file.",
        },
        "reason_needed": {"zh-hans": "请写明理由", "en": "Say why"},
        "row_blank": {"zh-hans": "这一行没有手机号、邮箱或会员号", "en": "No phone, e-mail or member id in this row"},
        "person_unknown": {
            "zh-hans": "客户资料里没有这个人，或不在你的数据范围内",
            "en": "Not among the customers, or outside your data scope",
        },
        "person_twice": {"zh-hans": "与前面的行是同一个人", "en": "The same person as in an earlier row"},
        "survey_not_published": {"zh-hans": "问卷还没有发布", "en": "The survey is not published"},
        "touchpoint_unknown": {"zh-hans": "没有这个触点", "en": "Unknown touchpoint"},
        "condition_invalid": {"zh-hans": "条件有误", "en": "The condition has errors"},
        "message_without_link": {
            "zh-hans": "正文里要有链接，请插入 {{link}}",
            "en": "The text needs the link: insert {{link}}",
        },
        "message_placeholder": {"zh-hans": "没有变量「{value}」", "en": "Unknown variable “{value}”"},
        "customer_unknown": {"zh-hans": "没有这个客户", "en": "Unknown customer"},
        "identity_bad": {"zh-hans": "手机号、邮箱或会员号格式不对", "en": "Not a phone, e-mail or member id"},
    }
)
