"""The shipped catalogue, and one built from the installed Keras (once for all tests: it imports keras)."""

from __future__ import annotations

from typing import Any

import pytest

from core.catalog import catalog as catalogs
from core.catalog.catalog import Catalog


@pytest.fixture(scope="session")
def shipped() -> Catalog:
    return Catalog(catalogs._read(catalogs.SHIPPED))


@pytest.fixture(scope="session")
def built() -> dict[str, Any]:
    return catalogs.build()
