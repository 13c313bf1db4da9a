"""Words on the state of data, and the citation of a validation result; it resolves no citation."""

from collections.abc import Sequence

from runbooklint.mechanical.naming import word
from runbooklint.mechanical.tokens import Token, tokens
from runbooklint.mechanical.words import ARTICLE, group, is_metric
from runbooklint.pattern import Pattern

_DATA_STATE = group(
    "parity reconciliation reconciliations reconcile reconciles reconciled checksum checksums mismatch mismatches"
)
_ROWS = group("row rows record records table")
_COUNTS = group("count counts total totals")
_ARTIFACT = group("image artifact artefact binary tarball package release archive download installer iso")
_EVIDENCE_ID = Pattern(
    r"(?<![\w-])(?:[A-Z][A-Z0-9]{1,7}-(?:[A-Z]{0,2}\d+|[A-Z])|(?:rec|par|vr|val|recon|dv)-\w+)(?!\w)"
)
_OTHER_ID = ("UTF-", "SHA-", "ISO-", "RFC-", "CHG-", "AES-", "SEV-", "TLS-", "MD-", "INC-", "RH-", "DR-")
_EVIDENCE_NAME = Pattern(
    r"\b(?:validation|reconciliation|parity|checksum|migration|comparison|audit)[ -]"
    r"(?:test )?(?:report|record|protocol|evidence|dossier)\b",
    2,
)


def mentions_data_state(text: str) -> tuple[int, int] | None:
    """The offsets of words, outside code, on the state of data: row counts, checksums, parity, reconciliation."""
    found = tokens(text)
    artifact = any(token.kind == "word" and token.text in _ARTIFACT for token in found)
    for index, token in enumerate(found):
        if token.kind != "word":
            continue
        parts = token.text.split("-")
        if any(part in _DATA_STATE for part in parts) and not (artifact and parts[0].startswith("checksum")):
            if _of_something_else(found, index):
                continue
            return token.start, token.end
        if parts[0] in _ROWS and parts[-1] in _COUNTS:
            return token.start, token.end
        if token.text in _ROWS and word(found, index + 1) in _COUNTS:
            return token.start, found[index + 1].end
    return None


def _of_something_else(found: Sequence[Token], index: int) -> bool:
    """Whether a word is about one thing (`reconciles the event`) or two readings (`error rate parity`), not data."""
    text, before = found[index].text, word(found, index - 1)
    if text.startswith("reconcile"):
        return word(found, index + 1) in ARTICLE
    return text == "parity" and is_metric(before) and before not in _COUNTS


def cites_evidence(text: str) -> bool:
    """Whether a text names a validation result: by an id (inside code too), by the name of a report, or by a link."""
    if any(not found.group().startswith(_OTHER_ID) for found in _EVIDENCE_ID.finditer(text)):
        return True
    if "://" in text or _EVIDENCE_NAME.search(text):
        return True
    return "](" in text and any(token.kind == "link" for token in tokens(text))
