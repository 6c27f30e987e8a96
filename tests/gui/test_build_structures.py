"""What Keras can express, built as a user builds it: through the session, then saved, opened, exported and compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from core.convert import to_code, to_keras
from core.graph import edits
from core.graph.values import EllipsisValue, Slice, Source
from core.storage.files import open_project, save_project
from gui import blocks
from gui.canvas import operations
from gui.session import EditorSession


def add(session: EditorSession, kind: str, after: str | None = None, **params: object) -> str:
    source = Source(after) if after is not None else None
    node = session.add_layer(f"keras.{kind}", (0.0, 100.0 * len(session.graph.nodes)), after=source)
    assert node is not None
    layer = session.graph.nodes[node].layer
    if params:
        assert session.apply(lambda graph: edits.set_params(graph, (layer,), params), "Set")  # type: ignore[arg-type]
    return node


def test_every_structure_is_built_saved_opened_exported_and_equal(
    keras_imported: None, session: EditorSession, qtbot: QtBot, tmp_path: Path
) -> None:
    session.start_analysis()
    inputs = add(session, "layers.InputLayer", shape=(6, 8))
    mask = add(session, "layers.InputLayer", shape=(6, 6), dtype="bool")
    inverse = add(session, "ops.subtract")
    session.apply(lambda graph: edits.set_argument(graph, inverse, ("x1",), 1), "Set a constant")
    assert session.wire(Source(inputs), inverse, ("x2",))
    encoder = add(session, "layers.LSTM", inverse, units=8, return_state=True)
    decoder = add(session, "layers.LSTM", inputs, units=8, return_sequences=True)
    assert session.wire(Source(encoder, 1), decoder, ("initial_state", 0))
    assert session.wire(Source(encoder, 2), decoder, ("initial_state", 1))
    attention = add(session, "layers.MultiHeadAttention", decoder, num_heads=2, key_dim=4)
    assert session.wire(Source(inputs), attention, ("value",))
    assert session.wire(Source(mask), attention, ("attention_mask",))
    shared = add(session, "layers.Dense", attention, units=8)
    session.select((shared,))
    (again,) = operations.share(session)
    session.apply(lambda graph: edits.set_argument(graph, again, ("inputs",), Source(decoder)), "Connect")
    total = add(session, "layers.Add")
    assert session.wire(Source(shared), total) and session.wire(Source(again), total)
    part = add(session, "ops.get_item", total, key=(Slice(), Slice(1, 5), EllipsisValue()))
    first = add(session, "layers.Dense", part, units=5)
    second = add(session, "layers.Dense", first, units=4)
    third = add(session, "layers.Dense", second, units=3)
    inner = [first]
    for following in ((), (second,), (third,)):
        # A nested model needs to know what it is fed, and the window does by the time anyone has selected three layers.
        qtbot.waitUntil(session.is_analysis_current, timeout=60_000)
        session.select((*inner, *following))
        assert blocks.group_selection(session, nested=True)
        inner = session.selected_nodes()
    assert len(session.project.blocks) == 3 and all(block.kind == "model" for block in session.project.blocks.values())

    path = tmp_path / "all.netw"
    save_project(session.project, path, None)
    reopened, _ = open_project(path)
    assert reopened == session.project

    built = to_keras.build(reopened).model
    names: dict[str, object] = {"__name__": "exported"}
    exec(compile(to_code.generate(reopened, catalog=session.catalog), "exported.py", "exec"), names)
    exported = names["build_model"]()  # type: ignore[operator]
    exported.set_weights(built.get_weights())
    dice = np.random.default_rng(0)
    x = [dice.normal(size=(3, 6, 8)).astype("float32"), dice.random((3, 6, 6)) > 0.3]
    one, other = built(x), exported(x)
    assert tuple(one.shape) == (3, 4, 3)
    assert float(np.abs(np.asarray(one) - np.asarray(other)).max()) <= 1e-6
    file = tmp_path / "all.keras"
    built.save(file)
    import keras

    assert float(np.abs(np.asarray(keras.models.load_model(file)(x)) - np.asarray(one)).max()) <= 1e-6
