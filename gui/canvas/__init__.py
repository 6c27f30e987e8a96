"""The canvas: the graph that is shown, as cards and wires, and the gestures that edit it."""
