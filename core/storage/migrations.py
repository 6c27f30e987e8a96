"""Upgrading the data of older formats, one step at a time.

Each migration is one small function named after what it upgrades. It takes the JSON data of format n and returns that
of format n + 1, and stands in :data:`MIGRATIONS` at position n - 1. Example files of every format stay in
``tests/data/formats/`` and are never edited. Does not belong here: the current format (schema).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Migration = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: tuple[Migration, ...] = ()


def upgrade(data: dict[str, Any], number: int, migrations: tuple[Migration, ...] = MIGRATIONS) -> dict[str, Any]:
    """Bring data of format ``number`` to the newest format by running every later migration in order."""
    for migration in migrations[number - 1 :]:
        data = migration(data)
    return data
