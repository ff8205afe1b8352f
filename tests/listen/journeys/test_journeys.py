"""Touchpoints in the order of the path."""

from __future__ import annotations

import pytest

from opencem.listen.journeys import queries, service


@pytest.mark.django_db
def test_touchpoints_keep_their_code_and_stand_in_order() -> None:
    service.define_touchpoint(code="hotline", name_zh="热线", name_en="Hotline", stage="support", position=60)
    service.define_touchpoint(code="store_checkout", name_zh="结账", name_en="Checkout", stage="purchase", position=10)
    service.define_touchpoint(code="hotline", name_zh="客服热线", name_en="Hotline", stage="support", position=70)
    assert queries.names() == {
        "store_checkout": {"zh-hans": "结账", "en": "Checkout"},
        "hotline": {"zh-hans": "客服热线", "en": "Hotline"},
    }
