"""`runbooklint baseline`: accept the findings of today."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from runbooklint.cli.asking import asked, asking
from runbooklint.cli.output import relative, save, tell, write
from runbooklint.visible import visible_path

if TYPE_CHECKING:
    from runbooklint.baseline import Baseline
    from runbooklint.ground import Ground
    from runbooklint.report import Outcome, Report


@click.command(
    "baseline",
    epilog="""\b
Examples:
  runbooklint baseline               # from now on, only what is new
  runbooklint baseline docs/old      # of one folder; the others stay
  runbooklint baseline --prune       # forgets what has been fixed
  runbooklint check --no-baseline    # shows what is accepted as well
""",
)
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@asking
@click.option("--prune", is_flag=True, help="Only drop what no document has any more; accept nothing new.")
def command(**options: Any) -> int:
    """Write the findings of today to the baseline file, so that `check` reports only new ones.

    The file is the one that --baseline or the configuration names, else .runbooklint-baseline.json at the root of the
    repository.
    """
    from runbooklint.config.model import ConfigError
    from runbooklint.ground import Ground
    from runbooklint.run import run

    prune = options["prune"]
    ground = Ground(asked(options)._replace(no_baseline=not prune))
    if ground.asked.isolated and not ground.asked.baseline:
        raise click.UsageError("--isolated heeds no baseline beside the documents; name one with --baseline")
    paths = options["paths"] or (".",)
    report = run(paths, ground)
    for failure in report.failures:
        tell(f"{failure.place}: {failure.told}")
    code = report.exit_code() if report.failures else 0
    try:
        files = _files(report, ground, paths)
        for file, outcomes in sorted(files.items()):
            old = _old(file, prune)
            new = _pruned(old, file, outcomes) if prune else _renewed(old, file, outcomes, ground)
            told = _dropped(old, new) if prune else _accepted(old, new)
            code = max(code, _written(file, new, told))
    except ConfigError as error:
        for fault in error.faults:
            tell(f"{relative(fault.path)}: {fault.message}")
        return 2
    if not files and not report.failures:
        tell("no runbook and no mitigation log found")
    return code


def _files(report: "Report", ground: "Ground", paths: tuple[str, ...]) -> dict[str, list["Outcome"]]:
    """The documents that were looked at, by the baseline file that holds for them; that of a folder is there even
    where its last document is gone."""
    found: dict[str, list[Outcome]] = {}
    for path in filter(os.path.isdir, paths):
        within = os.path.join(path, "document.md")
        file, _ = ground.baseline_of(within, ground.config_of(within))
        if file and os.path.isfile(file):
            found[file] = []
    for outcome in report.outcomes:
        if not (outcome.failure or outcome.excluded):
            file, _ = ground.baseline_of(outcome.path, ground.config_of(outcome.path))
            if file and (outcome.kind or os.path.isfile(file)):
                found.setdefault(file, []).append(outcome)
    return found


def _old(file: str, needed: bool) -> "Baseline":
    """The baseline as it is; an empty one where there is none yet. Raises ConfigError where it is damaged, or where it
    is needed and missing."""
    from runbooklint.baseline import Baseline
    from runbooklint.ground import baseline_at

    return baseline_at(file) if needed or os.path.lexists(file) else Baseline()


def _renewed(old: "Baseline", file: str, outcomes: list["Outcome"], ground: "Ground") -> "Baseline":
    """A baseline with the findings of today on the documents that were looked at, and as it was on the others and for
    rules that were not run."""
    from runbooklint.baseline import Entry, entries_of, made
    from runbooklint.ground import beside

    entries: list[Entry] = []
    run: dict[str, frozenset[str] | None] = {}
    for outcome in outcomes:
        path = beside(file, outcome.path)
        run[path] = ground.of(outcome.path).settings.codes
        entries += entries_of(path, outcome.findings)
    for entry in _there(old, file):
        codes = run.get(entry.path, frozenset())
        if codes is not None and entry.code not in codes:
            entries.append(entry)
    return made(entries)


def _pruned(old: "Baseline", file: str, outcomes: list["Outcome"]) -> "Baseline":
    """A baseline without what is fixed and without documents that are gone."""
    from runbooklint.baseline import made, without
    from runbooklint.ground import beside

    fixed = {beside(file, outcome.path): outcome.fixed for outcome in outcomes}
    return without(made(_there(old, file)), fixed)


def _there(old: "Baseline", file: str) -> Iterator[Any]:
    """The entries of documents that still exist."""
    folder = os.path.dirname(file)
    there = {path: os.path.lexists(os.path.join(folder, path)) for path in {entry.path for entry in old.entries}}
    return (entry for entry in old.entries if there[entry.path])


def _accepted(old: "Baseline", new: "Baseline") -> str:
    before, after = ({(entry.path, entry.fingerprint) for entry in one.entries} for one in (old, new))
    same, documents = len(before & after), len({path for path, _ in after})
    findings = f"{len(after)} finding{'' if len(after) == 1 else 's'}"
    told = f"{len(after) - same} new, {same} as before, {len(before - after)} fixed"
    return f"{findings} in {documents} document{'' if documents == 1 else 's'} accepted: {told}"


def _dropped(old: "Baseline", new: "Baseline") -> str:
    number = len(old.entries) - len(new.entries)
    return f"{number} fixed finding{'' if number == 1 else 's'} dropped, {len(new.entries)} left"


def _written(file: str, baseline: "Baseline", told: str) -> int:
    """Write a baseline and say so. Returns the exit code."""
    from runbooklint.baseline import written

    for message in save((written(baseline),), file):
        tell(f"{relative(file)}{message.removeprefix(file)}")
        return 2
    write((f"{visible_path(relative(file))}: {told}.\n",))
    return 0
