"""Requests between panels: what one part of the window asks for, and which other part does it.

Panels know the session and not each other; here their wishes are connected. Does not belong here: what shows the state of
the document (each part listens to the session itself; window for the title, the menus and the status bar).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from gui import activating
from gui.canvas import framing, operations

if TYPE_CHECKING:
    from gui.window import MainWindow


def connect_requests(window: MainWindow) -> None:
    """Connect the parts of a window that was just made."""
    session, view = window.session, window.view
    connections: tuple[tuple[Any, Callable[..., object]], ...] = (
        (window.inspector.review_wanted, window.custom_code.review),
        (window.palette_panel.chosen, window.adding.from_palette),
        (session.layer_added, window.settings.count_use),
        (session.layer_added, window.palette_panel.follow_use),
        (view.quick_add_requested, window.adding.request),
        (view.layer_list_requested, partial(window.adding.request, plain=True)),
        (view.node_activated, partial(activating.activate, window)),
        (view.problem_wanted, lambda _: window.show_panel("problems")),
        (view.problem_wanted, window.problems.go_to),
        (window.problems.node_wanted, window.scene_show),
        (window.outline.node_wanted, partial(_show_item, window)),
        (window.outline.title_wanted, lambda item_id, text: framing.set_text(session, item_id, text)),
        (window.outline.delete_wanted, lambda: operations.delete(session)),
        (window.training_panel.node_wanted, window.scene_show),
        (window.code.node_pointed, view.show_node),
        (window.training_panel.data_wanted, lambda: window.show_panel("data")),
    )
    for signal, slot in connections:
        signal.connect(slot)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(window.menus.show_context)


def _show_item(window: MainWindow, item_id: str) -> None:
    """Bring a layer, frame or note into view and give the canvas the focus."""
    decorations = window.scene.decorations
    if item_id in decorations.items:
        window.session.select((item_id,))
        window.view.reveal_box(decorations.box(item_id), 60.0)
        window.view.setFocus()
    else:
        window.scene_show(item_id)
