"""Fuzzing: what runs it, from which texts it starts, and what must hold for every input."""
