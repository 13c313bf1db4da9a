"""Whether a text says what is observed and what is expected; it knows inline Markdown and fences, and no document."""

from runbooklint.mechanical.actions import hedges, names_reference
from runbooklint.mechanical.conditions import vague_criterion, vague_precondition
from runbooklint.mechanical.evidence import cites_evidence, mentions_data_state
from runbooklint.mechanical.verdict import Verdict, judge, judge_against, judge_items

__all__ = [
    "Verdict",
    "cites_evidence",
    "hedges",
    "judge",
    "judge_against",
    "judge_items",
    "mentions_data_state",
    "names_reference",
    "vague_criterion",
    "vague_precondition",
]
