"""Code of the user's own that a graph rests on: functions that are not trusted yet, files that cannot be used.

Nothing of it is run here; what the files hold was found before (custom). Does not belong here: what goes wrong when the
code runs (custom_functions, messages).
"""

from __future__ import annotations

from functools import cached_property

from core.analysis.custom import OwnCode
from core.analysis.custom_functions import sources_in
from core.analysis.messages import UNTRUSTED
from core.analysis.problems import Problem, quoted
from core.analysis.subject import Subject
from core.catalog.custom import SEPARATOR
from core.graph.model import Layer, Node
from core.graph.values import FrozenMap, KerasObject, PythonSource
from core.storage.trust import is_trusted, trusted
from core.texts import text


class CodeCheck:
    """One check of the code in one graph; what is trusted is looked up at most once."""

    def __init__(self, subject: Subject, own: OwnCode) -> None:
        self._subject = subject
        self._own = own

    @cached_property
    def _trusted(self) -> frozenset[str]:
        return trusted()

    def untrusted(self, node: Node, layer: Layer) -> list[Problem]:
        """Functions kept in the parameters that the user has not agreed to run."""
        for name, value in layer.params.items():
            if isinstance(value, (PythonSource, KerasObject, tuple, FrozenMap)):
                for source in sources_in(value):
                    if not is_trusted(source, self._trusted):
                        message = text(
                            "{kind} {name} holds Python code that is not trusted yet; read it, then trust it or "
                            "delete the layer.",
                            kind=layer.class_name,
                            name=quoted(layer.name),
                        )
                        return [Problem("error", UNTRUSTED, node.id, name, message)]
        return []

    def layer_of_file(self, node: Node, layer: Layer) -> Problem:
        """A layer of a file that cannot be used now."""
        stem = layer.type.partition(SEPARATOR)[0]
        fault = self._own.faults.get(stem)
        if fault is not None:
            code = UNTRUSTED if fault.untrusted else "ST20"
            reason = text("{name}: {reason}", name=quoted(layer.name), reason=fault.message)
            return Problem("error", code, node.id, None, reason)
        name = quoted(layer.name)
        if stem in self._own.files:
            what = text(
                "{name} is a {kind} of the file {stem}.py, which has no such layer.",
                name=name, kind=layer.class_name, stem=stem,
            )  # fmt: skip
        else:
            what = text(
                "{name} is a {kind} of the file {stem}.py, which the project does not name; add it as a custom layer file.",
                name=name, kind=layer.class_name, stem=stem,
            )  # fmt: skip
        return Problem("error", "ST20", node.id, None, what)

    def unused_files(self) -> list[Problem]:
        """Files of which no layer is used, so that no node tells what is the matter with them."""
        used = {
            layer.type.partition(SEPARATOR)[0]
            for layer in self._subject.graph.layers.values()
            if SEPARATOR in layer.type
        }
        return [
            Problem("advice", UNTRUSTED if fault.untrusted else "ST20", None, None, fault.message)
            for stem, fault in self._own.faults.items()
            if stem not in used
        ]
