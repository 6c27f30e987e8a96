"""The inspector: a form generated from the catalogue's spec of what is selected."""
