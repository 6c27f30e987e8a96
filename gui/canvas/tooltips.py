"""What the canvas says about the thing under a resting pointer: what a port expects, what a wire carries, what is wrong.

Sizes are named as the layers around mean them: H, W and C in the order of ``data_format``, T for the steps of a sequence.
"""

from __future__ import annotations

from core.graph.values import Source
from gui.canvas import hits
from gui.canvas.card import shape_text
from gui.canvas.hits import PortHit
from gui.canvas.scene import CanvasScene
from gui.canvas.wiring import MERGES
from gui.explaining import about_input
from gui.i18n import tr

SPATIAL = {1: ("T",), 2: ("H", "W"), 3: ("D", "H", "W")}
"""Names of the sizes between batch and channels, by their number, as in channels-last data."""
MOST_WALKED = 200
"""So many layers are asked at most which order of axes their data has."""


def tooltip(scene: CanvasScene, x: float, y: float, zoom: float) -> str:
    """The text for a scene point; empty over nothing."""
    node_id = hits.badge_at(scene, x, y)
    if node_id is not None:
        badge = scene.nodes[node_id].card.badge
        return badge.text if badge is not None else ""
    port = hits.port_at(scene, x, y, zoom)
    if port is not None:
        return _port(scene, port)
    node_id = hits.node_at(scene, x, y)
    if node_id is not None:
        card = scene.nodes[node_id].card
        tip = f"{card.tip}\n{tr('Changed since the last training.')}" if scene.nodes[node_id].untrained else card.tip
        return tip if card.badge is None else f"{tip}\n\n{card.badge.text}"
    wire = hits.wire_at(scene, x, y, zoom)
    return _wire(scene, wire.edge.source, wire.edge.target) if wire is not None else ""


def _port(scene: CanvasScene, hit: PortHit) -> str:
    graph = scene.session.graph
    if hit.side == "out":
        return f"{_output_name(scene, hit.source)}\n{_tensor(scene, hit.source)}".strip()
    port = scene.nodes[hit.node].card.inputs[hit.index]
    spec = scene.session.spec_of(graph.layer_of(hit.node))
    lines = [port.label if not port.grows else tr("{name}: one more", name=port.label)]
    known = spec.port(str(port.path[0])) if spec is not None else None
    if spec is not None and known is not None:
        lines.append(about_input(spec.type, known))
    if spec is not None and spec.ranks and hit.index == 0:
        sizes = " / ".join(str(rank - 1) for rank in spec.ranks)
        last = _channels_last(scene, hit.node)
        named = ["  ".join(axis_names(rank - 1, last)) for rank in spec.ranks]
        meant = f" ({' / '.join(names for names in named if names)})" if any(named) else ""
        lines.append(tr("Takes {sizes} sizes per sample.", sizes=sizes) + meant)
    if spec is not None and spec.family in MERGES:
        wires = scene.wiring.incoming.get(hit.node, {}).items()
        others = [scene.tensor(item.edge.source) for key, item in wires if key[1] != port.path]
        shapes = dict.fromkeys(shape_text(other.shape) for other in others if other is not None)
        if shapes:
            lines.append(tr("Must fit what else arrives: {shapes}.", shapes=", ".join(list(shapes)[:3])))
    wire = scene.wiring.items.get((hit.node, port.path))
    if wire is not None:
        lines.append(_tensor(scene, wire.edge.source))
    elif port.required:
        lines.append(tr("Nothing is connected here yet."))
    return "\n".join(line for line in lines if line)


def _output_name(scene: CanvasScene, source: Source) -> str:
    graph = scene.session.graph
    layer = graph.layer_of(source.node)
    spec = scene.session.spec_of(layer)
    outputs = spec.active_outputs(layer.params) if spec is not None else ()
    if len(scene.nodes[source.node].outputs) > 1 and source.output < len(outputs):
        return f"{layer.name} · {outputs[source.output].name}"
    return layer.name


def _wire(scene: CanvasScene, source: Source, target: str) -> str:
    graph = scene.session.graph
    ends = f"{graph.name_of(source.node)} → {graph.name_of(target)}"
    return f"{ends}\n{_tensor(scene, source)}".strip()


def _tensor(scene: CanvasScene, source: Source) -> str:
    """Shape with the names of its sizes, dtype, memory per sample, and whether a mask comes along."""
    tensor = scene.tensor(source)
    if tensor is None:
        return tr("The shape is not known yet.")
    inner = tensor.shape[1:]
    names = axis_names(len(inner), _channels_last(scene, source.node))
    lines = [f"{shape_text(tensor.shape)}  {tensor.dtype}"]
    if len(names) > 1:
        sizes = [size if size is not None else "?" for size in inner]
        lines.append("  ".join(f"{name}={size}" for name, size in zip(names, sizes, strict=True)))
    memory = _memory(inner, tensor.dtype)
    if memory:
        lines.append(tr("{memory} per sample", memory=memory))
    lines.append(tr("Mask: yes") if tensor.masked else tr("Mask: no"))
    return "\n".join(lines)


def axis_names(count: int, channels_last: bool) -> tuple[str, ...]:
    """What so many sizes of a sample are called, in their order; none where no layer gives them names."""
    if not 1 <= count <= 4:
        return ()
    spatial = SPATIAL.get(count - 1, ())
    return (*spatial, "C") if channels_last else ("C", *spatial)


def _channels_last(scene: CanvasScene, node_id: str) -> bool:
    """The order of axes around a node: that of the nearest layer that has one, looking up first, then down."""
    for upwards in (True, False):
        pending, seen = [node_id], {node_id}
        for name in pending:  # Grows while it is walked.
            layer = scene.session.graph.layer_of(name)
            spec = scene.session.spec_of(layer)
            if spec is not None and spec.param("data_format") is not None:
                return layer.params.get("data_format") != "channels_first"
            items = (scene.wiring.incoming if upwards else scene.wiring.outgoing).get(name, {}).values()
            for item in items:
                other = item.edge.source.node if upwards else item.edge.target
                if other not in seen and len(pending) < MOST_WALKED:
                    seen.add(other)
                    pending.append(other)
    return True


def _memory(inner: tuple[int | None, ...], dtype: str) -> str:
    digits = "".join(letter for letter in dtype if letter.isdecimal())
    size = {"bool": 1}.get(dtype, int(digits) // 8 if digits else 0)
    for length in inner:
        if length is None:
            return ""
        size *= length
    if size == 0:
        return ""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000  # type: ignore[assignment]
    return f"{size:.1f} GB"
