"""Metrics in words: measured values with unit, signal and time, and what is expected of them; pure text to value."""
