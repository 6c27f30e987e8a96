"""What layers did that Keras 3 has no exact equivalent of, one sentence each, for the placeholder that keeps them.

Does not belong here: layers with an equivalent. Invariant: each sentence says what the layer did and what to use instead.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.texts import text

GONE: Mapping[str, str] = {
    "SReLU": text("SReLU was a learned activation of three straight pieces per unit; PReLU is the nearest layer."),
    "ParametricSoftplus": text(
        "ParametricSoftplus was alpha * log(1 + exp(beta * x)) with learned alpha and beta; "
        "Activation('softplus') is the nearest layer."
    ),
    "ParametricSoftPlus": text(
        "ParametricSoftplus was alpha * log(1 + exp(beta * x)) with learned alpha and beta; "
        "Activation('softplus') is the nearest layer."
    ),
    "LocallyConnected1D": text(
        "LocallyConnected1D was a Conv1D with kernels of its own at each position; Conv1D shares one kernel."
    ),
    "LocallyConnected2D": text(
        "LocallyConnected2D was a Conv2D with kernels of its own at each position; Conv2D shares one kernel."
    ),
    "Highway": text(
        "Highway mixed its input x with a Dense of it by a learned gate t, as t * Dense(x) + (1 - t) * "
        "x; build it of two Dense layers of the width of x (one with sigmoid), Multiply and Add."
    ),
    "ConvRecurrent2D": text("ConvRecurrent2D was the base of convolutional recurrent layers; use ConvLSTM2D."),
    "Recurrent": text("Recurrent was the base of recurrent layers; use RNN with a cell."),
    "RandomHeight": text(
        "RandomHeight stretched images by a random height while training; RandomZoom with a height "
        "factor is the nearest layer."
    ),
    "RandomWidth": text(
        "RandomWidth stretched images by a random width while training; RandomZoom with a width factor "
        "is the nearest layer."
    ),
    "KerasLayer": text(
        "KerasLayer ran a model fetched from TensorFlow Hub; build that part of layers or export it as a layer."
    ),
    "DenseFeatures": text(
        "DenseFeatures turned feature columns into one tensor; use an Input per column with "
        "CategoryEncoding, Normalization or Embedding."
    ),
    "SequenceFeatures": text(
        "SequenceFeatures turned sequence feature columns into one tensor; use an Input per column."
    ),
    "ModuleWrapper": text(
        "ModuleWrapper held a layer from another kind of Keras, whose settings the file does not tell; "
        "put the same layer here again."
    ),
    "RandomFourierFeatures": text(
        "RandomFourierFeatures approximated a kernel with random projections; a Dense layer that is not "
        "trainable with a cosine Activation is the nearest."
    ),
    "KernelizedDense": text("It approximated a kernel with random projections; a frozen Dense layer is the nearest."),
    "LinearModel": text("LinearModel was one linear unit over all inputs; use Dense(1)."),
    "WideDeepModel": text("WideDeepModel added the outputs of a linear and a deep model; use Add."),
    "PeepholeLSTMCell": text(
        "PeepholeLSTMCell was an LSTMCell whose gates also saw the cell state; LSTMCell is the nearest."
    ),
    "AbstractRNNCell": text("It was the base of recurrent cells; use a cell such as LSTMCell."),
    "StackedDense": text("It was never part of Keras's public layers; use Dense layers."),
    "LambdaMerge": text(
        "LambdaMerge merged its inputs with a Python function; use a merge layer or write the function "
        "again in a Lambda."
    ),
    "ResidualWrapper": text("ResidualWrapper added the input of a recurrent cell to its output; use RNN and Add."),
    "DropoutWrapper": text("DropoutWrapper put dropout around a recurrent cell; the cells have dropout settings."),
    "DeviceWrapper": text("DeviceWrapper ran a recurrent cell on a chosen device; use the cell itself."),
}

LAMBDA = text("Lambda held a Python function as compiled code, which is never run here; write the function again.")
MERGE = text(
    "Merge joined its inputs with a Python function kept as compiled code, which is never run here; "
    "use a merge layer or write the function again."
)


def operation(name: str) -> str:
    """Why a call of a TensorFlow function is a placeholder."""
    return text(
        "It called the TensorFlow function {name!r}, for which Keras 3 has no exact op; use an op or "
        "layer that does the same.",
        name=name,
    )


def custom_activation(name: str) -> str:
    """Why an activation function is a placeholder."""
    return text(
        "It applied an activation function of its own named {name!r}, which is not in the file; choose "
        "an activation or write the function in a Lambda.",
        name=name,
    )


NEGATIVE_THRESHOLD = text(
    "ThresholdedReLU kept x where x was above theta; ReLU takes its place, but only with a threshold "
    "that is not negative."
)
