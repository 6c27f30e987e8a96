"""How a function, a loop or a round of it ends early. Does not belong here: the statements that do so (statements)."""

from __future__ import annotations

from typing import Any


class Return(Exception):
    """``return``: ends a function."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class Break(Exception):
    """``break``: ends a loop."""


class Continue(Exception):
    """``continue``: ends a round of a loop."""
