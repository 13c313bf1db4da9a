"""Rules on the communication plan: that it is there, what it covers, and whom it reaches."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Set

from runbooklint.checks.runbook.messages import ROLLBACK_EVENTS
from runbooklint.checks.runbook.owed import stated
from runbooklint.checks.runbook.whole import Chapter, chapters_beside_steps, title_of
from runbooklint.checks.runbook.wording import own_words
from runbooklint.facts import Facts
from runbooklint.inline import links, plain, words
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import Item, Runbook
from runbooklint.rule import CUTOVER, Problem, Related, Report, Severity, rule
from runbooklint.source import Span
from runbooklint.vocabulary import state

_REFERRING = frozenset(
    "communication communications comms plan document page wiki described kept maintained lives find found details"
    " refer documented separate full please runbook stakeholder notification matrix".split()
)
_CLAUSE = Pattern(r"[,;.:|/\n]|<br\s*/?>|\band\b|\bor\b|\bon\b")
_ASIDE = Pattern(r"\([^()]{0,300}\)")


class _Plan(NamedTuple):
    """The rows or lines of the communication plan."""

    head: Span
    lines: tuple[str, ...]
    audiences: tuple[str, ...]
    """Whom each line is for; the whole line where no column tells it."""

    @property
    def words(self) -> set[str]:
        """All words of the plan."""
        return {word for line in self.lines for word in words(line)}


def _plan_of(runbook: Runbook) -> _Plan | None:
    """The communication plan, where there is one with anything but a reference in it."""
    lines: list[str] = []
    audiences: list[str] = []
    head: Span | None = None
    for chapter in _chapters(runbook):
        found = [item for item in chapter.items if not _only_refers(item)]
        if found and head is None:
            head = chapter.head.span
        lines += [*_named_below(chapter), *_labels(runbook, chapter), *_columns(chapter), *(i.text for i in found)]
        audiences += _audiences(chapter, found)
    return _Plan(head, tuple(lines), tuple(audiences)) if head is not None else None


_NO_PLAN = frozenset("template templates lead leader manager coordinator officer role".split())
"""What a heading on communication names that is no plan."""


def _chapters(runbook: Runbook) -> list[Chapter]:
    found = chapters_beside_steps(runbook, "communication")
    return [chapter for chapter in found if not _NO_PLAN & set(words(chapter.head.title))]


def _only_refers(item: Item) -> bool:
    """Whether a line does no more than point to another place, or is still to be filled in."""
    text = item.text
    if state(text) == "unfilled":
        return True
    found = links(text)
    return bool(found or "://" in text) and not item.code and not own_words(text, _REFERRING)


_WHOM = frozenset("audience audiences who whom stakeholder stakeholders recipient recipients group to team".split())


def _audiences(chapter: Chapter, found: list[Item]) -> list[str]:
    """Whom the lines are for: the column of the audience, else the whole lines."""
    told: list[str] = []
    for part in chapter.parts:
        for table in part.tables:
            column = next((at for at, cell in enumerate(table.head) if _WHOM & set(words(cell.text))), None)
            if column is not None:
                told += [row.cells[column].text for row in table.rows if column < len(row.cells)]
    return told or [*_named_below(chapter), *_columns(chapter), *(item.text for item in found)]


def _columns(chapter: Chapter) -> list[str]:
    """The heads of tables with a column for each audience: those that head no column of labels."""
    heads = [table.head for part in chapter.parts for table in part.tables if table.head and not table.head[0].text]
    return [cell.text for head in heads for cell in head[1:]]


def _named_below(chapter: Chapter) -> list[str]:
    """The headings below that of a plan, which may be its audiences or events."""
    return [part.title for part in chapter.parts[1:]]


def _labels(runbook: Runbook, chapter: Chapter) -> Iterator[str]:
    """The bold lines in a plan that lead to what stands below them: `**Escalation channels:**`."""
    end = max((item.span.end for item in chapter.items), default=0)
    at = bisect_left(runbook.prose, chapter.head.span.end, key=lambda piece: piece.span.start)
    while at < len(runbook.prose) and runbook.prose[at].span.start < end:
        text = runbook.prose[at].text.strip()
        if text.startswith(("**", "__")) and text.rstrip(":").endswith(("**", "__")):
            yield text
        at += 1


@rule("RUN701", "communication-plan-missing", Severity.BLOCKER, on=Runbook, kinds=CUTOVER)
def communication_plan_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    if _plan_of(runbook):
        return
    found = _chapters(runbook)
    filled = [chapter for chapter in found if not chapter.head.empty and not _is_unfilled(chapter)]
    if filled:
        message = "the communication plan is no part of the runbook: the section only refers to another place"
        yield Problem(filled[0].head.span, message, "communication")
    elif not found:
        yield Problem(title_of(runbook), "there is no communication plan", "communication")


def _is_unfilled(chapter: Chapter) -> bool:
    return all(state(item.text) == "unfilled" for item in chapter.items)


_TOPICS: Mapping[str, Set[str]] = {
    "maintenance window": frozenset("window maintenance downtime outage schedule scheduled".split()),
    "expected impact": frozenset(
        "impact impacts affected affects unavailable unavailability readonly degraded slow slower interruption"
        " interrupted downtime outage closed lag offline stale delayed delay delays disruption lost loss".split()
    ),
    "completion": frozenset(
        "completion complete completed completes done finished finish finishes end ends all-clear restored reopened"
        " success successful".split()
    ),
    "escalation": frozenset("escalation escalate escalates escalated escalations escalating emergency".split()),
}


@rule("RUN702", "communication-plan-topic-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER, basis="heuristic")
def communication_plan_topic_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    plan = _plan_of(runbook)
    lacking = [topic for topic, names in _TOPICS.items() if not names & plan.words] if plan else []
    if plan and lacking:
        yield Problem(plan.head, f"the communication plan does not cover {_listed(lacking)}", "communication")


@rule("RUN703", "communication-plan-rollback-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER, basis="heuristic")
def communication_plan_rollback_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    plan = _plan_of(runbook)
    if plan is None:
        return
    told = {event for line in plan.lines for event in _rollback_events(line)}
    lacking = [
        event if event.endswith("rollback") else f"rollback {event}" for event in ROLLBACK_EVENTS if event not in told
    ]
    if lacking:
        message = f"the communication plan names no audience and trigger for {_listed(lacking)}"
        yield Problem(plan.head, message, "communication")


_ROLLBACK_STATES = {"initiation": "rollback initiation", "completion": "rollback completion",
                    "partial rollback": "partial rollback"}  # fmt: skip
_ROLLBACK = frozenset("rollback rollbacks back-out backout fallback failback revert".split())


def _rollback_events(line: str) -> Iterator[str]:
    """The states of a rollback that a line of the plan is sent on. A clause that only names a state (`rollback start,
    completion`) goes on with the rollback of the clause before it."""
    going = False
    for clause in _CLAUSE.split(plain(line).lower()):
        listed = words(clause)
        states = [event for event, names in ROLLBACK_EVENTS.items() if names & set(listed)]
        rolled = (
            bool(_ROLLBACK & set(listed)) or "roll back" in clause or "rolled back" in clause or "back out" in clause
        )
        going = rolled or (going and bool(states) and len(listed) <= 2)
        if going:
            yield from states
            if rolled and not states:
                yield "initiation"


_GO = frozenset({"go", "go-ahead", "greenlight"})
_NO_GO = frozenset(
    "nogo abort aborts aborted abortion postpone postponed postponement cancel cancelled canceled".split()
)


@rule("RUN704", "communication-plan-no-go-missing", Severity.HIGH, on=Runbook, kinds=CUTOVER, basis="heuristic")
def communication_plan_no_go_missing(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    plan = _plan_of(runbook)
    if plan is None or _NO_GO & plan.words:
        return
    listed = [words(line) for line in plan.lines]
    around = [trio for line in listed for trio in zip(["", *line], line, [*line[1:], ""], strict=False)]
    goes = any(word == "go" and after != "live" for _, word, after in around)
    if goes and not any(word == "go" and before == "no" for before, word, _ in around):
        yield Problem(plan.head, "the communication plan covers go and not no-go", "communication")


_NOT_APPLYING = Pattern(r"(?i)not applicable|n/a\b|does not apply|do not apply|none affected|no (?:customer|external)")
_ADDRESS = Pattern(r"(?<!\w)#[\w-]+|[\w.+-]{1,64}@[\w.-]+|\b(?:list|group|alias) [\w.-]+")
_ADVOCATES = Pattern(r"\b(?:customer (?:success|support|care|service)|(?:user|client) support)\b")
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "engineering on-call": (
        "engineer", "on call", "oncall", "sre", "operations", "devops", "dba", "platform", "backend", "technical",
        "developer", "infrastructure", "noc",
    ),
    "customer success": (
        "customer success", "support", "helpdesk", "help desk", "service desk", "account manag", "csm",
        "customer care", "customer service",
    ),
    "customer-facing communication": (
        "customer", "user", "status page", "statuspage", "public", "client", "patient", "tenant", "subscriber",
        "member", "merchant", "citizen", "passenger", "partner",
    ),
    "leadership": (
        "leadership", "executive", "management", "director", "cto", "cio", "ceo", "coo", "vp", "sponsor", "head of",
        "board", "steering", "stakeholder",
    ),
}  # fmt: skip
"""How the words for each class of audience begin."""


@rule("RUN710", "audience-class-unconsidered", Severity.LOW, on=Runbook, kinds=CUTOVER, basis="heuristic")
def audience_class_unconsidered(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    plan = _plan_of(runbook)
    if plan is None:
        return
    text = "".join(f" {' '.join(words(line))}" for line in plan.lines)
    # What the customers' advocates are called names no customer, nor does a channel.
    others = "".join(f" {' '.join(words(_ADDRESS.sub(' ', line)))}" for line in plan.lines)
    others = _ADVOCATES.sub(" ", others)
    lacking = [
        name
        for name, starts in _CLASSES.items()
        if not any(f" {start}" in (others if name.startswith("customer-facing") else text) for start in starts)
    ]
    if lacking and not any(_NOT_APPLYING.search(line) for line in plan.lines):
        yield Problem(plan.head, f"the communication plan does not consider {_listed(lacking)}", "communication")


@rule("RUN709", "consumer-uninformed", Severity.MEDIUM, on=Runbook, kinds=CUTOVER, basis="heuristic")
def consumer_uninformed(runbook: Runbook, facts: Facts) -> Iterator[Report]:
    plan = _plan_of(runbook)
    field = stated(runbook.fields, "downstream_consumers")
    if plan is None or field is None:
        return
    informed: dict[str, set[frozenset[str]]] = {}
    for audience in plan.audiences:
        listed = frozenset(own_words(audience))
        for word in listed:
            informed.setdefault(word, set()).add(listed)
    for item in field.items:
        for span, name in _consumers(item):
            wanted = frozenset(own_words(name))
            told = min((informed.get(word, set()) for word in wanted), key=len, default=set())
            if wanted and not any(wanted <= listed for listed in told):
                message = f'the consumer "{name}" is no audience of the communication plan'
                yield Problem(span, message, "downstream_consumers", (Related(plan.head, "the plan"),))


_BETWEEN = Pattern(r"[,;\n]|<br\s*/?>|\band\b|·|•")


def _consumers(item: Item) -> Iterator[tuple[Span, str]]:
    """The consumers that a line lists, each with its words."""
    text = _ASIDE.sub(lambda found: " " * len(found.group()), item.text)
    at = 0
    for cut in [*_BETWEEN.finditer(text), None]:
        end = cut.start() if cut else len(text)
        part = text[at:end]
        name = plain(part).strip(" .:*-")
        if name:
            start = item.span.start + at + len(part) - len(part.lstrip())
            yield Span(start, start + len(part.strip())), name
        at = cut.end() if cut else end


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


RULES = (
    communication_plan_missing,
    communication_plan_topic_missing,
    communication_plan_rollback_missing,
    communication_plan_no_go_missing,
    consumer_uninformed,
    audience_class_unconsidered,
)
