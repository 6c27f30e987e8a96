"""All models of keras.applications: to a project and back, through to_keras and through code.

No weight is allocated for the models themselves: both are run statelessly on the same random weights, so that even the
largest (350 million parameters) is compared by its outputs. Inputs are as small as each model allows.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy
import pytest

from core.analysis.shapes import without_weights
from core.catalog.catalog import Catalog, load
from core.convert import applications
from core.convert.from_keras import read_model
from core.convert.opening import open_model
from core.convert.to_code import generate
from core.convert.to_keras import build
from core.errors import ConversionError
from core.graph.queries import check
from core.storage import schema
from tests.core.convert.compare import description
from tests.core.convert.config.saved import save

ROOT = Path(__file__).resolve().parents[3]
GROUPS = 4
SMALLEST = {"InceptionResNetV2": 75, "InceptionV3": 75, "Xception": 71}
TOLERANCE = 1e-6


def names() -> tuple[str, ...]:
    return applications.names()


def small_model(name: str) -> Any:
    """The live model for the smallest images it takes, with few classes and plain outputs instead of softmax."""
    side = SMALLEST.get(name, 32)
    return applications.functions()[name](
        weights=None, input_shape=(side, side, 3), classes=10, classifier_activation=None
    )


def outputs(model: Any, values: list[Any]) -> Any:
    """What the model computes in inference with these values of its weights."""
    random = numpy.random.default_rng(5)
    image = random.uniform(0, 255, (1, *model.input.shape[1:])).astype("float32")
    known = {id(weight): value for weight, value in zip(model.weights, values, strict=True)}
    trainable = [known[id(weight)] for weight in model.trainable_variables]
    # Counters of random layers are no weights; in inference nothing is drawn.
    fixed = [
        known.get(id(variable), numpy.zeros(variable.shape, "uint32")) for variable in model.non_trainable_variables
    ]
    made, _ = model.stateless_call(trainable, fixed, image, training=False)
    return numpy.asarray(made)


def random_weights(model: Any) -> list[Any]:
    """Values under which signals neither vanish nor explode: spread by fan-in, variances positive."""
    block = numpy.random.default_rng(7).standard_normal(1 << 20).astype("float32")
    values = []
    for weight in model.weights:
        value = numpy.resize(block, weight.shape)
        if len(weight.shape) > 1:
            value *= (2 / numpy.prod(weight.shape[:-1])) ** 0.5
        elif "variance" in weight.path or "gamma" in weight.path:
            value = 1 + 0.1 * numpy.abs(value)
        else:
            value *= 0.1
        values.append(value.astype("float32"))
    return values


def assert_round_trip(name: str, folder: Path, catalog: Catalog) -> None:
    import tensorflow

    with without_weights():
        model = small_model(name)
        imported = read_model(model, catalog)
        project = imported.project
        assert imported.placeholders == ()
        assert check(project.graph) == []
        assert schema.decode(schema.encode(project)) == project
        for path in save(model, folder, name):
            from_file = open_model(path)
            assert from_file.project == project, f"{path.name} says the same"
            assert (from_file.placeholders, from_file.upgraded, from_file.notes) == ((), (), imported.notes), path.name
            path.unlink()
        rebuilt = build(project).model
        expected = description(model)
        assert description(rebuilt) == expected
        assert [layer.name for layer in rebuilt.layers] == [layer.name for layer in model.layers]
        assert rebuilt.count_params() == model.count_params()
        # Converted once for both: the largest has a gigabyte and a half of them.
        values = [tensorflow.constant(value) for value in random_weights(model)]
        one, other = outputs(model, values), outputs(rebuilt, values)
        assert numpy.isfinite(one).all() and one.std() > 0
        numpy.testing.assert_allclose(other, one, rtol=TOLERANCE, atol=TOLERANCE)
    (folder / f"{name}.py").write_text(generate(project, catalog=catalog), encoding="utf-8")
    (folder / f"{name}.expected").write_text(json.dumps(expected))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.expects_log("tensorflow")  # it advises against many shapes; every model here brings its own
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_application_comes_back_through_keras_and_through_code(group: int, tmp_path: Path) -> None:
    catalog = load()
    mine = names()[group::GROUPS]
    failed = {}
    for name in mine:
        try:
            assert_round_trip(name, tmp_path, catalog)
        except (AssertionError, ConversionError) as error:
            failed[name] = str(error)[:500]
    assert failed == {}
    subprocess.run([sys.executable, "-m", "tests.core.convert.fresh_models", str(tmp_path)], check=True, cwd=ROOT)
    for name in mine:
        error = tmp_path / f"{name}.error"
        assert not error.exists(), error.read_text()
        made = json.loads((tmp_path / f"{name}.json").read_text())
        assert made == json.loads((tmp_path / f"{name}.expected").read_text()), name


def test_the_list_is_what_keras_exports() -> None:
    import keras

    exported = {name for name in dir(keras.applications) if name[0].isupper()}
    assert set(names()) == exported
    assert len(names()) == len(set(names())) >= 38
    assert list(names()) == sorted(names())


def test_options_reach_keras() -> None:
    project = applications.application("MobileNetV2", include_top=False, input_shape=(64, 64, 3), pooling="avg")
    layers = list(project.graph.layers.values())
    assert layers[0].params["shape"] == (64, 64, 3)
    assert layers[-1].type == "keras.layers.GlobalAveragePooling2D"
    head = applications.application("MobileNetV2", classes=7)
    assert list(head.graph.layers.values())[-1].params["units"] == 7
    assert project.graph.name.startswith("mobilenetv2")


def test_names_are_those_of_a_new_process_however_often_it_is_imported() -> None:
    first = applications.application("InceptionV3", include_top=False)
    again = applications.application("InceptionV3", include_top=False)
    assert first == again
    names = [layer.name for layer in first.graph.layers.values()]
    assert names[:3] == ["input_layer", "conv2d", "batch_normalization"]


def test_weights_are_what_training_starts_from_and_not_part_of_the_network() -> None:
    plain = applications.application("MobileNet", input_shape=(32, 32, 3), include_top=False)
    asked = applications.application("MobileNet", weights="my.h5", input_shape=(32, 32, 3), include_top=False)
    assert dict(asked.training.fit.options) == {"initial_weights": "my.h5"}
    assert asked.graph == plain.graph


def test_efficientnet_gets_the_layer_that_its_imagenet_weights_expect() -> None:
    project = applications.application("EfficientNetB0", weights="imagenet", include_top=False, input_shape=(32, 32, 3))
    graph = project.graph
    (added,) = [layer for layer in graph.layers.values() if layer.name == "rescaling_1"]
    assert added.params["scale"] == pytest.approx([1 / 0.229**0.5, 1 / 0.224**0.5, 1 / 0.225**0.5])
    names = [layer.name for layer in build(project).model.layers]
    assert names[:5] == ["input_layer", "rescaling", "normalization", "rescaling_1", "stem_conv_pad"]


def test_as_one_block_that_can_be_opened() -> None:
    project = applications.application(
        "VGG16", include_top=False, input_shape=(48, 48, 3), pooling="max", as_block=True
    )
    assert schema.decode(schema.encode(project)) == project
    assert list(project.blocks) == ["vgg16"] and project.blocks["vgg16"].kind == "model"
    flat = applications.application("VGG16", include_top=False, input_shape=(48, 48, 3), pooling="max")
    inner = project.blocks["vgg16"].graph
    assert inner.layers == flat.graph.layers and inner.nodes == flat.graph.nodes
    with without_weights():
        model = build(project).model
        assert model.get_layer("vgg16").count_params() == model.count_params() == 14_714_688
        assert model.output.shape == (None, 512)


def test_importing_leaves_no_scope_behind() -> None:
    import keras

    applications.application("MobileNet", input_shape=(32, 32, 3))
    dense = keras.layers.Dense(2)
    dense.build((None, 3))
    assert numpy.isfinite(dense.get_weights()[0]).all()


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("ResNet51", {}, "did you mean 'ResNet50'"),
        ("no such thing at all", {}, "expected one of ConvNeXtBase"),
        ("VGG16", {"depth": 3}, "no parameter 'depth'"),
        ("VGG16", {"input_shape": (8, 8, 3)}, "32"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(name: str, options: dict[str, Any], words: str) -> None:
    with pytest.raises(ConversionError, match=words) as refused:
        applications.application(name, **options)
    assert "\n" not in refused.value.message
