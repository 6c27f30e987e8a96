"""Finding layers in a graph by what they are, cost and yield: ``is:error type:conv params:>1e6 shape:28x28 name:head``.

Words without a key are looked for in name, class and titles. All terms must hold; ``-`` before a term turns it round; quotes
keep spaces together. Does not belong here: how hits are shown. Invariant: a query never fails; a term that cannot be
understood matches nothing and is told in :attr:`Query.faults`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from core.analysis.problems import Problem
from core.analysis.results import Analysis, NodeResult, TensorSpec
from core.analysis.structure import Specs
from core.catalog.spec import LayerSpec
from core.graph import freezing, queries
from core.graph.model import Graph, Layer, Node, Project
from core.texts import text

KEYS = ("is", "type", "name", "family", "params", "flops", "memory", "shape", "dtype")
STATES = (
    "error", "warning", "hint", "problem", "frozen", "bypassed", "input", "output", "shared", "block", "op", "custom",
    "trainable", "unwired",
)  # fmt: skip
_TERM = re.compile(r'(-?)(?:([a-z]+):)?("[^"]*"?|\S+)')
_NUMBER = re.compile(r"^(>=|<=|>|<|=)?\s*([0-9.]+(?:e[+-]?[0-9]+)?)\s*([kmgt]?)b?$", re.IGNORECASE)
_UNITS = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12}
_SHAPE_SPLIT = re.compile(r"[x×,*\s]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. ``key`` is "" for a word that is looked for everywhere."""

    key: str
    value: str
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed: its terms, and a sentence for each that cannot be understood."""

    terms: tuple[Term, ...]
    faults: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """True if nothing was asked for."""
        return not self.terms and not self.faults


def parse(typed: str) -> Query:
    """The query that the text says."""
    terms: list[Term] = []
    faults: list[str] = []
    for sign, key, value in _TERM.findall(typed.strip()):
        value = value.strip('"')
        low = key.lower()
        if key and low not in KEYS:
            faults.append(text("There is no filter {key!r}; there are {known}.", key=key, known=", ".join(KEYS)))
            continue
        if not value:
            continue
        fault = _fault(low, value)
        if fault:
            faults.append(fault)
        else:
            terms.append(Term(low, value, bool(sign)))
    return Query(tuple(terms), tuple(faults))


def _fault(key: str, value: str) -> str:
    if key == "is" and value.lower() not in STATES:
        return text("'is:' knows {known}; received {value!r}.", known=", ".join(STATES), value=value)
    if key in ("params", "flops", "memory") and _range(value) is None:
        return text("'{key}:' expects a number like >1e6, 10k or 1k..5k; received {value!r}.", key=key, value=value)
    if key == "shape" and _sizes(value) is None:
        return text("'shape:' expects sizes like 28x28x? or 64; received {value!r}.", value=value)
    return ""


def find(query: Query, project: Project, graph: Graph, catalog: Specs, analysis: Analysis | None) -> list[str]:
    """The nodes for which every term holds, in the order of the flow; none for a blank query or one with a fault.

    Without an ``analysis`` of this very graph nothing is known of costs, shapes and problems.
    """
    if query.is_blank or query.faults:
        return []
    known = analysis if analysis is not None and analysis.project is project and analysis.graph is graph else None
    facts = _Facts(project, graph, catalog, known)
    order, rest = queries.topological_order(graph)
    everything = [*order, *(node_id for node_id in graph.nodes if node_id in rest)]
    return [node_id for node_id in everything if all(facts.holds(term, node_id) for term in query.terms)]


class _Facts:
    """What is asked about nodes; sets that take a walk over the graph are made once."""

    def __init__(self, project: Project, graph: Graph, catalog: Specs, analysis: Analysis | None) -> None:
        self._project = project
        self._graph = graph
        self._catalog = catalog
        self._results: Mapping[str, NodeResult] = analysis.nodes if analysis is not None else {}
        self._problems: tuple[Problem, ...] = analysis.problems if analysis is not None else ()

    def holds(self, term: Term, node_id: str) -> bool:
        """Whether one term holds for the node."""
        return self._holds(term, node_id) != term.negative

    def _holds(self, term: Term, node_id: str) -> bool:
        node = self._graph.nodes[node_id]
        layer = self._graph.layers[node.layer]
        spec = self._catalog.get(layer.type)
        value = term.value.lower()
        if term.key == "is":
            return self._is(value, node, layer)
        if term.key == "name":
            return value in layer.name.lower()
        if term.key == "type":
            return value in layer.class_name.lower() or any(value in text.lower() for text in _titles(spec))
        if term.key == "family":
            return spec is not None and value in spec.family
        if term.key == "dtype":
            return any(value in output.dtype for output in self._outputs(node_id))
        if term.key == "shape":
            wanted = _sizes(term.value)
            return wanted is not None and any(_within(wanted, output.shape[1:]) for output in self._outputs(node_id))
        if term.key:
            return self._counts(term.key, value, node_id)
        return value in " ".join((layer.name, layer.class_name, *_titles(spec))).lower()

    def _outputs(self, node_id: str) -> tuple[TensorSpec, ...]:
        result = self._results.get(node_id)
        return result.outputs or () if result is not None else ()

    def _counts(self, key: str, value: str, node_id: str) -> bool:
        result = self._results.get(node_id)
        limits = _range(value)
        if result is None or limits is None:
            return False
        number = {"params": result.parameters, "flops": result.flops, "memory": result.memory_bytes}[key]
        return number is not None and limits(number)

    def _is(self, state: str, node: Node, layer: Layer) -> bool:
        if state in ("error", "warning", "hint", "problem"):
            wanted = {"error": ("error",), "warning": ("silent",), "hint": ("advice",)}
            return node.id in self._with_problems(wanted.get(state, ("error", "silent", "advice")))
        if state == "frozen":
            return layer.params.get(freezing.TRAINABLE) is False
        if state == "trainable":
            result = self._results.get(node.id)
            return result is not None and bool(result.trainable)
        if state == "bypassed":
            return node.bypassed
        if state == "input":
            return layer.is_input
        if state == "output":
            return node.id in self._ends
        if state == "shared":
            return layer.id in self._shared
        if state == "unwired":
            return not layer.is_input and not any(True for _ in queries.node_edges(self._graph, node.id))
        if state == "block":
            return layer.block is not None
        return layer.is_op if state == "op" else ">" in layer.type

    def _with_problems(self, severities: tuple[str, ...]) -> set[str]:
        return {
            problem.node for problem in self._problems if problem.severity in severities and problem.node is not None
        }

    @cached_property
    def _ends(self) -> set[str]:
        return {source.node for source in queries.output_sources(self._graph)}

    @cached_property
    def _shared(self) -> set[str]:
        return set(queries.shared_layers(self._graph))


def _titles(spec: LayerSpec | None) -> tuple[str, ...]:
    return (spec.title, spec.title_zh, *spec.aliases) if spec is not None else ()


def _range(value: str) -> Callable[[float], bool] | None:
    """The test that a number term says; None if it says none."""
    low, dots, high = value.partition("..")
    if dots:
        least, most = _number(low), _number(high)
        if least is None or most is None:
            return None
        return lambda number: least[1] <= number <= most[1]
    found = _number(value)
    if found is None:
        return None
    sign, limit = found
    tests: dict[str, Callable[[float], bool]] = {
        ">": lambda number: number > limit, ">=": lambda number: number >= limit, "<": lambda number: number < limit,
        "<=": lambda number: number <= limit, "=": lambda number: number == limit,
    }  # fmt: skip
    return tests[sign]


def _number(text: str) -> tuple[str, float] | None:
    match = _NUMBER.match(text.strip())
    if match is None:
        return None
    try:
        return match[1] or "=", float(match[2]) * _UNITS[match[3].lower()]
    except ValueError:
        return None


def _sizes(value: str) -> tuple[int | None, ...] | None:
    """``28x28x?`` as numbers, None for any size; None if there is no size in it."""
    parts = [part for part in _SHAPE_SPLIT.split(value.strip("()[] ").lower()) if part]
    if not parts or any(part not in ("?", "none") and not part.isdecimal() for part in parts):
        return None
    return tuple(None if part in ("?", "none") else int(part) for part in parts)


def _within(wanted: tuple[int | None, ...], shape: tuple[int | None, ...]) -> bool:
    """Whether the wanted sizes stand side by side in the shape."""
    width = len(wanted)
    return any(
        all(size is None or size == other for size, other in zip(wanted, shape[start : start + width], strict=True))
        for start in range(len(shape) - width + 1)
    )
