"""Laying out: our own engine against ``dot -Tplain`` on the same graphs, and how the cost grows.

Keras's own models give the graphs, built once with random weights. dot gets 60 seconds, then its time counts as 60.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time

from core.layout.layered import Arrangement, arrange
from tests.benchmarks.harness import Row, growth_exponent, seconds
from tests.core.layout import quality
from tests.core.layout.networks import Network, as_items, dense, dot_source, from_keras, random_dag, residual_of

BUDGET = 0.25
LIMIT = 60.0
LONGEST = 2.0
REPEAT = 5
SIZES = (250, 1000, 4000)


def run() -> list[Row]:
    graphs: list[tuple[str, Network]] = [
        ("ResNet152", from_keras("ResNet152")),
        ("NASNetLarge", from_keras("NASNetLarge")),
        ("DenseNet of 159 nodes", dense(79)),
        ("random DAG of 2,000 nodes", random_dag(2000, 3600)),
    ]
    rows = [_against_dot(name, network) for name, network in graphs]
    slowest = max(float(str(row.raw["slowest"])) for row in rows)
    rows.append(Row("lay out: slowest of these", "arrange", "2 s", 1.0, slowest / LONGEST, {"seconds": slowest}))
    rows.append(_growth("residual network", [residual_of(size) for size in SIZES]))
    rows.append(_growth("random DAG, 1.8 wires a node", [random_dag(size, size * 9 // 5) for size in SIZES]))
    return rows


def _against_dot(name: str, network: Network) -> Row:
    nodes, edges = as_items(network)
    source = dot_source(network)
    ours: list[float] = []
    theirs: list[float] = []
    plain = ""
    while len(ours) < REPEAT:
        ours += seconds(lambda: arrange(nodes, edges), 1)
        if sum(theirs) < LIMIT / REPEAT:
            spent, plain = _dot(source)
            theirs.append(spent)
    result = arrange(nodes, edges)
    mine, other = statistics.median(ours), statistics.median(theirs) if theirs else None
    raw: dict[str, object] = {"seconds": mine, "nodes": len(nodes), "edges": len(edges), "slowest": max(ours)}
    raw |= _quality(network, result, plain)
    if other is None or shutil.which("dot") is None:
        raw["note"] = "Graphviz is not installed"
        return Row(f"lay out {name}", "arrange", "dot -Tplain", BUDGET, None, raw)
    raw["against_seconds"] = other
    return Row(f"lay out {name}", "arrange", "dot -Tplain", BUDGET, mine / other, raw)


def _dot(source: str) -> tuple[float, str]:
    """Seconds and output of dot; at the limit its time counts as the limit."""
    start = time.perf_counter()
    try:
        done = subprocess.run(["dot", "-Tplain"], input=source, capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return LIMIT, ""
    except FileNotFoundError:
        return 0.0, ""
    return time.perf_counter() - start, done.stdout


def _quality(network: Network, result: Arrangement, plain: str) -> dict[str, object]:
    """Crossings of both drawings, where counting them takes no longer than drawing them."""
    nodes, edges = as_items(network)
    if len(edges) > 2000:
        return {}
    figures: dict[str, object] = {"crossings": quality.crossings(quality.wires(nodes, edges, result, "TB"))}
    if plain:
        figures["against_crossings"] = quality.crossings(quality.dot_lines(plain))
    return figures


def _growth(name: str, networks: list[Network]) -> Row:
    """The exponent with which the time grows; there is nothing to compare it with."""
    durations = []
    for network in networks:
        nodes, edges = as_items(network)
        durations.append(statistics.median(seconds(lambda n=nodes, e=edges: arrange(n, e), REPEAT)))
    sizes = [len(network[0]) for network in networks]
    raw: dict[str, object] = {
        "exponent": growth_exponent(sizes, durations),
        "sizes": sizes,
        "all_seconds": durations,
        "note": "growth only; goal <= 1.2",
    }
    return Row(f"lay out: growth, {name}", "arrange", "-", None, None, raw)
