"""The time and memory that runbooklint takes, against what its work costs at the least."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.cases import CASES, cases
from benchmarks.table import heading, row
from benchmarks.timing import TroubleError, compared

_COMMANDS = {
    "times": "whole processes, in turns with others (default)",
    "growth": "reading and linting of hostile texts of one, two and four times a size",
    "patterns": "each regular expression against texts pumped up out of its own signs",
    "documents": "write the documents that are linted into a folder",
}


def main() -> None:
    """Run what the arguments ask for."""
    told = "\n".join(f"  {name:10} {words}" for name, words in _COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=f"{__doc__}\n\n{told}", formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", nargs="?", default="times", choices=_COMMANDS, metavar="command")
    parser.add_argument("--group", action="append", choices=CASES, help="times: these cases (default: all but 10000)")
    parser.add_argument("--rounds", type=int, default=11, help="times: pairs of runs, a third of them in slow cases")
    parser.add_argument("--family", action="append", help="growth: the families whose names hold this (default: all)")
    parser.add_argument("--size", type=int, default=20_000, help="growth: bytes of the smallest text")
    parser.add_argument("--pairs", action="store_true", help="patterns: repeat each two signs as well")
    parser.add_argument("--folder", type=Path, default=Path("documents"), help="documents: where to")
    parser.add_argument("--count", type=int, default=1000, help="documents: how many")
    options = parser.parse_args()
    match options.command:
        case "times":
            _times(frozenset(options.group or CASES[:-1]), options.rounds)
        case "growth":
            from benchmarks.growth import report

            report(options.family, options.size)
        case "patterns":
            from benchmarks.patterns import all_patterns, suspect

            for name, pattern in all_patterns().items():
                found = suspect(name, pattern, options.pairs)
                if found:
                    print(f"{found.name}\n  {found.growth:.1f} times as long on four times {found.pump!r}", flush=True)
        case _:
            from benchmarks.documents import write

            write(options.folder, options.count)


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
