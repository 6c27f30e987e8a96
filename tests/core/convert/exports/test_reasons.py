"""What converters say becomes a sentence with the layer's name; the texts are those of the pinned versions."""

from __future__ import annotations

import pytest

from core.convert.exports.reasons import reason, sentence


class Pool:
    """Stands for a layer."""


LAYERS = {"pool": Pool(), "pool_1": Pool(), "erf_2": Pool()}
LITERT = (
    'Could not translate MLIR to FlatBuffer.<unknown>:0: error: loc(callsite(fused["MaxPool3D:", '
    '"functional_25_1/{place}/MaxPool3D@__inference_function_17140"] at callsite(fused["PartitionedCall:", '
    "\"PartitionedCall@x\"]))): 'tf.MaxPool3D' op is neither a custom op nor a flex op"
)
ONNX = (
    "No Op registered for Erf with domain_version of 15\n==> Context: Bad node spec for node. "
    "Name: functional_3_1/{place}/Erf OpType: Erf"
)


@pytest.mark.parametrize(
    ("text", "operation"), [(LITERT, "MaxPool3D"), (ONNX, "Erf")], ids=["litert", "onnx"]
)
@pytest.mark.parametrize(
    ("place", "layer"), [("pool", "pool"), ("pool_1", "pool_1"), ("pool_7", "pool"), ("inner_1/erf_2", "erf_2"), ("x", "")]
)
def test_the_operation_and_the_layer_are_found(text: str, operation: str, place: str, layer: str) -> None:
    found = reason(text.replace("{place}", place), LAYERS)
    assert (found.operation, found.layer) == (operation, layer)


def test_an_exception_of_a_layer_is_told_without_colours_and_arguments() -> None:
    text = "Exception encountered when calling Pool.call().\n\n\x1b[1mno way\x1b[0m\n\nArguments received by Pool.call():\n  x"
    found = reason(text, {"pool": Pool()})
    assert found.layer == "pool" and found.text == "no way"
    assert reason(text, LAYERS).layer == "", "three could be meant"


def test_sentences() -> None:
    assert sentence("litert", "池", "MaxPooling3D", "MaxPool3D") == (
        "LiteRT cannot hold the layer '池' (MaxPooling3D): it has no counterpart of TensorFlow's operation MaxPool3D."
    )
    assert sentence("onnx", "", "", "", "too large.") == "ONNX cannot hold this model: too large."
    assert len(sentence("onnx", "", "", "", reason("x" * 5000, {}).text)) < 400
