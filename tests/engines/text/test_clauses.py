"""Tables: a text, and every mention that must come out of it (topic, polarity, the exact words)."""

import pytest

from opencem.engines.text import analyse

Expected = list[tuple[str, int, str]]

PLAIN: list[tuple[str, Expected]] = [
    ("太贵了", [("price", -1, "太贵了")]),
    ("很便宜", [("price", 1, "很便宜")]),
    ("价格偏高", [("price", -1, "价格偏高")]),
    ("价格不高", [("price", 1, "价格不高")]),
    ("性价比很高", [("price", 1, "性价比很高")]),
    ("性价比太低了", [("price", -1, "性价比太低了")]),
    ("物超所值", [("price", 1, "物超所值")]),
    ("又涨价了", [("price", -1, "又涨价了")]),
    ("真好吃", [("taste", 1, "真好吃")]),
    ("特别难吃", [("taste", -1, "特别难吃")]),
    ("味道不错", [("taste", 1, "味道不错")]),
    ("口感差", [("taste", -1, "口感差")]),
    ("有点腻", [("taste", -1, "有点腻")]),
    ("咸了点", [("taste", -1, "咸了点")]),
    ("汤太淡", [("taste", -1, "太淡")]),
    ("外酥里嫩", [("taste", 1, "外酥里嫩")]),
    ("很新鲜", [("freshness", 1, "很新鲜")]),
    ("果干都受潮了", [("freshness", -1, "都受潮了")]),
    ("日期很新鲜", [("freshness", 1, "很新鲜")]),
    ("送到已经凉了", [("freshness", -1, "已经凉了")]),
    ("包装破了", [("packaging", -1, "包装破了")]),
    ("包装很精美", [("packaging", 1, "包装很精美")]),
    ("袋子漏气", [("packaging", -1, "漏气")]),
    ("礼盒压扁了", [("packaging", -1, "压扁了")]),
    ("服务员态度差", [("service", -1, "服务员态度差")]),
    ("店员很热情", [("service", 1, "很热情")]),
    ("客服一直不回复", [("service", -1, "不回复")]),
    ("打电话没人接", [("service", -1, "没人接")]),
    ("老板不耐烦", [("service", -1, "不耐烦")]),
    ("物流很快", [("delivery", 1, "物流很快")]),
    ("物流太慢", [("delivery", -1, "物流太慢")]),
    ("骑手超时了", [("delivery", -1, "超时了")]),
    ("配送费太高", [("delivery", -1, "配送费太高")]),
    ("快递三天才到", [("delivery", -1, "快递三天")]),
    ("环境优雅", [("environment", 1, "优雅")]),
    ("店里太吵", [("environment", -1, "太吵")]),
    ("空间有点小", [("environment", -1, "空间有点小")]),
    ("分量足", [("quantity", 1, "分量足")]),
    ("份量有点少", [("quantity", -1, "份量有点少")]),
    ("缺斤少两", [("quantity", -1, "缺斤少两")]),
    ("半袋空气", [("quantity", -1, "半袋空气")]),
    ("优惠力度大", [("promotion", 1, "优惠力度大")]),
    ("先涨价再打折", [("promotion", -1, "先涨价再打折")]),
    ("虚假宣传", [("promotion", -1, "虚假宣传")]),
    ("买一送一", [("promotion", 1, "买一送一")]),
    ("桌子很脏", [("cleanliness", -1, "很脏")]),
    ("店里干净整洁", [("cleanliness", 1, "干净整洁")]),
    ("餐具不干净", [("cleanliness", -1, "不干净")]),
    ("排队太久", [("waiting", -1, "排队太久")]),
    ("等了半小时", [("waiting", -1, "等了半小时")]),
    ("等了40分钟", [("waiting", -1, "等了40分钟")]),
    ("上菜很快", [("waiting", 1, "上菜很快")]),
    ("上菜慢", [("waiting", -1, "上菜慢")]),
    ("不用排队", [("waiting", 1, "不用排队")]),
    ("里面有头发", [("food_safety", -1, "有头发")]),
    ("吃完拉肚子", [("food_safety", -1, "拉肚子")]),
    ("牛肉干发霉了", [("food_safety", -1, "发霉了")]),
    ("已经过期了", [("food_safety", -1, "过期了")]),
    ("吃出虫子", [("food_safety", -1, "吃出虫子")]),
    ("吃出了头发", [("food_safety", -1, "吃出了头发")]),
    ("吃出了頭髮", [("food_safety", -1, "吃出了頭髮")]),
    ("里面有虫子", [("food_safety", -1, "有虫")]),
    ("吃到一只虫", [("food_safety", -1, "只虫")]),
    ("吃完拉肚子", [("food_safety", -1, "拉肚子")]),
    ("孩子吃了肚子不舒服", [("food_safety", -1, "肚子不舒服")]),
    ("店员头发乱", []),
    ("米饭都馊了", [("food_safety", -1, "都馊了")]),
    ("孩子食物中毒", [("food_safety", -1, "食物中毒")]),
    ("里面有异物", [("food_safety", -1, "异物")]),
    ("吃得放心", [("food_safety", 1, "吃得放心")]),
]

NEGATED: list[tuple[str, Expected]] = [
    ("不贵", [("price", 1, "不贵")]),
    ("一点也不贵", [("price", 1, "一点也不贵")]),
    ("没那么贵", [("price", 1, "没那么贵")]),
    ("价格不便宜", [("price", -1, "不便宜")]),
    ("没有不好吃", [("taste", 1, "没有不好吃")]),
    ("不是很好吃", [("taste", -1, "不是很好吃")]),
    ("不太好吃", [("taste", -1, "不太好吃")]),
    ("不怎么好吃", [("taste", -1, "不怎么好吃")]),
    ("一点都不好吃", [("taste", -1, "一点都不好吃")]),
    ("没有很难吃", [("taste", 1, "没有很难吃")]),
    ("味道不怎么样", [("taste", -1, "味道不怎么样")]),
    ("味道不差", [("taste", 1, "味道不差")]),
    ("没有不新鲜", [("freshness", 1, "没有不新鲜")]),
    ("不新鲜", [("freshness", -1, "不新鲜")]),
    ("不够新鲜", [("freshness", -1, "不够新鲜")]),
    ("没有异味", [("freshness", 1, "没有异味")]),
    ("包装没有破", [("packaging", 1, "包装没有破")]),
    ("服务不热情", [("service", -1, "不热情")]),
    ("从来不迟到", [("delivery", 1, "从来不迟到")]),
    ("量不太足", [("quantity", -1, "量不太足")]),
    ("店里不吵", [("environment", 1, "不吵")]),
    ("地上不脏", [("cleanliness", 1, "不脏")]),
    ("没有发现虫子", [("food_safety", 1, "没有发现虫子")]),
    ("绝不便宜", [("price", -1, "绝不便宜")]),
    ("谈不上新鲜", [("freshness", -1, "谈不上新鲜")]),
    ("不得不说好吃", [("taste", 1, "好吃")]),
    ("好难吃", [("taste", -1, "好难吃")]),
    ("好贵", [("price", -1, "好贵")]),
]

MOODS: list[tuple[str, Expected]] = [
    ("如果便宜点就好了", [("price", -1, "便宜点")]),
    ("要是不那么咸就好了", [("taste", -1, "不那么咸")]),
    ("如果能便宜一点，就更好了", [("price", -1, "便宜一点")]),
    ("希望服务态度能改善", [("service", -1, "服务态度能改善")]),
    ("希望包装结实一点", [("packaging", -1, "包装结实一点")]),
    ("希望能便宜点", [("price", -1, "便宜点")]),
    ("如果不好吃我就退货", []),
    ("好不好吃", []),
    ("贵不贵", []),
    ("好吃不好吃", []),
    ("味道不错不错", [("taste", 1, "味道不错"), ("taste", 1, "不错")]),
    ("新鲜吗", []),
    ("这也叫新鲜？", [("freshness", -1, "也叫新鲜")]),
    ("哪里好吃了", [("taste", -1, "哪里好吃了")]),
    ("难道这叫便宜吗", [("price", -1, "难道这叫便宜")]),
    ("谁说不好吃", [("taste", 1, "谁说不好吃")]),
    ("说好的新鲜呢", [("freshness", -1, "说好的新鲜")]),
    ("比以前贵", [("price", -1, "贵")]),
    ("比别家便宜", [("price", 1, "便宜")]),
    ("没有以前好吃了", [("taste", -1, "没有以前好吃了")]),
    ("味道不如以前", [("taste", -1, "味道不如以前")]),
    ("不如以前新鲜", [("freshness", -1, "不如以前新鲜")]),
    ("越来越贵", [("price", -1, "越来越贵")]),
    ("位置有点偏僻", [("environment", -1, "位置有点")]),
    ("有点新鲜感", [("freshness", 1, "有点新鲜")]),
    ("再便宜点", [("price", -1, "再便宜点")]),
    ("不要再涨价了", [("price", -1, "涨价了")]),
    ("服务真的需要改善", [("service", -1, "服务真的需要改善")]),
    ("没吃过这么好吃的", [("taste", 1, "好吃")]),
]

COMPOUND: list[tuple[str, Expected]] = [
    ("味道和服务都不错", [("taste", 1, "味道和服务都不错"), ("service", 1, "味道和服务都不错")]),
    ("味道、服务都很好", [("taste", 1, "味道、服务都很好"), ("service", 1, "味道、服务都很好")]),
    ("好吃不贵", [("taste", 1, "好吃"), ("price", 1, "不贵")]),
    ("虽然贵，但是好吃", [("price", -1, "贵"), ("taste", 1, "好吃")]),
    ("味道不错就是有点贵", [("taste", 1, "味道不错"), ("price", -1, "有点贵")]),
    ("味道好但服务差", [("taste", 1, "味道好"), ("service", -1, "服务差")]),
    ("包装好看，质量差", [("packaging", 1, "包装好看")]),
    ("不错的味道", [("taste", 1, "不错的味道")]),
    ("环境干净 服务员态度差", [("cleanliness", 1, "干净"), ("service", -1, "服务员态度差")]),
    ("服务员的态度，真的很差", [("service", -1, "真的很差")]),
    ("排队久，等了半小时", [("waiting", -1, "排队久"), ("waiting", -1, "等了半小时")]),
    ("送货快，包装严实，牛肉干很香", [("delivery", 1, "送货快"), ("packaging", 1, "包装严实"), ("taste", 1, "很香")]),
    ("鱼豆腐好吃，虾却不新鲜", [("taste", 1, "好吃"), ("freshness", -1, "不新鲜")]),
    ("默认好评", []),
    ("此用户没有填写评价", []),
    ("贵宾您好，来自贵州", []),
    ("用鼠标点单，松鼠很可爱", []),
    ("给顾客留了香菜", []),
    ("奶香碧根果和冻干草莓脆", []),
    ("花生牛轧糖、无核话梅", []),
    ("又香又脆", [("taste", 1, "又香"), ("taste", 1, "又脆")]),
    ("肉嫩", [("taste", 1, "嫩")]),
    ("味道一如既往的差", [("taste", -1, "味道一如既往的差")]),
    ("服务员小姐姐人很好", [("service", 1, "服务员小姐姐人很好")]),
    ("坚果份量变少了", [("quantity", -1, "份量变少了")]),
    ("服务好，选择了老店", [("service", 1, "服务好")]),
    ("又贵又难吃", [("price", -1, "又贵"), ("taste", -1, "又难吃")]),
    ("排了五十分钟", [("waiting", -1, "排了五十分钟")]),
]

TRADITIONAL: list[tuple[str, Expected]] = [
    ("太貴了", [("price", -1, "太貴了")]),
    ("價格不便宜", [("price", -1, "不便宜")]),
    ("沒有不好吃", [("taste", 1, "沒有不好吃")]),
    ("服務很熱情", [("service", 1, "很熱情")]),
    ("包裝破了", [("packaging", -1, "包裝破了")]),
    ("等了半小時", [("waiting", -1, "等了半小時")]),
    ("裡面有頭髮", [("food_safety", -1, "有頭髮")]),
    ("送貨太慢", [("delivery", -1, "送貨太慢")]),
    ("環境乾淨", [("cleanliness", 1, "乾淨")]),
    ("份量變少了", [("quantity", -1, "份量變少了")]),
    ("餅乾發霉了", [("food_safety", -1, "發霉了")]),
    ("CP值高", [("price", 1, "CP值高")]),
]

ENGLISH: list[tuple[str, Expected]] = [
    ("Too expensive", [("price", -1, "Too expensive")]),
    ("not expensive at all", [("price", 1, "not expensive")]),
    ("The food was delicious", [("taste", 1, "delicious")]),
    ("The food was not good", [("taste", -1, "food was not good")]),
    ("great service", [("service", 1, "great service")]),
    ("The staff were rude", [("service", -1, "rude")]),
    ("The staff wasn't friendly", [("service", -1, "wasn't friendly")]),
    ("delivery was slow", [("delivery", -1, "delivery was slow")]),
    ("fresh and crispy", [("freshness", 1, "fresh"), ("taste", 1, "crispy")]),
    ("The box was crushed", [("packaging", -1, "crushed")]),
    ("tiny portions", [("quantity", -1, "tiny portions")]),
    ("I found a hair in my soup", [("food_safety", -1, "a hair")]),
    ("The tables were dirty", [("cleanliness", -1, "dirty")]),
    ("long wait", [("waiting", -1, "long wait")]),
    ("Delicious but overpriced", [("taste", 1, "Delicious"), ("price", -1, "overpriced")]),
    ("refreshing drink in a carton", []),
]

CASES = [*PLAIN, *NEGATED, *MOODS, *COMPOUND, *TRADITIONAL, *ENGLISH]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_mentions_have_topic_polarity_and_exact_words(text: str, expected: Expected) -> None:
    found = [(mention.topic, mention.polarity, text[mention.start : mention.end]) for mention in analyse(text).mentions]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("非常满意，强烈推荐", "positive"),
        ("垃圾，再也不来了", "negative"),
        ("味道一般", "neutral"),
        ("今天下午去的", "neutral"),
        ("默认好评", "neutral"),
        ("", "neutral"),
        (" \n\t　", "neutral"),
        ("味道非常好，服务太差了", "mixed"),
        ("虽然有点贵，但是非常好吃", "positive"),
        ("味道还可以，但是服务员态度恶劣，太失望了", "negative"),
        ("不推荐", "negative"),
        ("😡", "negative"),
        ("👍👍👍", "positive"),
        ("Excellent, will come back", "positive"),
        ("The worst meal of my life", "negative"),
    ],
)
def test_label_of_the_whole_text(text: str, label: str) -> None:
    assert analyse(text).label == label


def test_a_turn_lets_the_later_clause_win() -> None:
    assert analyse("好吃，但是贵").sentiment < 0 < analyse("贵，但是好吃").sentiment
    assert analyse("好吃，但是，贵").sentiment < 0 < analyse("贵，不过呢，好吃").sentiment


def test_degree_changes_the_strength() -> None:
    little, plain, very = (analyse(text).sentiment for text in ("有点难吃", "难吃", "非常难吃"))
    assert very < plain < little < 0


@pytest.mark.parametrize(
    ("text", "language"), [("好吃", "zh"), ("Tasty!", "en"), ("123 !!", ""), ("APP很好用", "zh"), ("", "")]
)
def test_language_is_that_of_most_of_the_text(text: str, language: str) -> None:
    assert analyse(text).language == language


def test_the_clause_of_a_mention_is_given_without_its_punctuation() -> None:
    text = "去过两次， 包装破了 ，不开心。"
    (mention,) = analyse(text).mentions
    assert text[mention.clause_start : mention.clause_end] == "包装破了"
