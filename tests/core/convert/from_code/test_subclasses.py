"""Subclasses of Model that hand their tensors to Keras, or that are trained by a step of their own."""

import pytest

from tests.core.convert.from_code.reading import classes, params, read, rows, wires

HALVES = """
    import tensorflow as tf
    from tensorflow.keras import layers
    seen = keras.Input((6,))
    first = keras.Model(seen, layers.Dense(2)(seen), name="first")
    code = keras.Input((2,))
    second = keras.Model(code, layers.Dense(6)(code), name="second")
"""


def test_super_init_with_tensors_makes_the_model():
    made = read(
        """
        class Net(keras.Model):
            def __init__(self, units, classes=3, input_tensor=None, name="net", **kwargs):
                taken = keras.layers.Input((8,)) if input_tensor is None else input_tensor
                x = keras.layers.Dense(units, name="inner")(taken)
                super().__init__(inputs=taken, outputs=keras.layers.Dense(classes)(x), name=name, **kwargs)
                self.units = units

        def small(**kwargs):
            return Net(**SETTINGS["small"], **kwargs)
        """
    )
    assert classes(made) == ["InputLayer", "Dense", "Dense"]
    assert made.project.graph.name == "net"
    assert "units" not in params(made, "inner")  # nobody says how many


def test_old_spelling_of_super_and_an_overridden_compile():
    made = read(
        """
        class Both(Model):
            def __init__(self, head, body):
                super(Both, self).__init__()
                self.head, self.body = head, body
            def compile(self, body_optimizer, loss):
                super(Both, self).compile(optimizer=body_optimizer, loss=loss)
            def call(self, x):
                return self.head(self.body(x))

        body = Sequential([Input((8,)), Dense(5)])
        head = Sequential([Input((5,)), Dense(1)])
        both = Both(head, body)
        both.compile(keras.optimizers.SGD(0.5), "mse")
        """
    )
    assert rows(made.project.graph)[0] == ("InputLayer", {"shape": (8,)})
    assert made.project.training.compile.loss == "mean_squared_error"
    assert made.project.training.compile.optimizer.params["learning_rate"] == 0.5
    assert not made.notes


def test_a_subclass_of_sequential_adds_by_itself():
    made = read(
        """
        class Stack(Sequential):
            def __init__(self, units):
                super().__init__(name="stack")
                self.add(Input((4,)))
                super().add(Dense(units))
        stack = Stack(7)
        """
    )
    assert classes(made) == ["InputLayer", "Dense"]


STEP = """
    class Coder(keras.Model):
        def __init__(self, first, second, **kwargs):
            super().__init__(**kwargs)
            self.first = first
            self.second = second
            self.total = keras.metrics.Mean(name="total")
        def train_step(self, data):
            if isinstance(data, tuple):
                data = data[0]
            with tf.GradientTape() as tape:
                again = self.second(self.first(data))
                loss = tf.reduce_mean(keras.losses.mse(data, again))
            slopes = tape.gradient(loss, self.trainable_weights)
            self.optimizer.apply_gradients(zip(slopes, self.trainable_weights))
            self.total.update_state(loss)
            return {"loss": self.total.result()}
    coder = Coder(first, second)
    coder.compile(optimizer="adam")
    coder.fit(rows, epochs=4)
"""


def test_a_model_without_call_is_what_its_train_step_does_with_the_data():
    made = read(HALVES + STEP)
    assert wires(made) == {"input_layer_2": {}, "first": {"input_layer": "input_layer_2"}, "second": {"input_layer_1": "first"}}
    assert params(made, "input_layer_2")["shape"] == (6,)
    assert made.project.training.fit.epochs == 4
    assert len(made.notes) == 1 and "train_step" in made.notes[0]


def test_a_train_step_that_leads_no_data_through_two_models_is_no_model():
    step = STEP.replace("again = self.second(self.first(data))", "again = self.second(data)")
    made = read(HALVES + step)
    assert not any("train_step" in note for note in made.notes)
    assert made.project.graph.name in ("first", "second")


BUILDERS = """
    def unit(size, stride=1):
        def call(x):
            return Conv2D(size, 3, strides=stride, padding="same")(x)
        return call

    class Builder(object):
        @staticmethod
        def build(input_shape, outputs, make, repetitions):
            if len(input_shape) != 3:
                raise ValueError("no image")
            x = inside = Input(shape=input_shape)
            for place, times in enumerate(repetitions):
                for _ in range(times):
                    x = make(8 * 2 ** place)(x)
            return Model(inside, Dense(outputs)(GlobalAveragePooling2D()(x)))

        @{kind}
        def small({first}input_shape, outputs=5):
            return Builder.build(input_shape, outputs, unit, [1, 2])
"""


@pytest.mark.parametrize(("kind", "first"), [("staticmethod", ""), ("classmethod", "cls, ")])
def test_methods_that_nobody_calls_make_the_model_and_not_the_helpers(kind: str, first: str) -> None:
    made = read(BUILDERS.format(kind=kind, first=first))
    assert classes(made) == ["InputLayer", "Conv2D", "Conv2D", "Conv2D", "GlobalAveragePooling2D", "Dense"]
    assert [row["filters"] for name, row in rows(made.project.graph) if name == "Conv2D"] == [8, 16, 16]
    assert not any("unit()" in note for note in made.notes)


def test_helpers_of_a_model_that_is_read_leave_no_notes():
    made = read(
        """
        def unused(x, size, name):
            return Dense(size, name=name)(x)

        def net(shape=(4,), classes=3):
            x = Input(shape)
            return Model(x, Dense(classes)(x))
        """
    )
    assert classes(made) == ["InputLayer", "Dense"]
    assert not any("unused" in note for note in made.notes)


def test_a_subclass_is_read_although_a_function_makes_a_part():
    made = read(
        """
        def augmentation(size):
            return Sequential([RandomFlip(), Resizing(size, size)])

        class Net(keras.Model):
            def __init__(self, settings, **kwargs):
                super().__init__(**kwargs)
                self.parts = [Dense(settings.width, name=f"part_{place}") for place in range(3)]
            def call(self, x):
                for part in self.parts:
                    x = part(x)
                return x
        """
    )
    assert classes(made) == ["InputLayer", "Dense", "Dense", "Dense"]


def test_subclasses_of_layers_that_only_settle_their_parameters():
    made = read(
        """
        class Same(Conv2D):
            def __init__(self, filters, **kwargs):
                super().__init__(filters, 3, padding="same", **kwargs)
        class Cell(keras.layers.Layer):
            def __init__(self, units):
                super().__init__()
                self.units = units
        class Own(keras.layers.RNN):
            def __init__(self, units, **kwargs):
                super().__init__(Cell(units), **kwargs)
        class Nothing(keras.layers.Layer):
            def __init__(self):
                super().__init__()
        model = Sequential([Input((8, 8, 3)), Same(4, name="first"), Reshape((64, 4)), Own(5), Nothing()])
        """
    )
    assert params(made, "first") == {"filters": 4, "kernel_size": 3, "padding": "same"}
    assert [item.class_name for item in made.placeholders] == ["Own", "Nothing"]


def test_subclasses_inside_of_one_another_take_the_shape_that_build_tells():
    made = read(
        """
        class Block(keras.Model):
            def __init__(self, filters):
                super().__init__()
                self.conv, self.norm = Conv2D(filters, 3, padding="same"), BatchNormalization()
            def call(self, x, training=None):
                return x + self.conv(self.norm(x, training=training))
        class Net(keras.Model):
            def __init__(self):
                super().__init__()
                self.first, self.head = Conv2D(8, 3), Dense(10)
                self.blocks = Sequential(name="blocks")
                for _ in range(2):
                    self.blocks.add(Block(8))
            def call(self, x):
                return self.head(Flatten()(self.blocks(self.first(x))))
        net = Net()
        net.compile("adam")
        net.build(input_shape=(None, 28, 28, 1))
        """
    )
    assert rows(made.project.graph)[0] == ("InputLayer", {"shape": (28, 28, 1)})
    inside = [rows(block.graph)[0] for block in made.project.blocks.values()]
    assert inside == [("InputLayer", {"shape": (26, 26, 8)})] * 3
    assert not made.notes


def test_layers_are_asked_for_their_class():
    made = read(
        """
        base = Sequential([Input((16, 16, 3)), Conv2D(4, 3, name="one"), MaxPooling2D(), Conv2D(5, 3, name="two"), Flatten()])
        whole = Model(base.input, base.output)
        x = whole.input
        for layer in whole.layers:
            if layer.__class__ == MaxPooling2D:
                x = AveragePooling2D(2)(x)
            elif type(layer) in (Flatten, Dense) or layer.__class__.__name__ == "Flatten":
                x = GlobalAveragePooling2D()(x)
            else:
                x = layer(x)
        model = Model(whole.input, x)
        model.compile("adam", "mse")
        """
    )
    assert classes(made) == ["InputLayer", "Conv2D", "AveragePooling2D", "Conv2D", "GlobalAveragePooling2D"]
