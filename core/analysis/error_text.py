"""The text of an error of Keras or TensorFlow as a person can read it.

Keras wraps errors, colours them and names tensors that no user ever sees. Does not belong here: what an error means for a
layer (messages) or for a run (runs.failures). Invariant: a text that has nothing to clean comes back as the same object.
"""

from __future__ import annotations

import re

MAX_LENGTH = 400

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_WRAPPED = re.compile(r"Exception encountered when calling [^\n]*?\.\s*\n+(.*?)\n+Arguments received by ", re.S)
_INFERENCE = re.compile(r"Could not automatically infer the output shape.*?Error encountered:\s*(.*)", re.S)
_TENSOR = re.compile(r"<KerasTensor shape=(\([^)]*\)), dtype=(\w+)[^>]*>")
_NOISE = (
    (re.compile(r" with name 'None'"), ""),
    (re.compile(r"<(?:[\w.]*\.)?(\w+) object at 0x[0-9a-f]+>"), r"\1"),
    (re.compile(r"<class '(?:[\w.]*\.)?(\w+)'>(?! could not be)"), r"\1"),
    (re.compile(r"\{\{function_node [^}]*\}\}\s*"), ""),
    (re.compile(r"\s*\[Op:\w+\]( name: \S*)?"), ""),
    (re.compile(r"^Exception encountered: *"), ""),
    (re.compile(r"\(most recent call last\).*", re.S), ""),
)


def clean(raw: str) -> str:
    """An error text without colours, wrappers and internals, on one line, cut after a sentence."""
    found = _ANSI.sub("", raw)
    for pattern in (_WRAPPED, _INFERENCE, _WRAPPED):
        match = pattern.search(found)
        if match:
            found = match.group(1)
    found = _TENSOR.sub(r"a tensor of shape \1 and dtype \2", found)
    for noise, instead in _NOISE:
        found = noise.sub(instead, found)
    found = " ".join(found.split())
    if len(found) <= MAX_LENGTH:
        return raw if found == raw else found  # A sentence of this program stays one that can be translated.
    cut = found.rfind(". ", 80, MAX_LENGTH)
    return found[: cut + 1] if cut > 0 else found[: MAX_LENGTH - 4] + " ..."
