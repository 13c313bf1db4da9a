"""The words of the field as data: labels, section names, classes, markers, verbs; it reads no document."""

from runbooklint.vocabulary.labels import document_field, label_field, step_field
from runbooklint.vocabulary.phrases import key, phrase
from runbooklint.vocabulary.sections import section_kind
from runbooklint.vocabulary.values import DASHES, reversibility, state, style
from runbooklint.vocabulary.verbs import NEGATIONS, VERBS

__all__ = [
    "DASHES",
    "NEGATIONS",
    "VERBS",
    "document_field",
    "key",
    "label_field",
    "phrase",
    "reversibility",
    "section_kind",
    "state",
    "step_field",
    "style",
]
