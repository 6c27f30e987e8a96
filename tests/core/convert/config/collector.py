"""A pytest plugin that writes down every model which the tests of the installed Keras build, as JSON.

``python -m pytest -p tests.core.convert.config.collector --pyargs keras.src.models.functional_test``, with the folder to
write to in ``MODELS_FOLDER``. Equal models are written once; names that Keras counts do not tell models apart. Not a test
itself; of this repository only ``tests.quick`` is imported, nothing of Netwright.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.quick import spare_what_stays

LARGEST = 1 << 20


class Collector:
    """Keeps the models of one test and writes them when it is over, as they then are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.live: list[Any] = []
        self.inside = 0

    def watch(self, owner: type, name: str, *, hides: bool = False) -> None:
        """Keep what ``owner.name`` is called on. ``hides``: models made inside are its own affair."""
        original: Callable[..., Any] = getattr(owner, name)

        def watched(model: Any, *args: Any, **kwargs: Any) -> Any:
            self.inside += hides
            try:
                return original(model, *args, **kwargs)
            finally:
                self.inside -= hides
                if not self.inside and all(model is not known for known in self.live):
                    self.live.append(model)

        setattr(owner, name, watched)

    def write(self) -> None:
        live, self.live = self.live, []
        for model in live:
            try:
                text = model.to_json()
            except Exception:  # a test may build what cannot be saved, or cannot even be looked at
                continue
            # Counters of names differ with every run; they do not make another model.
            key = hashlib.sha256(re.sub(r"(_\d+)+(?=\")", "", text).encode()).hexdigest()[:16]
            path = self.folder / f"{key}.json"
            if len(text) <= LARGEST and not path.exists():
                path.write_text(text, encoding="utf-8")


def _train(*args: Any, **kwargs: Any) -> None:
    """In the place of what takes most of the time and makes no other model."""
    pytest.skip("only what is built is wanted")


def pytest_configure(config: pytest.Config) -> None:
    import keras
    from keras.src.models.functional import Functional

    spare_what_stays()
    for name in ("fit", "evaluate"):
        setattr(keras.Model, name, _train)
    collector = Collector(Path(os.environ["MODELS_FOLDER"]))
    config.pluginmanager.register(Writer(collector))
    collector.watch(Functional, "__init__")
    collector.watch(keras.Sequential, "_maybe_rebuild", hides=True)
    collector.watch(keras.Sequential, "build", hides=True)


class Writer:
    """Tells the collector when a test is over."""

    def __init__(self, collector: Collector) -> None:
        self.collector = collector

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Any:
        try:
            return (yield)
        finally:
            self.collector.write()
