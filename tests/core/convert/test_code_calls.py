"""Calls of ops in generated code bind to the parameters that were meant, for every op of the catalogue."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

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
