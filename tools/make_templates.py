"""Makes resources/templates: project files ready to train, and the list of them. Run it after changing a template.

    python -m tools.make_templates

A test makes them again and compares. Does not belong here: reading templates (core.storage.templates).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.graph.model import CompileSettings, DataSettings, FitSettings, Project, TrainingSettings
from core.graph.values import FrozenMap, KerasObject, Value
from core.storage import schema
from tools.template_builder import Builder

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "templates"

@dataclass(frozen=True)
class Template:
    name: str
    title: str
    title_zh: str
    summary: str
    summary_zh: str
    build: Callable[[], Project]


def _training(
    source: str,
    *,
    loss: str,
    metrics: Sequence[Value] = ("accuracy",),
    rate: float,
    epochs: int,
    batch: int = 32,
    options: dict[str, Value] | None = None,
    validation: float = 0.2,
) -> TrainingSettings:
    return TrainingSettings(
        DataSettings(source=source, options=FrozenMap(options or {}), validation_split=validation),
        CompileSettings(
            optimizer=KerasObject("keras.optimizers.Adam", FrozenMap({"learning_rate": rate})),
            loss=loss,
            metrics=tuple(metrics),
        ),
        FitSettings(epochs=epochs, batch_size=batch),
    )


def mlp_iris() -> Project:
    net = Builder("mlp_iris")
    net.add("Input", "measures", shape=(4,))
    net.add("Normalization", "scale")
    net.add("Dense", "hidden_1", units=32, activation="relu")
    net.add("Dense", "hidden_2", units=32, activation="relu")
    net.add("Dense", "species", units=3, activation="softmax")
    return Project(
        graph=net.arranged(),
        training=_training("sklearn:iris", loss="sparse_categorical_crossentropy", rate=0.005, epochs=40, batch=16),
        description="A small fully connected classifier: four measures of a flower in, the probability of three species "
        "out. The Normalization layer learns mean and variance from the training data.",
    )


def cnn_digits() -> Project:
    net = Builder("cnn_digits")
    net.add("Input", "image", shape=(8, 8, 1))
    net.add("Rescaling", "scale", scale=1 / 16)
    net.add("Conv2D", "conv_1", filters=32, kernel_size=3, padding="same", activation="relu")
    net.add("Conv2D", "conv_2", filters=64, kernel_size=3, padding="same", activation="relu")
    net.add("MaxPooling2D", "pool")
    net.add("Dropout", "dropout", rate=0.4)
    net.add("Flatten", "flatten")
    net.add("Dense", "hidden", units=128, activation="relu")
    net.add("Dense", "digit", units=10, activation="softmax")
    return Project(
        graph=net.arranged(),
        training=_training(
            "sklearn:digits",
            loss="sparse_categorical_crossentropy",
            rate=0.003,
            epochs=10,
            batch=16,
            validation=0.1,
        ),
        description="A small convolutional network that reads handwritten digits of 8x8 pixels.",
    )


def lstm_digits() -> Project:
    net = Builder("lstm_digits")
    net.add("Input", "rows", shape=(8, 8))
    net.add("Rescaling", "scale", scale=1 / 16)
    net.add("LSTM", "lstm_1", units=64, return_sequences=True)
    net.add("LSTM", "lstm_2", units=64)
    net.add("Dropout", "dropout", rate=0.2)
    net.add("Dense", "digit", units=10, activation="softmax")
    return Project(
        graph=net.arranged(),
        training=_training(
            "sklearn:digits",
            loss="sparse_categorical_crossentropy",
            rate=0.004,
            epochs=20,
            options={"view": "sequence"},
        ),
        description="A recurrent network that reads a digit row by row, from top to bottom: eight steps of eight pixels.",
    )


def mlp_diabetes() -> Project:
    net = Builder("mlp_diabetes")
    net.add("Input", "measures", shape=(10,))
    net.add("Normalization", "scale")
    net.add("Dense", "hidden_1", units=32, activation="relu")
    net.add("Dropout", "dropout", rate=0.2)
    net.add("Dense", "hidden_2", units=16, activation="relu")
    net.add("Dense", "score", units=1)
    net.add("Rescaling", "progression", scale=77.0, offset=152.0)
    return Project(
        graph=net.arranged(),
        training=_training(
            "sklearn:diabetes",
            loss="mean_squared_error",
            metrics=("mean_absolute_error", KerasObject("keras.metrics.R2Score")),
            rate=0.002,
            epochs=30,
        ),
        description="A regression: ten measures of a patient in, the progression of the disease after a year out. The last "
        "layer turns a score around 0 into the unit of the target (mean 152, standard deviation 77).",
    )


def residual_digits() -> Project:
    net = Builder("residual_digits")

    def convolution(name: str, filters: int, *, strides: int = 1, size: int = 3, after: str | None = None) -> str:
        net.add(
            "Conv2D",
            f"{name}_conv",
            after=after,
            filters=filters,
            kernel_size=size,
            strides=strides,
            padding="same",
            use_bias=False,
        )
        return net.add("BatchNormalization", f"{name}_norm", momentum=0.9)

    net.add("Input", "image", shape=(8, 8, 1))
    net.add("Rescaling", "scale", scale=1 / 16)
    convolution("stem", 32)
    start = net.add("ReLU", "stem_relu")
    first_nodes = set(net.graph.nodes)
    convolution("block1_a", 32)
    net.add("ReLU", "block1_relu")
    inner = convolution("block1_b", 32)
    net.add("Add", "block1_add", after=(inner, start))
    middle = net.add("ReLU", "block1_out")
    second_nodes = set(net.graph.nodes)
    convolution("block2_a", 64, strides=2)
    net.add("ReLU", "block2_relu")
    inner = convolution("block2_b", 64)
    shortcut = convolution("block2_shortcut", 64, strides=2, size=1, after=middle)
    net.add("Add", "block2_add", after=(inner, shortcut))
    net.add("ReLU", "block2_out")
    third_nodes = set(net.graph.nodes)
    net.add("GlobalAveragePooling2D", "pool")
    net.add("Dense", "digit", units=10, activation="softmax")
    frames = {
        "Residual block": sorted(second_nodes - first_nodes),
        "Residual block, half the size": sorted(third_nodes - second_nodes),
    }
    return Project(
        graph=net.arranged(frames),
        training=_training("sklearn:digits", loss="sparse_categorical_crossentropy", rate=0.003, epochs=15),
        description="A residual network: each block adds what it found to what it was given, and the second one halves the "
        "size of the image on both ways.",
    )


def two_input_digits() -> Project:
    net = Builder("two_input_digits")
    net.add("Input", "image", shape=(8, 8, 1))
    net.add("Rescaling", "scale_image", scale=1 / 16)
    net.add("Conv2D", "conv_1", filters=32, kernel_size=3, padding="same", activation="relu")
    net.add("Conv2D", "conv_2", filters=32, kernel_size=3, padding="same", activation="relu")
    net.add("MaxPooling2D", "pool")
    seen = net.add("Flatten", "flatten")
    net.add("Input", "statistics", shape=(16,))
    net.add("Normalization", "scale_statistics")
    counted = net.add("Dense", "ink", units=32, activation="relu")
    net.add("Concatenate", "both", after=(seen, counted))
    net.add("Dropout", "dropout", rate=0.25)
    net.add("Dense", "hidden", units=64, activation="relu")
    net.add("Dense", "digit", units=10, activation="softmax")
    return Project(
        graph=net.arranged(),
        training=_training(
            "sklearn:digits",
            loss="sparse_categorical_crossentropy",
            rate=0.002,
            epochs=12,
            options={"view": "image+statistics"},
        ),
        description="Two inputs, one answer: a convolutional branch sees the image of a digit, a small dense branch the sums "
        "of ink in its rows and columns.",
    )


def autoencoder_digits() -> Project:
    net = Builder("autoencoder_digits")
    net.add("Input", "image", shape=(8, 8, 1))
    net.add("Rescaling", "scale", scale=1 / 16)
    encoder = [
        net.add("Conv2D", "encode_1", filters=32, kernel_size=3, strides=2, padding="same", activation="relu"),
        net.add("Conv2D", "encode_2", filters=64, kernel_size=3, strides=2, padding="same", activation="relu"),
        net.add("Flatten", "flatten"),
        net.add("Dense", "code", units=16),
    ]
    decoder = [
        net.add("Dense", "unfold", units=256, activation="relu"),
        net.add("Reshape", "reshape", target_shape=(2, 2, 64)),
        net.add("Conv2DTranspose", "decode_1", filters=32, kernel_size=3, strides=2, padding="same", activation="relu"),
        net.add("Conv2DTranspose", "decode_2", filters=16, kernel_size=3, strides=2, padding="same", activation="relu"),
        net.add("Conv2D", "ink", filters=1, kernel_size=3, padding="same", activation="sigmoid"),
    ]
    net.add("Rescaling", "pixels", scale=16.0)
    return Project(
        graph=net.arranged({"Encoder": encoder, "Decoder": decoder}),
        training=_training(
            "sklearn:digits",
            loss="mean_squared_error",
            metrics=("mean_absolute_error",),
            rate=0.003,
            epochs=20,
            options={"view": "image", "target": "image"},
        ),
        description="An autoencoder: sixteen numbers must hold what it takes to draw a digit of 64 pixels again. The target "
        "is the image itself.",
    )


def unet_digits() -> Project:
    net = Builder("unet_digits")

    def convolutions(name: str, filters: int) -> list[str]:
        return [
            net.add("Conv2D", f"{name}_{letter}", filters=filters, kernel_size=3, padding="same", activation="relu")
            for letter in "ab"
        ]

    def up(name: str, filters: int, skip: str) -> list[str]:
        grown = net.add("Conv2DTranspose", f"{name}_grow", filters=filters, kernel_size=2, strides=2)
        joined = net.add("Concatenate", f"{name}_join", after=(grown, skip))
        return [grown, joined, *convolutions(name, filters)]

    net.add("Input", "image", shape=(8, 8, 1))
    net.add("Rescaling", "scale", scale=1 / 16)
    net.add("GaussianNoise", "noise", stddev=0.2)
    first = convolutions("down1", 16)
    half = net.add("MaxPooling2D", "down1_pool")
    second = convolutions("down2", 32)
    quarter = net.add("MaxPooling2D", "down2_pool")
    convolutions("bottom", 64)
    growing = [*up("up2", 32, second[-1]), *up("up1", 16, first[-1])]
    net.add("Conv2D", "ink", filters=1, kernel_size=1, activation="sigmoid")
    return Project(
        graph=net.arranged({"Contracting": [*first, half, *second, quarter], "Expanding": growing}),
        training=_training(
            "sklearn:digits",
            loss="binary_crossentropy",
            metrics=("accuracy",),
            rate=0.003,
            epochs=10,
            options={"view": "image", "target": "ink"},
        ),
        description="A small U-Net: it says of every pixel whether there is ink, although noise is laid over the images it "
        "learns from. What was seen at full size is joined again on the way up.",
    )


TEMPLATES = (
    Template(
        "mlp-iris",
        "MLP classifier",
        "多层感知机分类",
        "Fully connected classifier of iris flowers, 3 species from 4 measures",
        "全连接分类网络：由四个测量值判断三种鸢尾花",
        mlp_iris,
    ),
    Template(
        "cnn-digits",
        "Small CNN",
        "小型卷积网络",
        "Convolutional network that reads handwritten digits of 8x8 pixels",
        "识别 8×8 像素手写数字的卷积网络",
        cnn_digits,
    ),
    Template(
        "lstm-digits",
        "LSTM classifier",
        "LSTM 分类",
        "Recurrent network that reads a digit row by row",
        "逐行读取手写数字的循环网络",
        lstm_digits,
    ),
    Template(
        "mlp-diabetes",
        "Regression MLP",
        "多层感知机回归",
        "Fully connected regression of disease progression from 10 measures",
        "由十个测量值预测病情进展的全连接回归网络",
        mlp_diabetes,
    ),
    Template(
        "residual-digits",
        "Residual CNN",
        "残差卷积网络",
        "Convolutional network with two residual blocks for handwritten digits",
        "含两个残差块、识别手写数字的卷积网络",
        residual_digits,
    ),
    Template(
        "two-input-digits",
        "Two inputs",
        "双输入网络",
        "Two branches, one for the image and one for its row and column sums",
        "两个分支：一个看图像，一个看各行各列的墨量",
        two_input_digits,
    ),
    Template(
        "autoencoder-digits",
        "Autoencoder",
        "自编码器",
        "Convolutional autoencoder that draws a digit again from 16 numbers",
        "由 16 个数重新画出手写数字的卷积自编码器",
        autoencoder_digits,
    ),
    Template(
        "unet-digits",
        "U-Net",
        "U-Net",
        "Small U-Net that tells ink from paper, pixel by pixel",
        "逐像素区分墨迹与纸面的小型 U-Net",
        unet_digits,
    ),
)


def files() -> dict[str, str]:
    """The text of every file, by its name in the folder."""
    made = {f"{template.name}.netw": schema.dumps(template.build()) for template in TEMPLATES}
    index = [
        {
            "name": template.name,
            "title": template.title,
            "title_zh": template.title_zh,
            "summary": template.summary,
            "summary_zh": template.summary_zh,
        }
        for template in TEMPLATES
    ]
    made["index.json"] = json.dumps(index, ensure_ascii=False, indent=2) + "\n"
    return made


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
