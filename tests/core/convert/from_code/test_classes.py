"""Classes of the code: subclassed models, layers of its own, models kept in objects."""

from __future__ import annotations

from tests.core.convert.from_code.reading import classes, params, read, wires


def test_a_subclassed_model_is_traced_through_its_call() -> None:
    made = read(
        """
        class Net(keras.Model):
            def __init__(self, width, **options):
                super().__init__(**options)
                self.hidden = [Dense(width, activation='relu') for _ in range(2)]
                self.out = Dense(1, name='out')

            def call(self, x, training=None):
                for layer in self.hidden:
                    x = x + layer(x)
                return self.out(x, training=training)

        net = Net(8, name='mine')
        net.build((None, 8))
        net.compile('sgd', 'mse')
        """
    )
    assert made.project.graph.name == "mine"
    assert classes(made) == ["InputLayer", "Dense", "add", "Dense", "add", "Dense"]
    assert made.project.training.compile.loss == "mean_squared_error"


def test_a_model_that_is_never_made_is_read_with_open_sizes() -> None:
    made = read(
        """
        class Net(Model):
            def __init__(self, classes):
                super().__init__()
                self.out = Dense(classes)
            def call(self, inputs):
                return self.out(inputs)
        """
    )
    assert classes(made) == ["InputLayer", "Dense"] and params(made, "dense") == {}
    assert any("'classes' of __init__() is not given" in note for note in made.notes)


def test_a_layer_made_of_layers_is_written_out() -> None:
    made = read(
        """
        class Unit(Layer):
            def __init__(self, size, rate=0.1):
                super().__init__()
                self.dense = Dense(size)
                self.drop = Dropout(rate)
            def call(self, x, training=False):
                return x + self.drop(self.dense(x), training=training)
        x = Input((6,))
        unit = Unit(6)
        model = Model(x, unit(unit(x)))
        """
    )
    assert classes(made) == ["InputLayer", "Dense", "Dropout", "add", "Dense", "Dropout", "add"]
    assert len([layer for layer in made.project.graph.layers.values() if layer.class_name == "Dense"]) == 1
    assert not made.placeholders and any("Unit of this code is written out" in note for note in made.notes)


def test_a_layer_with_weights_of_its_own_is_a_placeholder() -> None:
    made = read(
        """
        class Scale(keras.layers.Layer):
            def __init__(self, factor=1, **options):
                super().__init__(**options)
            def build(self, shape):
                self.w = self.add_weight(shape=shape[-1:])
            def call(self, x):
                return x * self.w
        x = Input((6,), name='x')
        model = Model(x, Scale(3, name='scaled')(x))
        """
    )
    (gone,) = made.placeholders
    assert (gone.name, gone.class_name) == ("scaled", "Scale") and "line 6" in gone.reason
    layer = made.project.graph.layer_of("n2")
    assert layer.type == "example>Scale" and layer.raw is not None and '"0": 3' in layer.raw
    assert wires(made)["scaled"] == {"0": "x"}


def test_a_model_kept_in_an_object_is_found() -> None:
    made = read(
        """
        class Agent:
            def __init__(self, states, actions):
                self.states, self.actions = states, actions
                self.model = self._build()
            def _build(self):
                model = Sequential()
                model.add(Dense(24, input_dim=self.states, activation='relu'))
                model.add(Dense(self.actions))
                model.compile(loss='mse', optimizer=keras.optimizers.Adam(lr=0.001))
                return model
        """
    )
    assert classes(made) == ["InputLayer", "Dense", "Dense"]
    assert params(made, "dense") == {"units": 24, "activation": "relu"}
