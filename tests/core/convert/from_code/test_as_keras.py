"""Our reading of code against Keras's: the same text, read here and executed by Keras, gives the same project."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from core.convert.applications import names_from_start
from core.convert.from_code.reader import read_code
from core.convert.from_keras import from_keras
from core.graph.sameness import said

PROGRAMS = {
    "sequential": """
        model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, (3, 3), activation='relu'),
            layers.MaxPooling2D((2, 2), strides=1), layers.Flatten(), layers.Dropout(0.5), layers.Dense(10)])
        """,
    "residual": """
        def unit(x, filters, stride=1, conv_shortcut=True, name=None):
            shortcut = layers.Conv2D(4 * filters, 1, strides=stride, name=name + '_0_conv')(x) if conv_shortcut else x
            x = layers.Conv2D(filters, 1, strides=stride, name=name + '_1_conv')(x)
            x = layers.BatchNormalization(axis=3, epsilon=1.001e-5, name=name + '_1_bn')(x)
            x = layers.Conv2D(4 * filters, 1, name=f'{name}_2_conv')(x)
            return layers.Activation('relu', name=name + '_out')(layers.Add(name=name + '_add')([shortcut, x]))
        inputs = x = keras.Input(shape=(16, 16, 3))
        for i, (filters, blocks) in enumerate(zip((4, 8), [2, 1]), start=2):
            x = unit(x, filters, stride=1 if i == 2 else 2, name=f'conv{i}_block1')
            for j in range(2, blocks + 1):
                x = unit(x, filters, conv_shortcut=False, name='conv%d_block%d' % (i, j))
        model = keras.Model(inputs, layers.Dense(3)(layers.GlobalAveragePooling2D()(x)), name='resnet')
        """,
    "unet": """
        def unet(size, depth=2, start=4):
            inputs = keras.Input(size + (1,))
            skips, x = [], inputs
            for level in range(depth):
                for _ in range(2):
                    x = layers.Conv2D(start * 2 ** level, 3, padding='same', activation='relu')(x)
                skips.append(x)
                x = layers.MaxPooling2D()(x)
            x = layers.Conv2D(start * 2 ** depth, 3, padding='same')(x)
            for level, skip in reversed(list(enumerate(skips))):
                x = layers.UpSampling2D(2)(x)
                x = layers.concatenate([x, skip], axis=3)
                x = layers.Conv2D(skip.shape[-1], (3, 3), padding='same')(x)
            return keras.Model(inputs, layers.Conv2D(1, 1, activation='sigmoid')(x), name='unet')
        model = unet((16, 16))
        """,
    "transformer": """
        def encoder(x, heads=2, size=4, rate=0.1):
            y = layers.LayerNormalization(epsilon=1e-6)(x)
            y = layers.MultiHeadAttention(num_heads=heads, key_dim=size, dropout=rate)(y, y)
            x = y + x
            y = layers.Dense(x.shape[-1] * 2, activation='gelu')(layers.LayerNormalization(epsilon=1e-6)(x))
            return layers.Dense(x.shape[-1])(y) + x
        inputs = keras.Input((12, 6))
        x = inputs
        for _ in range(2):
            x = encoder(x)
        model = keras.Model(inputs, layers.Dense(2)(ops.mean(x, axis=1)), name='transformer')
        """,
    "seq2seq": """
        source, target = keras.Input((None, 7), name='source'), keras.Input((None, 7), name='target')
        encoder_outputs, h, c = layers.LSTM(5, return_state=True)(source)
        states = [h, c]
        y, _, _ = layers.LSTM(5, return_sequences=True, return_state=True)(target, initial_state=states)
        model = keras.Model([source, target], layers.TimeDistributed(layers.Dense(7, name='inner'))(y), name='s2s')
        """,
    "nested": """
        base = keras.Sequential(name='base')
        base.add(keras.Input((6,), name='base_input'))
        base.add(layers.Dense(4, trainable=False))
        head = keras.Sequential([layers.Dense(2)], name='head')
        a, b = (keras.Input((6,), name=n) for n in 'ab')
        model = keras.Model({'a': a, 'b': b}, {'y': head(base(a) * base(b)), 'z': base(a)[:, 1:]}, name='nested')
        base.trainable = False
        """,
    "ops": """
        x = keras.Input((6, 4), name='x')
        y = ops.concatenate([x, 2.0 - x / 3.0], axis=-1)
        z = ops.reshape(ops.transpose(y, (0, 2, 1)), (-1, 48)) ** 2
        parts = ops.split(z, 3, axis=-1)
        outer = ops.einsum('bij,bkj->bik', x, y[..., :4])
        model = keras.Model(x, [parts[0] + parts[2], ops.max(-y, axis=(1, 2)), outer], name='ops')
        """,
    "recurrent": """
        tokens = keras.Input((None,), dtype='int32')
        x = layers.Embedding(20, 6, mask_zero=True)(tokens)
        x = layers.Bidirectional(layers.GRU(4, return_sequences=True, name='inner'), merge_mode='ave')(x)
        x = layers.RNN(layers.LSTMCell(3, name='one'))(x)
        model = keras.Model(tokens, layers.Dense(1, activation='sigmoid')(x), name='recurrent')
        """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_project_is_that_of_the_executed_program(name: str) -> None:
    import keras
    from keras import layers, ops

    text = textwrap.dedent(PROGRAMS[name])
    space: dict[str, Any] = {"keras": keras, "layers": layers, "ops": ops}
    with names_from_start():
        exec(text, space)  # our own text, above
    expected = from_keras(space["model"])
    made = read_code("import keras\nfrom keras import layers, ops\n" + text, catalog=None)
    assert made.notes == () and made.placeholders == ()
    assert said(made.project)[1:3] == said(expected)[1:3]
