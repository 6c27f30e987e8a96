"""Dividing samples into training, validation and test parts, the same way for the same seed.

Invariants: the parts are disjoint and together all samples; training is never empty; fractions are of all samples. A
test part that the source brings is used as it is. Does not belong here: cross-validation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.data.dataset import Array, Dataset, Part, class_numbers
from core.errors import DataError
from core.graph.model import DataSettings
from core.texts import text


@dataclass(frozen=True, slots=True, eq=False)
class Splits:
    """The parts; ``validation`` or ``test`` is None where it would be empty. ``notes`` are whole sentences."""

    training: Part
    validation: Part | None
    test: Part | None
    notes: tuple[str, ...] = ()


def sizes(samples: int, validation_split: float, test_split: float) -> tuple[int, int, int]:
    """How many samples go to training, validation and test.

    A part that is asked for gets at least one sample as long as training keeps one.

    Raises:
        DataError: fractions outside [0, 1), or that leave nothing for training.
    """
    for name, fraction in (("validation", validation_split), ("test", test_split)):
        if not 0 <= fraction < 1:
            raise DataError(
                text(
                    "The {name} part is a fraction from 0 to below 1. Received: {fraction}",
                    name=name,
                    fraction=fraction,
                )
            )
    if validation_split + test_split >= 1:
        raise DataError(
            text(
                "Validation and test together take {share:.0%} of the data; something must be left for training.",
                share=validation_split + test_split,
            )
        )
    left = samples - 1
    test = min(left, max(1, round(samples * test_split))) if test_split else 0
    left -= test
    validation = min(left, max(1, round(samples * validation_split))) if validation_split else 0
    return samples - validation - test, validation, test


def split(data: Dataset, settings: DataSettings) -> Splits:
    """Divide ``data`` as the settings say.

    With ``shuffle`` the samples are drawn at random, with ``stratify`` in the proportions of the classes; without it
    the last samples become the test part and those before them validation.

    Raises:
        DataError: as :func:`sizes`, or there are no samples.
    """
    count = data.samples.samples
    if not count:
        raise DataError(text("{name} holds no samples.", name=data.name))
    test_split = 0.0 if data.test is not None else settings.test_split
    _, validation, test = sizes(count, settings.validation_split, test_split)
    notes: list[str] = []
    if settings.validation_split and not validation:
        notes.append(text("{name} is too small for a validation part ({count} samples).", name=data.name, count=count))
    if test_split and not test:
        notes.append(text("{name} is too small for a test part ({count} samples).", name=data.name, count=count))
    generator = np.random.default_rng(abs(settings.seed))
    if not settings.shuffle:
        order = np.arange(count)
        training = count - validation - test
        parts = order[:training], order[training : training + validation], order[training + validation :]
    else:
        classes = _single_classes(data) if settings.stratify else None
        if classes is not None:
            order, rare = _stratified_order(classes, generator, bool(validation) + bool(test) + 1)
            if rare:
                notes.append(text("{rare} classes have too few samples to be in every part.", rare=rare))
        else:
            order = generator.permutation(count)
        training_order = order[test + validation :]
        # Stratified order runs through the classes in turn; training must not depend on that.
        parts = generator.permutation(training_order), order[test : test + validation], order[:test]
    taken = [data.samples.take(indices) if len(indices) else None for indices in parts]
    assert taken[0] is not None
    return Splits(taken[0], taken[1], data.test if data.test is not None else taken[2], tuple(notes))


def _single_classes(data: Dataset) -> Array | None:
    if len(data.samples.targets) != 1:
        return None
    name, target = next(iter(data.samples.targets.items()))
    return class_numbers(target) if name in data.class_names else None


def _stratified_order(classes: Array, generator: np.random.Generator, parts: int) -> tuple[Array, int]:
    """An order in which every run of samples has about the proportions of all; and how many classes are rare.

    Each class's samples, in random order, are spread evenly over [0, 1) with a random offset, then sorted.
    """
    places = np.empty(len(classes))
    rare = 0
    for value in np.unique(classes):
        members = np.flatnonzero(classes == value)
        rare += len(members) < parts
        places[generator.permutation(members)] = (np.arange(len(members)) + generator.random()) / len(members)
    return np.argsort(places, kind="stable"), rare
