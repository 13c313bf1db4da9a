"""Results as rows of a Markdown table."""

from benchmarks.cases import Case
from benchmarks.timing import Compared

_COLUMNS = ("case", "time", "processor time", "memory", "against", "its time", "ratio", "bound")


def heading() -> str:
    """The first two lines."""
    return f"| {' | '.join(_COLUMNS)} |\n|{' -- |' * len(_COLUMNS)}"


def row(case: Case, result: Compared) -> str:
    """The line of a case."""
    ours, theirs = result.ours, result.theirs
    ratio = result.wall_ratio if case.wall else result.cpu_ratio
    cells = (
        case.name,
        _seconds(ours.wall),
        _seconds(ours.cpu),
        f"{ours.peak / 2**20:.0f} MB",
        case.against,
        _seconds(theirs.wall if case.wall else theirs.cpu),
        f"{ratio:.2f}",
        "" if case.bound is None else f"{case.bound:g}{'' if ratio <= case.bound else ' missed'}",
    )
    return f"| {' | '.join(cells)} |"


def _seconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
