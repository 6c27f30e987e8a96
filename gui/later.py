"""Calls that are made when the event loop comes to them.

Invariant: a call that is still waiting when its owner is deleted is forgotten. ``QTimer.singleShot`` keeps the callable of
such a call for good, and with it whatever it refers to, often a whole window.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def later(owner: QObject, call: Callable[[], object], milliseconds: int = 0) -> None:
    """Call once after that time, unless ``owner`` is deleted before."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(call)
    timer.timeout.connect(timer.deleteLater)
    timer.start(milliseconds)
