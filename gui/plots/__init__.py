"""Matplotlib figures inside the window, fed by events and drawn only in the GUI thread."""
