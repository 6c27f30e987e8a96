"""Each reason for an exception belongs to a case; that the reason holds is proved with the case."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest

from tests.harness import reasons, test_layers, test_ops

IDS = [case.id for case in (*test_layers.CASES, *test_ops.CASES)]


@pytest.mark.parametrize("table", ["REFUSED", "NOT_RUN", "NOT_FROM_FILE", "NOT_TRIED"])
def test_every_exception_is_one_of_a_case(table: str) -> None:
    unused = [pattern for pattern in getattr(reasons, table) if not any(fnmatchcase(id, pattern) for id in IDS)]
    assert not unused
