"""Configuration: found beside the documents, checked, and resolved to what holds for them."""
