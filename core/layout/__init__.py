"""Automatic layout: pure functions from sizes and wires to coordinates. Knows nothing of layers or of Qt."""
