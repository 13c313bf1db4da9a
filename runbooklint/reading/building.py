"""Units to steps and rollback entries: their fields, inheritance, and which entry belongs to which step."""

from runbooklint.document import Node
from runbooklint.inline import plain, trimmed
from runbooklint.pattern import Pattern
from runbooklint.quantities.lengths import read_length
from runbooklint.reading.fields import Gathering
from runbooklint.reading.inlined import parted
from runbooklint.reading.items import item, items_of
from runbooklint.reading.labels import bold_label, is_check, names_check
from runbooklint.reading.parts import Part
from runbooklint.reading.tables import columns, keyed_rows
from runbooklint.reading.units import Unit
from runbooklint.reading.values import make_field, references, split_maximum
from runbooklint.records import Field, FieldName, Fields, Reference, RollbackEntry, Step
from runbooklint.source import Source, Span
from runbooklint.vocabulary import key, phrase

_BRACKETED = Pattern(r"\((?P<words>[^()\n]{1,120}(?:\([^()\n]{0,200}\)[^()\n]{0,60})?)\)")
_OWNER_TAG = Pattern(
    r"⚑ ?OWNER:? ?(?P<flag>[^\s|)]+(?: [A-Z][\w-]*)*)|(?<![\w/@`])(?P<handle>@[A-Za-z][\w-]*(?:/[\w-]+)?)"
)
_CLOCK = Pattern(r"[\s~(*`]*(?:\d{1,2}[:.]\d\d\b|T ?[=+\u2212–-] ?\d|T0\b)")
_LENGTH_FIRST = Pattern(
    r"(?i)(?!\d{1,2}:\d\d)[~≈<≤≥> ]{0,3}(?:(?:about|approx\.?|est\.?|up to|max\.?|within|under|takes)\s)?[~≈]?\d"
)
_NO_RETURN = Pattern(r"(?i)\bpoint of no return\b|\bPO?NR\b")
_CALLED = Pattern(
    r"(?i)(?:^|[.!\n])[\W_]{0,8}(?:\[![A-Z]{1,9}\][\W_]{0,8})?"
    r"(?P<said>(?:this|the step|here)\b[^.\n]{0,30}\b(?:crosses|is|marks|passes|reaches)\b[^.\n]{0,12}"
    r"\bpoint of no return\b"
    r"|(?:the )?point of no return\b(?=[*_ ]{0,3}(?:[.!:–—-]|$)))"
)
"""What calls the step in which it stands the point of no return, as an alert or a sentence."""
_TITLED = 3
"""So many labelled fields make a title of a bold first line."""
_INHERITED: tuple[FieldName, ...] = ("owner", "rehearsal")


def unit_fields(source: Source, unit: Unit) -> Fields:
    """The fields of one unit, those in its head included."""
    gathering = Gathering(source)
    if unit.part is not None:
        gathering.part(unit.part)
    elif unit.form == "list":
        _list_head(gathering, unit)
    else:
        gathering.blocks(unit.nodes)
    for name, items in unit.cells.items():
        gathering.add(name, items, unit.heads.get(name))
    if not (gathering.checks or "postcondition" in gathering.values):
        # The title in a row of the way back is that of the step.
        named = names_check(unit.head.title) and not (unit.form == "table" and unit.region == "rollback")
        told = (is_check(unit.head.title) and unit.form != "list") or named
        if told and not gathering.hints and "go_no_go" not in gathering.values:
            gathering.hints += [item(source, _title_span(source, unit)), *(i for i in gathering.loose if i.code)]
    fields = gathering.fields()
    for name, said in unit.told.items():
        if name in fields:
            fields[name] = fields[name]._replace(value=said)
    timed = fields.get("expected_duration")
    if timed and timed.state == "unreadable" and _CLOCK.match(timed.text):
        del fields["expected_duration"]
    gate = fields.get("go_no_go")
    if gate and gate.label and "postcondition" not in fields and phrase(source.slice(gate.label)) in {"gate", "gates"}:
        fields["postcondition"] = gate._replace(value="implied")
    if unit.check is not None and "postcondition" not in fields:
        checked = make_field(source, "postcondition", list(items_of(source, unit.check)))
        fields["postcondition"] = checked._replace(inherited=True)
    _drop_title(source, unit, fields)
    _from_title(source, unit, fields)
    if "point_of_no_return" not in fields:
        _from_callout(gathering, fields)
    return fields


def _drop_title(source: Source, unit: Unit, fields: Fields) -> None:
    """An item whose first line is all bold is titled by it where its fields are labelled; then that is no action."""
    action, text = fields.get("action"), source.slice(unit.span).strip()
    if unit.form != "list" or action is None or action.label is not None or action.span.end > unit.span.end:
        return
    lead = bold_label(text)
    labelled = sum(field.label is not None for field in fields.values())
    if lead and lead.value >= len(text) and "`" not in text and labelled >= _TITLED:
        del fields["action"]


def _from_callout(gathering: Gathering, fields: Fields) -> None:
    """Take the sentence under a step that calls it the point of no return."""
    for piece in gathering.loose:
        if not piece.code and (found := _CALLED.search(piece.text)):
            start = piece.span.start
            said = item(gathering.source, trimmed(found["said"], start + found.start("said")))
            fields["point_of_no_return"] = Field(said.text, said.span, (said,), "stated", "crosses")
            return


def _list_head(gathering: Gathering, unit: Unit) -> None:
    first = unit.nodes[0] if unit.nodes else None
    if first is None or first.kind != "paragraph":
        gathering.blocks(unit.nodes)
        return
    text = gathering.source.slice(unit.span)
    lead = bold_label(text)
    if lead and lead.value < len(text) and text[: lead.value].rstrip("* ").endswith("."):
        head, *rest = parted(gathering.source, first.line_spans)
        behind = rest if head.end < unit.span.end else []
        # `**Announce.** Post the window.` leads an instruction
        gathering.keep(None, head if behind else first.span, None)
        gathering.lines(behind, None)
        gathering.blocks(unit.nodes[1:])
        return
    if unit.head.id and not unit.head.title:  # `**Step 2-rollback**` is no label
        gathering.blocks(unit.nodes[1:])
        return
    wrapper = Node("item", first.first, first.last)
    wrapper.children = unit.nodes
    gathering.list_item(wrapper, None)
    if "postcondition" in gathering.labels and gathering.labels["postcondition"].start < unit.span.end:
        gathering.loose.insert(0, item(gathering.source, unit.span))


def _title_span(source: Source, unit: Unit) -> Span:
    span = unit.head.title_span
    return trimmed(source.slice(span).rstrip("*_ "), span.start)


def _from_title(source: Source, unit: Unit, fields: Fields) -> None:
    """Take what the head of a step says in brackets and tags: a duration, an owner, the point of no return."""
    text, start = source.slice(unit.span), unit.span.start
    if unit.form == "table":
        return
    if "expected_duration" not in fields:
        for found in _BRACKETED.finditer(text):
            length = read_length(found["words"])
            if length is not None and _LENGTH_FIRST.match(found["words"]):
                span = Span(start + found.start("words"), start + found.end("words"))
                fields["expected_duration"] = make_field(source, "expected_duration", [item(source, span)])
                split_maximum(source, fields)
                break
    if "owner" not in fields and (tag := _OWNER_TAG.search(text)):
        group = "flag" if tag["flag"] else "handle"
        fields["owner"] = make_field(
            source, "owner", [item(source, Span(start + tag.start(group), start + tag.end(group)))]
        )
    if "point_of_no_return" not in fields and (mark := _NO_RETURN.search(text)):
        span = Span(start + mark.start(), start + mark.end())
        fields["point_of_no_return"] = Field(mark.group(), span, (item(source, span),), "stated", "crosses")


def build(source: Source, units: list[Unit], document: Fields) -> tuple[list[Step], list[RollbackEntry]]:
    """The steps and the rollback entries of the units, in document order, not yet linked."""
    steps: list[Step] = []
    entries: list[RollbackEntry] = []
    shared: dict[int, Fields] = {}
    for unit in units:
        fields = unit_fields(source, unit)
        _inherit(source, unit, fields, document, shared)
        named = fields.pop("id", None)
        identifier = _own_id(named) or unit.head.id
        written = tuple(span for span in (unit.head.id_span, named.span if named else None) if span)
        title = unit.head.title or unit.head.id
        if unit.region == "rollback":
            if "action" not in fields and "rollback" in fields:
                fields["action"] = fields["rollback"]  # `**Rollback:** run this` is an entry and its action
            entries.append(
                RollbackEntry(
                    identifier,
                    title,
                    unit.span,
                    unit.block,
                    unit.container,
                    fields,
                    keyed=unit.keyed or named is not None,
                    id_spans=written,
                )
            )
        else:
            steps.append(
                Step(identifier, title, unit.span, unit.block, unit.container, _dependencies(fields), fields,
                     alternative=unit.alternative, id_spans=written)
            )  # fmt: skip
    return steps, entries


def _own_id(field: Field | None) -> str:
    if field is None or field.state != "stated":
        return ""
    return plain(field.text).removeprefix("Step ").strip()


def _dependencies(fields: Fields) -> tuple[Reference, ...] | None:
    field = fields.get("depends_on")
    if field is None:
        return None
    if field.state != "stated":
        return ()
    return tuple(r for i in field.items for r in references(i.text, i.span.start))


def _inherit(source: Source, unit: Unit, fields: Fields, document: Fields, shared: dict[int, Fields]) -> None:
    """Give a unit what its phase, its section or the document states once for all."""
    above: list[Part] = list(unit.part.ancestors()) if unit.part is not None else []
    for part in above:
        if id(part) not in shared and part.level > 1:
            gathering = Gathering(source)
            gathering.blocks(part.blocks)
            shared[id(part)] = gathering.fields()
    for name in _INHERITED:
        if name in fields:
            continue
        for known in (*(shared[id(p)] for p in above if id(p) in shared), document):
            if name in known and known[name].label is not None:
                fields[name] = known[name]._replace(inherited=True)
                break


def add_keyed(source: Source, tables: list[Node], steps: list[Step]) -> None:
    """Add the cells of tables keyed by step id to the fields of those steps."""
    numbers: dict[str, list[int]] = {}
    for index, step in enumerate(steps):
        numbers.setdefault(key(step.id), []).append(index)
    for table in tables:
        rows = keyed_rows(source, table, columns(source, table))
        hits = [row for row in rows if _one_place(steps, numbers.get(key(row.id), []))]
        if len(hits) * 2 < len(rows):
            continue
        for row in hits:
            for index in numbers[key(row.id)]:
                fields = steps[index].fields
                for name, items in row.values.items():
                    if items and name not in fields:
                        made = make_field(source, name, list(items), row.heads.get(name))
                        fields[name] = made._replace(value=row.told[name]) if name in row.told else made


def _one_place(steps: list[Step], found: list[int]) -> bool:
    """Whether the steps of an id are one, or one id given twice in a phase, which is a fault of its own."""
    return bool(found) and len({steps[index].container for index in found[:50]}) == 1


_BACK = Pattern(r"(?i)^(?:r|rb|rollback)[-_ .]?(?=[a-z]*\d)|[-_ .]?(?:rollback|rb)$|(?<=\d)r$")
_TITLE_STEP = Pattern(
    r"(?i)(?<!until )(?<!before )(?<!till )\b(?:step|phase|stage)s? ([A-Za-z]{0,3}\d{1,3}(?:\.\d+)*[a-z]?)\b"
)


def link(steps: list[Step], entries: list[RollbackEntry]) -> tuple[tuple[Step, ...], tuple[RollbackEntry, ...]]:
    """Tell which entry takes which step back: by the id with its suffix or prefix, by the steps its title names, by an
    id that both carry where the entry is more than a line of a list."""
    numbers: dict[str, list[int]] = {}
    for index, step in enumerate(steps):
        if step.id:
            numbers.setdefault(key(step.id), []).append(index)
    linked: dict[int, int] = {}
    made = []
    for index, entry in enumerate(entries):
        bare = _BACK.sub("", entry.id)
        marked = bare != entry.id and key(entry.id) not in numbers
        named = tuple(Reference(m[1], entry.span) for m in _TITLE_STEP.finditer(entry.title))
        keyed = entry.keyed or marked or bool(named)
        target = _target(steps, entry, numbers.get(key(bare), []) if marked or entry.id else [])
        if target is None and named:
            target = _target(steps, entry, numbers.get(key(named[0].id), []))
        if target is not None and not keyed:
            keyed = sum(f.label is not None for f in entry.fields.values()) > 2 or not entry.id.isdigit()
        if target is not None and keyed:
            linked.setdefault(target, index)
        made.append(entry._replace(step=target if keyed else None, keyed=keyed, references=named))
    return (
        tuple(step._replace(rollback_entry=linked.get(i)) for i, step in enumerate(steps)),
        tuple(made),
    )


def _target(steps: list[Step], entry: RollbackEntry, candidates: list[int]) -> int | None:
    """The one step that an id means: in the entry's own phase first."""
    if len(candidates) == 1:
        return candidates[0]
    near = [i for i in candidates if set(steps[i].container) & set(entry.container)]
    return near[0] if len(near) == 1 else None
