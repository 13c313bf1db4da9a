"""`python -m benchmarks`: the time and memory that runbooklint takes, as a table; `growth`: how they grow."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.cases import CASES, cases
from benchmarks.documents import write
from benchmarks.table import heading, row
from benchmarks.timing import TroubleError, compared


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    times = commands.add_parser("times", help="whole processes in turns with what their work costs at the least")
    times.add_argument("--group", action="append", choices=CASES, help="only these cases (default: all but 10000)")
    times.add_argument("--rounds", type=int, default=11, help="pairs of runs; a third of them for slow cases")
    documents = commands.add_parser("documents", help="write runbooks and mitigation logs made of the fixtures")
    documents.add_argument("folder", type=Path)
    documents.add_argument("--count", type=int, default=1000)
    documents.add_argument("--seed", type=int, default=1)
    grow = commands.add_parser("growth", help="reading and linting of hostile texts of one, two and four times a size")
    grow.add_argument("--family", action="append", help="only these families")
    grow.add_argument("--size", type=int, default=50_000, help="bytes of the smallest text")
    options = parser.parse_args()
    if options.command == "documents":
        write(options.folder, options.count, options.seed)
    elif options.command == "growth":
        from benchmarks.growth import report

        report(options.family, options.size)
    else:
        groups = frozenset(getattr(options, "group", None) or CASES[:-1])
        _times(groups, getattr(options, "rounds", 11))


def _times(groups: frozenset[str], rounds: int) -> None:
    print(heading())
    with tempfile.TemporaryDirectory(prefix="runbooklint-benchmarks-") as name:
        for case in cases(Path(name), groups):
            turns = max(3, rounds // 3) if case.slow else rounds
            try:
                result = compared(case.ours, case.theirs, Path(name), turns, case.before)
            except TroubleError as error:
                print(f"{case.name} against {case.against}: {error}", file=sys.stderr)
            else:
                print(row(case, result), flush=True)


main()
