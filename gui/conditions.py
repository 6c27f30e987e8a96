"""When a command may be given: the conditions that the table of actions names, each a question to one window.

Does not belong here: which command has which condition (gui.actions), greying it out (gui.window_actions). Invariant: asking
changes nothing and is quick, for all of them are asked after each edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.canvas import framing

if TYPE_CHECKING:
    from gui.window import MainWindow


def selected(window: MainWindow) -> bool:
    """Something on the canvas is selected: layers, frames or notes."""
    return bool(window.session.selection)


def deletable(window: MainWindow) -> bool:
    """Something is selected that Delete takes away, also a wire or one of its dots."""
    wiring = window.scene.wiring
    return selected(window) or bool(wiring.selected or wiring.selected_dots)


def has_nodes(window: MainWindow) -> bool:
    """The graph that is shown has layers."""
    return bool(window.session.graph.nodes)


def two_selected(window: MainWindow) -> bool:
    """Two or more layers are selected."""
    return len(window.session.selected_nodes()) >= 2


def frame_selected(window: MainWindow) -> bool:
    """A frame or note is selected."""
    return bool(framing.selected(window.session))


def running(window: MainWindow) -> bool:
    """A training run is going on."""
    return window.training.is_running


def idle(window: MainWindow) -> bool:
    """A training run could begin."""
    return not window.training.is_running and has_nodes(window)


def in_tab(window: MainWindow) -> bool:
    """The window is a tab of a shell."""
    return window.host is not None


def was_imported(window: MainWindow) -> bool:
    """What is shown came from another format, so that there is a report about it."""
    return window.opening.imported is not None


def has_weights(window: MainWindow) -> bool:
    """The file that was opened has weights that can be read."""
    imported = window.opening.imported
    return window.opening.source is not None and imported is not None and imported.weights != "absent"


def has_original(window: MainWindow) -> bool:
    """The file that was opened can be compared with."""
    return window.opening.source is not None
