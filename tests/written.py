"""Runbooks written from plain values, in the three forms that people write them in, for tests that compare forms."""

from typing import NamedTuple

COLUMNS = {
    "Owner": "owner",
    "Depends on": "depends_on",
    "Preconditions": "preconditions",
    "Action": "action",
    "Duration": "expected_duration",
    "Post-condition": "postcondition",
    "Rollback": "rollback",
    "Reversibility": "reversibility",
    "Point of no return": "point_of_no_return",
}
BACK = ("Owner", "Preconditions", "Action", "Duration", "Post-condition")


class WrittenStep(NamedTuple):
    """A step or entry before it is written: its id, title, and a value for each column that it states."""

    id: str
    title: str
    values: dict[str, str]


class WrittenRunbook(NamedTuple):
    """A runbook before it is written."""

    head: dict[str, str]
    steps: list[WrittenStep]
    entries: list[WrittenStep]


def as_headings(runbook: WrittenRunbook) -> str:
    """A heading for each step, a bullet for each field."""
    lines = _head(runbook)
    for title, steps in (("Cutover steps", runbook.steps), ("Rollback procedure", runbook.entries)):
        lines += [f"## {title}", ""]
        for step in steps:
            lines += [f"### {step.id} — {step.title}", ""]
            lines += [f"- **{label}:** {value}" for label, value in step.values.items()]
            lines += [""]
    return "\n".join(lines)


def as_list(runbook: WrittenRunbook) -> str:
    """A bullet for each step under its section, its fields as nested bullets."""
    lines = _head(runbook)
    for title, steps in (("Cutover steps", runbook.steps), ("Rollback procedure", runbook.entries)):
        lines += [f"## {title}", ""]
        for number, step in enumerate(steps, 1):
            lines += [f"{number}. **{step.id}: {step.title}**"]
            lines += [f"   - **{label}:** {value}" for label, value in step.values.items()]
        lines += [""]
    return "\n".join(lines)


def as_tables(runbook: WrittenRunbook) -> str:
    """A row for each step."""
    lines = _head(runbook)
    for title, first, steps in (
        ("Cutover steps", "Step", runbook.steps),
        ("Rollback procedure", "Rollback", runbook.entries),
    ):
        columns = [c for c in COLUMNS if any(c in step.values for step in steps)]
        lines += [f"## {title}", "", _row([first, *columns]), _row(["---"] * (len(columns) + 1))]
        for step in steps:
            lines.append(
                _row([f"{step.id} — {step.title}", *(step.values.get(c, "").replace("|", "\\|") for c in columns)])
            )
        lines += [""]
    return "\n".join(lines)


def _head(runbook: WrittenRunbook) -> list[str]:
    lines = ["# Cutover runbook: move the ledger", ""]
    for label, value in runbook.head.items():
        lines += [f"**{label}:** {value}", ""]
    return lines


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
