"""How long runbooklint takes, against what its work costs at the least; `python -m benchmarks --help`."""
