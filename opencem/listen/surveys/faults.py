"""What is wrong with a definition, in the reader's language: the engine names a code, here are the words."""

from __future__ import annotations

from opencem.engines.survey_logic import DefinitionFault
from opencem.kit.problems import TEXTS, FieldError, register_problems, text_of

_CHINESE = {
    "object_expected": "这里的格式不对",
    "unknown_field": "有不认识的设置项",
    "list_expected": "数量不对：至少要有一项，也不能过多",
    "key_expected": "编码以小写字母开头，只含小写字母、数字和下划线，最长 40 个字符",
    "key_taken": "编码重复",
    "text_expected": "请填写文字",
    "translation_missing": "缺少译文",
    "choices_expected": "请至少添加一个选项",
    "version_expected": "知情同意文字需要版本号",
    "not_an_earlier_question": "条件引用了后面的题目或已删除的题目",
    "number_expected": "请填写允许范围内的整数",
    "not_offered": "请从给定的选项中选择",
    "languages_expected": "请选择问卷的语言，不要重复",
    "color_expected": "颜色格式不对，例如 #b4232a",
    "too_many_questions": "题目过多",
    "one_operator_expected": "条件写法有误",
    "unknown_operator": "条件里有不认识的运算",
    "wrong_arguments": "条件缺少内容或内容过多",
    "name_expected": "条件没有选题目",
    "too_deep": "条件嵌套过深",
    "too_large": "条件过长",
    "not_json": "条件写法有误",
}
register_problems({f"survey_fault_{code}": {"zh-hans": words, "en": "{message}"} for code, words in _CHINESE.items()})


def code_of(fault: DefinitionFault) -> str:
    """The problem code of a fault."""
    known = f"survey_fault_{fault.code}"
    return known if known in TEXTS else "survey_part_invalid"


def words_of(fault: DefinitionFault, language: str) -> str:
    return text_of(code_of(fault), language, {"message": fault.message})


def field_error(fault: DefinitionFault, path: str = "") -> FieldError:
    """The fault as a refused field; at its own path unless another is given."""
    return FieldError(path or fault.path, code_of(fault), {"message": fault.message})
