"""What is said of baselines that hide what is no more."""

import os
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from runbooklint.cli.output import relative

if TYPE_CHECKING:
    from runbooklint.ground import Ground
    from runbooklint.report import Report


def stale(report: "Report", ground: "Ground") -> Iterator[str]:
    """Which baselines have findings that are fixed, or on documents that are gone."""
    fixed = Counter(outcome.baseline for outcome in report.outcomes for _ in outcome.fixed)
    for file, known in sorted(ground.known.items()):
        paths = known if isinstance(known, dict) else {}
        gone = sum(len(known) for path, known in paths.items() if not _is_there(file, path))
        told = [
            f"1 finding in it is {words}" if number == 1 else f"{number} findings in it are {words}"
            for number, words in ((fixed[file], "fixed"), (gone, "on documents that are gone"))
            if number
        ]
        if told:
            said = " and ".join(told)
            yield f"{relative(file)}: the baseline is stale, {said}; runbooklint baseline --prune drops them"


def _is_there(file: str, path: str) -> bool:
    return os.path.lexists(os.path.join(os.path.dirname(file), path))
