"""Lengths of time and points in time: pure text to value, without any document around it."""
