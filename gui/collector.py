"""Python's garbage collector, kept away from what stays for good.

Keras and TensorFlow are hundreds of thousands of objects that live until the program ends. A full round of the collector
looks at each of them and stops the window meanwhile (about 0.3 s, measured). Objects are left out of all rounds by freezing
what lives at a moment, so a window that was alive then, and is closed later, needs :func:`renew` to go away. Small rounds
come more rarely than with Python's 700 new objects: what a large network is made of stays, and 200 rounds that find nothing
took a sixteenth of the time of opening it (measured with NASNetLarge).
"""

from __future__ import annotations

import gc

NEW_OBJECTS = 20_000
"""A small round comes after so many; it takes about 5 ms then, less than a frame."""


def spare() -> None:
    """Leave what lives now out of the collector's rounds; to be called once Keras is imported."""
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
    gc.freeze()


def renew() -> None:
    """Drop what has become garbage among the spared objects, and spare the rest. Nothing, if none were spared."""
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
        gc.freeze()
