"""The proof of a module's selected subjects, run once; the tests then ask about one subject each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.catalog.catalog import load
from core.storage import trust
from tests.harness.call_cases import TRUSTED
from tests.harness.proof import Proof, Subject


@pytest.fixture(scope="module")
def proof(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proof]:
    """Everything that was selected of this module (``-k LSTM`` proves only that), in one second process."""
    made = Proof(tmp_path_factory.mktemp("proof"), load())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(trust.THIS_RUN, trust.digest(TRUSTED.text))
        try:
            for subject in _selected(request):
                made.add(subject)
            made.finish()
            yield made
        finally:
            made.stop()


def _selected(request: pytest.FixtureRequest) -> Iterator[Subject]:
    for item in request.session.items:
        params = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        if item.path == request.path and "subject" in params:
            yield params["subject"]
