"""The closed vocabulary of metrics: on which table each is counted, from which sums, and what it means (口径).

A metric is a handful of measures that a store can add up per group; the figure with its interval is made of them afterwards.
Formulas: definitions.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from opencem.engines.query.problems import QueryRefused
from opencem.engines.query.tables import ColumnType


class Shape(StrEnum):
    """Which figure is made of the measures (their names in brackets)."""

    NPS = "nps"
    """[n, promoters, detractors]"""
    SHARE = "share"
    """[n, successes]; [respondents] too where one of them may stand behind several of n"""
    MEAN = "mean"
    """[n, total, squares]; [respondents] as above"""
    MEDIAN = "median"
    """[n, median, low, high]; low and high are 0 where n is too small for them"""
    COUNT = "count"
    """[n]"""
    AMOUNT = "amount"
    """[n, total]"""


@dataclass(frozen=True, slots=True)
class Measure:
    """One aggregate over a table's rows ``f``; ``{argument}`` and ``{now}`` stand for bound values."""

    aggregate: Literal["count", "sum", "distinct", "median", "median_low", "median_high"]
    condition: str = "TRUE"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """What may follow a metric's colon. ``condition`` narrows the rows when it is given, ``dotted`` when it is of the form key.row."""

    type: ColumnType
    condition: str = ""
    dotted: str = ""
    default: int | None = None
    required: bool = False
    largest: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """Where a share's n is counted, when that is not the table of its successes: by fewer dimensions than the row's."""

    table: str
    measure: Measure
    without: frozenset[str] = frozenset()
    by_time_only: bool = False


@dataclass(frozen=True, slots=True)
class Metric:
    """One word of the vocabulary. ``where`` selects the rows it looks at; ``procedure`` names an aggregation in more than one step."""

    name: str
    shape: Shape
    table: str
    measures: Mapping[str, Measure]
    name_zh: str
    name_en: str
    formula_zh: str
    formula_en: str
    where: str = ""
    argument: Argument | None = None
    whole: Whole | None = None
    procedure: Literal["", "repurchase"] = ""
    version: int = 1
    higher_is_better: bool | None = True

    @property
    def depends_on_now(self) -> bool:
        """Whether the figure moves with the clock alone, without anything happening."""
        return any("{now}" in measure.condition for measure in self.measures.values())


_OVERDUE = "f.closed_at IS NULL AND f.resolution_met IS NULL AND f.resolution_due_at < {now}"


def _mean(value: str) -> dict[str, Measure]:
    given = f"{value} IS NOT NULL"
    return {
        "n": Measure("count", given),
        "total": Measure("sum", given, value),
        "squares": Measure("sum", given, f"{value}::DOUBLE * {value}"),
    }


def _median(value: str) -> dict[str, Measure]:
    return {
        "n": Measure("count", f"{value} IS NOT NULL"),
        "median": Measure("median", value=value),
        "low": Measure("median_low", value=value),
        "high": Measure("median_high", value=value),
    }


_ALL = Measure("count")

_METRICS = (
    Metric(
        "nps",
        Shape.NPS,
        "feedback",
        {
            "n": Measure("count", "f.recommend IS NOT NULL"),
            "promoters": Measure("count", "f.recommend >= 9"),
            "detractors": Measure("count", "f.recommend <= 6"),
        },
        "NPS",
        "NPS",
        "（推荐者 9–10 分人数 − 贬损者 0–6 分人数）÷ 有效评分数 × 100，中立者留在分母",
        "100 × (promoters 9–10 − detractors 0–6) ÷ answers; passives stay in the denominator",
    ),
    Metric(
        "csat",
        Shape.SHARE,
        "answer",
        {
            "n": _ALL,
            "successes": Measure("count", "f.satisfied"),
        },
        "满意度",
        "CSAT",
        "满意（5 分制 4–5 分）的评分数 ÷ 有效评分数；一份答卷给出多个评分时，样本门槛和误差按答卷数算",
        "Ratings in the top two boxes (4–5 of 5) ÷ ratings; where a response gives several, the minimum n and the interval go by "
        "responses",
        where="f.satisfied IS NOT NULL",
        argument=Argument(ColumnType.TEXT, 'f."row" = {argument}', dotted="f.question = {argument}"),
    ),
    Metric(
        "ces",
        Shape.MEAN,
        "answer",
        _mean("f.number"),
        "费力度 CES",
        "CES",
        "“很容易办成”同意程度（7 分制）的均值，越高越省力；样本门槛和误差按答卷数算",
        "Mean agreement that it was made easy (7 points); higher is easier; the minimum n and the interval go by responses",
        where="f.role = 'ces'",
        argument=Argument(ColumnType.TEXT, "f.question = {argument}"),
    ),
    Metric(
        "mean",
        Shape.MEAN,
        "answer",
        _mean("f.number"),
        "题目均值",
        "Mean",
        "该题有效数值答案的算术平均",
        "Arithmetic mean of the question's numeric answers",
        argument=Argument(ColumnType.TEXT, "f.question = {argument}", required=True),
    ),
    Metric(
        "responses",
        Shape.COUNT,
        "response",
        {"n": _ALL},
        "答卷数",
        "Responses",
        "提交的答卷数（不含测试答卷）",
        "Responses submitted, test responses left out",
        higher_is_better=None,
    ),
    Metric(
        "response_share",
        Shape.SHARE,
        "response",
        {"successes": _ALL},
        "答卷占比",
        "Share of responses",
        "该组答卷数 ÷ 同期全部答卷数；按选项拆分时为选择该项的答卷数 ÷ 回答该题的答卷数",
        "The group's responses ÷ all responses of the period; split by choice: responses that chose it ÷ responses that "
        "answered the question",
        whole=Whole("response", _ALL, by_time_only=True),
        higher_is_better=None,
    ),
    Metric(
        "duration",
        Shape.MEDIAN,
        "response",
        _median("f.duration_s"),
        "答题时长",
        "Time to answer",
        "打开首页到提交的秒数，取中位数；时长未知的答卷不计",
        "Median of the seconds from the first page to the submission; responses of unknown time are left out",
        higher_is_better=None,
    ),
    Metric(
        "answers",
        Shape.COUNT,
        "answer",
        {"n": Measure("distinct", value="f.response_id")},
        "作答数",
        "Answers",
        "答了该题的答卷数；一份答卷多选、多行只计一次",
        "Responses that answered the question; several choices or rows of one response count once",
        higher_is_better=None,
    ),
    Metric(
        "feedback_count",
        Shape.COUNT,
        "feedback",
        {"n": _ALL},
        "反馈数",
        "Feedback",
        "各来源反馈总数",
        "Pieces of feedback from all sources",
        higher_is_better=None,
    ),
    Metric(
        "rating",
        Shape.MEAN,
        "feedback",
        _mean("f.rating"),
        "评分",
        "Rating",
        "1–5 分评分的均值（评价的星级；问卷为各满意度题的均值）",
        "Mean of ratings from 1 to 5 (a review's stars; a survey's mean satisfaction)",
    ),
    Metric(
        "sentiment",
        Shape.MEAN,
        "feedback",
        _mean("f.sentiment"),
        "情感得分",
        "Sentiment",
        "有文本且已分析的反馈，情感分（−1 至 1）的均值",
        "Mean sentiment (−1 to 1) of the feedback whose text has been analysed",
    ),
    Metric(
        "mentions",
        Shape.COUNT,
        "mention",
        {"n": Measure("sum", value="f.mentions")},
        "观点数",
        "Mentions",
        "文本中的观点（话题 + 褒贬）条数",
        "Mentions (topic and polarity) found in texts",
        higher_is_better=None,
    ),
    Metric(
        "topic_share",
        Shape.SHARE,
        "mention",
        {"successes": Measure("distinct", value="f.feedback_id")},
        "话题占比",
        "Topic share",
        "提到该话题的反馈数 ÷ 有文本的反馈数；一条可提多个话题，合计可超过 100%",
        "Feedback that mentions it ÷ feedback that has text; topics may sum to more than 100 %",
        whole=Whole("feedback", Measure("count", "f.has_text"), without=frozenset({"topic", "polarity"})),
        higher_is_better=None,
    ),
    Metric(
        "orders",
        Shape.COUNT,
        "order",
        {"n": _ALL},
        "订单数",
        "Orders",
        "期内下单笔数",
        "Orders placed",
    ),
    Metric(
        "revenue",
        Shape.AMOUNT,
        "order",
        {"n": _ALL, "total": Measure("sum", value="f.amount")},
        "销售额",
        "Revenue",
        "实付金额合计",
        "Sum of amounts paid",
    ),
    Metric(
        "customers",
        Shape.COUNT,
        "order",
        {"n": Measure("distinct", value="f.customer_id")},
        "购买客户数",
        "Customers",
        "有订单的去重客户数，匿名订单不计",
        "Different customers with an order; anonymous orders are not counted",
    ),
    Metric(
        "repurchase_rate",
        Shape.SHARE,
        "order",
        {},
        "复购率",
        "Repurchase rate",
        "首单后 k 天窗口已走完的客户中，窗口内再次下单的占比",
        "Of customers whose k days since their first order of the period have elapsed, the share with another order in them",
        argument=Argument(ColumnType.INTEGER, default=90, largest=1000),
        procedure="repurchase",
    ),
    Metric(
        "tickets",
        Shape.COUNT,
        "ticket",
        {"n": _ALL},
        "工单数",
        "Tickets",
        "期内开出的工单数",
        "Tickets opened in the period",
        higher_is_better=None,
    ),
    Metric(
        "tickets_open",
        Shape.COUNT,
        "ticket",
        {"n": Measure("count", "f.state <> 'closed'")},
        "未结工单",
        "Open tickets",
        "期内开出、目前尚未关闭的工单数",
        "Tickets opened in the period and not closed by now",
        higher_is_better=False,
    ),
    Metric(
        "on_time_rate",
        Shape.SHARE,
        "ticket",
        {
            "n": Measure("count", f"f.resolution_met IS NOT NULL OR ({_OVERDUE})"),
            "successes": Measure("count", "f.resolution_met"),
        },
        "按时解决率",
        "On-time rate",
        "按时解决的工单数 ÷（已解决 + 已超时未解决）的工单数",
        "Tickets solved on time ÷ tickets solved or overdue",
    ),
)

METRICS: dict[str, Metric] = {metric.name: metric for metric in _METRICS}

CHOICE_SHARE = replace(
    METRICS["response_share"],
    table="answer",
    measures={"successes": Measure("distinct", "f.choice <> ''", "f.response_id")},
    whole=Whole("answer", Measure("distinct", value="f.response_id"), without=frozenset({"choice"})),
)
"""What `response_share` is when split by choice."""


@dataclass(frozen=True, slots=True)
class NamedMetric:
    """A metric as a query named it, with its argument's value."""

    text: str
    metric: Metric
    argument: str | int | None = None


def find_metric(text: str) -> NamedMetric:
    """Look a metric up and read its argument; anything unknown or malformed is refused."""
    name, colon, given = text.partition(":")
    metric = METRICS.get(name)
    if metric is None:
        raise QueryRefused("unknown_metric", "metrics", text)
    argument = metric.argument
    if argument is None or not given:
        if colon or (argument is not None and argument.required):
            raise QueryRefused("metric_argument", "metrics", text)
        return NamedMetric(text, metric, argument.default if argument else None)
    return NamedMetric(text, metric, _read(argument, given, text))


def _read(argument: Argument, given: str, text: str) -> str | int:
    if argument.type is ColumnType.TEXT:
        return given
    if not (given.isascii() and given.isdigit() and len(given) <= 6 and 0 < int(given) <= (argument.largest or 0)):
        raise QueryRefused("metric_argument", "metrics", text)
    return int(given)
