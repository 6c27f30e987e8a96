"""Python's garbage collector, kept from walking over Keras and TensorFlow again and again.

Their modules are hundreds of thousands of objects that stay for good (364,000 after ``import keras``). Tests make and drop
whole models, so the collector runs often, and looking at what cannot be garbage took about a quarter of the time of the
two modules it was measured on. For test processes only.
"""

from __future__ import annotations

import gc
import sys

_HEAVY = ("PySide6.QtWidgets", "tensorflow", "keras", "matplotlib.pyplot")
_seen: set[str] = set()


def spare_what_stays() -> None:
    """Take what lives now out of the collector's rounds, whenever another of the large packages has been imported."""
    loaded = {name for name in _HEAVY if name in sys.modules}
    if loaded <= _seen:
        return
    _seen.update(loaded)
    gc.collect()  # what is garbage already must not be kept with it
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
