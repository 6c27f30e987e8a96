"""Merges of any version: ``add([a, b])``, ``merge([a, b], mode="concat")``, ``Merge`` at the head of a Sequential model.

Does not belong here: merge layers that are made like any other (layers).
"""

from __future__ import annotations

from typing import Any

from core.convert.from_code.layers import call_layer, make_layer, placeholder
from core.convert.from_code.machine import Machine
from core.convert.from_code.values import (
    Function,
    Refused,
    tensors_in,
)
from core.convert.imported import Upgrade
from core.texts import text

_MODES = {
    "sum": "Add",
    "mul": "Multiply",
    "concat": "Concatenate",
    "ave": "Average",
    "max": "Maximum",
    "min": "Minimum",
    "dot": "Dot",
    "cos": "Dot",
}
_FUNCTIONS = {
    "add": "Add",
    "subtract": "Subtract",
    "multiply": "Multiply",
    "average": "Average",
    "maximum": "Maximum",
    "minimum": "Minimum",
    "concatenate": "Concatenate",
    "dot": "Dot",
}


def merge(m: Machine, function: str, args: list[Any], kwargs: dict[str, Any], line: int) -> Any:
    """``add([a, b])``, ``merge([a, b], mode="concat")``, and Merge of Keras 1, which joins models in a Sequential."""
    given = dict(kwargs)
    if function in ("merge", "Merge"):
        for name, value in zip(
            ("layers" if function == "Merge" else "inputs", "mode", "concat_axis", "dot_axes"), args, strict=False
        ):
            given.setdefault(name, value)
        tensors = given.pop("inputs", given.pop("layers", None))
        mode = given.pop("mode", "sum")
        class_name = _MODES.get(mode) if isinstance(mode, str) else None
        if class_name is None:
            return _unread_merge(m, tensors, mode, line)
        m.keras1 = True
        params: dict[str, Any] = {"name": given["name"]} if "name" in given else {}
        if mode == "concat":
            params["axis"] = given.get("concat_axis", -1)
        if class_name == "Dot":
            params["axes"] = given.get("dot_axes", -1)
            if mode == "cos":
                params["normalize"] = True
        made = make_layer(m, class_name, [], params, line, "")
        m.upgrades[Upgrade(str(made.name), f"{function}(mode={mode!r})", class_name)] = None
        if function == "Merge" and not tensors_in(tensors):
            m.merges[id(made)] = tensors
            return made
    else:
        names = ("inputs", "axis") if function == "concatenate" else ("inputs", "axes", "normalize")
        for name, value in zip(names, args, strict=False):
            given.setdefault(name, value)
        tensors = given.pop("inputs", given.pop("tensors", None))
        made = make_layer(m, _FUNCTIONS[function], [], given, line, "")
    if not isinstance(tensors, (list, tuple)):
        tensors = [tensors]
    return call_layer(m, made, [list(tensors)], {}, line)


def _unread_merge(m: Machine, tensors: Any, mode: Any, line: int) -> Any:
    if not tensors_in(tensors):
        raise Refused(text("how it merges is not known"))
    reason = (
        text("Merge with a function of its own, which is not run")
        if isinstance(mode, Function)
        else text("How it merges is not known")
    )
    layer = placeholder(m, "keras.layers", "Merge", [], {"mode": mode}, line, reason)
    return call_layer(m, layer, [list(tensors)], {}, line)
