"""The dependency graph of the steps: order, cycles, crossings, running totals; it knows no text."""

from runbooklint.chains.crossings import Crossings, crossings, cycles, first_of
from runbooklint.chains.graph import Graph, Loose, StepIds, candidates, graph_of, ids_of
from runbooklint.chains.passage import Passage, passage_of
from runbooklint.chains.totals import LARGEST, Totals, last_summands, longest, totals

__all__ = [
    "LARGEST",
    "Crossings",
    "Graph",
    "Loose",
    "Passage",
    "StepIds",
    "Totals",
    "candidates",
    "crossings",
    "cycles",
    "first_of",
    "graph_of",
    "ids_of",
    "last_summands",
    "longest",
    "passage_of",
    "totals",
]
