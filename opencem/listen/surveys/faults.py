"""What is wrong with a definition, in the reader's language: the engine names a code, here are the words."""

from __future__ import annotations

from opencem.engines.survey_logic import DefinitionFault, DefinitionWarning
from opencem.kit.problems import TEXTS, FieldError, register_problems, text_of

_CHINESE = {
    "object_expected": "这里的格式不对",
    "unknown_field": "不认识的设置项「{name}」",
    "list_expected": "这里要有 {least} 到 {most} 项",
    "key_expected": "编码以小写字母开头，只含小写字母、数字和下划线，最长 40 个字符",
    "key_taken": "编码「{key}」重复或已有别的含义",
    "text_expected": "请填写文字，不要过长",
    "translation_missing": "缺少 {language} 的文字",
    "choices_expected": "请至少添加一个选项",
    "characters_expected": "请说明允许哪些字符",
    "version_expected": "知情同意文字需要版本号",
    "not_an_earlier_question": "条件引用了后面的题目或已删除的题目",
    "unknown_question": "没有「{name}」这道题，或它排在后面",
    "unknown_calculation": "没有「{calculation}」这个计算项",
    "calculation_not_ready": "「{calculation}」在这里还算不出来：它用到了本页或后面的题目",
    "unknown_placeholder": "这里不能插入「{name}」",
    "carry_expected": "沿用选项要引用前面的选择题",
    "number_expected": "请填写允许范围内的数",
    "min_above_max": "最小值大于最大值",
    "flag_expected": "请选择是或否",
    "not_offered": "请从给定的选项中选择",
    "code_expected": "编码只含字母、数字和 _ . : -，最长 40 个字符",
    "date_expected": "日期写成 2026-01-31、today 或 today-30d",
    "path_expected": "级联表格的这一行不完整",
    "param_expected": "请填写链接参数名",
    "own_file_expected": "图片要先上传到本系统",
    "address_expected": "请填写以 https:// 开头的网址",
    "languages_expected": "请选择问卷的语言，不要重复",
    "color_expected": "颜色格式不对，例如 #b4232a",
    "too_many_questions": "题目过多，最多 {most} 题",
    "rule_expected": "请设置条件",
    "target_expected": "请选择跳转到哪里",
    "unknown_page": "没有「{page}」这一页",
    "unknown_end": "没有「{end}」这个结束页",
    "jump_backward": "只能往后跳转，「{page}」不在后面",
    "loop_expected": "请选择按什么循环，例如订单商品",
    "not_in_a_loop": "这种题型不能放在循环页里",
    "weights_differ": "「{arm}」组各页的权重要一致",
    "shuffle_apart": "随机换位的页（{name}）要挨在一起",
    "jump_in_shuffle": "随机换位的页不能设置跳转",
    "reads_shuffled_page": "这里用到了可能排在后面的页",
    "one_operator_expected": "条件写法有误",
    "unknown_operator": "条件里有不认识的运算",
    "wrong_arguments": "条件缺少内容或内容过多",
    "name_expected": "条件没有选题目",
    "too_deep": "条件嵌套过深",
    "too_large": "内容过多",
    "not_json": "条件写法有误",
    "locked_changed": "「{name}」由总部锁定，不能改动",
    "locked_missing": "「{name}」由总部锁定，不能删除",
    "unreachable_page": "没有路径能走到这一页",
    "end_never_reached": "没有页面或配额通向这个结束页",
    "never_holds": "这个条件永远不会成立",
    "unknown_choice": "题目「{question}」没有选项「{choice}」",
    "one_arm": "对比组「{group}」只有一个版本，没有可比的",
    "depends_on_random_order": "题目随机排列时，它可能出现在所依赖的题目之前",
}
register_problems({f"survey_fault_{code}": {"zh-hans": words, "en": "{message}"} for code, words in _CHINESE.items()})


Oddity = DefinitionFault | DefinitionWarning


def code_of(fault: Oddity) -> str:
    """The problem code of a fault or warning."""
    known = f"survey_fault_{fault.code}"
    return known if known in TEXTS else "survey_part_invalid"


def words_of(fault: Oddity, language: str) -> str:
    return text_of(code_of(fault), language, _params(fault))


def field_error(fault: DefinitionFault, path: str = "") -> FieldError:
    """The fault as a refused field; at its own path unless another is given."""
    return FieldError(path or fault.path, code_of(fault), _params(fault))


def _params(fault: Oddity) -> dict[str, object]:
    return {**fault.params, "message": fault.message}
