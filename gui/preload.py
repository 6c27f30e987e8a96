"""Gets ready what opening a file and the first run need: Matplotlib's import and its first picture alone take a second."""

from __future__ import annotations

import threading

NAME = "netwright-preload"


def preload() -> None:
    """Do it in a thread, so that nobody waits for it; to be called once Keras is there. Returns at once."""
    threading.Thread(target=_get_ready, name=NAME, daemon=True).start()


def _get_ready() -> None:
    # The imports are the work. The child that reads files writes no bytecode of its own modules, so this process does.
    from core.convert import opening  # noqa: F401
    from core.reading import child, model_hdf5, model_zip, weights_child  # noqa: F401
    from core.runs import training  # noqa: F401
    from gui.plots import chart, curves  # noqa: F401

    chart.warm_up()
