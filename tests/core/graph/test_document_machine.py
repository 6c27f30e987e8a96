"""A machine that edits a document at random and holds the promises of the house after every step.

The invariants of the document hold; graphs of the past never change; undo and redo are identities; what is saved comes
back; a diff tells all. Refused edits leave the very same project.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.errors import EditError
from core.graph import edits, fragments, queries, removing
from core.graph.diff import diff
from core.graph.document import Change, Document
from core.graph.model import INPUT_TYPE, Block, Frame, Graph, Note, Project
from core.graph.values import FrozenMap, Source, Value, value_at
from core.storage.schema import ProjectWriter, decode_fragment, dumps, encode_fragment, loads

TYPES = [INPUT_TYPE, "keras.layers.Dense", "keras.layers.Add", "keras.layers.LSTM", "keras.ops.add", "block:part"]
NAMES = st.sampled_from(["", "dense", "dense_1", "a/b", "  ", "输入", "x\ny", "\ud83d\ude00", "'"]) | st.text(
    max_size=4
)
PARAMETERS = st.dictionaries(
    st.sampled_from(["units", "activation", "$x", "axis"]),
    st.sampled_from([1, 1.0, True, None, "relu", (1, 2), float("inf"), FrozenMap({"a": 2})]),
    max_size=3,
)
PLACES = st.tuples(st.integers(-500, 500), st.integers(-500, 500))
ARGUMENTS = st.sampled_from([("inputs",), ("inputs", 0), ("inputs", 1), ("inputs", 2), ("query",), ("0", "key")])
INDEXES = st.integers(0, 30)


class DocumentMachine(RuleBasedStateMachine):
    """Rules pick nodes, layers and wires by index, so that they always find some where there are any."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document(Project(blocks=FrozenMap({"part": Block("part")})))
        self.writer = ProjectWriter()
        self.clipboard: str | None = None
        self.changes: list[Change] = []
        self.document.subscribe(self.changes.append)
        # Every project that ever was current, with the text it had then.
        self.past: dict[int, tuple[Project, str]] = {}
        self.remember()

    @initialize(chain=st.integers(0, 5))
    def start_with_a_chain(self, chain: int) -> None:
        self.on_graph(lambda graph: edits.add_node(graph, INPUT_TYPE))
        for number in range(chain):
            arguments: dict[str, Value] = {"inputs": (Source(f"n{number + 1}"), Source("n1")) if number % 2 else ()}
            self.on_graph(lambda graph, given=arguments: edits.add_node(graph, "keras.layers.Add", arguments=given))

    # How rules edit

    @property
    def graph(self) -> Graph:
        return self.document.project.graph

    def remember(self) -> None:
        project = self.document.project
        if id(project) not in self.past:
            self.past[id(project)] = project, dumps(project)

    def apply(self, edit: edits.ProjectEdit, merge_key: str | None = None) -> None:
        before, steps = self.document.project, len(self.changes)
        try:
            changed = self.document.apply(edit, "edit", merge_key)
        except EditError as error:
            assert "\n" not in error.message.replace("\\n", "")
            changed = False
        assert changed == (self.document.project is not before)
        assert len(self.changes) == steps + changed
        if changed:
            assert self.changes[-1] == Change(before, self.document.project, "edit")
            assert_diff_is_complete(before.graph, self.document.project.graph)
        self.remember()

    def on_graph(self, edit: edits.GraphEdit, *, block: bool = False, merge_key: str | None = None) -> None:
        self.apply(edits.on_graph(edit, "part" if block else ""), merge_key)

    def node(self, index: int) -> str:
        ids = list(self.graph.nodes)
        return ids[index % len(ids)] if ids else "nobody"

    def layer(self, index: int) -> str:
        ids = list(self.graph.layers)
        return ids[index % len(ids)] if ids else "nobody"

    def some(self, picks: set[int]) -> list[str]:
        return sorted({self.node(index) for index in picks})

    # Nodes and layers

    @rule(type=st.sampled_from(TYPES), name=NAMES, params=PARAMETERS, place=st.none() | PLACES, block=st.booleans())
    def add(self, type: str, name: str, params: dict[str, Value], place: Any, block: bool) -> None:
        self.on_graph(lambda graph: edits.add_node(graph, type, name=name, params=params, position=place), block=block)

    @rule(index=INDEXES, source=INDEXES, place=PLACES)
    def call_again(self, index: int, source: int, place: Any) -> None:
        arguments = {"inputs": Source(self.node(source)), "mask": None}
        layer = self.layer(index)
        self.on_graph(lambda graph: edits.add_call(graph, layer, arguments=arguments, position=place))

    @rule(index=INDEXES)
    def unshare(self, index: int) -> None:
        self.on_graph(lambda graph: edits.unshare(graph, self.node(index)))

    @rule(picks=st.sets(INDEXES, max_size=3))
    def remove(self, picks: set[int]) -> None:
        self.on_graph(lambda graph: removing.remove_nodes(graph, self.some(picks)))

    @rule(picks=st.sets(INDEXES, max_size=2))
    def remove_and_heal(self, picks: set[int]) -> None:
        self.on_graph(lambda graph: removing.remove_and_heal(graph, self.some(picks)))

    @rule(index=INDEXES, name=NAMES)
    def rename(self, index: int, name: str) -> None:
        self.on_graph(lambda graph: edits.rename(graph, self.layer(index), name), merge_key=f"name {index}")

    @rule(picks=st.sets(INDEXES, min_size=1, max_size=2), params=PARAMETERS, merge=st.booleans())
    def set_params(self, picks: set[int], params: dict[str, Value], merge: bool) -> None:
        layers = sorted({self.layer(index) for index in picks})
        key = f"params {layers}" if merge else None
        self.on_graph(lambda graph: edits.set_params(graph, layers, params), merge_key=key)

    @rule(index=INDEXES)
    def reset_params(self, index: int) -> None:
        self.on_graph(lambda graph: edits.reset_params(graph, [self.layer(index)], ["units", "axis"]))

    @rule(index=INDEXES, type=st.sampled_from(TYPES))
    def set_type(self, index: int, type: str) -> None:
        self.on_graph(lambda graph: edits.set_type(graph, self.layer(index), type, {"units": 3}))

    @rule(index=INDEXES, repeat=st.integers(-1, 4) | st.booleans())
    def set_repeat(self, index: int, repeat: int) -> None:
        self.on_graph(lambda graph: edits.set_repeat(graph, self.layer(index), repeat))

    # Wires

    @rule(source=INDEXES, at=INDEXES, path=ARGUMENTS, output=st.integers(-1, 2))
    def connect(self, source: int, at: int, path: Any, output: int) -> None:
        wire = Source(self.node(source), output)
        self.on_graph(lambda graph: edits.connect(graph, wire, self.node(at), path))

    @rule(source=INDEXES, at=INDEXES)
    def append(self, source: int, at: int) -> None:
        node = self.node(at)
        items = self.graph.nodes[node].arguments.get("inputs") if node in self.graph.nodes else None
        path = ("inputs", len(items) if isinstance(items, tuple) else 0)
        self.on_graph(lambda graph: edits.connect(graph, Source(self.node(source)), node, path))

    @rule(index=INDEXES)
    def disconnect(self, index: int) -> None:
        wires = queries.edges(self.graph)
        if wires:
            target, path = wires[index % len(wires)].key
            self.on_graph(lambda graph: edits.disconnect(graph, target, path))

    @rule(picks=st.sets(INDEXES, max_size=2))
    def disconnect_nodes(self, picks: set[int]) -> None:
        self.on_graph(lambda graph: edits.disconnect_nodes(graph, self.some(picks)))

    @rule(index=INDEXES, path=ARGUMENTS, value=st.sampled_from([None, 1, (1, None), Source("nobody"), FrozenMap()]))
    def set_argument(self, index: int, path: Any, value: Value) -> None:
        self.on_graph(lambda graph: edits.set_argument(graph, self.node(index), path, value))

    @rule(index=INDEXES, path=ARGUMENTS)
    def remove_argument(self, index: int, path: Any) -> None:
        self.on_graph(lambda graph: edits.remove_argument(graph, self.node(index), path))

    @rule(index=INDEXES, wire=INDEXES)
    def insert(self, index: int, wire: int) -> None:
        wires = queries.edges(self.graph)
        if wires:
            edge = wires[wire % len(wires)]
            self.on_graph(lambda graph: edits.insert_on_edge(graph, edge, self.node(index)))

    @rule(index=INDEXES, points=st.lists(PLACES, max_size=2))
    def reroute(self, index: int, points: list[Any]) -> None:
        wires = queries.edges(self.graph)
        if wires:
            target, path = wires[index % len(wires)].key
            self.on_graph(lambda graph: edits.set_reroute(graph, target, path, points))

    # Interface, layout, decorations

    @rule(picks=st.lists(INDEXES, max_size=3), kind=st.sampled_from(["none", "one", "list", "map"]))
    def declare_outputs(self, picks: list[int], kind: str) -> None:
        self.on_graph(lambda graph: edits.set_outputs(graph, self.structure(picks, kind)))

    @rule(picks=st.lists(INDEXES, max_size=3), kind=st.sampled_from(["none", "one", "list", "map"]))
    def declare_inputs(self, picks: list[int], kind: str) -> None:
        self.on_graph(lambda graph: edits.set_inputs(graph, self.structure(picks, kind)))

    def structure(self, picks: list[int], kind: str) -> Any:
        sources = tuple(Source(self.node(index)) for index in picks)
        if kind == "none" or not sources:
            return None
        if kind == "one":
            return sources[0]
        return sources if kind == "list" else FrozenMap({f"o{n}": source for n, source in enumerate(sources)})

    @rule(picks=st.sets(INDEXES, min_size=1, max_size=3), place=PLACES, merge=st.booleans())
    def move(self, picks: set[int], place: Any, merge: bool) -> None:
        positions = dict.fromkeys(self.some(picks), place)
        key = "move" if merge else None
        self.on_graph(lambda graph: edits.move_nodes(graph, positions), merge_key=key)

    @rule(direction=st.sampled_from(["TB", "LR"]))
    def turn(self, direction: Any) -> None:
        self.on_graph(lambda graph: edits.set_direction(graph, direction))

    @rule(number=st.integers(1, 3), place=PLACES, text=NAMES)
    def frame(self, number: int, place: Any, text: str) -> None:
        self.on_graph(lambda graph: edits.put_frame(graph, Frame(f"f{number}", text, *place, 100, 50.5)))

    @rule(number=st.integers(1, 3), place=PLACES, text=NAMES)
    def note(self, number: int, place: Any, text: str) -> None:
        self.on_graph(lambda graph: edits.put_note(graph, Note(f"t{number}", text, *place)))

    @rule(number=st.integers(1, 3))
    def remove_decorations(self, number: int) -> None:
        self.on_graph(lambda graph: edits.remove_decorations(graph, [f"f{number}", f"t{number}"]))

    # Project

    @rule(name=st.sampled_from(["part", "other", "名"]), text=NAMES)
    def put_block(self, name: str, text: str) -> None:
        self.apply(lambda project: edits.put_block(project, Block(name, "model", graph=Graph(text))))

    @rule(epochs=st.integers(1, 9), source=NAMES, loss=st.sampled_from([None, "mse", FrozenMap({"a": "mae"})]))
    def set_training(self, epochs: int, source: str, loss: Value) -> None:
        def change(project: Project) -> Project:
            training = replace(
                project.training,
                fit=replace(project.training.fit, epochs=epochs),
                data=replace(project.training.data, source=source),
                compile=replace(project.training.compile, loss=loss),
            )
            return project if training == project.training else replace(project, training=training)

        self.apply(change, "epochs")

    # Clipboard

    @rule(picks=st.sets(INDEXES, max_size=4))
    def copy(self, picks: set[int]) -> None:
        fragment = fragments.extract(self.graph, self.some(picks))
        assert queries.check(fragment) == []
        self.clipboard = encode_fragment(fragment)

    @rule(offset=PLACES, block=st.booleans())
    def paste(self, offset: Any, block: bool) -> None:
        if self.clipboard is not None:
            fragment = decode_fragment(self.clipboard)
            assert fragment is not None
            self.on_graph(lambda graph: fragments.insert(graph, fragment, offset=offset)[0], block=block)

    @rule(picks=st.sets(INDEXES, min_size=1, max_size=3), share=st.booleans())
    def duplicate(self, picks: set[int], share: bool) -> None:
        fragment = fragments.extract(self.graph, self.some(picks), keep_outer=True)
        before = len(self.graph.layers)
        self.on_graph(lambda graph: fragments.insert(graph, fragment, share=share)[0])
        if share:
            assert len(self.graph.layers) == before

    # History

    @rule(steps=st.integers(1, 4))
    def undo(self, steps: int) -> None:
        for _ in range(steps):
            could = self.document.undo_label is not None
            assert self.document.undo() == could
        self.remember()

    @rule(steps=st.integers(1, 4))
    def redo(self, steps: int) -> None:
        for _ in range(steps):
            could = self.document.redo_label is not None
            assert self.document.redo() == could
        self.remember()

    @rule()
    def save(self) -> None:
        self.document.mark_saved(self.document.project)
        assert not self.document.is_modified

    @rule()
    def back_and_forth_is_an_identity(self) -> None:
        here, cursor = self.document.project, self.document.cursor
        projects = [here]
        while self.document.undo():
            projects.append(self.document.project)
        assert self.document.cursor == 0
        for project in reversed(projects[:-1]):
            assert self.document.redo()
            assert self.document.project is project
        assert self.document.project is here
        assert self.document.cursor == cursor

    # What holds after every step

    @invariant()
    def the_document_is_whole(self) -> None:
        project = self.document.project
        for graph in (project.graph, *(block.graph for block in project.blocks.values())):
            assert queries.check(graph) == []
            assert_wires_are_sound(graph)

    @invariant()
    def names_are_unique(self) -> None:
        names = [layer.name for layer in self.graph.layers.values()]
        assert len(names) == len(set(names))
        assert all(name.strip() and "/" not in name for name in names)

    @invariant()
    def what_is_saved_comes_back(self) -> None:
        project, text = self.past[id(self.document.project)]
        assert self.writer.text(project) == text
        assert loads(text) == project
        assert dumps(loads(text)) == text

    def teardown(self) -> None:
        for project, text in self.past.values():
            assert dumps(project) == text


def assert_wires_are_sound(graph: Graph) -> None:
    order, cyclic = queries.topological_order(graph)
    assert not cyclic
    assert len(order) == len(graph.nodes)
    for target, path in graph.layout.reroutes:
        assert isinstance(value_at(graph.nodes[target].arguments, path), Source)
    assert all(not node.arguments for node in graph.nodes.values() if graph.layers[node.layer].is_input)


def assert_diff_is_complete(old: Graph, new: Graph) -> None:
    """What the diff does not name is the very same object in both graphs, and the named edges make up the rest."""
    found = diff(old, new)
    assert bool(found) or old.layers == new.layers
    rebuilt = {key: node for key, node in old.nodes.items() if key not in found.nodes_removed}
    rebuilt |= {key: new.nodes[key] for key in (*found.nodes_added, *found.nodes_changed)}
    assert {key: id(node) for key, node in rebuilt.items()} == {key: id(node) for key, node in new.nodes.items()}
    for key in new.nodes:
        if key not in found.nodes_added and key not in found.nodes_changed:
            assert new.layer_of(key) is old.layer_of(key)
    edges = (set(queries.edges(old)) - set(found.edges_removed)) | set(found.edges_added)
    assert edges == set(queries.edges(new))
    assert not set(found.edges_removed) & set(found.edges_added)
    assert_same_unless(found.moved, old.layout.positions, new.layout.positions)
    assert_same_unless(found.frames, old.layout.frames, new.layout.frames)
    assert_same_unless(found.notes, old.layout.notes, new.layout.notes)
    assert found.reroutes or old.layout.reroutes == new.layout.reroutes
    assert found.interface or (old.inputs, old.outputs, old.name) == (new.inputs, new.outputs, new.name)
    assert found.direction == (old.layout.direction != new.layout.direction)


def assert_same_unless(named: tuple[str, ...], old: FrozenMap[str, Any], new: FrozenMap[str, Any]) -> None:
    for key in old.keys() | new.keys():
        if key not in named:
            assert old[key] is new[key]


TestDocument: Callable[..., Any] = DocumentMachine.TestCase
TestDocument.settings = settings(max_examples=60, stateful_step_count=40)  # type: ignore[attr-defined]
