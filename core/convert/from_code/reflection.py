"""What code asks about a value: ``isinstance``, ``type``, ``callable``, ``getattr`` and its kin.

Does not belong here: what a dot means (attributes), Python's other functions (python_functions). Invariant: the answer is about
what the value stands for in the code, never about the object that stands for it here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core.convert.from_code.attributes import attribute, set_attribute
from core.convert.from_code.machine import Machine
from core.convert.from_code.values import (
    Class,
    Foreign,
    Function,
    Instance,
    Layer,
    Model,
    Partial,
    Path,
    Refused,
    Settings,
    Tensor,
    Term,
    Unknown,
)
from core.texts import text

TYPES = frozenset("int float str bool list tuple dict set frozenset bytes object type complex".split())
"""Python's own types that are known here by name."""
_KINDS: Mapping[str, tuple[type, ...]] = {
    "builtins.int": (int,),
    "builtins.float": (float,),
    "builtins.str": (str,),
    "builtins.bool": (bool,),
    "builtins.list": (list,),
    "builtins.tuple": (tuple,),
    "builtins.dict": (dict,),
    "builtins.set": (set,),
    "keras.Model": (Model,),
    "keras.Sequential": (Model,),
    "keras.layers.Layer": (Layer,),
    "tensorflow.Tensor": (Tensor,),
    "keras.KerasTensor": (Tensor,),
    "collections.abc.Iterable": (list, tuple, dict, str),
    "collections.Iterable": (list, tuple, dict, str),
    "numbers.Number": (int, float),
}


def _isinstance(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    value, kinds = args
    if isinstance(value, (Unknown, Term)):
        raise Refused(value.reason if isinstance(value, Unknown) else text("it depends on a parameter of the block"))
    rows = kinds if isinstance(kinds, (tuple, list)) else (kinds,)
    return any(_is_kind(m, value, kind) for kind in rows)


def _is_kind(m: Machine, value: Any, kind: Any) -> bool:
    if isinstance(kind, Class):
        return isinstance(value, Instance) and kind in value.cls.lineage()
    if not isinstance(kind, Path):
        return False
    if kind.path == "keras.Sequential":
        return isinstance(value, Model) and value.style == "sequential"
    if kind.path in _KINDS:
        made = isinstance(value, _KINDS[kind.path])
        return made and not (isinstance(value, bool) and kind.path == "builtins.float")
    if isinstance(value, Layer):
        return value.type == kind.path
    return isinstance(value, (Settings, Foreign)) and kind.path == (
        value.type if isinstance(value, Settings) else value.path
    )


def _type(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    value = args[0]
    if isinstance(value, Instance):
        return value.cls
    if isinstance(value, Layer):
        return Path(value.type)
    if type(value).__name__ in TYPES:
        return Path(f"builtins.{type(value).__name__}")
    raise Refused(text("its type is not known"))


def _getattr(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    if isinstance(args[1], Unknown):
        return Unknown(args[1].reason, line, args[1].name)
    made = attribute(m, args[0], str(args[1]), line)
    return args[2] if isinstance(made, Unknown) and len(args) > 2 else made


def _hasattr(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return not isinstance(_getattr(m, args[:2], {}, line), Unknown)


def _setattr(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    if isinstance(args[1], str):
        set_attribute(m, args[0], args[1], args[2], line)


def _callable(m: Machine, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    return isinstance(args[0], (Function, Path, Layer, Class, Partial))


REFLECTION: Mapping[str, Callable[[Machine, list[Any], dict[str, Any], int], Any]] = {
    "isinstance": _isinstance,
    "type": _type,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "setattr": _setattr,
    "callable": _callable,
}
