"""What opens when something on the canvas is activated: a block its graph, a layer its fields, a frame or note its text.

Does not belong here: how it is activated (gui.canvas for the mouse, gui.actions for keys), the fields (gui.inspector).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.canvas import framing
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.window import MainWindow


def activate(window: MainWindow, node_id: str) -> None:
    """Show what is inside the node, or go to its parameters where it is no block."""
    if not window.session.enter_node(node_id):
        window.session.select((node_id,))
        window.inspector.focus_first()


def open_block(window: MainWindow) -> None:
    """Show what is inside the selected block."""
    nodes = window.session.selected_nodes()
    if len(nodes) != 1 or not window.session.enter_node(nodes[0]):
        window.session.status.emit(tr("Select one block to open it."), "info")


def edit_parameters(window: MainWindow) -> None:
    """Edit the text of the one selected frame or note, else go to the selected layers, or into the one that is a block."""
    if _edit_text(window):
        return
    nodes = window.session.selected_nodes()
    if len(nodes) == 1:
        activate(window, nodes[0])
    elif nodes:
        window.inspector.focus_first()


def edit_name(window: MainWindow) -> None:
    """Edit the text of the one selected frame or note, else the name of the selected layer."""
    if not _edit_text(window):
        window.inspector.edit_name()


def _edit_text(window: MainWindow) -> bool:
    """Edit the title of the one selected frame, or the text of the one selected note; False if none is."""
    chosen = window.session.selection
    item_id = next(iter(chosen), "")
    return len(chosen) == 1 and framing.edit_text(window.view, item_id) is not None
