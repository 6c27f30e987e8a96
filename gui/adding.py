"""Adding a layer where the user asked for it: opens the popup there, places what is chosen, wires it and makes room.

What is chosen in the palette goes behind the selected layer. Does not belong here: what is offered (gui.quick_add), the edit
itself (session, core.graph.inserting). Invariant: whatever is chosen, with a conversion before it and room made behind it, is
one undo step.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, Qt

from core.analysis.results import TensorSpec
from core.catalog.ports import free_port, input_ports
from core.catalog.replacing import replace_type
from core.graph import queries
from core.graph.inserting import Part, room_behind, wire_behind
from core.graph.model import Graph, Layer, Node
from core.graph.queries import Edge
from core.graph.values import Path, Source
from gui.canvas.placing import COLUMN_STEP, RANK_STEP, free_place
from gui.i18n import tr
from gui.quick_add import QuickAdd
from gui.quick_add_rows import Row

if TYPE_CHECKING:
    from gui.window import MainWindow

Point = tuple[float, float]
Wanted = Source | Edge | tuple[str, Path] | None


class Adding(QObject):
    """One popup for one window. ``request`` opens it; a layer that was chosen may be followed by another behind it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.popup = QuickAdd(window.session, window.settings, window.look, window)
        self._at: Point = (0.0, 0.0)
        self._wanted: Wanted = None
        self._splits = False
        self._plain = False
        self._replaced: tuple[str, ...] = ()
        self.popup.chosen.connect(self._add)
        self.popup.closed.connect(self._on_closed)
        window.session.analysis_changed.connect(lambda _: self._learn())

    def request(
        self, at: Point, wanted: Wanted, *, splits: bool = False, at_pointer: bool = True, plain: bool = False
    ) -> None:
        """Ask for a layer. ``wanted`` is what it is for (see :class:`~gui.canvas.view.CanvasView`).

        With ``splits`` it goes into the wire behind its source, if there is exactly one. ``plain`` lists all layers, whether
        they fit or not.
        """
        self._at, self._wanted, self._splits, self._plain = at, wanted, splits, plain
        self._replaced = ()
        self.popup.open(self._place(at, at_pointer), self._title(), self._tensor())

    def behind_selection(self) -> None:
        """Ask for a layer behind the one selected, or with none or several selected at the pointer."""
        view = self._window.view
        selected = self._window.session.selected_nodes()
        behind = selected[0] if len(selected) == 1 else None
        source = Source(behind) if behind is not None else None
        self.request(self._behind(behind), source, splits=True, at_pointer=behind is None)
        view.cancel_gesture()

    def from_palette(self, type_name: str) -> None:
        """Add a layer that was chosen in the palette, wired behind the one selected node."""
        window = self._window
        selected = window.session.selected_nodes()
        source = Source(selected[0]) if len(selected) == 1 else None
        at = window.view.place_for_new(source.node if source is not None else None)
        node_id = window.session.add_layer(type_name, at, after=source)
        window.palette_panel.search.clear()
        if node_id is not None:
            window.scene_show(node_id)

    def replacement(self) -> None:
        """Ask what the selected layers should become; their wires and what their parameters share stay."""
        session = self._window.session
        nodes = [node for node in session.selected_nodes() if not self._graph.layer_of(node).is_input]
        if not nodes:
            session.status.emit(tr("Select a layer to replace; an input stays an input."), "info")
            return
        self._replaced = tuple(dict.fromkeys(self._graph.nodes[node].layer for node in nodes))
        first = next(iter(queries.node_edges(self._graph, nodes[0])), None)
        self._wanted, self._plain = None, False
        tensor = self._window.scene.tensor(first.source) if first is not None else None
        name = self._graph.name_of(nodes[0])
        title = tr("Replace {name} by", name=name) if len(self._replaced) == 1 else tr("Replace the layers by")
        place = self._place(self._window.view.canvas.centre(nodes[0]), at_pointer=False)
        self.popup.open(place, title, tensor, replaces=True)

    def _replace(self, row: Row) -> None:
        session = self._window.session
        new = session.catalog.get(row.step.type)
        layers = [layer for layer in self._replaced if layer in self._graph.layers]
        if new is None or not layers:
            return

        def edit(graph: Graph) -> Graph:
            for layer in layers:
                graph = replace_type(graph, layer, session.catalog.get(graph.layers[layer].type), new)
            return graph

        label = tr("Replace {name} by {type}", name=self._graph.layers[layers[0]].name, type=row.name)
        if session.apply(edit, label):
            self._window.settings.count_use(row.step.type)
        self.popup.close_popup()

    def _behind(self, node_id: str | None) -> Point:
        """The place behind a node in the direction of the flow, whether or not something stands there now."""
        view = self._window.view
        if node_id is None or node_id not in view.canvas.nodes or wire_behind(self._graph, Source(node_id)) is None:
            return view.place_for_new(node_id)
        x, y = view.canvas.centre(node_id)
        return (x, y + RANK_STEP) if view.canvas.direction == "TB" else (x + COLUMN_STEP, y)

    @property
    def _graph(self) -> Graph:
        return self._window.session.graph

    def _place(self, at: Point, at_pointer: bool) -> QPoint:
        """Where the popup opens, in the window's pixels: at the pointer over the canvas, else where the card will be."""
        view = self._window.view
        pointer = view.cursor_place() if at_pointer else None
        place = pointer if pointer is not None else view.viewportTransform().map(QPointF(*at)).toPoint()
        rect = view.viewport().rect()
        place = QPoint(max(rect.left(), min(place.x(), rect.right())), max(rect.top(), min(place.y(), rect.bottom())))
        return view.viewport().mapTo(self._window, place)

    def _title(self) -> str:
        graph, wanted = self._graph, self._wanted
        if isinstance(wanted, Source):
            return tr("Add a layer behind {name}", name=graph.name_of(wanted.node))
        if isinstance(wanted, Edge):
            a, b = graph.name_of(wanted.source.node), graph.name_of(wanted.target)
            return tr("Add a layer between {a} and {b}", a=a, b=b)
        if isinstance(wanted, tuple):
            return tr("Add a layer that feeds {name}", name=graph.name_of(wanted[0]))
        return tr("Add a layer")

    def _source(self) -> Source | None:
        wanted = self._wanted
        return wanted.source if isinstance(wanted, Edge) else wanted if isinstance(wanted, Source) else None

    def _tensor(self) -> TensorSpec | None:
        source = self._source()
        if self._plain or source is None or source.node not in self._graph.nodes:
            return None
        return self._window.scene.tensor(source)

    def _learn(self) -> None:
        if not self.popup.isHidden() and not self._replaced:
            self.popup.know(self._tensor())

    def _on_closed(self, had_focus: bool) -> None:
        if had_focus:
            self._window.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # What was chosen

    def _add(self, row: Row, stay: bool) -> None:
        if self._replaced:
            self._replace(row)
            return
        node_id = self._insert(row)
        if node_id is None:
            return
        if not stay:
            self.popup.close_popup()
            self._window.scene_show(node_id)
            return
        self._window.view.show_node(node_id)
        self._wanted, self._splits = Source(node_id), True
        self._at = self._behind(node_id)
        self.popup.ask(self._title(), self._tensor())

    def _insert(self, row: Row) -> str | None:
        session, graph = self._window.session, self._graph
        wanted = self._wanted
        if isinstance(wanted, Source) and wanted.node not in graph.nodes:
            wanted = None
        takes = self._takes_wire(row)
        split = wanted if isinstance(wanted, Edge) else None
        if split is None and isinstance(wanted, Source) and self._splits:
            split = wire_behind(graph, wanted)
        before = row.steps_before if takes else ()
        if not takes and isinstance(wanted, Source | Edge):
            split, wanted = None, None
        places = self._places(len(before) + 1, free=split is None)
        via = [Part("", step.type, place, step.params) for step, place in zip(before, places, strict=False)]
        view = self._window.view
        shifted: dict[str, Point] = {}
        if split is not None:
            axis = 1 if view.canvas.direction == "TB" else 0
            step = RANK_STEP if axis else COLUMN_STEP
            # Enough room in front too, where the wire was pointed at close to its beginning.
            late = max(0.0, view.canvas.centre(split.source.node)[axis] + step - places[0][axis])
            places = [(x, y + late) if axis else (x + late, y) for x, y in places]
            via = [replace(part, position=place) for part, place in zip(via, places, strict=False)]
            centres = {node: view.canvas.centre(node) for node in view.canvas.nodes}
            shifted = room_behind(graph, split.target, centres, places[-1][axis] + step)
        with view.canvas.gliding():
            return session.add_layer(
                row.step.type, places[-1], after=wanted if isinstance(wanted, Source) else None, split=split,
                feeds=wanted if isinstance(wanted, tuple) else None, via=via, shifted=shifted,
            )  # fmt: skip

    def _places(self, count: int, *, free: bool) -> list[Point]:
        view = self._window.view
        down = view.canvas.direction == "TB"
        x, y = self._at
        made = []
        for _ in range(count):
            place = free_place(view.canvas.space, x, y) if free else (x, y)
            made.append(place)
            x, y = (place[0], place[1] + RANK_STEP) if down else (place[0] + COLUMN_STEP, place[1])
        return made

    def _takes_wire(self, row: Row) -> bool:
        spec = self._window.session.catalog.get(row.step.type)
        if spec is None:
            return True
        ports = input_ports(spec, Node("", ""), Layer("", spec.type, "", params=row.step.params), optional=False)
        return free_port(ports) is not None
