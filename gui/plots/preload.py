"""Gets Matplotlib ready before the first run needs it: its import would hold up the window for most of a second."""

from __future__ import annotations

import threading


def preload() -> None:
    """Import in a thread what the curves need; done early, so that nobody waits for it. Returns at once."""
    threading.Thread(target=_import, name="netwright-plots", daemon=True).start()


def _import() -> None:
    from gui.plots import curves  # noqa: F401  (the import is the work)
    from gui.plots.fonts import families

    families()
