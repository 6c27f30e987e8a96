"""Where wires may end, from a spec and the call as it is."""

from __future__ import annotations

from core.catalog.ports import block_ports, free_port, input_ports, output_count
from core.catalog.spec import LayerSpec, OutputSpec, PortSpec
from core.graph.model import INPUT_TYPE, Layer, Node
from core.graph.values import FrozenMap, Source

DENSE = LayerSpec("keras.layers.Dense", "layer", "core", 0, inputs=(PortSpec("inputs"),))
ADD = LayerSpec("keras.layers.Add", "layer", "merging", 0, inputs=(PortSpec("inputs", "list", least=2, most=0),))
ATTENTION = LayerSpec(
    "keras.layers.MultiHeadAttention",
    "layer",
    "attention",
    0,
    inputs=(PortSpec("query"), PortSpec("value"), PortSpec("key", required=False)),
    outputs=(OutputSpec("output"), OutputSpec("scores", when="return_attention_scores")),
)
LAYER = Layer("l1", "keras.layers.Dense", "dense")


def node(**arguments: object) -> Node:
    return Node("n1", "l1", FrozenMap(arguments))  # type: ignore[arg-type]


def test_a_free_required_port_comes_first() -> None:
    ports = input_ports(DENSE, node(), LAYER)
    assert [(port.path, port.required, port.connected) for port in ports] == [(("inputs",), True, False)]
    assert free_port(ports) is ports[0]


def test_a_taken_port_is_not_free() -> None:
    assert free_port(input_ports(DENSE, node(inputs=Source("n0")), LAYER)) is None


def test_a_list_has_a_place_for_each_wire_and_one_more() -> None:
    ports = input_ports(ADD, node(inputs=(Source("a"), Source("b"))), LAYER)
    assert [port.path for port in ports] == [("inputs", 0), ("inputs", 1), ("inputs", 2)]
    assert [port.connected for port in ports] == [True, True, False]
    assert ports[-1].grows and not ports[-1].required
    assert ports[1].label == "inputs 2"


def test_an_empty_list_is_required() -> None:
    (port,) = input_ports(ADD, node(), LAYER)
    assert port.required and port.path == ("inputs", 0)


def test_optional_ports_show_when_asked_for_or_wired() -> None:
    assert [port.path[0] for port in input_ports(ATTENTION, node(), LAYER, optional=False)] == ["query", "value"]
    assert len(input_ports(ATTENTION, node(), LAYER)) == 3
    wired = input_ports(ATTENTION, node(key=Source("k")), LAYER, optional=False)
    assert [port.path[0] for port in wired] == ["query", "value", "key"]


def test_wires_at_unknown_places_are_kept() -> None:
    ports = input_ports(DENSE, node(inputs=Source("a"), extra=Source("b")), LAYER)
    assert [port.path for port in ports] == [("inputs",), ("extra",)]


def test_without_a_spec_there_is_always_one_more_place() -> None:
    ports = input_ports(None, node(**{"0": Source("a")}), LAYER)
    assert [port.path for port in ports] == [("0",), ("1",)]
    assert ports[-1].grows


def test_inputs_take_nothing_and_blocks_take_their_inner_inputs() -> None:
    assert input_ports(DENSE, node(), Layer("l", INPUT_TYPE, "x")) == ()
    ports = block_ports(["a", "b"], node(a=Source("n0")))
    assert [(port.path, port.connected) for port in ports] == [(("a",), True), (("b",), False)]


def test_outputs_follow_the_call() -> None:
    assert output_count(ATTENTION, node(), LAYER) == 1
    assert output_count(ATTENTION, node(return_attention_scores=True), LAYER) == 2
    assert output_count(None, node(), LAYER) == 1
