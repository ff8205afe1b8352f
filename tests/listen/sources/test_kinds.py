"""Each kind of file, and how its rows join what is there already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from opencem.listen.customers.models import Customer, Identity
from opencem.listen.feedback.models import Feedback
from opencem.listen.orders.models import Order
from opencem.listen.sources.kinds.orders import parse_items
from opencem.listen.sources.kinds.units import parse_attributes
from opencem.platform.events.models import Event
from opencem.platform.organization.models import OrgUnit

from .conftest import Wizard, counts, csv_of

ORDERS = ("订单号", "下单时间", "门店编码", "实付金额", "优惠金额", "是否促销", "会员号", "手机号", "商品")
CUSTOMERS = ("会员号", "姓名", "手机号", "会员等级", "归属门店编码", "入会日期", "买家号", "平台")
REVIEWS = ("评价时间", "门店编码", "评价内容", "订单号", "买家号", "评价编号")


def orders_file() -> bytes:
    return csv_of(
        ORDERS,
        ("A1", "2026-03-01 10:00", "0001", "58.80", "5", "是", "M1", "138 0013 8000", "夏威夷果×1；每日坚果"),
        ("A2", "2026-03-02 10:00", "0002", "¥1,200", "", "否", "", "+86 13800138000", ""),
        ("A3", "2026-03-03 10:00", "0003", "9.9", "", "", "", "", ""),
    )


def test_orders_bring_their_customers(wizard: Wizard, company: dict[str, int]) -> None:
    assert counts(wizard.through("orders", orders_file())) == (3, 0, 0, 0)
    first, second, third = Order.rows.order_by("number")
    assert (first.amount, first.discount, first.promotion) == (Decimal("58.80"), Decimal("5.00"), True)
    assert first.items == [{"name": "夏威夷果", "quantity": 1}, {"name": "每日坚果", "quantity": 1}]
    assert second.amount == Decimal("1200.00")
    assert second.unit_id == company["0002"]
    assert first.customer_id == second.customer_id is not None
    assert third.customer_id is None
    assert Customer.objects.count() == 1
    assert dict(Identity.objects.values_list("kind", "value")) == {"member": "M1", "phone": "+8613800138000"}
    assert Event.objects.filter(kind="order.recorded").count() == 3


def test_orders_again_are_unchanged_and_never_lose_their_customer(wizard: Wizard) -> None:
    wizard.through("orders", orders_file())
    assert counts(wizard.through("orders", orders_file())) == (0, 0, 3, 0)
    without = csv_of(ORDERS[:4], ("A1", "2026-03-01 10:00", "0001", "60"))
    assert counts(wizard.through("orders", without)) == (0, 1, 0, 0)
    order = Order.rows.get(number="A1")
    assert order.amount == Decimal("60.00")
    assert order.customer_id is not None


def test_customers_are_found_by_any_key(wizard: Wizard, company: dict[str, int]) -> None:
    wizard.through("orders", orders_file())
    content = csv_of(
        CUSTOMERS,
        ("M1", "王小明", "13800138000", "金卡", "0001", "2024年5月1日", "t**8", "天猫"),
        ("M2", "李", "13900139000", "", "", "", "", ""),
    )
    assert counts(wizard.through("customers", content)) == (1, 1, 0, 0)
    customer = Customer.objects.get(name="王小明")
    assert (customer.level, customer.home_unit_id, customer.joined_on) == ("金卡", company["0001"], date(2024, 5, 1))
    assert Identity.objects.get(kind="buyer").value == "tmall:t**8"
    assert counts(wizard.through("customers", content)) == (0, 0, 2, 0)


def test_keys_of_two_people_in_one_row_are_a_conflict(wizard: Wizard) -> None:
    wizard.through("customers", csv_of(CUSTOMERS[:3], ("M1", "甲", "13800138000"), ("M2", "乙", "13900139000")))
    done = wizard.through("customers", csv_of(CUSTOMERS[:3], ("M1", "甲", "13900139000"), ("", "丙", "123")))
    assert counts(done) == (0, 0, 0, 2)
    assert [each["code"] for each in done["rejects"]] == ["identity_conflict", "bad_phone"]
    assert Identity.objects.count() == 4


def test_reviews_join_by_order_else_by_buyer_else_stay_anonymous(wizard: Wizard) -> None:
    wizard.through("orders", orders_file())
    wizard.through("customers", csv_of(CUSTOMERS, ("M9", "赵", "", "", "", "", "b9", "tmall")))
    content = csv_of(
        REVIEWS,
        ("2026-03-05", "0001", "按订单", "A1", "b9", "r1"),
        ("2026-03-05", "0001", "按买家", "", "b9", "r2"),
        ("2026-03-05", "0001", "匿名", "没有的订单", "谁", "r3"),
    )
    assert counts(wizard.through("reviews", content, source="tmall")) == (3, 0, 0, 0)
    by_order, by_buyer, anonymous = Feedback.rows.order_by("external_id")
    order = Order.rows.get(number="A1")
    assert (by_order.order_id, by_order.customer_id) == (order.pk, order.customer_id)
    assert by_buyer.order_id is None
    assert by_buyer.customer_id == Identity.objects.get(kind="buyer").customer_id
    assert (anonymous.order_id, anonymous.customer_id, anonymous.order_number) == (None, None, "没有的订单")


def test_calls_join_by_phone(wizard: Wizard) -> None:
    wizard.through("orders", orders_file())
    content = csv_of(
        ("来电时间", "门店编码", "来电内容", "手机号", "来电编号"),
        ("2026-03-06 09:00", "0001", "坚果有哈喇味", "13800138000", "C1"),
        ("2026-03-06 09:05", "0001", "", "13800138000", "C2"),
        ("2026-03-06 09:06", "0001", "问营业时间", "12", "C3"),
    )
    done = wizard.through("calls", content)
    assert counts(done) == (1, 0, 0, 2)
    assert [(each["field"], each["code"]) for each in done["rejects"]] == [("text", "required"), ("phone", "bad_phone")]
    call = Feedback.rows.get()
    assert (call.kind, call.source, call.channel, call.author) == ("call", "hotline", "hotline", "+8613800138000")
    assert call.touchpoint_code == "hotline"
    assert call.customer_id == Identity.objects.get(kind="phone").customer_id


def test_units_come_in_any_order_with_their_zeros(wizard: Wizard) -> None:
    header = ("编码", "名称", "上级编码", "类型", "状态", "业态", "其他属性")
    content = csv_of(
        header,
        ("0009", "新街口店", "C31", "门店", "营业", "商场店", "商圈=新街口；面积=120"),
        ("C31", "南京", "R1", "城市", "", "", ""),
        ("0001", "徐汇旗舰店", "", "", "", "", ""),
        ("X1", "孤儿", "没有", "门店", "", "", ""),
        ("X2", "怪", "R1", "仓库", "", "", ""),
    )
    checked = wizard.checked(wizard.uploaded("units", content))
    assert counts(checked) == (2, 1, 0, 2)
    assert not OrgUnit.objects.filter(code="0009").exists()
    done = wizard.run(checked["id"])
    assert counts(done) == (2, 1, 0, 2)
    assert [(each["row"], each["field"], each["code"]) for each in done["rejects"]] == [
        (5, "parent_code", "unit_parent_unknown"),
        (6, "kind", "not_offered"),
    ]
    unit = OrgUnit.objects.get(code="0009")
    assert unit.get_parent().code == "C31"
    assert unit.attributes == {"商圈": "新街口", "面积": "120", "format": "商场店"}
    assert OrgUnit.objects.get(code="0001").name == "徐汇旗舰店"


def test_items_and_attributes() -> None:
    assert parse_items("夏威夷果 500g×2;糖*3\n腰果") == [
        {"name": "夏威夷果 500g", "quantity": 2},
        {"name": "糖", "quantity": 3},
        {"name": "腰果", "quantity": 1},
    ]
    assert parse_attributes("商圈=徐家汇；旗舰") == {"商圈": "徐家汇", "旗舰": "是"}


class TestScope:
    """An importer of one region."""

    def region(self, wizard_of: Callable[[str], Wizard], people: dict[str, Any]) -> Wizard:
        from opencem.platform.accounts.models import Role

        role = Role.objects.get(code="region_manager")
        role.permissions = [*role.permissions, "import.run"]
        role.save()
        return wizard_of("r1_manager")

    def test_a_unit_outside_is_as_unknown_as_none(
        self, wizard_of: Callable[[str], Wizard], people: dict[str, Any]
    ) -> None:
        rows = [("2026-03-05", store, "x", "", "", f"r-{store}") for store in ("0001", "0003", "9999")]
        done = self.region(wizard_of, people).through("reviews", csv_of(REVIEWS, *rows))
        assert counts(done) == (1, 0, 0, 2)
        outside, nowhere = done["rejects"]
        assert outside["code"] == nowhere["code"] == "unit_not_found"
        assert outside["message"].replace("0003", "9999") == nowhere["message"]

    def test_records_of_others_cannot_be_taken_over(
        self, wizard_of: Callable[[str], Wizard], people: dict[str, Any], company: dict[str, int]
    ) -> None:
        region = self.region(wizard_of, people)
        wizard_of("hq_admin").through("orders", orders_file())
        wizard_of("hq_admin").through("reviews", csv_of(REVIEWS, ("2026-03-05", "0003", "原文", "", "", "r1")))
        for kind, content in (
            ("reviews", csv_of(REVIEWS, ("2026-03-05", "0001", "改写", "", "", "r1"))),
            ("orders", csv_of(ORDERS[:4], ("A3", "2026-03-03 10:00", "0001", "1"))),
        ):
            done = region.through(kind, content)
            assert counts(done) == (0, 0, 0, 1)
            assert done["rejects"][0]["code"] == "key_taken"
        assert Feedback.rows.get().text == "原文"
        assert Order.rows.get(number="A3").unit_id == company["0003"]

    def test_an_order_outside_joins_nothing(self, wizard_of: Callable[[str], Wizard], people: dict[str, Any]) -> None:
        wizard_of("hq_admin").through(
            "orders", csv_of((*ORDERS[:4], "会员号"), ("Z1", "2026-03-03", "0003", "1", "M7"))
        )
        self.region(wizard_of, people).through("reviews", csv_of(REVIEWS, ("2026-03-05", "0001", "x", "Z1", "", "r1")))
        review = Feedback.rows.get()
        assert (review.order_id, review.customer_id) == (None, None)

    def test_people_and_the_tree_are_for_headquarters(
        self, wizard_of: Callable[[str], Wizard], people: dict[str, Any]
    ) -> None:
        region = self.region(wizard_of, people)
        assert [kind["code"] for kind in region.api.get("/imports/kinds").json()["items"]] == [
            "reviews",
            "calls",
            "orders",
        ]
        assert region.send("customers", csv_of(CUSTOMERS[:2], ("M1", "x"))).status_code == 403
        assert region.send("units", csv_of(("编码", "名称"), ("0001", "x"))).status_code == 403
        analyst = wizard_of("hq_analyst")
        assert analyst.send("units", csv_of(("编码", "名称"), ("0001", "x"))).status_code == 403

    def test_rights_lost_before_the_run_stop_it(
        self, wizard_of: Callable[[str], Wizard], people: dict[str, Any]
    ) -> None:
        region = self.region(wizard_of, people)
        checked = region.checked(region.uploaded("reviews", csv_of(REVIEWS, ("2026-03-05", "0001", "x", "", "", "r1"))))
        region.api.post(f"/imports/{checked['id']}/run")
        people["r1_manager"].grants.all().delete()
        region.pump()
        assert not Feedback.rows.exists()


def test_an_order_that_comes_later_is_joined_to_its_review(wizard: Wizard) -> None:
    content = csv_of(
        REVIEWS,
        ("2026-03-05", "0001", "先到的评价", "A1", "", "r1"),
        ("2026-03-05", "0002", "别家门店写了这个单号", "A1", "", "r2"),
    )
    wizard.through("reviews", content, source="tmall")
    assert set(Feedback.rows.values_list("order_id", flat=True)) == {None}
    wizard.through("orders", orders_file())
    order = Order.rows.get(number="A1")
    review = Feedback.rows.get(external_id="r1")
    assert (review.order_id, review.customer_id) == (order.pk, order.customer_id)
    assert Feedback.rows.get(external_id="r2").order_id is None
    assert list(Event.objects.filter(kind="feedback.changed").values_list("subject_id", flat=True)) == [review.pk]


def test_reviews_sent_again_learn_whose_they_are(wizard: Wizard) -> None:
    content = csv_of(REVIEWS, ("2026-03-05", "0001", "谁写的", "", "b9", "r1"))
    wizard.through("reviews", content, source="tmall")
    wizard.through("customers", csv_of(CUSTOMERS, ("M9", "赵", "", "", "", "", "b9", "tmall")))
    assert counts(wizard.through("reviews", content, source="tmall")) == (0, 1, 0, 0)
    assert Feedback.rows.get().customer_id == Customer.objects.get().pk
    assert counts(wizard.through("reviews", content, source="tmall")) == (0, 0, 1, 0)
