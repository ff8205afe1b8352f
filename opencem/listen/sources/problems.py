"""What can be wrong with a file, a mapping, a row, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opencem.kit.problems import register_problems, text_of

FILE = {
    "file_empty": ("文件是空的", "The file is empty"),
    "file_no_header": ("没有找到表头，第一行应为列名", "No header found: the first row must name the columns"),
    "header_twice": ("表头「{header}」出现了两次，请改名后再上传", "The header “{header}” stands twice. Rename one."),
    "file_too_large": ("文件超过 {limit} MB，请拆分后再上传", "The file is over {limit} MB. Split it."),
    "file_unpacks_too_large": (
        "文件解压后超过 {limit} MB，请拆分后再上传",
        "The file unpacks to over {limit} MB. Split it.",
    ),
    "file_too_many_entries": ("文件结构异常，不是正常的 Excel 文件", "The archive has too many parts for a workbook"),
    "file_type_unknown": ("不是 Excel 工作簿，请上传 xlsx 或 csv", "Not a workbook. Send xlsx or csv."),
    "file_type_mismatch": (
        "文件内容与扩展名「{suffix}」不符，请另存为 xlsx 或 csv 后再上传",
        "The content does not match the extension “{suffix}”. Save as xlsx or csv.",
    ),
    "file_is_old_xls": ("不支持旧版 xls，请另存为 xlsx 后再上传", "The old xls format is not read. Save as xlsx."),
    "file_encrypted": ("文件有密码，请去掉密码后再上传", "The file has a password. Remove it first."),
    "file_has_dtd": ("文件含有不允许的外部声明", "The file declares a DTD, which is not allowed"),
    "file_damaged": ("文件已损坏，打不开", "The file is damaged"),
    "file_encoding_unknown": (
        "无法识别文件编码，请另存为 UTF-8 或 GB18030 的 CSV",
        "Unknown encoding. Save the CSV as UTF-8 or GB18030.",
    ),
    "file_takes_too_long": ("文件太复杂，读取超时，请拆分后再上传", "Reading the file takes too long. Split it."),
    "file_too_complex": (
        "文件太复杂，超出内存限制，请拆分后再上传",
        "Reading the file takes too much memory. Split it.",
    ),
    "too_many_columns": ("列数超过 {limit} 列", "More than {limit} columns"),
    "too_many_rows": ("行数超过 {limit} 行，请拆分后再上传", "More than {limit} rows. Split the file."),
    "quote_unclosed": ("第 {row} 行的引号没有成对", "Row {row} opens a quote that is never closed"),
    "cell_too_long": (
        "第 {row} 行有单元格过长，也可能是引号没有成对",
        "Row {row} has a cell that is too long, or a quote that is never closed",
    ),
}
MAPPING = {
    "import_state": ("当前状态不能这样操作", "Not possible in this state"),
    "import_kind_headquarters": ("需要总部范围的权限才能导入", "This import needs rights over the whole company"),
    "column_unknown": ("文件里没有「{header}」这一列", "The file has no column “{header}”"),
    "column_twice": ("「{header}」这一列对应了两个字段", "The column “{header}” is given to two fields"),
    "column_required": ("请选择「{label}」对应的列", "Choose the column for “{label}”"),
    "import_failed": (
        "导入中断，出错的这一批没有写入，可以重新开始",
        "The import stopped. The failing batch was not stored; start it again.",
    ),
}
ROW = {
    "text_too_long": ("超过 {limit} 个字", "Over {limit} characters"),
    "control_character": ("含有看不见的控制字符", "Contains a control character"),
    "lost_digits": (
        "数字已被 Excel 截断，请把该列设为文本后重新填写",
        "Excel has cut this number. Format the column as text and enter it again.",
    ),
    "not_offered": ("不在可选范围内，可填：{offered}", "Not one of the choices: {offered}"),
    "not_a_date": ("不是能识别的日期", "Not a date"),
    "date_ambiguous": ("分不清日和月，请写成 2026-03-01 的形式", "Day or month first? Write 2026-03-01."),
    "date_out_of_range": ("日期超出范围", "The date is out of range"),
    "in_future": ("时间在将来", "The time lies in the future"),
    "not_a_rating": ("不是能识别的评分", "Not a rating"),
    "not_a_number": ("不是数字", "Not a number"),
    "not_yes_no": ("请填「是」或「否」", "Write yes or no"),
    "number_out_of_range": ("超出范围 {minimum}–{maximum}", "Out of range {minimum}–{maximum}"),
    "too_many_cells": ("单元格比表头多，请检查分隔符和引号", "More cells than headers: check separators and quotes"),
    "unit_not_found": (
        "没有找到编码为「{value}」的门店（前面的 0 是否丢了？）",
        "No unit with code “{value}” (were leading zeros lost?)",
    ),
    "duplicate_in_file": ("与第 {row} 行重复", "Repeats row {row}"),
    "record_exists": ("已存在，本次只新增", "Exists already; this run only adds"),
    "record_absent": ("不存在，本次只更新", "Does not exist; this run only updates"),
    "key_taken": ("编号已被占用", "The number is taken"),
    "bad_source": ("平台名称只能用字母、数字和 _ . -", "A platform is named with letters, digits and _ . -"),
    "rating_or_text_required": ("评分和内容至少填一项", "A rating or a text is needed"),
    "bad_phone": ("不是有效的手机号", "Not a phone number"),
    "bad_email": ("不是有效的邮箱", "Not an e-mail address"),
    "bad_identity": ("不是有效的编号", "Not a valid id"),
    "identity_required": ("会员号、手机号等至少填一项", "A member id, a phone number or another key is needed"),
    "identity_conflict": ("会员号和手机号分属不同客户", "The keys belong to different customers"),
    "sample_row": ("模板自带的示例行，未导入", "The sample row of the template, not imported"),
}

register_problems(
    {code: {"zh-hans": zh, "en": en} for texts in (FILE, MAPPING, ROW) for code, (zh, en) in texts.items()}
)


def reason(faults: Sequence[Mapping[str, Any]], labels: Mapping[str, str], language: str) -> str:
    """Why a row was rejected, as one line: "评价时间：不是能识别的日期；门店编码：必填"."""
    separator, colon = ("; ", ": ") if language.startswith("en") else ("；", "：")
    return separator.join(
        f"{labels[fault['field']]}{colon}{_message(fault, language)}"
        if fault["field"] in labels
        else _message(fault, language)
        for fault in faults
    )


def _message(fault: Mapping[str, Any], language: str) -> str:
    return text_of(fault["code"], language, fault["params"])
