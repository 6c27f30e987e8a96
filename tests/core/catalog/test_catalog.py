from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.catalog import catalog as catalogs
from core.catalog.catalog import Catalog
from core.catalog.report import catalog_json
from core.catalog.spec import ParamKind
from core.errors import FileError


def test_loading_imports_no_keras_and_nothing_heavy() -> None:
    code = (
        "import sys\nfrom core.catalog import catalog\nfound = catalog.load()\n"
        "found.search('conv'); found.objects('loss')\n"
        "bad = {'keras', 'tensorflow', 'numpy', 'PySide6', 'importlib.metadata'} & set(sys.modules)\n"
        "sys.exit(str(bad) if bad else 0)"
    )
    root = Path(catalogs.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_get_knows_layers_ops_and_exported_aliases(shipped: Catalog) -> None:
    dense = shipped.get("keras.layers.Dense")
    assert dense is not None and dense.class_name == "Dense"
    pool = shipped.get("keras.layers.MaxPool2D")
    assert pool is not None and pool.type == "keras.layers.MaxPooling2D"
    grouped = shipped.get("keras.layers.GroupQueryAttention")
    assert grouped is not None
    resize = shipped.get("keras.ops.image.resize")
    assert resize is not None and resize.class_name == "resize"
    assert shipped.get("keras.layers.GroupedQueryAttention") is grouped, "the name that saved models hold"
    assert shipped.get("keras.layers.NoSuchLayer") is None
    assert shipped.get("keras.layers.fc") is None, "a word to search for is no class"
    assert shipped.get("block:residual") is None


def test_families_hold_every_placeable_spec_once(shipped: Catalog) -> None:
    inside = [spec for family in shipped.families for spec in shipped.in_family(family.id)]
    assert len(inside) == sum(spec.placeable for spec in (*shipped.layers, *shipped.ops))
    assert all(shipped.in_family(family.id) for family in shipped.families)


def test_objects_are_found_by_path_class_name_and_identifier(shipped: Catalog) -> None:
    for name in ("keras.losses.MeanSquaredError", "MeanSquaredError", "mse", "mean_squared_error"):
        found = shipped.find_object("loss", name)
        assert found is not None and found.class_name == "MeanSquaredError", name
    adam = shipped.find_object("optimizer", "adam")
    assert adam is not None
    rate = adam.param("learning_rate")
    assert rate is not None and rate.kind is ParamKind.SCHEDULE and rate.primary
    assert shipped.find_object("metric", "nonsense") is None
    swish = shipped.find_object("activation", "swish")
    assert swish is not None and swish.class_name == "silu"


def test_active_outputs_follow_parameters_and_call_arguments(shipped: Catalog) -> None:
    lstm = shipped.get("keras.layers.LSTM")
    assert lstm is not None
    assert [item.name for item in lstm.active_outputs({})] == ["output"]
    assert [item.name for item in lstm.active_outputs({"return_state": True})] == ["output", "state_h", "state_c"]
    attention = shipped.get("keras.layers.MultiHeadAttention")
    assert attention is not None
    assert len(attention.active_outputs({"return_attention_scores": True})) == 2


def test_another_keras_makes_the_shipped_catalogue_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not catalogs.load().stale
    monkeypatch.setattr(catalogs, "installed_version", lambda: "99.0.0")
    assert catalogs.load().stale
    monkeypatch.setattr(catalogs, "installed_version", lambda: None)
    assert not catalogs.load().stale


def test_it_is_made_once_for_each_state_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = catalogs.load()
    assert catalogs.load() is first
    copied = tmp_path / "keras.json"
    copied.write_bytes(catalogs.SHIPPED.read_bytes())
    monkeypatch.setattr(catalogs, "SHIPPED", copied)
    assert catalogs.load() is not first and catalogs.load().layers == first.layers
    copied.write_text("{", encoding="utf-8")
    with pytest.raises(FileError):
        catalogs.load()


@pytest.fixture
def other_keras(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shipped: Catalog) -> dict[str, Any]:
    """As if Keras 99 were installed, with a cache folder of its own."""
    data = json.loads(catalogs.SHIPPED.read_text(encoding="utf-8")) | {"keras": "99.0.0"}
    monkeypatch.setattr(catalogs, "cache_folder", lambda: tmp_path / "deep" / "cache")
    monkeypatch.setattr(catalogs, "installed_version", lambda: "99.0.0")
    monkeypatch.setattr(catalogs, "build", lambda: data)
    return data


def test_a_refreshed_catalogue_is_kept_and_found_again(other_keras: dict[str, Any]) -> None:
    assert catalogs.load().stale
    made = catalogs.refresh()
    assert made.keras_version == "99.0.0" and not made.stale
    again = catalogs.load()
    assert again.keras_version == "99.0.0" and not again.stale
    assert not list(catalogs.cache_folder().glob("*.part"))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2}', "\x00\xff", '{"format": 1, "keras": "1.0"}'])
def test_a_broken_cache_is_passed_over(other_keras: dict[str, Any], text: str) -> None:
    catalogs.refresh()
    (catalogs.cache_folder() / "keras-99.0.0.json").write_text(text, encoding="utf-8")
    found = catalogs.load()
    assert found.stale and found.layers


def test_a_home_that_cannot_be_written_costs_only_the_cache(other_keras: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("a file where the folder should be", encoding="utf-8")
    assert catalogs.refresh().keras_version == "99.0.0"


def test_a_damaged_installation_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(catalogs, "SHIPPED", tmp_path / "keras.json")
    with pytest.raises(FileError, match=r"keras\.json cannot be read"):
        catalogs.load()


def test_the_installed_version_is_the_one_keras_says() -> None:
    import keras

    assert catalogs.installed_version() == keras.__version__


def test_the_report_is_plain_json_and_spells_everything_out(shipped: Catalog) -> None:
    report = json.loads(json.dumps(catalog_json(shipped), allow_nan=False))
    conv = next(item for item in report["layers"] if item["type"] == "keras.layers.Conv2D")
    padding = next(item for item in conv["parameters"] if item["name"] == "padding")
    assert padding["kind"] == "choice" and padding["choices"] == ["valid", "same"] and padding["default"] == "valid"
    assert conv["inputs"] == [{"name": "inputs", "kind": "tensor", "required": True, "least": 1, "most": 1}]
    assert len(report["layers"]) == len(shipped.layers) and len(report["ops"]) == len(shipped.ops)
