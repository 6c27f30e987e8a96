"""What differs between two projects, as plain data: what was added, removed and changed, each with one line of text.

Compared is what the network computes and how it is trained; where cards stand, notes and frames are no difference. Does not
belong here: what corresponds (matching), showing differences (gui, cli). Invariants: nothing is changed by comparing; a
project compared with itself, whatever its ids, has no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from core.graph.inner_models import block_of
from core.graph.matching import Match, match_blocks, match_graphs, with_block_names
from core.graph.model import Block, Graph, Layer, Node, Project, Structure
from core.graph.queries import calls_of, input_nodes, output_sources
from core.graph.values import (
    Array,
    EllipsisValue,
    Expression,
    FrozenMap,
    KerasObject,
    PythonSource,
    Raw,
    Slice,
    Source,
    Value,
    exact_key,
    map_sources,
    walk_sources,
)

Kind = Literal["added", "removed", "changed"]
What = Literal["parameter", "wire", "argument", "name", "type", "repeat", "calls", "setting"]
Subject = Literal["layer", "block", "model", "training", "project"]

LONGEST = 100
"""Longer values are cut in texts."""
DEFAULT = "default"
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing about a layer, a block or the settings. ``key`` names the parameter, argument or setting."""

    what: What
    key: str
    old: str
    new: str

    @property
    def line(self) -> str:
        """``units: 64 → 32``."""
        return f"{self.key}: {self.old} → {self.new}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that differs.

    ``scope`` is the block that a layer stands in (its name in the newer project, or in the older one where the block was
    removed), "" for the main graph. ``old_nodes`` and ``new_nodes`` are its cards in the two graphs.
    """

    kind: Kind
    subject: Subject
    name: str
    type: str = ""
    scope: str = ""
    old_nodes: tuple[str, ...] = ()
    new_nodes: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def title(self) -> str:
        """``conv2d_1 (Conv2D)``."""
        return f"{self.name} ({self.type})" if self.type and self.type != self.name else self.name

    @property
    def line(self) -> str:
        """The whole entry in one line."""
        where = f" in {self.scope}" if self.scope else ""
        rest = "; ".join(difference.line for difference in self.differences)
        return f"{self.kind} {self.title}{where}" + (f": {rest}" if rest else "")


@dataclass(frozen=True, slots=True)
class ScopeMatch:
    """One graph in both projects, and which nodes and layers of the new one are which of the old one."""

    old: Graph
    new: Graph
    match: Match


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, in the order of the graphs: model, layers, blocks, training, project.

    ``scopes`` holds the graphs that both projects have, by the block's name in the newer project ("" for the main graph).
    """

    old: Project
    new: Project
    entries: tuple[Entry, ...]
    scopes: Mapping[str, ScopeMatch]

    @property
    def is_same(self) -> bool:
        return not self.entries

    def of_kind(self, kind: Kind) -> tuple[Entry, ...]:
        """The entries of one kind, in their order."""
        return tuple(entry for entry in self.entries if entry.kind == kind)

    @property
    def summary(self) -> str:
        """``2 added, 1 removed, 3 changed``, or that nothing differs."""
        if self.is_same:
            return "no difference"
        counts = [(kind, len(self.of_kind(kind))) for kind in ("added", "removed", "changed")]
        return ", ".join(f"{count} {kind}" for kind, count in counts if count)


def compare(old: Project, new: Project) -> Comparison:
    """What has to be done to ``old`` to get ``new``."""
    names = match_blocks(old.blocks, new.blocks)
    main = _scope(old.graph, with_block_names(new.graph, names))
    scopes = {"": ScopeMatch(main.old, new.graph, main.match)}
    entries = [*_model(main, old, new), *_layers(main, "", names)]
    for name, block in new.blocks.items():
        if name not in names:
            entries.append(Entry("added", "block", name, _kind(block)))
            continue
        before = old.blocks[names[name]]
        scope = _scope(before.graph, with_block_names(block.graph, names))
        scopes[name] = ScopeMatch(before.graph, block.graph, scope.match)
        entries += [*_block(scope, before, block), *_layers(scope, name, names)]
    kept = set(names.values())
    entries += [Entry("removed", "block", name, _kind(block)) for name, block in old.blocks.items() if name not in kept]
    entries += _settings(old, new)
    return Comparison(old, new, tuple(entries), scopes)


def report(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON."""
    return {
        "same": comparison.is_same,
        "summary": comparison.summary,
        "entries": [
            {
                "kind": entry.kind,
                "subject": entry.subject,
                "name": entry.name,
                "type": entry.type,
                "scope": entry.scope,
                "differences": [
                    {"what": item.what, "key": item.key, "old": item.old, "new": item.new} for item in entry.differences
                ],
            }
            for entry in comparison.entries
        ],
    }


# Graphs


def _scope(old: Graph, new: Graph) -> ScopeMatch:
    return ScopeMatch(old, new, match_graphs(old, new))


def _layers(scope: ScopeMatch, name: str, blocks: Mapping[str, str]) -> Iterator[Entry]:
    """Entries for the layers of one graph: those of the new graph in its order, then what was removed."""
    old, new, match = scope.old, scope.new, scope.match
    shown = {kept: found for found, kept in blocks.items()}
    calls = _calls(new)
    old_calls = _calls(old)
    back = {kept: found for found, kept in match.nodes.items()}
    for key, layer in new.layers.items():
        nodes = tuple(calls.get(key, ()))
        before = old.layers.get(match.layers.get(key, ""))
        kind = shown.get(layer.class_name, layer.class_name) if layer.block is not None else layer.class_name
        if before is None:
            yield Entry("added", "layer", layer.name, kind, name, (), nodes)
            continue
        old_nodes = tuple(old_calls.get(before.id, ()))
        found = [*_layer(before, layer, shown), *_wiring(scope, old_nodes, nodes, back)]
        if found:
            yield Entry("changed", "layer", layer.name, kind, name, old_nodes, nodes, tuple(found))
    kept_layers = set(match.layers.values())
    for key, layer in old.layers.items():
        if key not in kept_layers:
            yield Entry("removed", "layer", layer.name, layer.class_name, name, tuple(old_calls.get(key, ())))


def _calls(graph: Graph) -> dict[str, list[str]]:
    calls: dict[str, list[str]] = {}
    for node_id, node in graph.nodes.items():
        calls.setdefault(node.layer, []).append(node_id)
    return calls


def _layer(old: Layer, new: Layer, blocks: Mapping[str, str]) -> Iterator[Difference]:
    if old.name != new.name:
        yield Difference("name", "name", _line(old.name), _line(new.name))
    if old.type != new.type:
        yield Difference("type", "type", _line(old.class_name), _line(blocks.get(new.class_name, new.class_name)))
    yield from _maps("parameter", old.params, new.params)
    if exact_key(old.repeat) != exact_key(new.repeat):
        yield Difference("repeat", "repeat", shown_value(old.repeat), shown_value(new.repeat))
    if old.raw != new.raw:
        yield Difference("setting", "config", shown_value(Raw(old.raw or "")), shown_value(Raw(new.raw or "")))


def _maps(what: What, old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        if key not in old:
            yield Difference(what, key, DEFAULT, shown_value(new[key]))
        elif key not in new:
            yield Difference(what, key, shown_value(old[key]), DEFAULT)
        elif exact_key(old[key]) != exact_key(new[key]):
            yield Difference(what, key, shown_value(old[key]), shown_value(new[key]))


def _wiring(
    scope: ScopeMatch, old_nodes: tuple[str, ...], new_nodes: tuple[str, ...], back: Mapping[str, str]
) -> Iterator[Difference]:
    """What the calls of a layer take, and how many there are."""
    for node_id in new_nodes:
        before = scope.match.nodes.get(node_id)
        if before in old_nodes:
            one, other = scope.old.nodes[before], scope.new.nodes[node_id]
            if one.bypassed != other.bypassed:
                yield Difference("setting", "bypassed", str(one.bypassed), str(other.bypassed))
            yield from _arguments(scope, one, other, back)
    if len(old_nodes) != len(new_nodes):
        yield Difference("calls", "calls", str(len(old_nodes)), str(len(new_nodes)))


def _arguments(scope: ScopeMatch, old: Node, new: Node, back: Mapping[str, str]) -> Iterator[Difference]:
    for key in dict.fromkeys((*old.arguments, *new.arguments)):
        before, after = old.arguments.get(key), new.arguments.get(key)
        moved = map_sources(before, lambda source: Source(back.get(source.node, f"gone {source.node}"), source.output))
        if (key in old.arguments) == (key in new.arguments) and exact_key(moved) == exact_key(after):
            continue
        wired = any(True for value in (before, after) for _ in walk_sources(value))
        yield Difference(
            "wire" if wired else "argument",
            key,
            shown_value(before, scope.old) if key in old.arguments else NOTHING,
            shown_value(after, scope.new) if key in new.arguments else NOTHING,
        )


# Models, blocks, settings


def _model(scope: ScopeMatch, old: Project, new: Project) -> Iterator[Entry]:
    found = []
    if old.graph.name != new.graph.name:
        found.append(Difference("name", "name", _line(old.graph.name), _line(new.graph.name)))
    found += _interface(scope)
    if exact_key(old.dtype_policy) != exact_key(new.dtype_policy):
        policies = [DEFAULT if value is None else shown_value(value) for value in (old.dtype_policy, new.dtype_policy)]
        found.append(Difference("setting", "dtype policy", *policies))
    if found:
        yield Entry("changed", "model", new.graph.name, differences=tuple(found))


def _interface(scope: ScopeMatch) -> Iterator[Difference]:
    """Other inputs or outputs, or the same in another order or structure."""
    back = {kept: found for found, kept in scope.match.nodes.items()}
    for key, before, after in (
        ("inputs", _inputs(scope.old), _inputs(scope.new)),
        ("outputs", _outputs(scope.old), _outputs(scope.new)),
    ):
        moved: Any = map_sources(before, lambda source: Source(back.get(source.node, "gone"), source.output))
        if exact_key(moved) != exact_key(after):
            yield Difference("wire", key, shown_value(before, scope.old), shown_value(after, scope.new))


def _inputs(graph: Graph) -> Any:
    return _structure(graph.inputs, [Source(node_id) for node_id in input_nodes(graph)])


def _outputs(graph: Graph) -> Any:
    return _structure(graph.outputs, output_sources(graph))


def _structure(declared: Structure, found: list[Source]) -> Structure:
    if declared is not None:
        return declared
    return found[0] if len(found) == 1 else tuple(found)


def _block(scope: ScopeMatch, old: Block, new: Block) -> Iterator[Entry]:
    found = []
    if old.name != new.name:
        found.append(Difference("name", "name", _line(old.name), _line(new.name)))
    if old.kind != new.kind:
        found.append(Difference("type", "kind", _kind(old), _kind(new)))
    found += [*_maps("parameter", old.parameters, new.parameters), *_interface(scope)]
    if old.description != new.description:
        found.append(Difference("setting", "description", shown_value(old.description), shown_value(new.description)))
    if found:
        yield Entry("changed", "block", new.name, _kind(new), differences=tuple(found))


def _kind(block: Block) -> str:
    return "nested model" if block.kind == "model" else "block"


def _settings(old: Project, new: Project) -> Iterator[Entry]:
    for part in ("data", "compile", "fit"):
        found = _fields(getattr(old.training, part), getattr(new.training, part))
        if found:
            yield Entry("changed", "training", part, differences=tuple(found))
    found = _fields(old.search, new.search)
    if found:
        yield Entry("changed", "project", "search", differences=tuple(found))
    rest = [
        Difference("setting", key.replace("_", " "), shown_value(before), shown_value(after))
        for key in ("description", "budget", "custom_files")
        if exact_key(before := getattr(old, key)) != exact_key(after := getattr(new, key))
    ]
    if rest:
        yield Entry("changed", "project", "project", differences=tuple(rest))


def _fields(old: Any, new: Any) -> list[Difference]:
    found: list[Difference] = []
    for item in fields(new):
        before, after = getattr(old, item.name), getattr(new, item.name)
        if item.name in ("options", "space"):
            found += _maps("setting", before, after)
        elif exact_key(before) != exact_key(after):
            found.append(Difference("setting", item.name, shown_value(before), shown_value(after)))
    return found


# Values as text


def shown_value(value: Value, graph: Graph | None = None) -> str:
    """A value as a person reads it, on one line and not too long; sources by the names they have in ``graph``."""
    return _line(_text(value, graph))


def _line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _text(value: Value, graph: Graph | None) -> str:
    match value:
        case Source(node, output):
            name = graph.name_of(node) if graph is not None and node in graph.nodes else node
            if graph is not None and node in graph.nodes:
                calls = calls_of(graph, graph.nodes[node].layer)
                name += f" (call {calls.index(node) + 1})" if len(calls) > 1 else ""
            return f"{name}[{output}]" if output else name
        case tuple():
            return "(" + ", ".join(_text(item, graph) for item in value) + ("," if len(value) == 1 else "") + ")"
        case FrozenMap():
            return "{" + ", ".join(f"{key}: {_text(item, graph)}" for key, item in value.items()) + "}"
        case KerasObject(kind, params):
            given = ", ".join(f"{key}={_text(item, graph)}" for key, item in params.items())
            shown = block_of(value) or kind.replace(">", ".").rsplit(".", 1)[-1]
            return f"{shown}({given})"
        case Array(dtype, shape, _):
            return f"array {dtype} {' × '.join(map(str, shape)) or 'scalar'}"
        case Slice(start, stop, step):
            ends = ["" if end is None else _text(end, graph) for end in (start, stop)]
            return ":".join(ends) + (f":{_text(step, graph)}" if step is not None else "")
        case EllipsisValue():
            return "..."
        case Expression(text) | PythonSource(text) | Raw(text):
            return text
        case _:
            return repr(value)
