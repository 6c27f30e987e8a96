"""A palette item dragged over the canvas: its card is seen in advance, and a wire under it says that it will be split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.catalog.ports import free_port, input_ports
from core.graph import edits, naming
from core.graph.edits import GraphEdit
from core.graph.model import Graph, Layer, Node
from core.graph.queries import Edge
from gui.canvas.card import make_card
from gui.canvas.gestures.base import Gesture, Modifier, Pointer
from gui.canvas.gestures.splitting import Splitting
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
        self._splitting: Splitting | None = None

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
        self.scene.add_mark(self._ghost)
        port = free_port(input_ports(spec, Node("", ""), layer, optional=False))
        if port is not None:
            path, node_id = port.path, naming.new_id(self.session.graph.nodes, "n")

            def insertion(edge: Edge) -> GraphEdit:
                def edit(graph: Graph) -> Graph:
                    graph = edits.add_node(graph, self._type, params=spec.starter, node_id=node_id)
                    return edits.insert_on_edge(graph, edge, node_id, path)

                return edit

            self._splitting = Splitting(self.view, node_id, insertion)
        self.move(pointer)

    def move(self, pointer: Pointer) -> None:
        if self._ghost is None:
            return
        self._ghost.setPos(pointer.scene)
        if self._splitting is not None:
            target = None
            if not pointer.has(Modifier.AltModifier):
                target = wire_under_card(self.scene, pointer.scene.x(), pointer.scene.y())
            self._splitting.aim(target, pointer)

    def end(self, pointer: Pointer) -> None:
        self.move(pointer)
        target = self._splitting.target if self._splitting is not None else None
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
            self.scene.remove_mark(self._ghost)
            self._ghost = None
        if self._splitting is not None:
            self._splitting.close()
            self._splitting = None
