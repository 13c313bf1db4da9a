"""Configuration: found beside the documents, checked, and resolved to what holds for them."""

SHARED = "pyproject.toml"
"""The file that holds other tools' settings too."""
