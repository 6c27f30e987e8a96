"""What the canvas asks the window for when a layer is wanted: where, and how it should be wired.

Does not belong here: the search box itself (panels), adding (session.add_layer).
"""

from __future__ import annotations

from dataclasses import dataclass

from core.graph.queries import Edge
from core.graph.values import Path, Source


@dataclass(frozen=True, slots=True)
class QuickAddRequest:
    """Offer layers at ``position`` (scene units, the new card's centre).

    At most one of these is set: ``after`` is the output that should feed the new layer, ``before`` the input (node, path)
    that it should feed, ``split`` the wire that it should sit on.
    """

    position: tuple[float, float]
    after: Source | None = None
    before: tuple[str, Path] | None = None
    split: Edge | None = None
