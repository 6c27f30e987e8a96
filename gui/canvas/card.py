"""What a card says: names, the line of parameters, counts, marks and ports, as plain text without Qt.

Layer and parameter names stay Keras's own. Does not belong here: how a card looks (node_item), where it stands (scene).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.problems import Problem
from core.analysis.results import NodeResult
from core.analysis.shape_text import sizes
from core.analysis.state import needs_adapt
from core.catalog.ports import InPort
from core.catalog.spec import LayerSpec, ParamKind, ParamSpec
from core.graph.inner_models import block_of
from core.graph.model import Layer, Node
from core.graph.values import EllipsisValue, Expression, KerasObject, Slice, Source, Value, walk_sources
from gui.i18n import is_chinese, shown, tr

DOT = " · "

_BARE = frozenset(
    {
        "units", "filters", "kernel_size", "pool_size", "size", "target_shape", "padding", "activation", "output_dim",
        "shape", "dtype", "newshape", "dims", "function", "layer", "equation", "output_mode", "interpolation", "cropping",
    }
)  # fmt: skip
"""Parameters whose value speaks for itself; the others are shown with their name."""
_SHOWN_BY_DEFAULT = frozenset({"padding", "kernel_size", "pool_size", "size", "rate", "shape", "dtype"})
_WRITTEN = {
    "relu": "ReLU",
    "relu6": "ReLU6",
    "leaky_relu": "LeakyReLU",
    "gelu": "GELU",
    "elu": "ELU",
    "selu": "SELU",
    "celu": "CELU",
    "silu": "SiLU",
    "swish": "SiLU",
    "mish": "Mish",
    "glu": "GLU",
}
_SAID = {
    "num_heads": "heads",
    "key_dim": "key",
    "value_dim": "value",
    "strides": "stride",
    "epsilon": "ε",
    "return_sequences": "sequences",
    "return_state": "state",
    "input_dim": "in",
    "dilation_rate": "dilation",
    "recurrent_dropout": "recurrent drop",
}
"""Shorter words for parameters whose names are long."""
_LONGEST_TEXT = 40


@dataclass(frozen=True, slots=True)
class Badge:
    """The worst finding at a node, and what all of them say."""

    severity: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a card shows except where it stands and whether it is selected."""

    name: str
    class_name: str
    family: str
    line: tuple[str, ...] = ()
    count: str = ""
    badge: Badge | None = None
    shared: int = 1
    frozen: bool = False
    bypassed: bool = False
    collapsed: bool = False
    placeholder: bool = False
    inputs: tuple[InPort, ...] = ()
    outputs: int = 1
    tip: str = ""


def make_card(
    node: Node,
    layer: Layer,
    spec: LayerSpec | None,
    *,
    family: str,
    inputs: Sequence[InPort] = (),
    line: tuple[str, ...] | None = None,
    outputs: int = 1,
    result: NodeResult | None = None,
    problems: Sequence[Problem] = (),
    calls: int = 1,
    collapsed: bool = False,
) -> Card:
    """The card of one node. ``problems`` come with the worst first; ``calls`` counts the calls of the layer.

    ``line`` is what :func:`parameter_parts` gives, where that is known.
    """
    placeholder = spec is None and layer.block is None
    return Card(
        name=layer.name,
        class_name=(spec.title or spec.class_name) if spec is not None else layer.class_name,
        family="unknown" if placeholder else "block" if layer.block is not None else family,
        line=tuple(parameter_parts(node, layer, spec, result)) if line is None else line,
        count="" if result is None or result.parameters is None or layer.is_input else count_text(result.parameters),
        badge=_badge(problems),
        shared=calls,
        frozen=is_frozen(layer, result),
        bypassed=node.bypassed,
        collapsed=collapsed,
        placeholder=placeholder,
        inputs=tuple(inputs),
        outputs=outputs,
        tip=_tip(layer, spec, placeholder, calls, is_frozen(layer, result), node.bypassed),
    )


def is_frozen(layer: Layer, result: NodeResult | None) -> bool:
    """True if training leaves all weights as they are: said so on the layer, or of everything inside a block."""
    if layer.params.get("trainable") is False:
        return True
    return layer.block is not None and result is not None and bool(result.parameters) and result.trainable == 0


def _badge(problems: Sequence[Problem]) -> Badge | None:
    if not problems:
        return None
    return Badge(problems[0].severity, "\n".join(shown(problem.message) for problem in problems), len(problems))


def _tip(layer: Layer, spec: LayerSpec | None, placeholder: bool, calls: int, frozen: bool, bypassed: bool) -> str:
    lines = [f"{layer.name}  ({layer.type.removeprefix('keras.layers.')})"]
    if spec is not None:
        summary = spec.summary_zh if is_chinese() and spec.summary_zh else spec.summary
        if summary:
            lines.append(summary)
    if placeholder:
        lines.append(tr("The installed Keras does not know this layer; it is kept as it is."))
    if calls > 1:
        lines.append(tr("Called {count} times: all calls share these weights.", count=calls))
    if frozen:
        lines.append(tr("Frozen: its weights are not trained."))
    if bypassed:
        lines.append(tr("Bypassed: its input goes on as it is."))
    if needs_adapt(layer):
        lines.append(tr("Needs adapt: it takes its state from the training data when a run begins."))
    return "\n".join(lines)


def parameter_parts(node: Node, layer: Layer, spec: LayerSpec | None, result: NodeResult | None = None) -> list[str]:
    """The most important parameters, the first ones first: ``32``, ``3×3``, ``same``, ``ReLU``."""
    if layer.block is not None:
        return [tr("repeated {count} times", count=value_text(layer.repeat)) if layer.repeat != 1 else tr("block")]
    if spec is None:
        return [f"{name} {value_text(value)}" for name, value in list(layer.params.items())[:4]]
    primary = [param for param in spec.params if param.primary]
    parts = [_parameter(param, layer) for param in primary]
    if not primary:
        parts = [
            _parameter(param, layer) for param in spec.params if param.name in layer.params and param.name != "name"
        ]
    if not any(parts):
        parts = [
            _said(param, param.default)
            for param in reversed(primary)
            if isinstance(param.default, float) and param.default
        ]
    if layer.is_input and result is not None and result.outputs and "dtype" not in layer.params:
        parts.append(result.outputs[0].dtype)
    if needs_adapt(layer):
        parts.insert(0, tr("needs adapt"))
    if spec.inputs and spec.inputs[0].kind == "list":
        count = sum(1 for _ in walk_sources(node.arguments.get(spec.inputs[0].name)))
        parts.insert(0, tr("{count} inputs", count=count) if count != 1 else tr("1 input"))
    return [part for part in parts[:8] if part]


def _parameter(param: ParamSpec, layer: Layer) -> str:
    """One parameter as text, or "" if it says nothing new."""
    is_set = param.name in layer.params
    value = layer.params[param.name] if is_set else param.default
    if value is None or (param.name == "activation" and value == "linear"):
        return ""
    if _is_default(param, value) and not param.required and param.name not in _SHOWN_BY_DEFAULT:
        return ""
    return _said(param, value)


def _is_default(param: ParamSpec, value: Value) -> bool:
    """Whether the value means the default: for ``(1, 1)`` also 1, but 1 is not True."""
    default = param.default
    if isinstance(default, tuple) and isinstance(value, int) and not isinstance(value, bool):
        return all(item == value for item in default)
    return value == default and type(value) is type(default)


def _said(param: ParamSpec, value: Value) -> str:
    name = _SAID.get(param.name, param.name.removeprefix("use_").replace("_", " "))
    if isinstance(value, bool):
        return name if value else tr("no {name}", name=name)
    if param.kind is ParamKind.SHAPE and isinstance(value, tuple):
        known = (size if size is None or isinstance(size, int) else _value_text(size) for size in value)
        text = sizes(tuple(known)) or tr("scalar")
    elif param.kind is ParamKind.INT_OR_TUPLE and isinstance(value, int) and param.name in _BARE:
        text = "×".join([str(value)] * max(1, param.length))
    else:
        text = value_text(value)
    return text if param.name in _BARE else f"{name} {text}"


def value_text(value: Value) -> str:
    """A parameter's value, as short as it can be said."""
    text = _value_text(value)
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _value_text(value: Value) -> str:
    if isinstance(value, str):
        return _WRITTEN.get(value, " ".join(value.split()))
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, tuple):
        plain = all(isinstance(item, int) and not isinstance(item, bool) for item in value)
        return ("×" if plain else ", ").join(_value_text(item) for item in value[:8])
    if isinstance(value, KerasObject):
        inner = next((value.params[name] for name in ("units", "filters", "rate") if name in value.params), None)
        name = block_of(value) or value.type.rsplit(".", 1)[-1]
        return name if inner is None else f"{name} {_value_text(inner)}"
    if isinstance(value, Expression):
        return value.text
    if isinstance(value, Slice):
        ends = ["" if end is None else _value_text(end) for end in (value.start, value.stop)]
        return ":".join(ends)
    if isinstance(value, EllipsisValue):
        return "…"
    if isinstance(value, Source):
        return ""
    if value is None or isinstance(value, (bool, int)):
        return str(value)
    return tr("custom")


def shape_text(shape: Sequence[int | None]) -> str:
    """A tensor's shape without its batch: ``28 × 28 × 32``; unknown sizes are ``?``."""
    return sizes(shape[1:]) or tr("scalar")


def count_text(count: int) -> str:
    """A number of parameters in at most five characters: ``320``, ``18.5 k``, ``1.2 M``."""
    for limit, divisor, unit in ((1_000, 1, ""), (999_500, 1_000, " k"), (999_500_000, 1_000_000, " M")):
        if count < limit:
            return f"{count}" if divisor == 1 else f"{_short(count / divisor)}{unit}"
    return f"{_short(count / 1e9)} G"


def _short(number: float) -> str:
    return f"{number:.1f}" if number < 99.95 else f"{number:.0f}"
