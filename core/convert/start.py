"""Starting Keras for the command line, without what TensorFlow's C++ code writes to standard error while it loads.

Those lines (about oneDNN and CUDA) come before any logging can be set, so the file descriptor itself is turned away
for the length of the import. Does not belong here: the window, which imports Keras in its analysis thread.
"""

from __future__ import annotations

import os
import sys


def start_keras_quietly() -> None:
    """Import Keras and TensorFlow with standard error turned away; errors of the import are raised as always."""
    if "keras" in sys.modules:
        return
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:
        # There is no standard error (a service, for instance), so there is nothing to keep quiet.
        import keras

        return
    away = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(away, 2)
        import keras  # noqa: F401
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)
        os.close(away)
