"""The findings that a team has accepted for now, as a file states them; it knows no document."""

from collections.abc import Iterable, Mapping
from typing import Any

from runbooklint.finding import Finding
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

_VERSION = 1
_CODE = Pattern(r"[A-Z]{3}[0-9]{3}")
_FINGERPRINT = Pattern(r"[0-9a-f]{32}")


class BaselineError(Exception):
    """A file that is no baseline, or one that cannot be used, and why."""


class Entry(NamedTuple):
    """A finding that is known."""

    path: str
    """Of the document, relative to the folder of the baseline, with slashes."""
    code: str
    fingerprint: str
    message: str = ""
    """For those who read the file; it decides nothing."""


class Baseline(NamedTuple):
    """The known findings, sorted, each once."""

    entries: tuple[Entry, ...] = ()

    def by_path(self) -> dict[str, dict[str, str]]:
        """The codes of the known findings by their fingerprints, by the path of their document."""
        found: dict[str, dict[str, str]] = {}
        for entry in self.entries:
            found.setdefault(entry.path, {})[entry.fingerprint] = entry.code
        return found


def entries_of(path: str, findings: Iterable[Finding]) -> list[Entry]:
    """The entries for findings on the document with a path relative to the baseline."""
    return [Entry(path, one.code, one.fingerprint, one.message) for one in findings]


def made(entries: Iterable[Entry]) -> Baseline:
    """A baseline of entries in any order; of equal ones the first counts."""
    by_name = {(entry.path, entry.fingerprint): entry for entry in reversed(list(entries))}
    return Baseline(tuple(sorted(by_name.values())))


def without(baseline: Baseline, stale: Mapping[str, Iterable[str]]) -> Baseline:
    """What is left of a baseline where fingerprints are taken out of it, by the path of their document."""
    gone = {(path, fingerprint) for path, prints in stale.items() for fingerprint in prints}
    return Baseline(tuple(entry for entry in baseline.entries if (entry.path, entry.fingerprint) not in gone))


def written(baseline: Baseline) -> str:
    """The text of a baseline file."""
    import json

    findings = [entry._asdict() for entry in baseline.entries]
    return json.dumps({"tool": "runbooklint", "baseline": _VERSION, "findings": findings}, indent=2) + "\n"


def read(text: str) -> Baseline:
    """What a baseline file says. Raises BaselineError for any other file."""
    import json

    try:
        data = json.loads(text)
    except RecursionError:
        raise BaselineError("is no baseline: nested too deeply") from None
    except ValueError as error:
        raise BaselineError(f"is no baseline: {error}") from error
    if not isinstance(data, dict) or data.get("tool") != "runbooklint" or "baseline" not in data:
        raise BaselineError("is no baseline of runbooklint")
    if data["baseline"] is True or data["baseline"] != _VERSION:
        raise BaselineError(f"is a baseline of another version of runbooklint, not {_VERSION}")
    listed = data.get("findings")
    if not isinstance(listed, list):
        raise BaselineError("is a damaged baseline: it has no list of findings")
    return made(_entry(number, item) for number, item in enumerate(listed, 1))


def _entry(number: int, item: Any) -> Entry:
    """The entry of one object. Raises BaselineError where something is missing or of another form."""
    values: list[Any] = [item.get(name) for name in Entry._fields] if isinstance(item, dict) else []
    if not values or not all(isinstance(value, str) for value in values[:3]):
        raise BaselineError(f"is a damaged baseline: finding {number} lacks path, code or fingerprint")
    path, code, fingerprint, message = values
    if not (path and _CODE.fullmatch(code) and _FINGERPRINT.fullmatch(fingerprint)):
        raise BaselineError(f"is a damaged baseline: finding {number} has no valid path, code or fingerprint")
    return Entry(path, code, fingerprint, message if isinstance(message, str) else "")
