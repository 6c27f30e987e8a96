"""Lets the settings hold in a window: its keys, wheel, snapping, motion, recovery copies and the program for diagrams.

Does not belong here: choosing them (settings_dialog), keeping them (settings). Theme and language go their own ways, since
they change the whole window.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gui.window_actions import apply_keys, key_of

if TYPE_CHECKING:
    from gui.window import MainWindow

DOT_VARIABLE = "NETWRIGHT_DOT"
"""Where the drawing of diagrams looks for the program before it searches the path."""


def apply_settings(window: MainWindow) -> None:
    """Use what is set now; done at the start and after each change."""
    settings = window.settings
    window.view.wheel = settings.wheel
    window.view.box_contains = settings.box_contains
    window.view.snaps, window.view.snap_reach = settings.snapping, settings.snap_reach
    window.view.tab_adds = False  # a key of the table does, which may be another
    window.scene.glide.enabled = not settings.reduced_motion
    window.files.set_recovery_delay(settings.recovery_seconds)
    if settings.graphviz:
        os.environ[DOT_VARIABLE] = settings.graphviz
        settings.sets_graphviz = True
    elif settings.sets_graphviz:
        os.environ.pop(DOT_VARIABLE, None)
        settings.sets_graphviz = False
    apply_keys(window, window.actions_by_id)
    window.toolbar.show_keys()
    window.start_page.set_keys(key_of("model.add", settings.keys), key_of("edit.undo", settings.keys))

