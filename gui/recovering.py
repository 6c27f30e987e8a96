"""Asks about what crashed sessions left behind.

Does not belong here: the copies themselves and what becomes of them (gui.files, core.storage.journal). Invariant: only what
was named to the user is discarded.
"""

from __future__ import annotations

from core.storage.journal import Recovery
from gui.banner import Banner
from gui.files import Files
from gui.i18n import tr


def offer(files: Files, banner: Banner) -> None:
    """Ask about everything that was left, the newest first and one at a time."""
    _ask(files, banner, files.crashed())


def _ask(files: Files, banner: Banner, left: list[Recovery]) -> None:
    if not left:
        return
    newest, *others = left
    name = newest.path.name if newest.path is not None else tr("untitled")

    def discard() -> None:
        files.discard_crashed([newest])
        _ask(files, banner, others)

    banner.ask(
        tr("Netwright ended without saving {name}. Restore it?", name=name),
        [(tr("Restore"), lambda: files.recover(newest)), (tr("Discard"), discard)],
    )
