"""The records of a document as plain data, in the shape of `records.schema.json`; it judges nothing."""

from typing import Any

from runbooklint.reading import Reading
from runbooklint.records import Field, Fields, Item, Mark, RollbackEntry, Runbook, Step
from runbooklint.records_log import Mitigation, MitigationLog, Time, TimelineEntry, Times, Verification
from runbooklint.source import Source, Span

Data = dict[str, Any]
_LISTS = frozenset({"preconditions", "action", "postcondition", "go_no_go", "communication"})
"""The fields whose pieces are always told one by one."""


def parsed(source: Source, reading: Reading) -> Data:
    """What `runbooklint parse` prints."""
    document: Data = {}
    records: list[Data] = []
    if reading.runbook is not None:
        document = _document(source, reading.runbook)
        document["point_of_no_return"] = [_mark(source, mark) for mark in reading.runbook.marks]
        records = _runbook_records(source, reading.runbook)
    elif reading.log is not None:
        document = _document(source, reading.log)
        records = _log_records(source, reading.log)
    records.sort(key=lambda record: (record["line"], record["column"]))
    return {"schema": 1, "path": source.path, "kind": reading.kind, "document": document, "records": records}


def _document(source: Source, document: Runbook | MitigationLog) -> Data:
    title = _item(source, document.title) if document.title else None
    times = document.times if isinstance(document, MitigationLog) else None
    return {"title": title, **_fields(source, document.fields, times)}


def _runbook_records(source: Source, runbook: Runbook) -> list[Data]:
    records = [_step(source, runbook, step) for step in runbook.steps]
    return records + [_rollback(source, runbook, entry) for entry in runbook.rollbacks]


def _log_records(source: Source, log: MitigationLog) -> list[Data]:
    records = [
        {**_head(source, "mitigation", entry), "fields": _fields(source, entry.fields, entry.times)}
        for entry in log.mitigations
    ]
    records += [_verification(source, log, entry) for entry in log.verifications]
    return records + [_timeline_entry(source, entry) for entry in log.timeline]


def _step(source: Source, runbook: Runbook, step: Step) -> Data:
    entry = step.rollback_entry
    return {
        **_head(source, "step", step),
        "depends_on": None if step.depends_on is None else [reference.id for reference in step.depends_on],
        "rollback_entry": None if entry is None else runbook.rollbacks[entry].id,
        "fields": _fields(source, step.fields),
    }


def _rollback(source: Source, runbook: Runbook, entry: RollbackEntry) -> Data:
    return {
        **_head(source, "rollback", entry),
        "step": None if entry.step is None else runbook.steps[entry.step].id,
        "fields": _fields(source, entry.fields),
    }


def _verification(source: Source, log: MitigationLog, entry: Verification) -> Data:
    return {
        **_head(source, "verification", entry),
        "mitigation": None if entry.mitigation is None else log.mitigations[entry.mitigation].id or None,
        "fields": _fields(source, entry.fields, entry.times),
    }


def _timeline_entry(source: Source, entry: TimelineEntry) -> Data:
    place = _place(source, entry.span)
    return {"type": "timeline_entry", "text": entry.text, **place, "time": _time(source, entry.time)}


def _time(source: Source, time: Time) -> Data:
    data: Data = {
        "text": time.text,
        "start": time.start,
        "end": time.end,
        "zone": time.zone,
        "approximate": time.approximate,
        "relative": time.relative,
    }
    for name, known in (("day_from", time.day_from), ("zone_from", time.zone_from)):
        if known is not None:
            place = _place(source, known.span) if known.span else {"line": None, "column": None}
            data[name] = {"origin": known.origin, "text": known.text, **place}
    said = {"problem": time.problem, "doubt": time.doubt}
    return data | {name: text for name, text in said.items() if text}


def _head(source: Source, kind: str, record: Step | RollbackEntry | Mitigation | Verification) -> Data:
    line, column = source.position(record.span.start)
    end_line, end_column = source.position(record.block.end)
    return {
        "type": kind,
        "id": record.id or None,
        "title": record.title,
        "container": list(record.container),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _fields(source: Source, fields: Fields, times: Times | None = None) -> Data:
    data: Data = {name: _field(source, name, field) for name, field in fields.items()}
    for name, listed in (times or {}).items():
        if name in data:
            data[name]["times"] = [_time(source, time) for time in listed]
    return data


def _field(source: Source, name: str, field: Field) -> Data:
    data: Data = {"text": field.text, "state": field.state, **_place(source, field.span), "inherited": field.inherited}
    if field.seconds is not None:
        data["seconds"] = _number(field.seconds)
    if field.value:
        data["value"] = field.value
    if name in _LISTS or len(field.items) > 1:
        data["items"] = [_item(source, item) for item in field.items]
    return data


def _item(source: Source, item: Item) -> Data:
    return {"text": item.text, **_place(source, item.span)}


def _mark(source: Source, mark: Mark) -> Data:
    return {"text": mark.text, "value": mark.value, "at": mark.at or None, **_place(source, mark.span)}


def _place(source: Source, span: Span) -> Data:
    return source.position(span.start)._asdict()


def _number(value: float) -> float:
    """The value, as an integer where it is one."""
    return int(value) if value == round(value) else value
