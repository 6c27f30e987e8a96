"""Calls in generated code bind to the parameters that were meant, for every op and layer of the catalogue."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from core.analysis.instantiate import RUNS_CODE
from core.catalog.catalog import load
from core.catalog.spec import LayerSpec
from core.convert.code_calls import op_call
from core.convert.code_format import text_of
from core.convert.code_values import Values
from core.graph.model import Layer, Node
from core.graph.values import FrozenMap, Source, Value

CATALOG = load()


def bound(spec: LayerSpec, names: set[str]) -> dict[str, Any]:
    """How Python binds the generated call of an op with these arguments, each a text of its own."""
    import keras

    params: dict[str, Value] = {param.name: f"P{param.name}" for param in spec.params if param.name in names}
    arguments: dict[str, Value] = {}
    for port in spec.inputs:
        if port.name in names:
            source = Source(f"T{port.name}")
            arguments[port.name] = (source, source) if port.kind == "list" else source
    layer = Layer("l", spec.type, "op", FrozenMap(params))
    values = Values(CATALOG, set(), {})
    code = text_of(op_call(values, layer, Node("n", "l", FrozenMap(arguments)), lambda source: repr(source.node)))
    function: Any = keras
    for part in spec.type.split(".")[1:]:
        function = getattr(function, part)
    called: dict[str, Any] = {}

    def record(*given: Any, **named: Any) -> None:
        called.update(inspect.signature(function).bind(*given, **named).arguments)

    class Ops:
        def __getattr__(self, name: str) -> Any:
            return self if name in ("image", "nn", "linalg", "numpy") else record

    eval(code, {"ops": Ops()})
    return called


@pytest.mark.parametrize("spec", CATALOG.ops, ids=lambda spec: spec.type.removeprefix("keras.ops."))
def test_every_argument_arrives_where_it_was_meant(spec: LayerSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.convert import code_calls

    # Operators and indexes are tried for real in test_code_runs.
    monkeypatch.setattr(code_calls, "_operator", lambda *given: None)
    monkeypatch.setattr(code_calls, "_subscript", lambda *given: None)
    required = {port.name for port in spec.inputs if port.required} | {
        param.name for param in spec.params if param.required
    }
    every = {port.name for port in spec.inputs} | {param.name for param in spec.params}
    for names in (required, every):
        called = bound(spec, names)
        for port in spec.inputs:
            if port.name in names:
                single = f"T{port.name}"
                expected: Any = [single, single] if port.kind == "list" else single
                received = called[port.name]
                assert (list(received) if isinstance(received, tuple) else received) == expected
        for param in spec.params:
            if param.name in names:
                assert called[param.name] == f"P{param.name}"


class Recorder:
    """Stands for a module of Keras: its classes remember what they were made with."""

    def __init__(self, module: Any) -> None:
        self.module = module

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.module, name)
        if inspect.ismodule(found):
            return Recorder(found)
        return lambda *given, **named: inspect.signature(found).bind(*given, **named).arguments


@pytest.mark.parametrize("spec", CATALOG.layers, ids=lambda spec: spec.class_name)
def test_every_setting_of_a_layer_arrives_where_it_was_meant(spec: LayerSpec) -> None:
    import keras

    if spec.class_name in RUNS_CODE or not spec.params:
        return
    names = [param.name for param in spec.params]
    given: dict[str, Value] = {param.name: f"P{param.name}" for param in spec.params if param.required}
    for params in (given, given | {names[0]: "P" + names[0]}, {name: f"P{name}" for name in names}):
        code = text_of(Values(CATALOG, set(), {}).construct(spec.type, FrozenMap(params), '"some name"'))
        made = eval(code, {"layers": Recorder(keras.layers), "keras": Recorder(keras)})
        assert {**made, **made.get("kwargs", {})} | params == {**made, **made.get("kwargs", {})}
        assert made.get("name", made.get("kwargs", {}).get("name")) == "some name"
