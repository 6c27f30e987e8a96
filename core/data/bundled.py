"""The real data sets that scikit-learn brings along, so that training works without a network or a file.

Values stay as measured (pixels 0 to 16, centimetres, mg/dl): scaling belongs inside the model, in a Rescaling or
Normalization layer, so that a prediction needs no other code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.data import labels, options
from core.data.dataset import Array, Dataset, Part
from core.errors import DataError
from core.graph.model import DataSettings
from core.texts import text

DIGITS_VIEWS = ("image", "sequence", "flat", "image+statistics")
DIGITS_TARGETS = ("digit", "image", "ink")
INK = 8
"""Pixels from half of the darkest on (16) count as ink."""
_KNOWN = ("view", "target", "labels")


@dataclass(frozen=True, slots=True)
class BundledInfo:
    """A data set that can be chosen by name.

    ``views`` are the forms it can be had in and ``targets`` what can be learned from it, the first being the defaults.
    """

    source: str
    title: str
    summary: str
    views: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


BUNDLED = (
    BundledInfo(
        "sklearn:digits",
        text("Digits"),
        text("1,797 handwritten digits, 8x8 pixels of 0 to 16, 10 classes"),
        DIGITS_VIEWS,
        DIGITS_TARGETS,
    ),
    BundledInfo("sklearn:iris", text("Iris"), text("150 flowers, 4 measures in cm, 3 species")),
    BundledInfo("sklearn:wine", text("Wine"), text("178 wines, 13 chemical measures, 3 cultivars")),
    BundledInfo("sklearn:breast_cancer", text("Breast cancer"), text("569 tumours, 30 measures, malignant or benign")),
    BundledInfo(
        "sklearn:diabetes", text("Diabetes"), text("442 patients, 10 measures, disease progression after a year")
    ),
)


def load_bundled(settings: DataSettings) -> Dataset:
    """The samples of ``sklearn:NAME``.

    Option ``view`` of the digits: ``image`` (8, 8, 1); ``sequence``, 8 steps (rows, top first) of 8 pixels; ``flat``
    (64,); ``image+statistics``, two inputs: the image and 16 sums of ink, by row and by column. Option ``target`` of the
    digits: ``digit``, the class; ``image``, the pixels themselves (8, 8, 1), for autoencoders; ``ink`` (8, 8, 1), 1 where
    a pixel is at least :data:`INK`, for segmentation. Option ``labels``: ``integers`` or ``one-hot``.

    Raises:
        DataError: no such set, view or target.
    """
    name = settings.source.partition(":")[2]
    info = next((item for item in BUNDLED if item.source == settings.source), None)
    if info is None:
        known = ", ".join(item.source.partition(":")[2] for item in BUNDLED)
        raise DataError(text("There is no bundled data set {name!r}; there are {known}.", name=name, known=known))
    form = options.word(settings.options, "labels", "integers", labels.LABELS)
    view = options.word(settings.options, "view", "image", DIGITS_VIEWS) if info.views else ""
    wanted = options.word(settings.options, "target", "digit", DIGITS_TARGETS) if info.targets else "class"
    notes = options.unknown(settings.options, _KNOWN if info.views else ("labels",), text("Bundled data sets"))
    classes: tuple[str, ...] = ()
    from sklearn import datasets

    found: Any = datasets.load_diabetes(scaled=False) if name == "diabetes" else getattr(datasets, f"load_{name}")()
    if name == "diabetes":
        target, wanted = found.target.astype(np.float32).reshape(-1, 1), "progression"
    elif wanted in ("image", "ink"):
        pixels = found.images.astype(np.float32)[..., np.newaxis]
        target = pixels if wanted == "image" else (pixels >= INK).astype(np.float32)
    else:
        target = labels.encode(found.target, "class", "classes", form).array
        classes = tuple(str(item) for item in found.target_names)
    if form == "one-hot" and not classes:
        notes = (*notes, text("The target {name!r} holds quantities; it has no one-hot form.", name=wanted))
    if view:
        inputs = digits_inputs(found.images.astype(np.float32), view)
        columns: dict[str, tuple[str, ...]] = {}
    else:
        inputs = {"features": found.data.astype(np.float32)}
        columns = {"features": tuple(str(item) for item in found.feature_names)}
    return Dataset(
        name=info.title,
        samples=Part(inputs, {wanted: target}),
        columns=columns,
        class_names={wanted: classes} if classes else {},
        notes=notes,
    )


def digits_inputs(images: Array, view: str) -> dict[str, Array]:
    """The digits (n, 8, 8) in one of :data:`DIGITS_VIEWS`, as inputs by name."""
    if view == "sequence":
        return {"rows": images}
    if view == "flat":
        return {"pixels": images.reshape(len(images), -1)}
    image = {"image": images[..., np.newaxis]}
    if view == "image+statistics":
        ink = np.concatenate([images.sum(axis=2), images.sum(axis=1)], axis=1)
        return {**image, "statistics": ink}
    return image
