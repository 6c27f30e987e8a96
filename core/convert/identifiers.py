"""Python identifiers for foreign names: ASCII, readable, and never one that means something else.

Does not belong here: string literals. Invariants: an identifier is a lower-case ASCII slug, so that Unicode
look-alikes cannot collide or hide; it is no keyword, soft keyword, builtin or name that generated code itself uses; in one
:class:`Scope` no identifier is given twice.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable

LONGEST = 40

_BUILTINS = """
    abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright
    credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash
    help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct
    open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super
    tuple type vars zip
"""
# Written out, so that the same graph gives the same code on every version of Python.
RESERVED = frozenset(
    {
        *keyword.kwlist,
        *keyword.softkwlist,
        *_BUILTINS.split(),
        *"keras layers ops initializers regularizers constraints np numpy base64".split(),
        *"x inputs outputs name i model build_model compile_model adapt_layers named tensor self main".split(),
    }
)

_SNAKE = (re.compile("(.)([A-Z][a-z]+)"), re.compile("([a-z])([A-Z])"))
_NOT_PLAIN = re.compile(r"[^0-9a-z]+")
_PLAIN = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def is_identifier(name: str) -> bool:
    """True if the name may stand in code as a keyword argument: ASCII, not private, no Python keyword."""
    return name.isascii() and name.isidentifier() and not name.startswith("__") and not keyword.iskeyword(name)


def snake_case(name: str) -> str:
    """``MaxPooling2D`` -> ``max_pooling2d``, as Keras names its layers."""
    return _SNAKE[1].sub(r"\1_\2", _SNAKE[0].sub(r"\1_\2", name)).lower()


def slug(name: str, fallback: str, longest: int = LONGEST) -> str:
    """An ASCII identifier that resembles ``name``; built on ``fallback`` (an identifier) where nothing of it is left.

    A name that is one already stays whole up to ``longest`` characters.
    """
    if len(name) <= longest and _PLAIN.fullmatch(name):
        return name
    plain = unicodedata.normalize("NFKD", name[: 4 * LONGEST]).encode("ascii", "ignore").decode("ascii")
    made = _NOT_PLAIN.sub("_", plain.lower())[:LONGEST].strip("_")
    if not made:
        return fallback
    return made if made[0].isalpha() else f"{fallback}_{made}"


class Scope:
    """The identifiers in use in one function, or at the top of the module."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*RESERVED, *taken}

    def take(self, wanted: str) -> str:
        """``wanted``, else ``wanted_2``... (``class_`` for a word that has a meaning); it is in use from now on."""
        if wanted in RESERVED:
            wanted += "_"
        made, count = wanted, 1
        while made in self._taken:
            count += 1
            made = f"{wanted}_{count}"
        self._taken.add(made)
        return made

    @property
    def taken(self) -> frozenset[str]:
        """Everything that is in use, the reserved names included."""
        return frozenset(self._taken)
