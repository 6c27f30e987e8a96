"""From what was raised to one sentence with the user's layer."""

from __future__ import annotations

import pytest

from core.errors import ConversionError, DataError, RunError
from core.runs.failures import explain

NODES = {"dense": "n1", "dense_1": "n2", "my layer": "n3", "输入": "n4"}

GRAPH_ERROR = """Graph execution error:

Detected at node net_1/{scope}/MatMul defined at (most recent call last):
  File "/somewhere/train.py", line 3, in <module>

Matrix size-incompatible: In[0]: [32,4], In[1]: [5,3]
\t [[{{{{node net_1/{scope}/MatMul}}}}]] [Op:__inference_multi_step_on_iterator_923]"""


@pytest.mark.parametrize(
    ("scope", "node"), [("dense_1", "n1"), ("dense_1_1", "n2"), ("dense", "n1"), ("my_layer_1", "n3"), ("输入_1", "n4")]
)
def test_graph_errors_name_the_layer(scope: str, node: str) -> None:
    failure = explain(RuntimeError(GRAPH_ERROR.format(scope=scope)), "training", 32, NODES)
    assert failure.node == node
    assert "Matrix size-incompatible: In[0]: [32,4], In[1]: [5,3]" in failure.reason
    for noise in ("\n", "File", "[Op:", "{{node", "Graph execution"):
        assert noise not in failure.reason


def test_layers_named_by_keras() -> None:
    failure = explain(ValueError('Input 0 of layer "dense_1" is incompatible'), "training", 32, NODES)
    assert failure.node == "n2" and "'dense_1'" in failure.reason


class ResourceExhaustedError(Exception):
    """Named as TensorFlow names it; that class cannot be had without TensorFlow."""


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("OOM when allocating tensor with shape[9,9]"), ResourceExhaustedError()]
)
def test_memory(error: Exception) -> None:
    failure = explain(error, "training", 256, NODES)
    assert failure.reason.startswith("The memory ran out while training: a batch of 256 samples")


def test_our_own_errors_keep_their_words() -> None:
    assert explain(DataError("No data."), "x", 1, {}).reason == "No data."
    assert explain(RunError("Bad.", "why", node="n7"), "x", 1, {}).node == "n7"
    assert explain(ConversionError("Bad.", node="n8"), "x", 1, {}).node == "n8"


def test_an_error_without_words_has_its_name() -> None:
    failure = explain(KeyError(), "saving", 1, {})
    assert failure.reason == "The run failed while saving: KeyError" and failure.node is None
    assert "KeyError" in failure.details
