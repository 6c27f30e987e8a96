"""Counts and sizes as short texts, for places that have little room."""

from __future__ import annotations


def short_number(value: int | float | None) -> str:
    """``18.5 k``, ``1.2 M``, ``10 G``; a dash where it is not known."""
    if value is None:
        return "–"
    for size, unit in ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e4, "k")):
        if abs(value) >= size:
            scaled = value / (1e3 if unit == "k" else size)
            return f"{scaled:.3g} {unit}" if scaled < 1000 else f"{scaled:,.0f} {unit}"
    return f"{value:,.0f}"


def bytes_text(size: int | None) -> str:
    """A number of bytes in B, kB, MB or GB (powers of 1,000)."""
    if size is None:
        return "–"
    for limit, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if size >= limit:
            return f"{size / limit:.3g} {unit}"
    return f"{size} B"
