"""An export loaded by its runtime and compared with the model that it was written from.

Does not belong here: the runtimes themselves (runtimes), what numbers are tried (trial).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.convert.exports.options import ExportOptions
from core.convert.exports.runtimes import RUNNERS, runtime_name
from core.convert.exports.trial import TOLERANCE, Array, difference, run_keras, trial
from core.convert.exports.writing import Written
from core.errors import ConversionError
from core.texts import text

_MOST_SAMPLES = 200


@dataclass(frozen=True, slots=True)
class Checked:
    """``difference`` as of :func:`trial.difference`, None if nothing could be compared; ``notes`` are sentences."""

    difference: float | None
    checked_with: str
    notes: tuple[str, ...] = ()


def check(model: Any, kind: str, path: Path, options: ExportOptions, written: Written) -> Checked:
    """Run the file on seeded inputs; a quantised one on the samples, too, if there are some."""
    run = RUNNERS[kind]
    try:
        tried = trial(model, written.batch or 2)
    except ConversionError as error:
        return Checked(None, runtime_name(kind), (text("The file was not compared: {message}", message=error.message),))
    quantized = kind == "litert" and options.quantize != "none"
    if not quantized:
        apart = difference(run(path, model, tried.inputs), tried.outputs)
        return Checked(apart, runtime_name(kind), _remark(apart))
    if options.samples:
        made, expected = _on_samples(run, path, model, options, written.batch)
        return Checked(difference(made, expected), runtime_name(kind), _agreement(options.quantize, made, expected))
    apart = difference(run(path, model, tried.inputs), tried.outputs)
    return Checked(
        apart,
        runtime_name(kind),
        (text("Quantised ({quantize}), so its numbers differ a little.", quantize=options.quantize),),
    )


def _remark(apart: float) -> tuple[str, ...]:
    if apart <= TOLERANCE:
        return ()
    return (
        text(
            "The file computes other numbers than Keras: the largest difference is {apart:.2g}, expected at "
            "most {tolerance:g}.",
            apart=apart,
            tolerance=TOLERANCE,
        ),
    )


def _on_samples(
    run: Any, path: Path, model: Any, options: ExportOptions, fixed: int | None
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    samples = [options.samples[tensor.name] for tensor in model.inputs]
    count = min(_MOST_SAMPLES, *(len(array) for array in samples))
    batch = fixed or count
    count -= count % batch
    made: list[tuple[Array, ...]] = []
    expected: list[tuple[Array, ...]] = []
    for start in range(0, count, batch):
        given = [array[start : start + batch] for array in samples]
        made.append(run(path, model, given))
        expected.append(run_keras(model, given))
    return _joined(made), _joined(expected)


def _joined(rows: list[tuple[Array, ...]]) -> tuple[Array, ...]:
    return tuple(np.concatenate(items) for items in zip(*rows, strict=True))


def _agreement(quantize: str, made: Sequence[Array], expected: Sequence[Array]) -> tuple[str, ...]:
    """What quantisation changed, in words that fit what comes out: classes that stay the same, or numbers."""
    notes = [
        text(
            "Quantised ({quantize}): compared on {count} samples of the data.",
            quantize=quantize,
            count=len(expected[0]),
        )
    ]
    for number, (one, other) in enumerate(zip(made, expected, strict=True)):
        if other.ndim == 2 and other.shape[1] > 1:
            same = float(np.mean(one.argmax(axis=1) == other.argmax(axis=1)))
            if len(expected) == 1:
                notes.append(text("The largest number is at the same place in {same:.1%} of the samples.", same=same))
                continue
            notes.append(
                text(
                    "The largest number of output {number} is at the same place in {same:.1%} of the samples.",
                    number=number + 1,
                    same=same,
                )
            )
    return tuple(notes)
