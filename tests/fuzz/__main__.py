"""`python -m tests.fuzz`: fuzz all targets or some; the exit code is 1 where an input failed."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from importlib import import_module
from importlib.util import find_spec

from tests.conftest import ROOT

FOUND = ROOT / ".fuzz"
PURE_RUNS, WHOLE_RUNS = 120_000, 30_000
FOLLOWING = 12
"""One execution in so many follows the coverage, which is slow."""


def main() -> int:
    """Fuzz what the command line names."""
    arguments = _arguments()
    FOUND.mkdir(exist_ok=True)
    if arguments.inside:
        return _inside(arguments)
    from tests.fuzz.targets import TARGETS

    unknown = set(arguments.targets) - set(TARGETS)
    if unknown:
        sys.exit(f"no target is called {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    failed: dict[str, None] = {}
    for name in arguments.targets or TARGETS:
        for driver, runs in _shares(arguments, TARGETS[name].pure):
            print(f"== {name}: {runs:,} executions, {driver}", flush=True)
            options = ["--inside", name, "--runs", str(runs), "--seed", str(arguments.seed), "--driver", driver]
            done = subprocess.run([sys.executable, "-m", "tests.fuzz", *options], cwd=ROOT, check=False)
            if done.returncode:
                failed[name] = None
    print(f"failed: {', '.join(failed)}; the inputs are in {FOUND}" if failed else "nothing failed")
    return int(bool(failed))


def _shares(arguments: argparse.Namespace, pure: bool) -> Iterator[tuple[str, int]]:
    """The drivers with the executions of each: a share follows the coverage, the rest starts from what that kept."""
    runs = arguments.runs or (PURE_RUNS if pure else WHOLE_RUNS)
    following = runs // FOLLOWING if arguments.driver == "both" else runs
    if arguments.driver != "plain" and find_spec("atheris"):
        yield "atheris", following
        runs -= following
    if arguments.driver != "atheris":
        yield "plain", runs


def _inside(arguments: argparse.Namespace) -> int:
    """Fuzz one target in this process, which libFuzzer ends."""
    following = arguments.driver == "atheris"
    with import_module("atheris").instrument_imports(include=["runbooklint"]) if following else nullcontext():
        from tests.fuzz.targets import TARGETS
    from tests.fuzz import driver

    target = TARGETS[arguments.inside]
    if following:
        driver.follow(arguments.inside, target, arguments.runs, arguments.seed, FOUND)
    folder = FOUND / f"{arguments.inside}-found"
    folder.mkdir(exist_ok=True)
    more = driver.kept(arguments.inside, FOUND)
    failed = driver.mutate(target, arguments.runs, arguments.seed, more, folder)
    print(f"Done {arguments.runs} runs, {failed} failed")
    return int(failed > 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Fuzz the readers and the commands.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="what to fuzz; all without one")
    parser.add_argument("--runs", type=int, default=0, help="executions of each target")
    parser.add_argument("--seed", type=int, default=1, help="what the random numbers start from")
    parser.add_argument(
        "--driver",
        choices=("both", "atheris", "plain"),
        default="both",
        help="atheris follows the coverage; plain is some ten times as fast, and starts from what atheris kept",
    )
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
