"""The code of a Jupyter notebook, cell by cell, with the places of its lines.

Does not belong here: reading the code. Invariant: outputs are not looked at.
"""

from __future__ import annotations

import json
from typing import Any

from core.convert.from_code.cleaning import Line, fenced, lines_of
from core.errors import ConversionError
from core.texts import text

_MOST_CELLS = 5000


def notebook_cells(source_text: str, *, with_text: bool = False) -> list[list[Line]]:
    """The lines of each code cell, and ``with_text`` of the code fences in text cells, too.

    ConversionError for what is no notebook of format 3 or 4.
    """
    try:
        data = json.loads(source_text)
    except (ValueError, RecursionError) as error:
        raise ConversionError(text("This is no notebook: it should be JSON, and it is not."), str(error)) from error
    cells = _cells(data)
    if cells is None:
        raise ConversionError(text("This is no notebook: a notebook has cells, and there are none in it."))
    made: list[list[Line]] = []
    for number, cell in enumerate(cells[:_MOST_CELLS], 1):
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        if kind != "code" and not (with_text and kind in ("markdown", "raw")):
            continue
        source = cell.get("source", cell.get("input", ""))
        if isinstance(source, list):
            source = "".join(part for part in source if isinstance(part, str))
        if isinstance(source, str):
            rows = lines_of(source, number)
            made.append(rows if kind == "code" else fenced(rows))
    return [rows for rows in made if rows]


def _cells(data: Any) -> list[Any] | None:
    if not isinstance(data, dict):
        return None
    if isinstance(data.get("cells"), list):
        return list(data["cells"])
    sheets = data.get("worksheets")  # format 3
    if isinstance(sheets, list):
        found = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        return [cell for cells in found if isinstance(cells, list) for cell in cells]
    return None
