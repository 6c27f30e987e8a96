"""The files that Keras saves, without the weights: a model that was never allocated can be written like that too.

Not a test itself; Keras's own serializers make what stands in the files.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any


def save(model: Any, folder: Path, name: str) -> list[Path]:
    """``NAME.json``, ``NAME.keras`` and ``NAME.h5``."""
    paths = [folder / f"{name}{suffix}" for suffix in (".json", ".keras", ".h5")]
    paths[0].write_text(model.to_json(), encoding="utf-8")
    _save_keras(model, paths[1])
    _save_h5(model, paths[2])
    return paths


def _save_keras(model: Any, path: Path) -> None:
    import keras
    from keras.src.saving.serialization_lib import ObjectSharingScope, serialize_keras_object

    with ObjectSharingScope():
        config = serialize_keras_object(model)
    metadata = {"keras_version": keras.__version__, "date_saved": "2026-01-01@00:00:00"}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("metadata.json", json.dumps(metadata))
        archive.writestr("config.json", json.dumps(config))


def _save_h5(model: Any, path: Path) -> None:
    import h5py
    from keras.src.legacy.saving import json_utils, saving_options, saving_utils

    with saving_options.keras_option_scope(use_legacy_config=True), h5py.File(path, "w") as file:
        for key, value in saving_utils.model_metadata(model, include_optimizer=False).items():
            if isinstance(value, (dict, list, tuple)):
                file.attrs[key] = json.dumps(value, default=json_utils.get_json_type).encode("utf8")
            else:
                file.attrs[key] = value
        file.create_group("model_weights")
