"""Python's garbage collector, kept away from what stays for good.

Keras and TensorFlow are hundreds of thousands of objects that live until the program ends. A full round of the collector
looks at each of them and stops the window meanwhile (about 0.3 s, measured). Objects are left out of all rounds by freezing
what lives at a moment, so a window that was alive then, and is closed later, needs :func:`renew` to go away.
"""

from __future__ import annotations

import gc


def spare() -> None:
    """Leave what lives now out of the collector's rounds; to be called once Keras is imported."""
    gc.freeze()


def renew() -> None:
    """Drop what has become garbage among the spared objects, and spare the rest. Nothing, if none were spared."""
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
        gc.freeze()
