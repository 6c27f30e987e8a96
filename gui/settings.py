"""What is remembered between sessions: window, theme, language, recent files. Kept as an INI file.

Does not belong here: anything that is part of a project.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QLocale, QSettings

from core.storage.places import places

RECENT_LIMIT = 12


class Settings:
    """Typed access to the settings file; unreadable values count as not set."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder if folder is not None else places().config
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
