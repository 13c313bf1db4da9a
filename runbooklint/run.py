"""One run: every path is read and linted by itself, so that no document hides the findings on another."""

import os
from collections.abc import Iterable
from functools import partial

from runbooklint.engine import DefectError, lint
from runbooklint.files import Found, Lost, UnreadableError, decoded, found, linked, load, sized
from runbooklint.report import Failure, Outcome, Report
from runbooklint.repository import below_root
from runbooklint.settings import Settings


def run(paths: Iterable[str], settings: Settings, max_size: int, stdin: tuple[str, bytes] | None = None) -> Report:
    """Lint files and folders, and a document from standard input given with its name."""
    outcomes = [_examined(item, settings, max_size) for item in found(paths)]
    if stdin:
        outcomes.append(_judged(*stdin, settings, max_size))
    return Report(tuple(sorted(outcomes, key=lambda outcome: outcome.path)))


def _examined(item: Found | Lost, settings: Settings, max_size: int) -> Outcome:
    if isinstance(item, Lost):
        return _failed(item.path, item.message)
    try:
        data = load(item.path, max_size)
    except UnreadableError as error:
        return _failed(item.path, str(error))
    return _judged(item.path, data, settings, max_size, item.named)


def _judged(path: str, data: bytes, settings: Settings, max_size: int, named: bool = True) -> Outcome:
    shown = path.replace("\\", "/")
    try:
        source = decoded(sized(data, max_size), shown)
        result = lint(source, settings, below_root(path), partial(linked, path))
    except UnreadableError as error:
        return _failed(path, str(error))
    except Exception as error:
        return _failed(path, _defect(error), defect=True)
    return Outcome(
        shown,
        "linted" if result.kind else "passed over",
        result.kind,
        result.kind_reason,
        result.findings,
        result.not_checked,
        named=named,
        empty=not source.text.strip(),
    )


def _defect(error: BaseException) -> str:
    """What went wrong inside runbooklint, and in which of its lines, for a report."""
    rule = f"{error}, " if isinstance(error, DefectError) else ""
    cause = error.__cause__ or error
    trace = cause.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
    return f"{rule}{type(cause).__name__}: {cause}{place}"


def _failed(path: str, message: str, defect: bool = False) -> Outcome:
    return Outcome(path, "failed", failure=Failure(path, message, defect))
