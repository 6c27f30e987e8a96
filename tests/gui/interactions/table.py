"""The whole table of interactions: every key, alias and gesture, in the order of its rows."""

from __future__ import annotations

from tests.gui.interactions import (
    rows_adding,
    rows_copying,
    rows_finding,
    rows_other,
    rows_selecting,
    rows_structure,
    rows_viewing,
    rows_wires,
)
from tests.gui.interactions.row import Row

ROWS: tuple[Row, ...] = tuple(
    sorted(
        (
            *rows_adding.ROWS,
            *rows_wires.ROWS,
            *rows_copying.ROWS,
            *rows_selecting.ROWS,
            *rows_viewing.ROWS,
            *rows_structure.ROWS,
            *rows_finding.ROWS,
            *rows_other.ROWS,
        ),
        key=lambda row: row.number or 99,
    )
)
