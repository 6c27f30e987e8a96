"""What is wrong with a model as a whole: its interface, cycles, names of layers, what leads to no output.

Functions from a subject to problems. Does not belong here: what is wrong with one node (structure, structure_inputs,
structure_code).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from core.analysis.problems import Fix, Problem, quoted
from core.analysis.subject import Subject
from core.graph import edits, naming, removing
from core.graph.model import Layer
from core.graph.queries import input_nodes, structure_sources
from core.graph.values import walk_sources
from core.texts import text


def interface_problems(subject: Subject) -> list[Problem]:
    """Inputs that are missing, that are none or that were left out, and a name that the model cannot have."""
    graph = subject.graph
    found: list[Problem] = []
    if graph.nodes and not input_nodes(graph):
        message = text("The model has no Input layer, so no data can come in.")
        found.append(Problem("error", "ST18", None, None, message))
    if not _can_name(graph.name):
        message = text("The model's name must be text without a '/'. Received: {name}", name=quoted(graph.name))
        found.append(Problem("error", "ST15", None, None, message))
    declared = dict.fromkeys(source.node for source in structure_sources(graph.inputs))
    for node_id in declared:
        if not graph.layer_of(node_id).is_input:
            message = text(
                "{name} is declared as an input of the model, but is no Input.", name=quoted(graph.name_of(node_id))
            )
            found.append(Problem("error", "ST18", node_id, None, message))
    if graph.inputs is not None:
        found += _undeclared(subject, declared)
    return found


def _undeclared(subject: Subject, declared: Collection[str]) -> list[Problem]:
    """Inputs that the outputs need and that the declared input structure leaves out."""
    found: list[Problem] = []
    for node_id in subject.wiring.upstream(source.node for source in subject.wiring.outputs()):
        if subject.graph.layer_of(node_id).is_input and node_id not in declared:
            name = quoted(subject.graph.name_of(node_id))
            message = text("The outputs need the input {name}, which is not among the declared inputs.", name=name)
            fix = subject.fix(text("Take all inputs in their order"), partial(edits.set_inputs, inputs=None))
            found.append(Problem("error", "ST18", node_id, None, message, (fix,)))
    return sorted(found, key=lambda problem: subject.order[str(problem.node)])


def cycle_problems(subject: Subject) -> list[Problem]:
    """Each cycle once, at its first node."""
    found: list[Problem] = []
    for cycle in subject.wiring.cycles():
        names = " > ".join(quoted(subject.graph.name_of(node_id)) for node_id in (*cycle, cycle[0]))
        last, first = cycle[-1], cycle[0]
        paths = [p for p, s in walk_sources(subject.graph.nodes[first].arguments) if s.node == last]
        fixes = [
            subject.fix(
                text(
                    "Remove the wire from {source} to {target}",
                    source=subject.graph.name_of(last),
                    target=subject.graph.name_of(first),
                ),
                partial(edits.disconnect, target=first, path=path),
            )
            for path in paths[:1]
        ]
        message = text(
            "{names} form a cycle; a network must run forward (recurrence lives inside recurrent layers).",
            names=names,
        )
        found.append(Problem("error", "ST02", first, None, message, tuple(fixes)))
    return found


def name_problems(subject: Subject) -> list[Problem]:
    """Names of layers that are taken already or that Keras does not take, each at the first call."""
    found: list[Problem] = []
    taken: dict[str, str] = {}
    seen: set[str] = set()
    for node_id, node in subject.graph.nodes.items():
        if node.layer in seen:
            continue
        seen.add(node.layer)
        layer = subject.graph.layers[node.layer]
        if not layer.name.strip() or not _can_name(layer.name):
            message = text(
                "Keras takes no name that is empty, has a '/' or is no text. Received: {name}",
                name=quoted(layer.name),
            )
            found.append(Problem("error", "ST15", node_id, None, message, (_rename(subject, layer),)))
        elif layer.name in taken:
            message = text("Two layers are named {name}; every layer needs a name of its own.", name=quoted(layer.name))
            found.append(Problem("error", "ST15", node_id, None, message, (_rename(subject, layer),)))
        taken.setdefault(layer.name, node_id)
    return found


def _rename(subject: Subject, layer: Layer) -> Fix:
    """The fix that gives the layer a free name, as close as can be to the one it has."""
    wanted = (
        layer.name.replace("/", "_").encode("utf-8", "ignore").decode().strip()
        or naming.snake_case(layer.class_name)
        or "layer"
    )
    names = {other.name for other in subject.graph.layers.values()}
    free, number = wanted, 0
    while free in names:
        number += 1
        free = f"{wanted}_{number}"
    return subject.fix(text("Rename to {name}", name=free), partial(edits.rename, layer_id=layer.id, name=free))


def unused_problems(subject: Subject) -> list[Problem]:
    """Nodes that lead to no output: advice, since the model is built without them."""
    graph = subject.graph
    found: list[Problem] = []
    used = subject.wiring.upstream(source.node for source in subject.wiring.outputs())
    declared = {source.node for source in structure_sources(graph.inputs)}
    for node_id in graph.nodes:
        if node_id in used or node_id in subject.wiring.stuck or node_id in declared:
            continue
        layer = graph.layer_of(node_id)
        if not layer.is_input and not subject.wiring.sources[node_id]:
            continue  # Reported as a missing input already.
        delete = subject.fix(
            text("Delete {name}", name=layer.name), partial(removing.remove_nodes, node_ids=(node_id,))
        )
        if layer.is_input and not subject.wiring.targets[node_id]:
            message = text("The input {name} feeds nothing; it is left out of the model.", name=quoted(layer.name))
        else:
            message = text(
                "{kind} {name} leads to no output; it is left out of the model.",
                kind=layer.class_name,
                name=quoted(layer.name),
            )
        found.append(Problem("advice", "ST01", node_id, None, message, (delete,)))
    return found


def _can_name(name: str) -> bool:
    """False for what Keras or TensorFlow cannot take: a ``/``, or half a character (a lone surrogate)."""
    return "/" not in name and not any(0xD800 <= ord(character) <= 0xDFFF for character in name)
