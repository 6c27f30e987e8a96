"""The panels around the canvas; each shows one thing of the session."""
