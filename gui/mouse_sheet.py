"""What the mouse does on the canvas, in words, for the sheet of shortcuts.

Does not belong here: doing it (gui.canvas.gestures), keys (gui.actions). Invariant: each line is driven by real events in the
table of interactions of the tests.
"""

from __future__ import annotations

from gui.i18n import tr


def mouse_table() -> list[tuple[str, str, str]]:
    """("Mouse", what, how) of every gesture, in the language in use."""
    lines = (
        (tr("Add a layer"), tr("Double-click on the empty canvas")),
        (tr("Add a layer that fits"), tr("Drag a port onto the empty canvas")),
        (tr("Choose from all layers"), tr("The same, let go with Shift")),
        (tr("Put a layer into a wire"), tr("Drop it on the wire; with Alt it stays beside")),
        (tr("Take out of the chain"), tr("Alt and drag the card")),
        (tr("Connect two layers"), tr("Alt, right button: drag from card to card")),
        (tr("Disconnect"), tr("Alt and click the port or wire")),
        (tr("Cut wires"), tr("Ctrl, right button: drag across; or Alt and drag")),
        (tr("Move the end of a wire"), tr("Drag the wire near its end")),
        (tr("Move all wires of a port"), tr("Ctrl and drag the port")),
        (tr("Bend a wire"), tr("Double-click it; or Shift, right button: drag across")),
        (tr("Duplicate"), tr("Ctrl and drag the card")),
        (tr("Move without snapping"), tr("Alt while dragging")),
        (tr("Select by a box"), tr("Drag on the empty canvas; Shift adds, Ctrl toggles")),
        (tr("Select by a lasso"), tr("Ctrl and Alt, drag on the empty canvas")),
        (tr("Select what leads here"), tr("Shift and click the left end of the card")),
        (tr("Select what depends on it"), tr("Shift and click the right end of the card")),
        (tr("Collapse or expand"), tr("Click the chevron in the corner of the card")),
        (tr("Open the block"), tr("Double-click it")),
        (tr("Go to the problem of a layer"), tr("Click its badge; Enter applies the first fix")),
        (tr("Move a frame without what it holds"), tr("Alt while dragging its title")),
        (tr("Move the view"), tr("Middle button, Space and drag, or two fingers")),
        (tr("Zoom to the pointer"), tr("Wheel, pinch, or Ctrl and two fingers")),
    )
    return [(tr("Mouse"), *line) for line in lines]
