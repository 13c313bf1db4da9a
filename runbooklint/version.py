"""The version of this package, here and nowhere else."""

VERSION = "0.1.0"
