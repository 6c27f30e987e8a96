"""How large a value is, before anything is done with it that could take long: comparing, printing, copying.

Nested lists that share parts can be tiny in memory and endless to walk. A piece of code, too, is shown only as far as a
sentence bears it. Does not belong here: budgets of steps (machine).
"""

from __future__ import annotations

import ast
from typing import Any

from core.convert.from_code.values import Refused
from core.texts import text

LARGEST_BITS = 4096


def is_small(value: Any, limit: int = 20_000) -> bool:
    """True if walking through the value meets fewer than ``limit`` items and characters."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        limit -= 1
        if isinstance(item, (str, bytes)):
            limit -= len(item) // 64
        elif isinstance(item, dict):
            limit -= len(item)
            if limit > 0:
                waiting.extend(item.keys())
                waiting.extend(item.values())
        elif isinstance(item, (list, tuple, set, frozenset)):
            limit -= len(item)
            if limit > 0:
                waiting.extend(item)
        elif isinstance(item, int) and item.bit_length() > LARGEST_BITS:
            return False
        if limit <= 0:
            return False
    return True


def check_small(*values: Any, limit: int = 20_000) -> None:
    """Refused unless all values are small."""
    if not all(is_small(value, limit) for value in values):
        raise Refused(text("it is too large"))


def shown(node: ast.AST) -> str:
    """A piece of code, short enough for a sentence."""
    try:
        source = ast.unparse(node)
    except (RecursionError, ValueError, AttributeError, TypeError):
        return "An expression"
    source = " ".join(source.split())
    return source if len(source) <= 60 else source[:57] + "..."
