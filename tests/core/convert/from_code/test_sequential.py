"""Sequential models of every version of Keras."""

from __future__ import annotations

from core.convert.imported import Upgrade
from tests.core.convert.from_code.reading import classes, params, read, rows, wires


def test_a_list_of_layers_is_a_row_behind_an_input() -> None:
    made = read(
        """
        model = Sequential([
            Conv2D(32, (3, 3), activation='relu', padding='valid', strides=(1, 1), input_shape=(28, 28, 1)),
            MaxPooling2D((2, 2)),
            Flatten(),
            Dense(10, activation='softmax', use_bias=True),
        ], name='digits')
        """
    )
    assert made.project.graph.name == "digits"
    assert rows(made.project.graph) == [
        ("InputLayer", {"shape": (28, 28, 1)}),
        ("Conv2D", {"filters": 32, "kernel_size": 3, "activation": "relu"}),
        ("MaxPooling2D", {}),
        ("Flatten", {}),
        ("Dense", {"units": 10, "activation": "softmax"}),
    ]
    assert wires(made)["dense"] == {"inputs": "flatten"}
    assert made.format == "python" and not made.notes and not made.upgraded and not made.placeholders


def test_layers_are_added_in_loops_and_taken_away() -> None:
    made = read(
        """
        units = [8 * 2 ** i for i in range(3)]
        model = Sequential()
        model.add(keras.Input(shape=(4,), name='features'))
        for number, size in enumerate(reversed(units), 1):
            model.add(Dense(size, activation=keras.activations.tanh, name='hidden_%d' % number))
            if size > 8:
                model.add(Dropout(size / 100))
        model.add(Dense(1))
        model.pop()
        """
    )
    assert [(name, *found.values()) for name, found in rows(made.project.graph)] == [
        ("InputLayer", (4,)),
        ("Dense", 32, "tanh"),
        ("Dropout", 0.32),
        ("Dense", 16, "tanh"),
        ("Dropout", 0.16),
        ("Dense", 8, "tanh"),
    ]
    assert params(made, "hidden_3") == {"units": 8, "activation": "tanh"}


def test_keras_1_spellings_are_upgraded_and_listed() -> None:
    made = read(
        """
        model = Sequential()
        model.add(Convolution2D(64, 3, 3, border_mode='same', subsample=(2, 2), init='he_normal', input_shape=(3, 32, 32)))
        model.add(MaxPooling2D(pool_size=(3, 2), border_mode='same'))
        model.add(Flatten())
        model.add(Dense(output_dim=32, W_regularizer=keras.regularizers.l2(0.01), bias=False))
        model.add(Dropout(p=0.5))
        """
    )
    convolution = params(made, "conv2d")
    assert convolution == {
        "filters": 64,
        "kernel_size": 3,
        "strides": 2,
        "padding": "same",
        "data_format": "channels_first",
        "kernel_initializer": "he_normal",
    }
    assert params(made, "max_pooling2d") == {"pool_size": (3, 2), "padding": "same", "data_format": "channels_first"}
    dense = params(made, "dense")
    assert dense["kernel_regularizer"].type == "keras.regularizers.L2" and dense["use_bias"] is False
    assert Upgrade("conv2d", "border_mode='same'", "padding='same'") in made.upgraded
    assert Upgrade("dropout", "p=0.5", "rate=0.5") in made.upgraded
    assert any("(3, 32, 32) has its channels first" in note for note in made.notes)


def test_the_order_of_axes_is_as_the_code_says() -> None:
    body = "model = Sequential([Convolution2D(8, 3, 3, border_mode='same', input_shape=(3, 32, 32))])\n"
    assert "data_format" not in params(read("keras.backend.set_image_dim_ordering('tf')\n" + body), "conv2d")
    first = read("keras.backend.set_image_data_format('channels_first')\nmodel = Sequential([Conv2D(8, 3)])")
    assert params(first, "conv2d")["data_format"] == "channels_first"


def test_what_a_first_layer_says_about_the_input() -> None:
    for code, shape in (
        ("Dense(3, input_dim=7)", (7,)),
        ("LSTM(3, input_dim=7, input_length=5)", (5, 7)),
        ("LSTM(3, input_dim=7)", (None, 7)),
        ("Embedding(50, 4, input_length=9)", (9,)),
        ("Dense(3, batch_input_shape=(None, 2, 3))", (2, 3)),
        ("TimeDistributed(Dense(3), input_shape=(4, 6))", (4, 6)),
        ("Bidirectional(LSTM(3), input_shape=(4, 6))", (4, 6)),
        ("InputLayer(input_shape=(6,))", (6,)),
    ):
        made = read(f"model = Sequential()\nmodel.add({code})")
        assert rows(made.project.graph)[0] == ("InputLayer", {"shape": shape}), code
    batch = read("model = Sequential([GRU(3, batch_input_shape=(8, 2, 3), stateful=True)])")
    assert rows(batch.project.graph)[0][1] == {"shape": (2, 3), "batch_size": 8}


def test_a_model_that_does_not_say_what_it_takes_is_a_row_without_input() -> None:
    made = read("model = Sequential([Dense(3), Dense(2)])")
    assert classes(made) == ["Dense", "Dense"] and wires(made)["dense_1"] == {"inputs": "dense"}
    assert made.notes == ("The model 'sequential' does not say what it takes; give it an Input.",)


def test_the_data_or_build_may_tell_the_input() -> None:
    built = read("model = Sequential([Dense(3)])\nmodel.build((None, 6))")
    fitted = read(
        """
        (x, y), _ = keras.datasets.mnist.load_data()
        x = x.reshape(-1, 28 * 28).astype('float32') / 255
        model = Sequential([Dense(3)])
        model.compile('adam', 'mse')
        model.fit(x, y)
        """
    )
    assert rows(built.project.graph)[0] == ("InputLayer", {"shape": (6,)})
    assert rows(fitted.project.graph)[0] == ("InputLayer", {"shape": (784,)})


def test_models_are_joined_by_merge_of_keras_1() -> None:
    made = read(
        """
        left = Sequential()
        left.add(Dense(4, input_dim=3))
        right = Sequential()
        right.add(Dense(4, input_dim=5))
        model = Sequential()
        model.add(Merge([left, right], mode='concat', concat_axis=1))
        model.add(Dense(1))
        """
    )
    assert classes(made) == ["InputLayer", "InputLayer", "Dense", "Dense", "Concatenate", "Dense"]
    assert wires(made)["concatenate"] == {"inputs": ("dense", "dense_1")}
    assert Upgrade("concatenate", "Merge(mode='concat')", "Concatenate") in made.upgraded


def test_layers_that_are_gone_stay_as_placeholders_with_their_arguments() -> None:
    made = read("model = Sequential([Dense(4, input_dim=3), LocallyConnected1D(6, 3, activation='relu')])")
    (gone,) = made.placeholders
    assert gone.class_name == "LocallyConnected1D" and "line 5" in gone.reason
    layer = made.project.graph.layer_of("n3")
    assert (
        layer.type == "keras.layers>LocallyConnected1D"
        and layer.raw is not None
        and '"activation": "relu"' in layer.raw
    )
    assert wires(made)[gone.name] == {"0": "dense"}


def test_layers_with_an_equivalent_become_it() -> None:
    made = read(
        "model = Sequential([Dense(4, input_dim=3), ThresholdedReLU(theta=0.7), LeakyReLU(alpha=0.2), TimeDistributedDense(3)])"
    )
    assert rows(made.project.graph)[2:] == [
        ("ReLU", {"threshold": 0.7}),
        ("LeakyReLU", {"negative_slope": 0.2}),
        ("Dense", {"units": 3}),
    ]
