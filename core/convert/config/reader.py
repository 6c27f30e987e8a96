"""From the JSON of a Keras 3 model to a project, without Keras and without making anything that the file names.

The project equals the one that ``from_keras`` gives for the live model. Nested models become model blocks, a Sequential
model a graph; classes that are not Keras's own become inert placeholders that keep their JSON. Does not belong here:
files and their caps (core.reading), older spellings (legacy), weights. Invariants: the config is only read; equal configs
give equal projects; models inside models are followed to a fixed depth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.catalog.catalog import Catalog, load
from core.convert.config.calls import Tensor, flat, references
from core.convert.config.entries import Entry, read_entry
from core.convert.config.graphs import GraphReader
from core.convert.config.layers import REASON, layer_params, named_files, needs_adapt, owns_weights, placeholder_reason
from core.convert.config.params import Params, policy_name
from core.convert.config.rows import chain, row
from core.convert.config.types import Types, foreign_type, is_functional, is_keras_model, is_sequential
from core.convert.config.values import raw
from core.convert.imported import Imported, Placeholder
from core.convert.structures import QUANTIZED, Blocks, holds_raw, shared_model
from core.errors import ConversionError
from core.graph.model import BLOCK_PREFIX, Graph, Layer, Project
from core.graph.values import FrozenMap, KerasObject, Value
from core.texts import text

DEFAULT_POLICY = "float32"
DEEPEST_MODEL = 40


def read_config(config: dict[str, Any], catalog: Catalog | None = None) -> Imported:
    """The project of a model's JSON (``{"class_name": ..., "config": ...}``) and what became of its parts.

    ConversionError, in one sentence, for JSON that is no model with a graph.
    """
    if not isinstance(config, Mapping) or not (is_functional(config) or is_sequential(config)):
        raise ConversionError(_no_graph(config))
    catalog = catalog or load()
    types = Types(catalog)
    policy = _common_policy(config, types)
    reader = _Reader(types, Params(types, policy))
    reader.params.models = reader.held
    name = reader.model_name(config)
    if not is_keras_model(config):
        reader.note(
            text(
                "The model is of a class of its own, {class_name!r}; only its graph is read.",
                class_name=config.get("class_name"),
            )
        )
    graph = reader.graph(config, name, frozen=False)
    project = Project(
        graph=graph,
        blocks=FrozenMap(reader.blocks.by_name),
        dtype_policy=None if policy == DEFAULT_POLICY else policy,
    )
    return Imported(project, tuple(reader.placeholders), tuple(dict.fromkeys(reader.notes)))


def _no_graph(config: Any) -> str:
    if not isinstance(config, Mapping) or not isinstance(config.get("class_name"), str):
        return text("The JSON is no Keras model: it has no class name and config.")
    return text(
        "Only a functional or sequential model has a graph that can be drawn; a class with a call of its "
        "own has none, and neither has a single layer. Received: {class_name!r}",
        class_name=config["class_name"],
    )


@dataclass(slots=True)
class _Reader:
    """Reads a model and the models nested in it."""

    types: Types
    params: Params
    blocks: Blocks = field(default_factory=Blocks)
    placeholders: list[Placeholder] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _depth: int = 0
    _home_of: dict[Any, int] = field(default_factory=dict)
    _homes: int = 0
    _holds: bool = False

    def note(self, text: str) -> None:
        self.notes.append(text)

    def value(self, data: Any) -> Value:
        return self.params.value(data)

    def model_name(self, data: Mapping[str, Any]) -> str:
        name = data["config"].get("name")
        return name if isinstance(name, str) and name else "model"

    def graph(self, data: Mapping[str, Any], name: str, frozen: bool) -> Graph:
        """The graph of a serialized model. ``frozen``: an enclosing block says that nothing is trainable."""
        self._depth += 1
        self._homes += 1
        if self._depth > DEEPEST_MODEL:
            raise ConversionError(
                text(
                    "The model holds models that are nested more than {deepest} deep.",
                    deepest=DEEPEST_MODEL,
                )
            )
        try:
            config = data["config"]
            if is_functional(data):
                return GraphReader(self, config, frozen).read(name)
            whole = row(data, self.types)
            if whole is not None:
                return GraphReader(self, whole, frozen).read(name)
            self.note(
                text("The model {model!r} does not say what it takes; give it an Input.", model=self.model_name(data))
            )
            return chain(self, config, name, frozen)
        finally:
            self._depth -= 1

    def inputs_of(self, entry: Entry) -> tuple[list[str], bool]:
        """The names of a nested model's inputs in Keras's order, and whether they are a mapping."""
        config: Mapping[str, Any] | None = entry.config
        if not is_functional(entry.data):
            config = row(entry.data, self.types)
        structure = None if config is None else config.get("input_layers")
        if structure is None:
            return [], False
        return [leaf.layer for leaf in flat(references(structure)) if isinstance(leaf, Tensor)], isinstance(
            structure, Mapping
        )

    def layer(self, entry: Entry, layer_id: str, frozen: bool, refused: str) -> Layer:
        """The layer of the document for an entry; ``refused`` says why it must be a placeholder ("" if it need not)."""
        self._note_sharing(entry)
        reason = refused or placeholder_reason(entry)
        if reason:
            self.placeholders.append(Placeholder(entry.name, entry.class_name, reason))
            return Layer(layer_id, foreign_type(entry.data), entry.name, raw=_raw_json(entry))
        if entry.kind == "model":
            return self._nested(entry, layer_id, frozen)
        params = layer_params(entry, self.params)
        self._note_held(entry.config)
        for parameter, value in params.items():
            if holds_raw(value):
                self.note(
                    text(
                        "The parameter {parameter!r} of {name!r} holds something that is not Keras's own; it is kept as "
                        "it is, but cannot be built.",
                        parameter=parameter,
                        name=entry.name,
                    )
                )
        for parameter in named_files(params):
            self.note(
                text(
                    "The parameter {parameter!r} of {name!r} names a file, which is not opened: {value!r}.",
                    parameter=parameter,
                    name=entry.name,
                    value=params[parameter],
                )
            )
        if frozen:
            params = params.remove(("trainable",))
        if needs_adapt(entry):
            self.note(
                text(
                    "{name!r} has learned its state from data, which a project does not hold: adapt it again.",
                    name=entry.name,
                )
            )
        assert entry.spec is not None
        return Layer(layer_id, entry.spec.type, entry.name, params)

    def held(self, data: Mapping[str, Any]) -> KerasObject:
        """A model inside a parameter (of TimeDistributed): an instance of its block. Each such model is one of its own."""
        entry = read_entry(data, 0, self.types, with_calls=False)
        assert entry is not None, "a model has a class and a config"
        layer = self._nested(entry, "", False)
        params = layer.params if layer.block == entry.name else layer.params.set("name", entry.name)
        return KerasObject(layer.type, params)

    def _nested(self, entry: Entry, layer_id: str, frozen: bool) -> Layer:
        trainable = entry.config.get("trainable") is not False
        if not is_keras_model(entry.data):
            self.note(
                text(
                    "{name!r} is of a class of its own, {class_name!r}; only its graph is read.",
                    name=entry.name,
                    class_name=entry.class_name,
                )
            )
        graph = self.graph(entry.data, "", frozen or not trainable)
        name = self.blocks.name_for(entry.name, graph)
        params: dict[str, Value] = {} if trainable or frozen else {"trainable": False}
        return Layer(layer_id, BLOCK_PREFIX + name, entry.name, FrozenMap(params))

    def _note_held(self, config: Mapping[str, Any]) -> None:
        """Say it where another layer holds the very same model."""
        inner = config.get("layer")
        if not isinstance(inner, Mapping) or not isinstance(inner.get("config"), Mapping):
            return
        if is_functional(inner) or is_sequential(inner):
            self._holds = True
            if type(inner.get("shared_object_id")) is int:  # Keras says it where the object comes again.
                self.note(shared_model(self.model_name(inner)))
        self._note_held(inner["config"])

    def _note_sharing(self, entry: Entry) -> None:
        shared = entry.data.get("shared_object_id")
        if type(shared) is not int or not owns_weights(entry):
            return
        if entry.kind == "model" and self._holds:
            self.note(shared_model(entry.name))
        if self._home_of.setdefault(shared, self._homes) != self._homes:
            self.note(
                text(
                    "{name!r} is shared between a model and a model inside it; a project cannot say so, and each "
                    "gets weights of its own.",
                    name=entry.name,
                )
            )


def _raw_json(entry: Entry) -> str:
    """The JSON of a placeholder, without its name and its calls in this graph, which the document holds itself."""
    return raw({key: value for key, value in entry.data.items() if key not in ("name", "inbound_nodes", REASON)}).json


def _common_policy(data: Mapping[str, Any], types: Types) -> str:
    """The dtype policy that most layers have; the first of them where several are as common; never a quantized one."""
    counts = Counter(_policies(data, types, 0))
    return max(counts, key=lambda name: counts[name]) if counts else DEFAULT_POLICY


def _policies(data: Mapping[str, Any], types: Types, depth: int) -> Iterator[str]:
    layers = data["config"]["layers"]
    for place, item in enumerate(layers if depth <= DEEPEST_MODEL else ()):
        entry = read_entry(item, place, types, with_calls=False)
        if entry is None or entry.kind in ("op", "input"):
            continue
        if entry.kind == "model":
            yield from _policies(entry.data, types, depth + 1)
            continue
        policy = policy_name(entry.config.get("dtype"))
        if policy is not None and QUANTIZED not in policy:
            yield policy
