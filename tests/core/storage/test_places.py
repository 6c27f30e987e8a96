"""The user's folders follow the rules of the platform, and tests can move them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import FileError
from core.storage.places import Places, places


def test_one_variable_moves_everything() -> None:
    found = places({"NETWRIGHT_HOME": "/x", "HOME": "/people/a", "XDG_STATE_HOME": "/s"}, "linux")
    assert found == Places(Path("/x/config"), Path("/x/state"), Path("/x/cache"))
    assert found.journal == Path("/x/state/journal")
    assert places({"NETWRIGHT_HOME": "x"}, "linux").config == Path.cwd() / "x" / "config"


def test_linux_follows_xdg() -> None:
    assert places({"HOME": "/people/a"}, "linux") == Places(
        Path("/people/a/.config/netwright"),
        Path("/people/a/.local/state/netwright"),
        Path("/people/a/.cache/netwright"),
    )
    moved = {"HOME": "/people/a", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s", "XDG_CACHE_HOME": "relative"}
    assert places(moved, "linux") == Places(
        Path("/c/netwright"), Path("/s/netwright"), Path("/people/a/.cache/netwright")
    )


def test_other_platforms() -> None:
    mac = places({"HOME": "/people/a"}, "darwin")
    assert mac.config == Path("/people/a/Library/Application Support/netwright/config")
    assert mac.cache == Path("/people/a/Library/Caches/netwright")
    windows = places({"APPDATA": "/a/Roaming", "LOCALAPPDATA": "/a/Local"}, "win32")
    assert windows.config == Path("/a/Roaming/netwright")
    assert windows.state == Path("/a/Local/netwright/state")
    assert places({"USERPROFILE": "/a"}, "win32").state == Path("/a/netwright/state")


def test_no_home_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    with pytest.raises(FileError, match="set NETWRIGHT_HOME to a folder"):
        places({}, "linux")
