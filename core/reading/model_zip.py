"""The model in a ``.keras`` archive: only config.json and metadata.json are read.

Does not belong here: the archive as such (archive), weights (weights_child). Invariant: no entry is written anywhere.
"""

from __future__ import annotations

from core.errors import FileError
from core.reading import archive, model_json, strict_json
from core.reading.archive import Entry
from core.reading.source import Source
from core.texts import text

CONFIG, METADATA = "config.json", "metadata.json"
_MOST_METADATA = 1 << 20
_WEIGHTS = ("model.weights.h5", "model.weights.npz", "model.weights.json", "variables.h5", "variables.npz")


def read(source: Source) -> tuple[model_json.Found, bool]:
    """The model, and whether the archive also holds weights; FileError (a clause)."""
    entries, prefix = inside(archive.read_entries(source))
    if CONFIG not in entries:
        raise FileError(_what_else(set(entries)))
    found = model_json.from_bytes(archive.unpack(source, entries[CONFIG], strict_json.MOST_BYTES))
    if prefix:
        found = found._replace(
            notes=(*found.notes, text("The archive keeps the model in a folder {prefix!r}.", prefix=prefix))
        )
    if METADATA in entries:
        found = _with_metadata(found, archive.unpack(source, entries[METADATA], _MOST_METADATA))
    return found, any(name in entries for name in _WEIGHTS)


def inside(entries: dict[str, Entry]) -> tuple[dict[str, Entry], str]:
    """The entries as Keras names them; if the archive was packed with its folder, without that, which comes second."""
    if CONFIG in entries:
        return entries, ""
    folders = {name.partition("/")[0] for name in entries if name.count("/") == 1 and name.endswith("/" + CONFIG)}
    folders.discard("__MACOSX")
    if len(folders) != 1:
        return entries, ""
    folder = folders.pop()
    start = len(folder) + 1
    return {name[start:]: entry for name, entry in entries.items() if name.startswith(folder + "/")}, folder


def _with_metadata(found: model_json.Found, data: bytes) -> model_json.Found:
    content = strict_json.decode(data)
    try:
        metadata = strict_json.parse(content) if content is not None else None
    except FileError:
        metadata = None
    if not isinstance(metadata, dict):
        return found._replace(notes=(*found.notes, text("The {name} of the archive cannot be read.", name=METADATA)))
    version = metadata.get("keras_version")
    return found._replace(keras_version=version if isinstance(version, str) else found.keras_version)


def _what_else(names: set[str]) -> str:
    """What an archive without config.json is."""
    last = {name.rpartition("/")[2] for name in names}
    if "saved_model.pb" in last or "keras_metadata.pb" in last:
        return text("it is a packed TensorFlow SavedModel; open the .keras, .h5 or .json file of the same model")
    if "data.pkl" in last or "constants.pkl" in last:
        return text("it is a PyTorch file, which holds no Keras layers and is not loaded")
    if names and all(name.endswith(".npy") for name in names):
        return text("it is a set of NumPy arrays (.npz), which can be used as data, not as a model")
    if "[Content_Types].xml" in last:
        return text("it is an office document; a .keras, .h5 or .json file of Keras was expected")
    if any(name.endswith((".keras", ".h5", ".hdf5", ".json")) for name in last):
        inner = sorted(name for name in last if name.endswith((".keras", ".h5", ".hdf5", ".json")))[0]
        return text("it is an archive without config.json; unpack it first and open {inner!r}", inner=inner[:60])
    return text("it is an archive without config.json, so no .keras file of Keras 3")
