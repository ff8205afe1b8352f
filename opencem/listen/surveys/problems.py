"""What the room refuses, in words."""

from __future__ import annotations

from opencem.kit.problems import register_problems

register_problems(
    {
        "survey_invalid": {"zh-hans": "问卷有错误，不能发布", "en": "The survey has errors and cannot be published"},
        "survey_part_invalid": {"zh-hans": "{message}", "en": "{message}"},
        "scale_changed": {
            "zh-hans": "题目「{question}」已经发布过，不能改题型或量表；请新增一题接替它",
            "en": "“{question}” has been published: its type and scale stay. Add a question that succeeds it.",
        },
        "draft_conflict": {
            "zh-hans": "{name} 在你之后保存过这份草稿，请先看看差别",
            "en": "{name} has saved this draft since you opened it. Compare before you save.",
        },
        "definition_too_large": {"zh-hans": "问卷超过 2 MB，请删减图片或题目", "en": "The survey is over 2 MB"},
        "survey_start_expected": {
            "zh-hans": "请选一种新建方式：空白、模板、复制或现成定义",
            "en": "Start with exactly one of: title, template, copy_of, definition",
        },
        "survey_key_taken": {"zh-hans": "编码「{key}」已被使用", "en": "The key “{key}” is taken"},
        "survey_key_invalid": {
            "zh-hans": "编码以小写字母开头，只含小写字母、数字和下划线，最长 40 个字符",
            "en": "A key is up to 40 lower-case letters, digits and _, and begins with a letter",
        },
        "survey_state": {
            "zh-hans": "问卷当前状态不能这样操作",
            "en": "The survey's present state does not allow this",
        },
        "survey_published": {
            "zh-hans": "发布过的问卷不能删除，请改为归档",
            "en": "A survey that was published cannot be deleted. Archive it.",
        },
        "survey_never_published": {
            "zh-hans": "问卷还没有发布过，放弃草稿就什么都不剩了",
            "en": "The survey was never published: there is nothing but this draft",
        },
        "survey_extends_none": {
            "zh-hans": "这份问卷没有沿用总部的题目",
            "en": "This survey extends no other",
        },
        "survey_over": {
            "zh-hans": "问卷的结束时间已过，请先改结束时间",
            "en": "The survey's end has passed. Set another end first.",
        },
        "draft_expected": {"zh-hans": "没有可发布的草稿", "en": "There is no draft to publish"},
        "survey_schedule_order": {"zh-hans": "结束时间要晚于开始时间", "en": "The end must be after the start"},
        "survey_address_expected": {
            "zh-hans": "请填写以 http:// 或 https:// 开头的网址",
            "en": "An address that begins with http:// or https://",
        },
        "folder_not_empty": {
            "zh-hans": "文件夹里还有问卷或子文件夹",
            "en": "The folder still holds surveys or folders",
        },
        "folder_in_itself": {"zh-hans": "文件夹不能放进自己里面", "en": "A folder cannot lie inside itself"},
        "text_expected": {"zh-hans": "请填写内容", "en": "Some text is needed"},
        "survey_owner_unknown": {"zh-hans": "没有这个账号", "en": "No such account"},
        "survey_touchpoint_unknown": {"zh-hans": "没有这个触点", "en": "No such touchpoint"},
        "coupon_invalid": {"zh-hans": "优惠码为 1 到 60 个字符", "en": "A coupon code has 1 to 60 characters"},
        "survey_text_unknown": {
            "zh-hans": "问卷里没有这个位置，可能题目已删除",
            "en": "The survey has no such place; the question may be gone",
        },
        "survey_text_twice": {"zh-hans": "这个位置在表里出现了两次", "en": "This place stands twice in the file"},
        "survey_text_too_long": {"zh-hans": "文字超过 4,000 个字符", "en": "Over 4,000 characters"},
        "texts_columns": {
            "zh-hans": "表头要有 address 列，以及至少一个语言列（如 en）",
            "en": "The header needs an address column and at least one language, such as en",
        },
        "file_no_sheet": {"zh-hans": "没有名为「{sheet}」的工作表", "en": "There is no sheet named “{sheet}”"},
        "conversion_unknown": {
            "zh-hans": "只能在简体和繁体之间转换",
            "en": "Conversion is between Simplified and Traditional Chinese only",
        },
        "survey_file_unknown": {
            "zh-hans": "认不出这个文件：请上传 XLSForm（.xlsx）、SurveyJS（.json）或本系统导出的 .json",
            "en": "Not a file we know: send XLSForm (.xlsx), SurveyJS (.json) or a definition exported here (.json)",
        },
        "xlsform_expected": {
            "zh-hans": "survey 工作表要有 type 和 name 两列",
            "en": "The survey sheet needs the columns type and name",
        },
        "surveyjs_expected": {"zh-hans": "文件里没有任何题目", "en": "There is no question in the file"},
        "import_type": {
            "zh-hans": "不支持题型「{type}」，已略过",
            "en": "The type “{type}” is not known and was left out",
        },
        "import_nearest": {
            "zh-hans": "「{type}」换成了最接近的题型",
            "en": "“{type}” became the nearest type there is",
        },
        "import_condition": {
            "zh-hans": "看不懂显示条件「{text}」，请手工设置",
            "en": "The condition “{text}” was not understood; set it by hand",
        },
        "import_repeat": {"zh-hans": "重复组只问一次", "en": "A repeated group is asked once"},
        "import_list": {
            "zh-hans": "choices 工作表里没有列表「{list}」",
            "en": "The choices sheet has no list “{list}”",
        },
        "import_constraint": {"zh-hans": "没有带入限制「{text}」", "en": "The constraint “{text}” was left out"},
        "import_calculation": {"zh-hans": "没有带入计算「{text}」", "en": "The calculation “{text}” was left out"},
        "import_choice_filter": {"zh-hans": "没有带入选项筛选「{text}」", "en": "The filter “{text}” was left out"},
        "import_default": {"zh-hans": "没有带入默认值「{text}」", "en": "The default “{text}” was left out"},
        "import_feature": {"zh-hans": "没有带入「{name}」", "en": "“{name}” was left out"},
        "survey_use_show": {"zh-hans": "显示条件用到了它", "en": "A condition to show reads it"},
        "survey_use_require": {"zh-hans": "必答条件用到了它", "en": "A condition to require reads it"},
        "survey_use_choice": {"zh-hans": "选项的显示条件用到了它", "en": "A condition of choices reads it"},
        "survey_use_jump": {"zh-hans": "跳转条件用到了它", "en": "A jump reads it"},
        "survey_use_calculation": {"zh-hans": "计算项用到了它", "en": "A calculation reads it"},
        "survey_use_quota": {"zh-hans": "配额条件用到了它", "en": "A quota reads it"},
        "survey_use_carry": {"zh-hans": "这里沿用了它的选项", "en": "Its choices are carried over here"},
        "survey_use_pipe": {"zh-hans": "这里的文字引用了它的回答", "en": "A text here repeats its answer"},
        "link_parameter_unknown": {
            "zh-hans": "问卷不读取链接参数「{name}」",
            "en": "The survey reads no parameter {name} from its links",
        },
        "question_expected": {
            "zh-hans": "这道题还不完整，不能存入题库",
            "en": "The question is not complete, so it cannot be kept",
        },
    }
)
