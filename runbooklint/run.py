"""One run: every path is read and linted by itself, so that no document hides the findings on another."""

import os
from collections.abc import Iterable
from functools import partial

from runbooklint.config.model import ConfigError, Fault
from runbooklint.engine import DefectError, lint
from runbooklint.files import Excluded, Item, Lost, UnreadableError, decoded, found, linked, load, sized
from runbooklint.ground import Ground
from runbooklint.report import Failure, Outcome, Report
from runbooklint.repository import below_root


def run(paths: Iterable[str], ground: Ground, stdin: tuple[str, bytes] | None = None) -> Report:
    """Lint files and folders, and a document from standard input given with its name."""
    faults: dict[Fault, None] = {}
    force = ground.asked.force_exclude
    outcomes = [_examined(item, ground, faults) for item in found(paths, ground.excludes, force)]
    if stdin:
        name, data = stdin
        excluded = force and ground.excludes(name)
        outcomes.append(_passed(name) if excluded else _judged(name, data, ground, faults))
    outcomes += [_at_fault(fault) for fault in faults]
    told = (outcome for outcome in outcomes if outcome is not None)
    return Report(tuple(sorted(told, key=lambda outcome: outcome.path)))


def _examined(item: Item, ground: Ground, faults: dict[Fault, None]) -> Outcome | None:
    match item:
        case Lost(path, message):
            return _failed(path, message)
        case Excluded(path):
            return _passed(path)
    try:
        data = load(item.path, ground.asked.max_size)
    except UnreadableError as error:
        return _failed(item.path, str(error))
    return _judged(item.path, data, ground, faults, item.named)


def _judged(path: str, data: bytes, ground: Ground, faults: dict[Fault, None], named: bool = True) -> Outcome | None:
    """What a document gave; None where a file that says what holds for it cannot be used, which is told in `faults`."""
    shown = path.replace("\\", "/")
    try:
        holding = ground.of(path)
        source = decoded(sized(data, ground.asked.max_size), shown)
        result = lint(source, holding.settings, below_root(path), partial(linked, path))
    except ConfigError as error:
        faults.update(dict.fromkeys(error.faults))
        return None
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
        hidden=result.hidden,
        fail_on=holding.fail_on,
        baseline=holding.baseline,
        fixed=result.fixed,
        steps=result.steps,
    )


def _passed(path: str) -> Outcome:
    return Outcome(path, "passed over", excluded=True)


def _at_fault(fault: Fault) -> Outcome:
    """The outcome of a file that says what holds for documents, as seen from the current folder."""
    shown = os.path.relpath(fault.path)
    path = fault.path if shown.startswith(os.pardir) else shown
    return Outcome(path, "failed", failure=Failure(path, fault.message, line=fault.line))


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
