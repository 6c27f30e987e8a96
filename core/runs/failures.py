"""What went wrong in a run, as one sentence with the user's layer, from whatever was raised.

Does not belong here: checks that can be made before anything runs (data.match).
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass

from core.analysis.error_text import clean
from core.analysis.problems import quoted
from core.errors import NetwrightError
from core.texts import text

_ANSI = re.compile(r"\x1b\[[0-9;]*m|\[[01]m")
_NODE_PATH = re.compile(r"(?:node |\{\{node )([\w./>:-]+)")
_NOT_IN_SCOPE = re.compile(r"[^\w.>-]")
_NOISE = re.compile(
    r"Graph execution error|Detected at node|^\s*File \"|<stack traces|\[\[\{\{node|^\s*\[Op:|^\s*$|^node "
)
_OUT_OF_MEMORY = ("OOM when allocating", "failed to allocate", "Unable to allocate", "bad_alloc")


@dataclass(frozen=True, slots=True)
class Failure:
    """One sentence, the id of the node at fault where it is known, and what an expert may read."""

    reason: str
    node: str | None
    details: str


def explain(error: Exception, doing: str, batch_size: int, layer_nodes: Mapping[str, str]) -> Failure:
    """The failure behind ``error``, raised while ``doing`` (as in "while training").

    ``layer_nodes`` are the Keras layers' names with their nodes.
    """
    if isinstance(error, NetwrightError):
        return Failure(error.message, getattr(error, "node", None), error.details)
    details = "".join(traceback.format_exception(error))
    said = _ANSI.sub("", str(error))
    if _is_out_of_memory(error, said):
        return Failure(
            text(
                "The memory ran out while {doing}: a batch of {batch_size} samples was asked for; a smaller "
                "batch or a smaller model may fit.",
                doing=doing,
                batch_size=batch_size,
            ),
            None,
            details,
        )
    layer = _layer_in(said, layer_nodes)
    essence = _essence(said) or type(error).__name__
    if layer is None:
        return Failure(text("The run failed while {doing}: {error}", doing=doing, error=essence), None, details)
    return Failure(
        text(
            "The run failed while {doing} at the layer {layer}: {error}",
            doing=doing,
            layer=quoted(layer),
            error=essence,
        ),
        layer_nodes.get(layer),
        details,
    )


def _is_out_of_memory(error: Exception, text: str) -> bool:
    if isinstance(error, MemoryError) or type(error).__name__ == "ResourceExhaustedError":
        return True
    return any(word in text for word in _OUT_OF_MEMORY)


def _layer_in(text: str, layer_nodes: Mapping[str, str]) -> str | None:
    """The name of the innermost layer that the message speaks of."""
    scopes = {_NOT_IN_SCOPE.sub("_", name): name for name in layer_nodes}
    for path in _NODE_PATH.findall(text):
        for part in reversed(path.split("/")):
            # While tracing, TensorFlow gives the scope of each layer a number of its own: net_1/dense_1_1/MatMul.
            for scope in (re.sub(r"_\d+$", "", part), part):
                if scope in scopes:
                    return scopes[scope]
    for name in sorted(layer_nodes, key=len, reverse=True):
        if re.search(rf"""(?:layer|name)\s*=?\s*["'`]{re.escape(name)}["'`]""", text):
            return name
    return None


def _essence(text: str) -> str:
    """The message without stacks and argument lists, on one line."""
    return clean("\n".join(line.strip() for line in text.splitlines() if not _NOISE.search(line)))
