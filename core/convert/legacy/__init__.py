"""Configs of Keras 1 and 2 rewritten as Keras 3 writes them; ``upgrade.upgrade`` is the entrance."""
