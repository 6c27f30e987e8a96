"""A palette item dragged over the canvas: its card is seen in advance, and a wire under it says that it will be split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.graph import naming
from core.graph.model import Layer, Node
from core.graph.queries import Edge
from gui.canvas.card import make_card
from gui.canvas.gestures.base import Gesture, Modifier, Pointer
from gui.canvas.hits import wire_under_card
from gui.canvas.node_item import NodeItem
from gui.i18n import tr

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class DropLayer(Gesture):
    """Starts when a drag enters, ends when it is dropped, is cancelled when it leaves. Alt: no wire is split."""

    def __init__(self, view: CanvasView, type: str) -> None:
        super().__init__(view)
        self._type = type
        self._ghost: NodeItem | None = None
        self._target: Edge | None = None

    @property
    def is_known(self) -> bool:
        """Whether the catalogue has such a layer."""
        return self.session.catalog.get(self._type) is not None

    def start(self, pointer: Pointer) -> None:
        spec = self.session.catalog.get(self._type)
        if spec is None:
            return
        layer = Layer("", self._type, naming.snake_case(spec.class_name), params=spec.starter)
        card = make_card(Node("", ""), layer, spec, family=spec.family)
        self._ghost = NodeItem("", card, self.scene.look, self.scene.direction)
        self._ghost.setOpacity(0.72)
        self._ghost.setZValue(15)
        self.scene.addItem(self._ghost)
        self.move(pointer)

    def move(self, pointer: Pointer) -> None:
        if self._ghost is None:
            return
        self._ghost.setPos(pointer.scene)
        target = None
        spec = self.session.catalog.get(self._type)
        if spec is not None and spec.inputs and not pointer.has(Modifier.AltModifier):
            target = wire_under_card(self.scene, pointer.scene.x(), pointer.scene.y())
        if target != self._target:
            self._target = target
            self.view.mark_target(target)

    def end(self, pointer: Pointer) -> None:
        self.move(pointer)
        target = self._target
        self.cancel()
        if not self.is_known:
            self.session.status.emit(
                tr("'{type}' is not a layer that the installed Keras knows.", type=self._type), "warning"
            )
            return
        self.session.add_layer(
            self._type, (float(round(pointer.scene.x())), float(round(pointer.scene.y()))), split=target
        )

    def cancel(self) -> None:
        if self._ghost is not None:
            self.scene.removeItem(self._ghost)
            self._ghost = None
        self._target = None
        self.view.mark_target(None)
