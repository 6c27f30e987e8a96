"""The bridge from the core to Qt: one document, the selection, and signals about them.

Views listen to the session and never to each other; only this module calls ``Document.apply`` and subscribes to it.
Does not belong here: what is derived from the document (gui.analysed_graph, which the session is built on), files
(gui.files), training (gui.training), how anything looks.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.catalog.catalog import Catalog
from core.catalog.ports import block_ports, free_port, input_ports
from core.errors import EditError
from core.graph import edits, grouping, naming, queries
from core.graph.diff import diff
from core.graph.document import Change, Document
from core.graph.edits import GraphEdit, ProjectEdit
from core.graph.inner_models import layer_blocks
from core.graph.inserting import Part, insert_chain
from core.graph.model import BLOCK_PREFIX, Block, Graph, Layer, Node, Project
from core.graph.values import EMPTY, FrozenMap, Path, Source, Value
from gui.analysed_graph import AnalysedGraph
from gui.i18n import shown, tr


class EditorSession(AnalysedGraph):
    """What the window edits and shows. All signals are emitted in the GUI thread.

    ``graph_changed`` carries the :class:`~core.graph.diff.GraphDiff` of the graph that is shown; ``graph_reset`` says that
    another graph is shown altogether. ``status`` carries a line for the user and how grave it is, ``layer_added`` the type of
    a layer that the user chose and placed.
    """

    project_changed = Signal(object)
    graph_changed = Signal(object)
    graph_reset = Signal()
    scope_changed = Signal(str)
    selection_changed = Signal(object)
    status = Signal(str, str)
    layer_added = Signal(str)

    def __init__(
        self,
        catalog: Catalog,
        project: Project | None = None,
        parent: QObject | None = None,
        document: Document | None = None,
    ) -> None:
        """``document`` is one that another session edited before, with its history; else a new one holds ``project``."""
        super().__init__(catalog, parent)
        self.document = document if document is not None else Document(project)
        self.selection: frozenset[str] = frozenset()
        self._trail: tuple[str, ...] = ()
        # The graph that views know; the diff they get starts from it.
        self._shown = self.document.project.graph
        self._library: dict[str, Project] = {}
        self._unsubscribe = self.document.subscribe(self._on_change)

    def take_over(self, other: EditorSession) -> None:
        """Show what another session over the same document shows: its block, its selection, what is known of the graph."""
        if other.trail != self._trail:
            self._show_scope(other.trail)
        self.select(other.selection)
        if other.analysis is not None:
            self._on_analysis(other.analysis)

    def close(self) -> None:
        """End the analysis and leave the document."""
        super().close()
        self._unsubscribe()

    # What is edited

    @property
    def project(self) -> Project:
        return self.document.project

    @property
    def scope(self) -> str:
        """The name of the block whose graph is shown, or "" for the main graph."""
        return self._trail[-1] if self._trail else ""

    @property
    def trail(self) -> tuple[str, ...]:
        """The blocks that were opened on the way to the graph that is shown, outermost first."""
        return self._trail

    @property
    def graph(self) -> Graph:
        """The graph that is shown."""
        return self._graph_of(self.project)

    def _graph_of(self, project: Project) -> Graph:
        block = project.blocks.get(self.scope) if self._trail else None
        return block.graph if block is not None else project.graph

    def apply(self, edit: GraphEdit, label: str, merge_key: Hashable | None = None) -> bool:
        """Edit the shown graph. A refused edit becomes a status line; False if nothing changed."""
        return self.apply_project(edits.on_graph(edit, self.scope), label, merge_key)

    def apply_project(self, edit: ProjectEdit, label: str, merge_key: Hashable | None = None) -> bool:
        """Edit the project. A refused edit becomes a status line; False if nothing changed."""
        try:
            return self.document.apply(edit, label, merge_key)
        except EditError as error:
            self.status.emit(shown(error.message), "warning")
            return False

    def undo(self) -> None:
        """Take the last edit back."""
        label = self.document.undo_label
        if self.document.undo() and label:
            self.status.emit(tr("Undone: {label}", label=label), "info")

    def redo(self) -> None:
        """Do the edit that was taken back again."""
        label = self.document.redo_label
        if self.document.redo() and label:
            self.status.emit(tr("Done again: {label}", label=label), "info")

    def go_to(self, step: int) -> None:
        """Go back to a step of the history, or forward to one that was undone; 0 is the project as it was opened."""
        if self.document.go_to(step):
            label = self.document.labels[step] or tr("Beginning")
            self.status.emit(tr("Now at: {label}", label=label), "info")

    def open_project(self, project: Project, *, saved: bool = True) -> None:
        """Show another project with an empty history."""
        left = bool(self._trail)
        self._trail = ()
        self.selection = frozenset()
        self.document.reset(project, saved=saved)
        if left:
            self.scope_changed.emit("")

    def enter(self, block: str) -> bool:
        """Show the graph of a block; False if there is no such block or it is being shown."""
        if block not in self.project.blocks or block in self._trail:
            return False
        self._show_scope((*self._trail, block))
        return True

    def enter_node(self, node_id: str) -> bool:
        """Show the graph of the block that the node calls, or that its layer holds; False if there is none."""
        names = layer_blocks(self.graph.layer_of(node_id)) if node_id in self.graph.nodes else []
        return bool(names) and self.enter(names[0])

    def leave(self) -> bool:
        """Go back to the graph that the shown block was opened from; False in the main graph."""
        return self.leave_to(len(self._trail) - 1)

    def leave_to(self, depth: int) -> bool:
        """Go back to the main graph (0) or to the block at ``depth`` of the trail."""
        if not 0 <= depth < len(self._trail):
            return False
        self._show_scope(self._trail[:depth])
        return True

    def rename_block(self, name: str) -> bool:
        """Give the block that is shown another name, wherever it is used."""
        old, trail = self.scope, self._trail
        if not old or name.strip() == old:
            return False
        self._trail = (*trail[:-1], name.strip())
        done = self.apply_project(lambda project: grouping.rename_block(project, old, name), tr("Rename to {name}", name=name))
        if not done:
            self._trail = trail
        self.scope_changed.emit(self.scope)
        return done

    def _show_scope(self, trail: tuple[str, ...]) -> None:
        self._trail = trail
        self._shown = self.graph
        self.select(())
        self.scope_changed.emit(self.scope)
        self.graph_reset.emit()
        self._request_analysis()

    def _on_change(self, change: Change) -> None:
        left = False
        if any(name not in change.after.blocks for name in self._trail):
            # The block that was shown is gone: the main graph is shown instead, altogether.
            self._trail = ()
            left = True
        before, after = self._shown, self._graph_of(change.after)
        self._shown = after
        gone = self.selection - set(after.nodes) - set(after.layout.frames) - set(after.layout.notes)
        if gone:
            self.selection -= gone
        reset = change.is_reset or left
        if left:
            self.scope_changed.emit("")
        if reset:
            self.graph_reset.emit()
        elif before is not after:
            self.graph_changed.emit(diff(before, after))
        if gone or reset:
            self.selection_changed.emit(self.selection)
        self.project_changed.emit(change)
        self._follow(change.before, change.after, is_reset=change.is_reset)

    # Selection

    def select(self, ids: Iterable[str]) -> None:
        """Select these nodes (and frames or notes), nothing else."""
        selection = frozenset(ids)
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit(selection)

    def selected_nodes(self) -> list[str]:
        """The selected nodes in node order."""
        return [node_id for node_id in self.graph.nodes if node_id in self.selection]

    def selected_layers(self) -> list[str]:
        """The layers of the selected nodes, each once."""
        return list(dict.fromkeys(self.graph.nodes[node_id].layer for node_id in self.selected_nodes()))

    # Editing with the catalogue's help

    def add_layer(
        self,
        type: str,
        position: tuple[float, float],
        *,
        after: Source | None = None,
        split: queries.Edge | None = None,
        feeds: tuple[str, Path] | None = None,
        params: Mapping[str, Value] | None = None,
        via: Sequence[Part] = (),
        shifted: Mapping[str, tuple[float, float]] = EMPTY,
    ) -> str | None:
        """Add a layer with its starter parameters; wire it behind ``after``, into the wire ``split``, or to what it ``feeds``.

        ``via`` are layers that stand before it, ``shifted`` new places of nodes that make room. One undo step. Returns the
        new node's id and selects it, or None if the edit was refused.
        """
        spec = self.catalog.get(type)
        block = self._block_to_add(type)
        if type.startswith(BLOCK_PREFIX) and type.removeprefix(BLOCK_PREFIX) in self._trail:
            name = type.removeprefix(BLOCK_PREFIX)
            self.status.emit(tr("The block '{name}' cannot be part of itself.", name=name), "warning")
            return None
        if spec is None and block is None:
            self.status.emit(tr("'{type}' is not a layer that the installed Keras knows.", type=type), "warning")
            return None
        starter = spec.starter if spec is not None else EMPTY
        given = dict(params) if params is not None else dict(starter)
        ids = naming.fresh_ids(self.graph.nodes, "n")
        parts = [replace(part, node_id=next(ids), port=self._port_to_add(part.type, part.params)) for part in via]
        node_id = next(ids)
        port = self._port_to_add(type, starter)
        parts.append(Part(node_id, type, position, FrozenMap(given), port))

        def edit(graph: Graph) -> Graph:
            return insert_chain(graph, parts, source=after, split=split, feeds=feeds, shifted=shifted)

        name = spec.title or spec.class_name if spec is not None else type.removeprefix(BLOCK_PREFIX)

        def whole(project: Project) -> Project:
            if block is not None and block.name not in project.blocks:
                for needed in self._library[block.name].blocks.values():
                    project = project if needed.name in project.blocks else edits.put_block(project, needed)
            return edits.on_graph(edit, self.scope)(project)

        if not self.apply_project(whole, tr("Add {name}", name=name)):
            return None
        self.select((node_id,))
        self.layer_added.emit(type)
        return node_id

    def _port_to_add(self, type: str, params: Mapping[str, Value]) -> Path | None:
        """The place of a new call that takes its first wire; None where it takes none."""
        block = self._block_to_add(type)
        if block is not None:
            ports = block_ports([block.graph.name_of(inner) for inner in queries.input_nodes(block.graph)], Node("", ""))
        else:
            layer = Layer("", type, "", params=FrozenMap(params))
            ports = input_ports(self.catalog.get(type), Node("", ""), layer, optional=False)
        port = free_port(ports)
        return port.path if port is not None else None

    def _block_to_add(self, type: str) -> Block | None:
        """The block of the project, else of the library, that the type names; None where a block would hold itself."""
        if not type.startswith(BLOCK_PREFIX):
            return None
        name = type.removeprefix(BLOCK_PREFIX)
        if name in self._trail:
            return None
        if name in self.project.blocks:
            return self.project.blocks[name]
        kept = self._library.get(name)
        return kept.blocks[name] if kept is not None else None

    @property
    def library(self) -> Mapping[str, Project]:
        """The blocks kept across projects, by name."""
        return self._library

    def set_library(self, library: Mapping[str, Project]) -> None:
        """Use these blocks, kept across projects; each comes with what it uses."""
        self._library = dict(library)

    def wire(self, source: Source, target: str, path: Path | None = None) -> bool:
        """Draw a wire; without ``path`` to the first place of the target that is free."""
        if path is None:
            port = free_port(self.input_ports(target, optional=False))
            if port is None:
                name = self.graph.name_of(target)
                self.status.emit(
                    tr("'{name}' has no free input; drop the wire on a port to replace.", name=name), "warning"
                )
                return False
            path = port.path
        label = tr("Connect {a} to {b}", a=self.graph.name_of(source.node), b=self.graph.name_of(target))
        return self.apply(lambda graph: edits.connect(graph, source, target, path), label)
