from opencem.kit.problems import register_problems

register_problems(
    {
        "rule_invalid": {
            "zh-hans": "预警条件有误，请检查标出的位置",
            "en": "The condition has errors at the places marked",
        },
        "rule_object_expected": {"zh-hans": "这里应是一个条件", "en": "Expected a condition"},
        "rule_list_expected": {
            "zh-hans": "这里应是列表，且不能为空或过长",
            "en": "Expected a list, neither empty nor too long",
        },
        "rule_key_missing": {"zh-hans": "缺少字段、比较方式或值", "en": "Field, operator or value is missing"},
        "rule_unknown_key": {"zh-hans": "多余的内容", "en": "Not part of a condition"},
        "rule_unknown_operator": {"zh-hans": "该字段不支持这种比较", "en": "The field does not take this operator"},
        "rule_unknown_word": {"zh-hans": "没有这个选项", "en": "Unknown choice"},
        "rule_number_expected": {"zh-hans": "应填数字", "en": "Expected a number"},
        "rule_unknown_field": {"zh-hans": "没有这个字段", "en": "Unknown field"},
        "rule_out_of_range": {"zh-hans": "超出可取范围", "en": "Out of range"},
    }
)
