"""What an upgrade changed: each old spelling with its new one, notes, and how stored weights have to be converted.

Does not belong here: the rules themselves. Invariant: the same change at the same layer is listed once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.convert.imported import Upgrade
from core.texts import text

_LONGEST = 120


@dataclass(slots=True)
class Record:
    """Filled during one upgrade; ``weights`` holds tags by the layer's new name."""

    _upgrades: dict[Upgrade, None] = field(default_factory=dict)
    _notes: dict[str, None] = field(default_factory=dict)
    weights: dict[str, dict[str, None]] = field(default_factory=dict)

    def changed(self, node: str, old: str, new: str) -> None:
        """List that ``old`` stood at the layer ``node`` and ``new`` stands there now."""
        self._upgrades[Upgrade(node, _short(old), _short(new))] = None

    def renamed(self, node: str, old: str, new: str, value: Any, new_value: Any) -> None:
        """List a setting whose name, value or both changed; one that was not set is not worth a line."""
        if (old != new and value is not None) or value != new_value:
            self.changed(node, setting(old, value), setting(new, new_value))

    def removed(self, node: str, key: str, value: Any, why: str) -> None:
        """List a setting that has no place any more; ``why`` follows the word ``removed``."""
        self.changed(node, setting(key, value), text("removed: {why}", why=why))

    def note(self, sentence: str) -> None:
        """Tell the user something once."""
        self._notes[sentence] = None

    def weight(self, layer: str, tag: str) -> None:
        """Say how the stored weights of a layer differ from those of Keras 3."""
        self.weights.setdefault(layer, {})[tag] = None

    @property
    def upgraded(self) -> tuple[Upgrade, ...]:
        """All changes in the order in which they were found."""
        return tuple(self._upgrades)

    @property
    def notes(self) -> tuple[str, ...]:
        """All notes, each once."""
        return tuple(self._notes)

    @property
    def tags(self) -> dict[str, tuple[str, ...]]:
        """Tags by layer name."""
        return {name: tuple(tags) for name, tags in self.weights.items()}


def setting(key: str, value: Any) -> str:
    """``key=value`` as Python would spell it; objects by their class."""
    return f"{key}={spelled(value)}"


def spelled(value: Any) -> str:
    """A value of a config as code would have it, objects in the form ``Class(name=value)``."""
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        config = value.get("config")
        inner = config if isinstance(config, dict) else {}
        parts = (setting(str(key), item) for key, item in inner.items() if item is not None and key != "name")
        return f"{value['class_name']}({', '.join(parts)})"
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return f"[{', '.join(map(spelled, value))}]"
    if isinstance(value, list) and all(isinstance(item, (int, float)) for item in value):
        return repr(tuple(value))
    return repr(value)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
