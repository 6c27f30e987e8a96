"""Shapes, dtypes, weights and costs of single calls, inferred by Keras itself without making any weights.

Every call runs on fresh symbolic tensors inside a ``keras.StatelessScope``, so variables are described but never
allocated: a layer of ten billion parameters takes milliseconds. The scope is told not to initialise on leaving and the
variables left waiting are dropped, so nothing outlives a run and the thread is as it was. Results are kept by
(layer, inputs): after an edit only what changed downstream is inferred again.

Invariants: a memo entry never changes and holds no live Keras object; the second call of a shared layer is inferred on
a layer that had the calls before it. Does not belong here: the order of calls and what is shown (analysis).
"""

from __future__ import annotations

import warnings
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from core.analysis.calls import call_layer, call_model, call_op
from core.analysis.cost import call_flops
from core.analysis.cost_formulas import summed
from core.analysis.custom import NOTHING, OwnCode, runs_own_code, using
from core.analysis.custom_functions import LAMBDA, check_output_shape
from core.analysis.custom_limits import limited
from core.analysis.instantiate import dtype_policy, input_keywords
from core.analysis.messages import PLACEHOLDER, UNTRUSTED, Failure, explain
from core.analysis.network import build_block, build_layer
from core.analysis.results import NodeResult, Shape, TensorSpec
from core.errors import ConversionError
from core.graph.inner_models import layer_blocks
from core.graph.model import Block, Layer
from core.graph.values import Array, FrozenMap, Source, Value, exact_key
from core.texts import text

CAPACITY = 20_000
"""Calls kept; an entry takes about 1 kB."""

MAX_BYTES = 2**40
"""Weights or outputs of one layer beyond this (1 TiB) are reported: no machine for this program holds them."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """What flows along a wire: a spec, and the mask that Keras attached to it."""

    spec: TensorSpec
    mask: TensorSpec | None = None
    sparse: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One inferred call. ``serial`` identifies it: calls are equal only if they are the same entry."""

    serial: int
    tensors: tuple[Tensor, ...] | None
    result: NodeResult
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One call to infer: a layer, its arguments, and what its sources bring (by source)."""

    layer: Layer
    arguments: FrozenMap[str, Value]
    feeds: Mapping[Source, Tensor]


class ShapeMemo:
    """Infers calls and remembers them. Used from one thread; :attr:`inferred` counts the calls that Keras ran."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.inferred = 0
        self._capacity = capacity
        self._calls: OrderedDict[Any, Call] = OrderedDict()
        self._serial = 0
        self._layer_keys: dict[str, tuple[Layer, str]] = {}
        self._blocks: tuple[Mapping[str, Block], int] = ({}, 0)

    @contextmanager
    def run(self, policy: Value, blocks: Mapping[str, Block], own: OwnCode = NOTHING) -> Iterator[ShapeRun]:
        """A run over one graph, under the dtype policy (None: the thread's), with the project's blocks and own files."""
        if blocks is not self._blocks[0]:
            self._blocks = (blocks, self._blocks[1] + 1)
        with warnings.catch_warnings(), using(own), dtype_policy(policy), without_weights():
            # Keras warns about what becomes a Problem elsewhere; a warning is no reason to stop.
            warnings.simplefilter("ignore")
            context = exact_key(policy) if policy is not None else _current_policy()
            yield ShapeRun(self, " ".join((context, *own.key)), blocks)

    def find(self, key: Any) -> Call | None:
        call = self._calls.get(key)
        if call is not None:
            self._calls.move_to_end(key)
        return call

    def keep(
        self, key: Any, tensors: tuple[Tensor, ...] | None, result: NodeResult, failure: Failure | None = None
    ) -> Call:
        self._serial += 1
        call = Call(self._serial, tensors, result, failure)
        if failure is not None and failure.code == UNTRUSTED:
            return call  # It is true only until the user says otherwise.
        self._calls[key] = call
        while len(self._calls) > self._capacity:
            self._calls.popitem(last=False)
        return call

    def layer_key(self, layer: Layer) -> str:
        """Type and parameters as a text; kept while the very same layer value is asked for."""
        known = self._layer_keys.get(layer.id)
        if known is not None and known[0] is layer:
            return known[1]
        blocks = f"@{self._blocks[1]}" if layer_blocks(layer) else ""
        key = f"{layer.type}{blocks}{exact_key(layer.params)}"
        if not blocks:
            if len(self._layer_keys) > 2 * self._capacity:
                self._layer_keys.clear()
            self._layer_keys[layer.id] = (layer, key)
        return key


class ShapeRun:
    """One pass over a graph: keeps the live layers that are shared. ``context`` is all that else decides results."""

    def __init__(self, memo: ShapeMemo, context: str, blocks: Mapping[str, Block]) -> None:
        self._memo = memo
        self._context = context
        self._blocks = blocks
        self._history: dict[str, list[tuple[Request, Call]]] = {}
        self._live: dict[str, tuple[int, Any]] = {}

    def call(self, request: Request, shared: bool = False) -> Call:
        """The result of the call, from memory or from Keras. Calls of a shared layer must come in a fixed order."""
        layer = request.layer
        earlier = self._history.setdefault(layer.id, []) if shared and not layer.is_op else []
        start = earlier[-1][1].serial if earlier else (self._context, self._memo.layer_key(layer))
        key = (start, _signature(request.arguments, request.feeds))
        call = self._memo.find(key)
        if call is None:
            call = self._infer(key, request, earlier, shared)
        if shared and call.failure is None:
            earlier.append((request, call))
        return call

    def _infer(self, key: Any, request: Request, earlier: list[tuple[Request, Call]], shared: bool) -> Call:
        layer = request.layer
        shapes = [tensor.spec.shape for tensor in request.feeds.values()]
        self._memo.inferred += 1

        def work() -> tuple[Any, tuple[Tensor, ...], NodeResult]:
            live = self._live_layer(layer, earlier)
            outputs = self._outputs(live, request)
            tensors = tuple(_tensor(output) for output in outputs)
            return live, tensors, _measured(live, layer, outputs, tensors)

        try:
            live, tensors, result = limited(work) if runs_own_code(layer, self._blocks) else work()
        except Exception as error:
            self._live.pop(layer.id, None)
            return self._memo.keep(key, None, NodeResult(), explain(error, layer, shapes, len(earlier)))
        if shared and live is not None:
            self._live[layer.id] = (len(earlier) + 1, live)
        too_large = _too_large(layer, result)
        if too_large is not None:
            return self._memo.keep(key, None, NodeResult(None, *_counts(result)), too_large)
        return self._memo.keep(key, tensors, result)

    def _live_layer(self, layer: Layer, earlier: list[tuple[Request, Call]]) -> Any:
        """The layer after its earlier calls: the one of this run, or a new one on which they are repeated."""
        if layer.is_op or layer.is_input:
            return None
        calls, live = self._live.get(layer.id, (-1, None))
        if live is not None and calls == len(earlier):
            return live
        if layer.block is not None:
            made = build_block(layer, self._blocks)
        else:
            made = build_layer(layer, self._blocks, PLACEHOLDER)
        for request, _ in earlier:
            self._outputs(made, request)
        return made

    def _outputs(self, live: Any, request: Request) -> list[Any]:
        import keras

        layer = request.layer
        tensors = {source: _symbolic(tensor) for source, tensor in request.feeds.items()}
        if layer.is_input:
            return [keras.Input(**{**input_keywords(layer), "name": PLACEHOLDER})]
        if layer.is_op:
            return call_op(layer, request.arguments, tensors.__getitem__)
        if layer.block is not None:
            return call_model(live, layer, self._blocks[layer.block], request.arguments, tensors.__getitem__)
        outputs = call_layer(live, request.arguments, tensors.__getitem__)
        if not outputs:
            raise ConversionError(text("it returns no tensor"))
        if layer.type == LAMBDA and "output_shape" in layer.params and len(tensors) == 1:
            check_output_shape(live, next(iter(tensors.values())), outputs)
        arrived = {id(tensor) for tensor in tensors.values()}
        if any(id(output) in arrived for output in outputs):
            raise ConversionError(
                text("it returns its own input, which this Keras cannot put into a functional model.")
            )
        return outputs


def _signature(value: Value, feeds: Mapping[Source, Tensor]) -> Any:
    """What the result of a call depends on, as a hashable value: specs in place of sources, exact constants."""
    if isinstance(value, Source):
        return feeds[value]
    if isinstance(value, tuple):
        return tuple(_signature(item, feeds) for item in value)
    if isinstance(value, FrozenMap):
        return tuple((key, _signature(item, feeds)) for key, item in value.items())
    return value if isinstance(value, Array) else exact_key(value)


def _symbolic(tensor: Tensor) -> Any:
    import keras

    made = keras.KerasTensor(tensor.spec.shape, tensor.spec.dtype, sparse=tensor.sparse)
    if tensor.mask is not None:
        made._keras_mask = keras.KerasTensor(tensor.mask.shape, tensor.mask.dtype)
    return made


def _tensor(output: Any) -> Tensor:
    mask = getattr(output, "_keras_mask", None)
    spec = _spec(output, mask is not None)
    return Tensor(spec, _spec(mask) if mask is not None else None, bool(getattr(output, "sparse", False)))


def _spec(tensor: Any, masked: bool = False) -> TensorSpec:
    import keras

    shape = tuple(None if length is None else int(length) for length in tensor.shape)
    return TensorSpec(shape, keras.backend.standardize_dtype(tensor.dtype), masked)


def _measured(live: Any, layer: Layer, outputs: list[Any], tensors: tuple[Tensor, ...]) -> NodeResult:
    specs = tuple(tensor.spec for tensor in tensors)
    weights = [] if live is None else live.weights
    trainable = [] if live is None else live.trainable_weights
    return NodeResult(
        outputs=specs,
        parameters=sum(_count(weight) for weight in weights),
        trainable=sum(_count(weight) for weight in trainable),
        flops=0 if layer.is_input else _flops(outputs),
        memory_bytes=summed([_bytes_per_sample(spec) for spec in specs]),
        weight_bytes=sum(_count(weight) * _item_size(str(weight.dtype)) for weight in weights),
    )


def _count(weight: Any) -> int:
    total = 1
    for length in weight.shape:
        total *= int(length)
    return total


def _flops(outputs: list[Any]) -> int | None:
    """FLOPs of every operation between the fresh inputs and the outputs (an op function may be several)."""
    parts: list[int | None] = []
    pending = list(outputs)
    seen: set[int] = set()
    while pending:
        history = getattr(pending.pop(), "_keras_history", None)
        if history is None or history.operation is None:
            continue
        node = history.operation._inbound_nodes[history.node_index]
        if id(node) in seen:
            continue
        seen.add(id(node))
        try:
            parts.append(call_flops(history.operation, (node.arguments.args, node.arguments.kwargs), node.outputs))
        except (AttributeError, LookupError, TypeError, ValueError):
            # A formula reads attributes that an unusual setting (quantized weights) or a newer Keras may lack: the cost
            # is then not known, and the layer itself is as good as any.
            parts.append(None)
        pending.extend(node.input_tensors)
    return summed(parts)


def _bytes_per_sample(spec: TensorSpec) -> int | None:
    total = _item_size(spec.dtype)
    for length in spec.shape[1:]:
        if length is None:
            return None
        total *= length
    return total


def _item_size(dtype: str) -> int:
    if dtype in ("bool", "string"):
        return 1
    digits = "".join(character for character in dtype.partition("_")[0] if character.isdigit())
    if dtype.startswith("float8"):
        return 1
    return max(1, int(digits) // 8) if digits else 4


def _counts(result: NodeResult) -> tuple[int | None, int | None]:
    return result.parameters, result.trainable


def _too_large(layer: Layer, result: NodeResult) -> Failure | None:
    weights, outputs = result.weight_bytes or 0, result.memory_bytes or 0
    if max(weights, outputs) <= MAX_BYTES:
        return None
    largest = max(
        (name for name, value in layer.params.items() if isinstance(value, int) and not isinstance(value, bool)),
        key=lambda name: abs(int(layer.params[name])),  # type: ignore[arg-type]
        default=None,
    )
    what: str
    if weights > MAX_BYTES:
        what = text("{count:,} parameters", count=result.parameters)
    else:
        what = text("outputs of {shapes}", shapes=_shapes(result))
    needed = _amount(weights if weights > MAX_BYTES else outputs)
    return Failure(
        "ST25",
        largest,
        text(
            "{subject} would have {what}, which take {needed}; at most {most} per layer is supported.",
            subject=f"{layer.class_name} '{PLACEHOLDER}'",
            what=what,
            needed=needed,
            most=_amount(MAX_BYTES),
        ),
    )


def _shapes(result: NodeResult) -> str:
    shapes: list[Shape] = [spec.shape for spec in result.outputs or ()]
    return ", ".join(str(shape) for shape in shapes)


def _amount(count: int) -> str:
    size = float(count)
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if size < 1024:
            return f"{size:,.0f} {unit}"
        size /= 1024
    return f"{size * 1024:,.0f} TB" if size < 1e6 else f"{size:.2g} PB"


def data_format() -> str:
    """The order of axes of layers that name none: ``channels_last`` or ``channels_first``."""
    import keras

    return str(keras.config.image_data_format())


def _current_policy() -> str:
    import keras

    return str(keras.config.dtype_policy().name)


@contextmanager
def without_weights() -> Iterator[None]:
    """A stateless scope that neither allocates variables nor leaves any waiting to be initialised."""
    import keras
    from keras.src.backend.common import global_state

    waiting = "uninitialized_variables"
    before = global_state.get_global_attribute(waiting)
    global_state.set_global_attribute(waiting, [])
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        global_state.set_global_attribute(waiting, before)
