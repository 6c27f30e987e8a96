"""The catalogue against the installed Keras: nothing missing, everything typed, every starter builds."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from core.catalog import catalog as catalogs
from core.catalog import examples
from core.catalog.catalog import Catalog
from core.catalog.overlay import APPLICATION_LAYERS
from core.catalog.spec import LayerSpec, ParamKind, ParamSpec
from core.graph.values import FrozenMap, KerasObject, PythonSource

# Why a placeable layer cannot be called here; no other may fail.
NOT_CALLED = {
    "InputLayer": "it has no input; it is made with its shape below",
    "TFSMLayer": "it needs a SavedModel on disk",
    "JaxLayer": "it needs JAX, which is not among the requirements",
    "FlaxLayer": "it needs Flax, which is not among the requirements",
    "TorchModuleWrapper": "it needs the PyTorch backend",
    "Lambda": "its starter is Python source, which the catalogue does not run; it is called with the function below",
}


def specs(kind: str) -> list[LayerSpec]:
    found = Catalog(catalogs._read(catalogs.SHIPPED))
    return [spec for spec in (found.layers if kind == "layer" else found.ops) if spec.placeable]


def by_type(spec: object) -> str:
    return getattr(spec, "type", "").removeprefix("keras.")


def test_the_shipped_file_is_what_the_installed_keras_gives(built: dict[str, Any]) -> None:
    """If this fails after an edit of the overlay or a new Keras: ``make catalog``, and read the difference."""
    assert catalogs.dumps(built) == catalogs.SHIPPED.read_text(encoding="utf-8")


def test_every_exported_layer_class_is_there(shipped: Catalog) -> None:
    import keras

    classes = {
        value
        for name in dir(keras.layers)
        if inspect.isclass(value := getattr(keras.layers, name)) and issubclass(value, keras.Layer)
    }
    exported = [spec for spec in shipped.layers if spec.type not in APPLICATION_LAYERS]
    made = {examples._resolve(spec.type) for spec in exported}
    assert made == classes
    assert len(exported) == len(made)
    assert sum(spec.placeable for spec in shipped.layers) == len(classes) - 6


def test_the_layers_inside_applications_are_known_but_not_offered(shipped: Catalog) -> None:
    specs = [spec for spec in shipped.layers if spec.type in APPLICATION_LAYERS]
    assert {spec.type for spec in specs} == APPLICATION_LAYERS
    assert not any(spec.placeable for spec in specs)
    scale = shipped.get("keras.src.applications.convnext.LayerScale")
    assert scale is not None and [param.name for param in scale.params if param.required] == ["init_values", "projection_dim"]


def test_every_constructor_parameter_is_there(shipped: Catalog) -> None:
    for spec in shipped.layers:
        signature = inspect.signature(examples._resolve(spec.type).__init__)
        wanted = {
            name
            for name, parameter in signature.parameters.items()
            if name not in ("self", "name") and parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
        }
        assert wanted <= {param.name for param in spec.params}, spec.type


def test_nearly_every_parameter_is_typed(shipped: Catalog) -> None:
    groups: dict[str, list[ParamSpec]] = {
        "layers": [param for spec in shipped.layers for param in (*spec.params, *spec.call_params)],
        "ops": [param for spec in shipped.ops for param in spec.params],
        "optimizers": [param for spec in shipped.objects("optimizer") if spec.usable for param in spec.params],
        "losses": [param for spec in shipped.objects("loss") for param in spec.params],
        "metrics": [param for spec in shipped.objects("metric") if spec.usable for param in spec.params],
    }
    for name, params in groups.items():
        untyped = [param.name for param in params if param.kind is ParamKind.ANY]
        assert len(untyped) <= 0.01 * len(params), (name, untyped)


def test_parameters_are_documented(shipped: Catalog) -> None:
    params = [param for spec in shipped.layers if spec.placeable for param in spec.params]
    silent = [param.name for param in params if not param.help]
    assert len(silent) <= 0.03 * len(params), silent
    assert all(len(param.help) <= 320 for param in params)


def test_defaults_fit_their_kind(shipped: Catalog) -> None:
    kinds = {
        ParamKind.INT: int,
        ParamKind.FLOAT: (int, float),
        ParamKind.BOOL: bool,
        ParamKind.TEXT: str,
        ParamKind.INT_OR_TUPLE: (int, tuple),
        ParamKind.TUPLE: tuple,
        ParamKind.RANGE: (int, float, tuple),
        ParamKind.BORDERS: (int, tuple),
        ParamKind.AXES: (int, tuple),
        ParamKind.SHAPE: tuple,
    }
    for spec in (*shipped.layers, *shipped.ops):
        for param in (*spec.params, *spec.call_params):
            if isinstance(param.default, (int, float)):
                assert param.minimum is None or param.default >= param.minimum, f"{spec.type}.{param.name}"
                assert param.maximum is None or param.default <= param.maximum, f"{spec.type}.{param.name}"
            if param.default is None:
                assert param.required or param.nullable, f"{spec.type}.{param.name}"
            elif param.kind in kinds:
                assert isinstance(param.default, kinds[param.kind]), f"{spec.type}.{param.name}"
            elif param.kind is ParamKind.CHOICE and not param.open:
                assert param.default in param.choices, f"{spec.type}.{param.name}"


def test_required_parameters_have_a_starter_value(shipped: Catalog) -> None:
    for spec in (*shipped.layers, *shipped.ops):
        if spec.placeable and not spec.requires:
            missing = [param.name for param in spec.params if param.required and param.name not in spec.starter]
            assert not missing, (spec.type, missing)


@pytest.mark.parametrize("spec", specs("layer"), ids=by_type)
def test_a_dropped_layer_works(spec: LayerSpec) -> None:
    import keras

    if spec.class_name in NOT_CALLED:
        assert spec.requires or spec.class_name in ("InputLayer", "Lambda")
        return
    result = examples.call_symbolically(spec, examples.example_inputs(spec))
    tensors = keras.tree.flatten(result)
    assert all(isinstance(tensor, keras.KerasTensor) for tensor in tensors)
    assert not spec.outputs or len(tensors) == len(spec.active_outputs(spec.starter))


def test_a_dropped_input_and_lambda_work(shipped: Catalog) -> None:
    import keras

    entry = shipped.get("keras.layers.InputLayer")
    assert entry is not None and entry.title == "Input"
    layer = examples.make(KerasObject(entry.type, entry.starter))
    assert layer.output.shape == (None, 28, 28, 1)
    custom = shipped.get("keras.layers.Lambda")
    assert custom is not None and custom.starter["function"] == PythonSource("lambda x: x")
    assert keras.layers.Lambda(lambda x: x)(keras.KerasTensor((None, 3))).shape == (None, 3)


@pytest.mark.parametrize("spec", specs("op"), ids=by_type)
def test_a_dropped_op_works(spec: LayerSpec) -> None:
    import keras

    result = examples.call_symbolically(spec, examples.example_inputs(spec))
    tensors = keras.tree.flatten(result)
    assert tensors and all(isinstance(tensor, keras.KerasTensor) for tensor in tensors)
    assert not spec.outputs or len(tensors) == len(spec.active_outputs(spec.starter))


@pytest.mark.parametrize("spec", specs("layer"), ids=by_type)
def test_every_choice_and_every_parameter_is_accepted_by_the_constructor(spec: LayerSpec) -> None:
    if spec.requires or spec.class_name in ("InputLayer", "Lambda"):
        return
    for param in spec.params:
        values = [*param.choices, *((None,) if param.nullable else ())] or [param.default]
        for value in values:
            if param.required or (spec.class_name, param.name, value) in DEPENDENT:
                continue
            examples.make(KerasObject(spec.type, FrozenMap({**spec.starter, param.name: value})))


# Values that are right only together with another parameter.
DEPENDENT = {
    ("IntegerLookup", "output_mode", "tf_idf"),
    ("StringLookup", "output_mode", "tf_idf"),
    ("CategoryEncoding", "num_tokens", None),
    ("Discretization", "bin_boundaries", None),
    ("TextVectorization", "output_mode", "multi_hot"),
    ("TextVectorization", "output_mode", "count"),
    ("TextVectorization", "output_mode", "tf_idf"),
}


def test_ops_know_the_class_that_stands_for_them_in_a_saved_model(shipped: Catalog) -> None:
    import importlib

    synonyms = set()
    for spec in shipped.ops:
        if not spec.operation:
            synonyms.add(spec.class_name)
            continue
        module, _, name = spec.operation.rpartition(".")
        assert hasattr(importlib.import_module(module), name), spec.type
    add = shipped.get("keras.ops.add")
    assert add is not None and add.operation == "keras.src.ops.numpy.Add"
    assert shipped.by_operation("keras.src.ops.numpy", "Add") is add
    assert shipped.by_operation("keras.src.ops.nn", "Silu") is shipped.get("keras.ops.silu")
    assert shipped.by_operation("keras.layers", "Add") is None
    assert synonyms == {"abs", "conj"}


def test_ports(shipped: Catalog) -> None:
    def ports(name: str) -> list[tuple[str, str, bool, int, int]]:
        spec = shipped.get(f"keras.{name}")
        assert spec is not None
        return [(port.name, port.kind, port.required, port.least, port.most) for port in spec.inputs]

    assert ports("layers.Dense") == [("inputs", "tensor", True, 1, 1)]
    assert ports("layers.Add") == [("inputs", "list", True, 2, 0)]
    assert ports("layers.Dot") == [("inputs", "list", True, 2, 2)]
    assert ports("layers.Attention")[0] == ("inputs", "list", True, 2, 3)
    assert [port[:3] for port in ports("layers.MultiHeadAttention")[:3]] == [
        ("query", "tensor", True),
        ("value", "tensor", True),
        ("key", "tensor", False),
    ]
    assert [port[:3] for port in ports("layers.LSTM")] == [
        ("sequences", "tensor", True),
        ("initial_state", "list", False),
        ("mask", "tensor", False),
    ]
    assert ports("layers.InputLayer") == []
    assert [port[0] for port in ports("ops.where")] == ["condition", "x1", "x2"]
    assert ports("ops.concatenate")[0][:2] == ("xs", "list")
    assert [port[0] for port in ports("ops.conv")] == ["inputs", "kernel"]


def test_ranks(shipped: Catalog) -> None:
    expected = {"Conv1D": (3,), "Conv2D": (4,), "MaxPooling3D": (5,), "LSTM": (3,), "ConvLSTM2D": (5,), "Dense": ()}
    for name, ranks in expected.items():
        spec = shipped.get(f"keras.layers.{name}")
        assert spec is not None and spec.ranks == ranks, name


def test_layers_with_state_from_data_say_so(shipped: Catalog) -> None:
    adaptable = {spec.class_name for spec in shipped.layers if spec.adaptable}
    assert adaptable == {"Normalization", "TextVectorization", "StringLookup", "IntegerLookup", "Discretization"}


def test_every_usable_object_can_be_found_by_its_identifiers(shipped: Catalog) -> None:
    import keras

    homes = {"loss": keras.losses, "metric": keras.metrics, "optimizer": keras.optimizers}
    homes |= {"initializer": keras.initializers, "regularizer": keras.regularizers}
    homes |= {"constraint": keras.constraints, "activation": keras.activations}
    for kind, home in homes.items():
        for spec in shipped.objects(kind):  # type: ignore[arg-type]
            if spec.usable and not any(param.required for param in spec.params):
                for identifier in spec.identifiers:
                    assert home.get(identifier) is not None, (kind, identifier)


def test_every_usable_object_is_made_from_its_defaults(shipped: Catalog) -> None:
    for kind in ("optimizer", "loss", "metric", "initializer", "regularizer", "constraint", "callback", "schedule"):
        for spec in shipped.objects(kind):  # type: ignore[arg-type]
            if spec.usable and not any(param.required for param in spec.params):
                params = {param.name: param.default for param in spec.params if param.default is not None}
                examples.make(KerasObject(spec.type, FrozenMap(params)))
