from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from . import product
from .world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A small company of the module's own."""
    if hindrance := product.missing():
        required = "browser" in os.environ.get("OPENCEM_TEST_REQUIRE", "").split(",")
        (pytest.fail if required else pytest.skip)(hindrance)
    sync_api = pytest.importorskip("playwright.sync_api")
    data = tmp_path_factory.mktemp("loop")
    product.load_demo(data)
    with sync_api.sync_playwright() as playwright, product.served(data) as url:
        browser = product.launch(playwright)
        yield World(url, data, browser)
        browser.close()
