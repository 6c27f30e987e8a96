"""Ranks, chains and lanes."""

from __future__ import annotations

import pytest

from core.layout.ranking import Edge, build_columns, cycle_edges, topological_order
from tests.core.layout.networks import random_dag


def edges(*pairs: tuple[int, int]) -> list[Edge]:
    return [(source, target, 0.0, 0.0) for source, target in pairs]


def test_order_keeps_input_order_among_equals() -> None:
    assert topological_order([[3], [3], [], [4], []]) == [0, 1, 2, 3, 4]
    assert topological_order([[], [0], [0]]) == [1, 2, 0]


def test_order_leaves_out_what_hangs_on_a_cycle() -> None:
    assert topological_order([[1], [2], [1, 3], []]) == [0]


def test_the_edge_that_leads_back_closes_the_cycle() -> None:
    assert cycle_edges([[1], [2], [0]]) == {(2, 0)}
    assert cycle_edges([[1], [2], [3, 1], []]) == {(2, 1)}
    assert cycle_edges([[1, 2], [2], []]) == set()


def test_a_chain_is_one_column() -> None:
    columns = build_columns(4, edges((0, 1), (1, 2), (2, 3)))
    assert columns.chains == [[0, 1, 2, 3]]
    assert columns.rank == [0, 1, 2, 3]
    assert columns.count == 1


def test_a_wire_that_skips_ranks_gets_a_lane() -> None:
    columns = build_columns(4, edges((0, 1), (1, 2), (2, 3), (0, 3)))
    assert columns.chains == [[0], [1, 2], [3]]
    lane = columns.lane_of_edge[3]
    assert (columns.top[lane], columns.bottom[lane]) == (1, 2)
    assert columns.below[0] == [1, lane]
    assert columns.above[2] == [1, lane]


def test_wires_of_one_port_share_a_lane() -> None:
    columns = build_columns(6, edges((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 3), (0, 5)))
    assert columns.lane_of_edge[5] == columns.lane_of_edge[6]
    assert columns.branches[columns.lane_of_edge[5]] == [(3, columns.chain_of[3]), (5, columns.chain_of[5])]
    apart = build_columns(6, [*edges((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 3)), (0, 5, 30.0, 0.0)])
    assert apart.lane_of_edge[5] != apart.lane_of_edge[6]


def test_a_late_input_stands_right_above_its_consumer() -> None:
    # 0..4 is the main chain; 5 -> 6 feeds 4.
    columns = build_columns(7, edges((0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 4)))
    assert columns.rank[6] == columns.rank[4] - 1
    assert columns.rank[5] == columns.rank[4] - 2


def test_two_late_inputs_that_meet_early_move_together() -> None:
    # 0..5 is the main chain; 6 and 7 meet in 8, which feeds 5: neither alone would gain anything.
    columns = build_columns(9, edges((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (6, 8), (7, 8), (8, 5)))
    assert [columns.rank[node] for node in (6, 7, 8)] == [3, 3, 4]


def test_a_projection_starts_beside_the_block_it_shortcuts() -> None:
    columns = build_columns(6, edges((0, 1), (1, 2), (2, 3), (3, 4), (0, 5), (5, 4)))
    assert columns.rank[5] == 1


def test_a_chain_with_many_consumers_moves_down_to_them() -> None:
    # 7 is made from 0 and used by 4, 5 and 6 at the end of the chain 0..6: one long wire instead of three.
    columns = build_columns(8, edges((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (0, 7), (7, 4), (7, 5), (7, 6)))
    assert columns.rank[7] == 3


@pytest.mark.parametrize("seed", range(4))
def test_wires_lead_down_and_are_nearly_as_short_as_can_be(seed: int) -> None:
    from scipy.optimize import linprog

    nodes, pairs = random_dag(60, 90, seed)
    numbered = [(int(a), int(b)) for a, b in pairs]
    columns = build_columns(len(nodes), edges(*numbered))
    lengths = [columns.rank[b] - columns.rank[a] for a, b in numbered]
    assert min(lengths) >= 1
    rows, costs = [], [0.0] * len(nodes)
    for a, b in numbered:
        row = [0.0] * len(nodes)
        row[a], row[b] = 1.0, -1.0
        rows.append(row)
        costs[a] -= 1
        costs[b] += 1
    least = linprog(costs, A_ub=rows, b_ub=[-1.0] * len(rows), bounds=[(0, None)] * len(nodes)).fun
    assert sum(lengths) <= 1.1 * least


def test_a_cycle_and_a_self_loop_get_lanes_that_run_up() -> None:
    columns = build_columns(3, edges((0, 1), (1, 2), (2, 0), (1, 1)))
    assert columns.rank == [0, 1, 2]
    up, loop = columns.lane_of_edge[2], columns.lane_of_edge[3]
    assert columns.back == {up: (0, 2), loop: (1, 1)}
    assert (columns.top[up], columns.bottom[up]) == (0, 2)
    assert (columns.top[loop], columns.bottom[loop]) == (1, 1)
