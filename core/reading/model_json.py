"""Where in a JSON text the model is: as Keras writes it, as people save it, and as TensorFlow.js wraps it.

Does not belong here: what a layer means (convert). Invariant: the model's own JSON is handed on as it stands.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from core.errors import FileError
from core.reading import strict_json
from core.texts import text

_MOST_FIELDS = 200
"""Fields of a file that are looked at for a model; one that describes a model has a few."""


_WRAPPERS = ("modelTopology", "model_config", "architecture", "config")
"""Where TensorFlow.js, .h5 files and frugally-deep keep a model."""


class Found(NamedTuple):
    """The model's JSON (``class_name``, ``config``), what it is compiled with, and what is to be said about it.

    No dataclass: their module takes as long to import as many a file to read, and every child imports this one.
    """

    config: dict[str, Any]
    training: dict[str, Any] | None = None
    keras_version: str | None = None
    backend: str | None = None
    notes: tuple[str, ...] = ()


def from_bytes(data: bytes) -> Found:
    """The model in the bytes of a text; FileError (a clause) if they are none."""
    content = strict_json.decode(data)
    if content is None:
        raise FileError(text("it is no text in UTF-8, UTF-16 or UTF-32"))
    return from_text(content)


def from_text(text: str) -> Found:
    """The model in a JSON text; FileError (a clause) if there is none."""
    return from_data(unwrapped(text))


def unwrapped(text: str) -> Any:
    """The data of a text; text in JSON that itself is JSON (``json.dump(model.to_json())``) is parsed again."""
    data = strict_json.parse(text.lstrip("\ufeff"))
    for _ in range(2):
        if isinstance(data, str) and data.lstrip("\ufeff \t\r\n")[:1] in ("{", "[", '"'):
            data = strict_json.parse(data.lstrip("\ufeff"))
    return data


def from_data(data: Any) -> Found:
    """The model in JSON data; FileError (a clause) says what else they are."""
    if isinstance(data, dict) and _is_model(data):
        return Found(
            data,
            _dict_or_none(data.get("compile_config")),
            _text(data.get("keras_version")),
            _text(data.get("backend")),
        )
    if isinstance(data, dict):
        for wrapper in _WRAPPERS:
            inner = _parsed(data.get(wrapper))
            if isinstance(inner, dict) and wrapper == "modelTopology" and not _is_model(inner):
                data, inner = {**data, **inner}, _parsed(inner.get("model_config"))
            if isinstance(inner, dict) and _is_model(inner):
                return _wrapped(data, inner, wrapper)
    if isinstance(data, dict) and (one := _the_only_model(data)):
        return _wrapped(data, *one)
    if bare := _bare(data):
        return Found(
            bare, notes=(text("The file holds only the settings of a model (get_config); its class was concluded."),)
        )
    raise FileError(_what_else(data))


def training_of(content: str) -> tuple[dict[str, Any] | None, tuple[str, ...]]:
    """What a model is compiled with; if that cannot be read it is left out, and a note says so."""
    try:
        data = unwrapped(content)
    except FileError as error:
        return None, (text("The training settings of the file were left out: {message}.", message=error.message),)
    return _dict_or_none(data), ()


def _is_model(data: dict[str, Any]) -> bool:
    return isinstance(data.get("class_name"), str) and isinstance(data.get("config"), dict | list)


def _wrapped(outer: dict[str, Any], inner: dict[str, Any], wrapper: str) -> Found:
    notes: tuple[str, ...] = ()
    if wrapper == "modelTopology":
        notes = (text("The model was written by or for TensorFlow.js."),)
    elif wrapper not in _WRAPPERS:
        notes = (text("The model stands in the entry {wrapper!r} of the file.", wrapper=wrapper[:40]),)
    return Found(
        inner,
        _dict_or_none(_parsed(outer.get("training_config"))) or _dict_or_none(inner.get("compile_config")),
        _text(outer.get("keras_version")) or _text(inner.get("keras_version")),
        _text(outer.get("backend")) or _text(inner.get("backend")),
        notes,
    )


def _the_only_model(data: dict[str, Any]) -> tuple[dict[str, Any], str] | None:
    """The model in one entry of a file of somebody's own, and its name; None if there is none or more than one."""
    if len(data) > _MOST_FIELDS:
        return None
    found = []
    for key, value in data.items():
        if isinstance(value, str) and '"class_name"' not in value:
            continue
        try:
            inner = _parsed(value)
        except FileError:  # a text that only looks like JSON is not what the file is about
            continue
        if isinstance(inner, dict) and _is_model(inner):
            found.append((inner, key))
    return found[0] if len(found) == 1 else None


def _bare(data: Any) -> dict[str, Any] | None:
    """What ``model.get_config()`` gives: a dict with layers, or the list of a Sequential of Keras 1."""
    if isinstance(data, list):
        return {"class_name": "Sequential", "config": data} if _are_layers(data) else None
    if not isinstance(data, dict) or not _are_layers(data.get("layers")):
        return None
    functional = "input_layers" in data and "output_layers" in data
    return {"class_name": "Functional" if functional else "Sequential", "config": data}


def _are_layers(items: Any) -> bool:
    return isinstance(items, list) and bool(items) and all(isinstance(item, dict) and _is_model(item) for item in items)


def _what_else(data: Any) -> str:
    if not isinstance(data, dict):
        kind = {list: text("a list"), str: text("a text"), bool: text("true or false"), type(None): "null"}.get(
            type(data), text("a number")
        )
        return text("it holds {kind}, but a model of Keras was expected (class_name and config)", kind=kind)
    if "date_saved" in data and "keras_version" in data:
        return text("it is the metadata.json of an unpacked .keras file; open the config.json beside it")
    if "nbformat" in data or ("cells" in data and "metadata" in data):
        return text("it is a notebook; give it the suffix .ipynb to open it as code")
    if data.get("format") == "netwright" or "netwright" in data:
        return text("it is a project of Netwright; give it the suffix .netw to open it")
    topology = data.get("modelTopology")
    if data.get("format") == "graph-model" or (isinstance(topology, dict) and "node" in topology):
        return text("it is a TensorFlow.js graph, which holds no Keras layers; open the Keras model it was made of")
    fields = ", ".join(repr(key[:20]) for key in list(data)[:6]) or "no fields"
    return text(
        "it is no model of Keras: class_name and config were expected, received {fields}", fields=fields
    )


def _parsed(value: Any) -> Any:
    """JSON kept as text inside JSON."""
    if isinstance(value, str) and value.lstrip()[:1] == "{":
        return strict_json.parse(value)
    return value


def _dict_or_none(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) and value else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
