"""What analysis tells the user about a model: problems, and edits that would fix them.

A problem is plain data. Does not belong here: finding problems (structure, shapes, advice), showing them.

Codes: ST01 nothing arrives, ST02 cycle, ST04 wrong rank, ST05 shapes to merge differ, ST07 shapes to concatenate
differ, ST08 a size reaches zero, ST09 element counts differ, ST10 a size is unknown, ST15 duplicate name, ST18 no input
or no output, ST20 unknown type, ST21 parameter missing, ST22 parameter unknown, ST23 parameter wrong, ST24 block cannot
be written out, ST25 weights beyond any machine, ST26 unused, ST27 refused by Keras, ST28 shared layer does not fit, ST30
code that is not trusted, ST31 the user's own code fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.graph.edits import ProjectEdit

Severity = Literal["error", "silent", "advice"]


@dataclass(frozen=True, slots=True)
class Fix:
    """One edit that would solve the problem; ``label`` says what it does, as a command."""

    label: str
    edit: ProjectEdit


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not right yet.

    ``error``: Keras cannot build it; ``silent``: it builds and does something else than meant; ``advice``: it works, but
    could be better. ``node`` is a node id of the analysed graph, ``parameter`` a parameter of its layer.
    """

    severity: Severity
    code: str
    node: str | None
    parameter: str | None
    message: str
    fixes: tuple[Fix, ...] = ()


def quoted(name: str) -> str:
    """A user's name inside a sentence: quoted, line breaks escaped, cut where it is very long."""
    shown = name if len(name) <= 60 else name[:57] + "..."
    return repr(shown)
