"""Where the ports of a card stand: offsets from the card's centre along the edge they sit on.

Pure numbers, no Qt. A port that is straight below its source takes the middle, so that a chain stays a straight line;
the order of the ports is the order of the inputs.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.catalog.ports import InPort
from gui.canvas.style import CARD_HEIGHT, CARD_WIDTH, COLLAPSED_HEIGHT, COLLAPSED_WIDTH

STEP = 36.0
MARGIN = 18.0
ALIGNED = 1.0
"""How far (scene units) a source may be off the middle and still count as straight above."""

MOST_OUTPUTS = 256
"""More ports cannot be told apart on a card, and a file from a stranger may speak of output 10^9. A wire from one beyond
the last begins at the last."""


def reach(direction: str, collapsed: bool = False) -> float:
    """How far from the middle of its edge a port may stand."""
    width, height = (COLLAPSED_WIDTH, COLLAPSED_HEIGHT) if collapsed else (CARD_WIDTH, CARD_HEIGHT)
    return width / 2 - MARGIN if direction == "TB" else height / 2 - 10.0


def spread(count: int, limit: float, middle: int | None = None) -> list[float]:
    """Evenly spaced offsets; with ``middle`` that one is 0, else they lie around 0."""
    if count <= 1:
        return [0.0] * count
    if middle is None:
        step = min(STEP, 2 * limit / (count - 1))
        return [(index - (count - 1) / 2) * step for index in range(count)]
    step = min(STEP, limit / max(middle, count - 1 - middle))
    return [(index - middle) * step for index in range(count)]


def input_offsets(
    ports: Sequence[InPort], straight: int | None, limit: float, order: Sequence[int] = ()
) -> list[float]:
    """The offset of every input port; the ports in ``order`` come first, one after the other.

    ``straight`` is the port whose wire comes straight down the main line, if there is one: it takes the middle. The optional
    place at which a list may grow stands behind the others and does not push them aside.
    """
    shown = list(dict.fromkeys([*order, *[index for index, port in enumerate(ports) if is_shown(port)]]))
    middle = shown.index(straight) if straight in shown and len(shown) > 1 else None
    fixed = dict(zip(shown, spread(len(shown), limit, middle), strict=True))
    offsets: list[float] = []
    last: float | None = None
    for index, port in enumerate(ports):
        if is_shown(port):
            offsets.append(fixed[index])
            last = fixed[index] if last is None else max(last, fixed[index])
        else:
            last = 0.0 if last is None else min(limit, last + STEP / 1.5)
            offsets.append(last)
    return offsets


def output_offsets(count: int, limit: float) -> list[float]:
    """The offset of every output port; the first one, which is used most, takes the middle unless there are many."""
    return spread(count, limit, 0 if count <= 4 else None)


def is_shown(port: InPort) -> bool:
    """Whether the port is drawn while nothing is going on; the others appear when the pointer or a wire is near."""
    return port.connected or port.required
