"""What the pointer rests on while no gesture is going on: one card or one wire shows it.

Does not belong here: what lies under the pointer (hits), tooltips.
"""

from __future__ import annotations

from gui.canvas.edge_item import EdgeItem
from gui.canvas.scene import CanvasScene


class Hovering:
    """At most one card or wire of a scene is hovered."""

    def __init__(self, scene: CanvasScene) -> None:
        self._scene = scene
        self._node: str | None = None
        self._wire: EdgeItem | None = None

    def show(self, node_id: str | None, wire: EdgeItem | None) -> None:
        """Let exactly these show that the pointer is on them."""
        if node_id != self._node:
            for changed, hovered in ((self._node, False), (node_id, True)):
                item = self._scene.nodes.get(changed) if changed is not None else None
                if item is not None:
                    item.set_hovered(hovered)
            self._node = node_id
        if wire is not self._wire:
            for line, hovered in ((self._wire, False), (wire, True)):
                if line is not None:
                    line.is_hovered = hovered
                    line.refresh()
            self._wire = wire

    def forget(self) -> None:
        """The scene has changed: drop what may be gone."""
        if self._node is not None and self._node not in self._scene.nodes:
            self._node = None
        self._wire = None
