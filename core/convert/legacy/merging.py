"""``Merge`` of Keras 1, which joined tensors in one of seven modes, as the merge layers of Keras 3.

Source: ``Merge`` in ``engine/topology.py`` of Keras 1.2.2. Does not belong here: a Merge that starts a Sequential
(sequential).
"""

from __future__ import annotations

from typing import Any

from core.convert.legacy import gone
from core.convert.legacy.dialect import Part, layer, placeholder
from core.convert.legacy.record import setting
from core.convert.legacy.settings import Context
from core.texts import text

_MODES = {"sum": "Add", "mul": "Multiply", "ave": "Average", "max": "Maximum"}


def merge(config: dict[str, Any], name: str, context: Context) -> Part:
    """The merge layer for the mode; a placeholder where the mode was a function."""
    mode = config.get("mode", "sum")
    made: dict[str, Any] = {"name": name}
    if not isinstance(mode, str) or config.get("mode_type", "raw") != "raw":
        return placeholder("Merge", {**config, "name": name}, gone.MERGE)
    old = f"Merge({setting('mode', mode)})"
    if mode in _MODES:
        part = layer(_MODES[mode], made)
    elif mode == "concat":
        part = layer("Concatenate", {**made, "axis": config.get("concat_axis", -1)})
    elif mode in ("dot", "cos"):
        axes = config.get("dot_axes", -1)
        part = layer("Dot", {**made, "axes": axes, "normalize": mode == "cos"})
        if mode == "cos":
            context.record.note(
                text(
                    "{name!r} was a Merge with mode='cos', whose result had one axis of length 1 more than that of "
                    "Dot.",
                    name=name,
                )
            )
    else:
        return placeholder(
            "Merge", {**config, "name": name}, text("Merge had the mode {mode!r}, which Keras never had.", mode=mode)
        )
    shown = ", ".join(setting(key, value) for key, value in part.config.items() if key != "name")
    context.record.changed(name, old, f"{part.class_name}({shown})")
    return part
