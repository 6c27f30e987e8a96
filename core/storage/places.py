"""Where the user's own data belong on this system: settings, state and caches.

Does not belong here: creating or filling the folders. Invariant: nothing but the arguments decides.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import FileError
from core.texts import text

NAME = "netwright"
OVERRIDE = "NETWRIGHT_HOME"


@dataclass(frozen=True, slots=True)
class Places:
    """Folders that may not exist yet.

    ``config``: what the user chose. ``state``: window state, recovery journal, runs. ``cache``: may be deleted.
    """

    config: Path
    state: Path
    cache: Path

    @property
    def journal(self) -> Path:
        """The folder of the recovery journal."""
        return self.state / "journal"

    @property
    def versions(self) -> Path:
        """The folder of what project files were before they were saved over."""
        return self.state / "versions"

    @property
    def runs(self) -> Path:
        """The folder that training runs are kept in."""
        return self.state / "runs"


def places(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Places:
    """The folders for this user, by the rules of the platform; ``NETWRIGHT_HOME`` puts all of them into one folder.

    Linux and others: the XDG Base Directory Specification. FileError where the user has no home folder.
    """
    override = environment.get(OVERRIDE, "")
    if override:
        return _under(Path(override).absolute())
    if platform == "win32":
        roaming = environment.get("APPDATA", "")
        local = environment.get("LOCALAPPDATA", "") or roaming
        if roaming:
            own = Path(local) / NAME
            return Places(Path(roaming) / NAME, own / "state", own / "cache")
        return _under(_home(environment, "USERPROFILE") / NAME)
    home = _home(environment, "HOME")
    if platform == "darwin":
        library = home / "Library"
        support = library / "Application Support" / NAME
        return Places(support / "config", support / "state", library / "Caches" / NAME)
    return Places(
        _xdg(environment, "XDG_CONFIG_HOME", home / ".config") / NAME,
        _xdg(environment, "XDG_STATE_HOME", home / ".local" / "state") / NAME,
        _xdg(environment, "XDG_CACHE_HOME", home / ".cache") / NAME,
    )


def _under(folder: Path) -> Places:
    return Places(folder / "config", folder / "state", folder / "cache")


def _xdg(environment: Mapping[str, str], name: str, default: Path) -> Path:
    # The specification says that relative paths are to be ignored.
    value = environment.get(name, "")
    return Path(value) if value.startswith("/") else default


def _home(environment: Mapping[str, str], name: str) -> Path:
    if environment.get(name):
        return Path(environment[name])
    try:
        return Path.home()
    except RuntimeError as error:
        raise FileError(
            text("There is no home folder for settings; set {variable} to a folder.", variable=OVERRIDE)
        ) from error
