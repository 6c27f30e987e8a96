"""From the classes of the installed Keras to specs: layers here, ops and objects beside it.

The only module of the catalogue that reads ``keras.layers``; keras is imported inside functions. Parameters come from
the signatures, kinds from the rules of ``kinds``, help from the docstrings, ports from ``call``, accepted ranks from
trying them. What cannot be derived comes from the overlay.
"""

from __future__ import annotations

import importlib
import inspect
import types
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from core.catalog import docstrings, examples, overlay, pinyin
from core.catalog.custom import custom_type, is_plain
from core.catalog.kinds import group_of, kind_of
from core.catalog.overlay import Overlay
from core.catalog.spec import LayerSpec, OutputSpec, ParamKind, ParamSpec, PortSpec
from core.graph.values import Value, frozen

_NOT_PARAMS = frozenset({"self", "name", "kwargs", "args"})
_BASE_PARAMS = ("trainable", "dtype")
# Arguments of ``call`` that are settings; all the others are tensors.
_CALL_SETTINGS = frozenset({"training", "return_attention_scores", "use_causal_mask", "reverse"})
_OPTIONAL_LISTS = frozenset({"initial_state", "states"})


def layer_specs(words: Overlay) -> tuple[LayerSpec, ...]:
    """A spec for each distinct class that ``keras.layers`` exports, in palette order, and for those of applications."""
    import keras

    names: dict[type, list[str]] = {}
    for name in sorted(dir(keras.layers)):
        value = getattr(keras.layers, name)
        if inspect.isclass(value) and issubclass(value, keras.Layer):
            names.setdefault(value, []).append(name)
    position = {name: index for index, name in enumerate(words.layers)}
    specs = [layer_spec(cls, words, tuple(others), position) for cls, others in names.items()]
    specs += _application_layers(words, position)
    families = [family.id for family in overlay.LAYER_FAMILIES]
    return tuple(sorted(specs, key=lambda spec: (families.index(spec.family), spec.order, spec.type)))


def layer_spec(cls: type, words: Overlay, exported: tuple[str, ...], position: Mapping[str, int]) -> LayerSpec:
    """The spec of one layer class, exported from ``keras.layers`` under the names ``exported``."""
    import keras

    # GroupedQueryAttention is exported as GroupQueryAttention: the public name counts.
    name = cls.__name__ if cls.__name__ in exported else exported[0]
    entry = words.layers.get(name, {})
    is_input = issubclass(cls, keras.layers.InputLayer)
    doc = keras.Input.__doc__ if is_input else cls.__doc__
    params = _params(cls, doc, entry)
    inputs, call_params = ((), ()) if is_input else _call(cls, doc)
    title_zh = entry.get("zh", "")
    others = sorted({*exported, cls.__name__} - {name})
    aliases = tuple(dict.fromkeys([*others, *entry.get("aliases", ())]))
    spec = LayerSpec(
        type=f"keras.layers.{name}",
        kind="layer",
        family="input" if is_input else _family(cls),
        order=position.get(name, len(position)),
        params=params,
        inputs=inputs,
        call_params=call_params,
        outputs=_outputs(cls),
        # Keras's own first sentence is often no more than the name again.
        summary=entry.get("about_en") or docstrings.summary(doc),
        title=entry.get("title", name),
        title_zh=title_zh,
        summary_zh=entry.get("about", ""),
        aliases=aliases,
        pinyin=pinyin.spellings((title_zh, *aliases), words.syllables),
        placeable=name not in overlay.NOT_PLACEABLE,
        adaptable=hasattr(cls, "adapt"),
        requires=entry.get("requires", ""),
    )
    spec = replace(spec, starter=overlay.starter_params(spec, entry))
    return replace(spec, ranks=tuple(entry.get("ranks", ())) or _ranks(cls, spec))


def _application_layers(words: Overlay, position: Mapping[str, int]) -> list[LayerSpec]:
    """Specs of the layers that only ``keras.applications`` uses; a Keras that has moved them has none."""
    found = []
    for path in sorted(overlay.APPLICATION_LAYERS):
        module, _, name = path.rpartition(".")
        try:
            cls = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            continue
        found.append(replace(layer_spec(cls, words, (name,), position), type=path, placeable=False, ranks=()))
    return found


def start_keras() -> None:
    """Import Keras with all of its layers, which takes seconds."""
    import keras

    assert keras.layers.Layer


def custom_specs(module: types.ModuleType) -> tuple[LayerSpec, ...]:
    """Specs of the public layer classes that a module of the user defines itself, as types ``module>Class``."""
    import keras

    found: dict[type, LayerSpec] = {}
    for name, value in vars(module).items():
        is_layer = inspect.isclass(value) and issubclass(value, keras.Layer) and value.__module__ == module.__name__
        if is_layer and value.__name__ == name and is_plain(name) and not name.startswith("_"):
            spec = layer_spec(value, _NoWords(), (name,), {})
            place = custom_type(module.__name__, name)
            found[value] = replace(spec, type=place, family=overlay.CUSTOM_FAMILY.id, order=len(found), ranks=())
    return tuple(found.values())


class _NoWords(Overlay):
    """A class of the user is not the class of Keras that has the same name: nothing is known about it."""

    @property
    def layers(self) -> dict[str, dict[str, Any]]:
        return {}


def param_spec(
    owner: str, name: str, default: Any, help_text: str, words: Mapping[str, Any], required: bool | None = None
) -> ParamSpec:
    """One parameter of a class or function. ``default`` is ``inspect.Parameter.empty`` where it has none."""
    if required is None:
        required = default is inspect.Parameter.empty
    value = _plain(None if required else default)
    help_text = help_text or overlay.help_for(owner, name)
    found = kind_of(owner, name, value, required, help_text)
    fields: dict[str, Any] = found._asdict()
    choices = overlay.choices_for(owner, name)
    if choices and fields["kind"] in (
        ParamKind.TEXT,
        ParamKind.CHOICE,
        ParamKind.FUNCTION,
        ParamKind.ANY,
        ParamKind.BOOL,
    ):
        fields.update(kind=ParamKind.CHOICE, choices=tuple(choice for choice in choices if choice is not None))
        fields["open"] = overlay.is_open(name)
    fields.update(overlay.kind_for(owner, name))
    nullable = (value is None and not required) or (choices is not None and None in choices)
    return ParamSpec(
        name=name,
        default=value,
        required=required,
        nullable=nullable or (not required and fields["kind"] in _NULLABLE_KINDS),
        help=help_text,
        primary=overlay.is_primary(name, required, words),
        group=group_of(name, fields["kind"]),
        **fields,
    )


_NULLABLE_KINDS = frozenset({ParamKind.REGULARIZER, ParamKind.CONSTRAINT, ParamKind.ACTIVATION})


def _params(cls: type, doc: str | None, entry: Mapping[str, Any]) -> tuple[ParamSpec, ...]:
    signature = inspect.signature(cls.__init__)  # type: ignore[misc]
    helps = _inherited_helps(cls) | docstrings.arguments(doc)
    found = [
        param_spec(cls.__name__, name, parameter.default, helps.get(name, ""), entry)
        for name, parameter in signature.parameters.items()
        if name not in _NOT_PARAMS and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    taken = {param.name for param in found}
    open_ended = any(parameter.kind is parameter.VAR_KEYWORD for parameter in signature.parameters.values())
    if open_ended and entry.get("title") != "Input":
        defaults: dict[str, Any] = {"trainable": True, "dtype": None}
        if "activity_regularizer" in docstrings.arguments(doc):
            defaults = {"activity_regularizer": None, **defaults}
        for name, default in defaults.items():
            if name not in taken:
                text = "" if name in _BASE_PARAMS else helps.get(name, "")
                found.append(param_spec(cls.__name__, name, default, text, entry))
    return tuple(found)


def _inherited_helps(cls: type) -> dict[str, str]:
    """Help of the bases' docstrings, the nearest base last (it wins)."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__[1:]):
        if base.__module__.startswith("keras.src.layers.") and base.__name__ != "Layer":
            found |= docstrings.arguments(base.__doc__)
    return found


def _call(cls: type, doc: str | None) -> tuple[tuple[PortSpec, ...], tuple[ParamSpec, ...]]:
    """The tensor ports of a layer's ``call``, and its other arguments."""
    helps = docstrings.arguments(doc, "call args")
    ports: list[PortSpec] = []
    settings: list[ParamSpec] = []
    call: Callable[..., Any] = cls.call  # type: ignore[attr-defined]
    for position, (name, parameter) in enumerate(list(inspect.signature(call).parameters.items())[1:]):
        text = helps.get(name, "")
        if name in _CALL_SETTINGS or _is_own_setting(cls, parameter.default):
            setting = param_spec(cls.__name__, name, parameter.default, text, {})
            if name == "training":
                # Whatever the signature says, Keras takes the mode of the model where nothing was given.
                setting = replace(setting, default=None, nullable=True)
            settings.append(setting)
        elif parameter.kind is parameter.VAR_POSITIONAL:
            ports.append(PortSpec(name, "list", True, 1, 0, variadic=True, help=text))
        elif parameter.kind is not parameter.VAR_KEYWORD:
            required = parameter.default is parameter.empty
            least, most = _count(cls, name, position)
            kind = "tensor" if least == most == 1 else "list"
            ports.append(PortSpec(name, "list" if kind == "list" else "tensor", required, least, most, help=text))
    return tuple(ports), tuple(settings)


def _is_own_setting(cls: type, default: Any) -> bool:
    """True for ``call(self, inputs, scale=1.0)`` in a class of the user: what has a plain default is no tensor."""
    return not cls.__module__.startswith("keras.") and isinstance(default, (bool, int, float, str))


def _count(cls: type, argument: str, position: int) -> tuple[int, int]:
    """How many tensors a tensor argument takes: least and most (0: no limit)."""
    import keras

    if argument in _OPTIONAL_LISTS:
        return 1, 0
    pair = (keras.layers.Dot, keras.layers.Subtract, keras.layers.HashedCrossing)
    if issubclass(cls, pair) and position == 0:
        return 2, 2
    if issubclass(cls, keras.layers.Attention):
        return 2, 3
    merge = keras.layers.Add.__mro__[1]
    if issubclass(cls, merge) and position == 0:
        return 2, 0
    return 1, 1


def _outputs(cls: type) -> tuple[OutputSpec, ...]:
    """The tensors a call returns; empty where that depends on an inner layer."""
    import keras

    layers = keras.layers
    if issubclass(cls, layers.RNN):
        if cls is layers.RNN:
            return ()
        two = issubclass(cls, layers.LSTM) or cls.__name__.startswith("ConvLSTM")
        states = ("state_h", "state_c") if two else ("state",)
        return (OutputSpec("output"), *(OutputSpec(state, "return_state") for state in states))
    if issubclass(cls, (layers.Attention, layers.MultiHeadAttention, layers.GroupQueryAttention)):
        return (OutputSpec("output"), OutputSpec("attention_scores", "return_attention_scores"))
    if issubclass(cls, (layers.Wrapper, layers.LSTMCell, layers.GRUCell, layers.SimpleRNNCell, layers.StackedRNNCells)):
        return (OutputSpec("output"),) if cls is layers.SpectralNormalization else ()
    if cls is layers.Bidirectional:
        return ()
    return (OutputSpec("output"),)


def _ranks(cls: type, spec: LayerSpec) -> tuple[int, ...]:
    if ".image_preprocessing." in cls.__module__:
        return (4,)  # They take single images too (rank 3), but in a network there is always a batch.
    return examples.accepted_ranks(spec)


def _family(cls: type) -> str:
    """The palette family: the folder of ``keras.src.layers`` that the class lives in."""
    parts = cls.__module__.split(".")
    folder = parts[3] if len(parts) > 3 and parts[2] == "layers" else ""
    family = overlay.FAMILY_OF_FOLDER.get(folder, folder)
    return family if family in {item.id for item in overlay.LAYER_FAMILIES} else "core"


def _plain(default: Any) -> Value:
    """A default as a value; None for what is no plain data (a function, a sentinel)."""
    try:
        return frozen(default)
    except TypeError:
        return None
