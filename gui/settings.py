"""What is remembered between sessions: window, theme, language, keys, recent files. Kept as an INI file.

Does not belong here: anything that is part of a project.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QLocale, QSettings

from core.graph.model import Project
from core.storage.places import places
from gui.canvas.alignment import SNAP_REACH

RECENT_LIMIT = 12
WHEELS = ("auto", "mouse", "trackpad")
RECOVERY_SECONDS = 0.3
POLICIES = ("float32", "mixed_float16", "mixed_bfloat16", "float16", "bfloat16", "float64")


class Settings:
    """Typed access to the settings file; unreadable values count as not set."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder if folder is not None else places().config
        self.sets_graphviz = False
        self._store = QSettings(str(folder / "netwright.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """``system``, ``light`` or ``dark``."""
        found = str(self._store.value("theme", "system"))
        return found if found in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, name: str) -> None:
        self._store.setValue("theme", name)

    @property
    def language(self) -> str:
        """``en`` or ``zh_CN``; the desktop's language until one is chosen."""
        fallback = "zh_CN" if QLocale.system().language() == QLocale.Language.Chinese else "en"
        return str(self._store.value("language", fallback))

    @language.setter
    def language(self, code: str) -> None:
        self._store.setValue("language", code)

    # What the settings dialog holds besides theme and language

    @property
    def wheel(self) -> str:
        """What the wheel does: ``mouse`` zooms, ``trackpad`` pans, ``auto`` tells them apart."""
        return self._choice("wheel", WHEELS)

    @wheel.setter
    def wheel(self, name: str) -> None:
        self._store.setValue("wheel", name)

    @property
    def recovery_seconds(self) -> float:
        """How long after an edit the recovery copy is written, in seconds; 0.1 to 60."""
        return self._number("recovery_seconds", RECOVERY_SECONDS, 0.1, 60.0)

    @recovery_seconds.setter
    def recovery_seconds(self, seconds: float) -> None:
        self._store.setValue("recovery_seconds", str(seconds))

    @property
    def graphviz(self) -> str:
        """The program ``dot`` that draws diagrams; "" for the one that is found by itself."""
        return str(self._store.value("graphviz", ""))

    @graphviz.setter
    def graphviz(self, path: str) -> None:
        self._store.setValue("graphviz", path.strip())

    @property
    def precision(self) -> str:
        """The dtype policy that new projects begin with; ``float32`` is Keras's own."""
        return self._choice("precision", POLICIES)

    @precision.setter
    def precision(self, policy: str) -> None:
        self._store.setValue("precision", policy)

    def new_project(self) -> Project:
        """An empty project with the precision that new ones are to have; Keras's own is not written down."""
        return Project() if self.precision == POLICIES[0] else Project(dtype_policy=self.precision)

    @property
    def snapping(self) -> bool:
        """Whether cards that are dragged snap to their neighbours."""
        return self._flag("snapping", True)

    @snapping.setter
    def snapping(self, on: bool) -> None:
        self._store.setValue("snapping", on)

    @property
    def snap_reach(self) -> float:
        """From how far cards snap, in pixels of the screen; 1 to 40."""
        return self._number("snap_reach", SNAP_REACH, 1.0, 40.0)

    @snap_reach.setter
    def snap_reach(self, pixels: float) -> None:
        self._store.setValue("snap_reach", str(pixels))

    @property
    def box_contains(self) -> bool:
        """Whether a selection box that is drawn from left to right takes only what is whole in it."""
        return self._flag("box_contains", False)

    @box_contains.setter
    def box_contains(self, on: bool) -> None:
        self._store.setValue("box_contains", on)

    @property
    def reduced_motion(self) -> bool:
        """Whether nothing moves by itself, whatever the desktop says."""
        return self._flag("reduced_motion", False)

    @reduced_motion.setter
    def reduced_motion(self, on: bool) -> None:
        self._store.setValue("reduced_motion", on)

    @property
    def keys(self) -> dict[str, tuple[str, ...]]:
        """The keys that the user gave to commands, by the id of the action; () where he took them away."""
        found = self._table("keys")
        return {name: tuple(map(str, keys)) for name, keys in found.items() if isinstance(keys, list)}

    @keys.setter
    def keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        self._store.setValue("keys", json.dumps({name: list(given) for name, given in keys.items()}))

    # What is remembered by itself

    @property
    def used(self) -> dict[str, int]:
        """How often layers were added, by type."""
        return {name: count for name, count in self._table("used").items() if isinstance(count, int)}

    def count_use(self, type: str) -> None:
        """Remember that a layer was added once more, and that it was the last one."""
        used = self.used
        used[type] = used.get(type, 0) + 1
        self._store.setValue("used", json.dumps(used))
        self._set_layers("last", [type, *(other for other in self.last_layers if other != type)][:RECENT_LIMIT])

    @property
    def last_layers(self) -> list[str]:
        """The types of the layers that were added last, the newest first."""
        return self._layers("last")

    @property
    def favourites(self) -> list[str]:
        """The types that the user keeps at the top of the palette, in the order in which they were chosen."""
        return self._layers("favourites")

    def set_favourite(self, type: str, on: bool) -> None:
        """Keep a layer at the top of the palette, or no more."""
        others = [other for other in self.favourites if other != type]
        self._set_layers("favourites", [*others, type] if on else others)

    def _layers(self, name: str) -> list[str]:
        found = self._table("layers").get(name)
        return [type for type in found if isinstance(type, str)] if isinstance(found, list) else []

    def _set_layers(self, name: str, types: list[str]) -> None:
        self._store.setValue("layers", json.dumps({**self._table("layers"), name: types}))

    @property
    def commands(self) -> list[str]:
        """The commands that were used last from the command palette, the newest first."""
        return [name for name in self._table("commands").get("last", []) if isinstance(name, str)]

    def add_command(self, action_id: str) -> None:
        """Put a command first among those used last."""
        last = [action_id, *(other for other in self.commands if other != action_id)][:RECENT_LIMIT]
        self._store.setValue("commands", json.dumps({"last": last}))

    def _choice(self, name: str, choices: tuple[str, ...]) -> str:
        found = str(self._store.value(name, choices[0]))
        return found if found in choices else choices[0]

    def _number(self, name: str, default: float, least: float, most: float) -> float:
        try:
            found = float(str(self._store.value(name, default)))
        except ValueError:
            return default
        return found if least <= found <= most else default

    def _flag(self, name: str, default: bool) -> bool:
        return str(self._store.value(name, default)).lower() == "true"

    def _table(self, name: str) -> dict[str, Any]:
        try:
            found = json.loads(str(self._store.value(name, "{}")))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def recent(self) -> list[Path]:
        """Recently used project files that still exist, the newest first."""
        found = self._store.value("recent", [])
        names = found if isinstance(found, list) else [found]
        return [Path(name) for name in names if isinstance(name, str) and Path(name).is_file()]

    def add_recent(self, path: Path) -> None:
        """Put the file first among the recent ones."""
        path = path.absolute()
        kept = [path, *(other for other in self.recent if other != path)][:RECENT_LIMIT]
        self._store.setValue("recent", [str(item) for item in kept])

    @property
    def folder(self) -> Path:
        """The folder that file dialogs start in."""
        found = Path(str(self._store.value("folder", "")))
        return found if str(found) != "." and found.is_dir() else Path.home()

    @folder.setter
    def folder(self, path: Path) -> None:
        self._store.setValue("folder", str(path))

    def blob(self, name: str) -> QByteArray:
        """A binary value (window geometry and the like); empty if not set."""
        found = self._store.value(f"window/{name}", QByteArray())
        return found if isinstance(found, QByteArray) else QByteArray()

    def set_blob(self, name: str, value: QByteArray) -> None:
        """Remember a binary value."""
        self._store.setValue(f"window/{name}", value)

    def flush(self) -> None:
        """Write to disk now."""
        self._store.sync()
