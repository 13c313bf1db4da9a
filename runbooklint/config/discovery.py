"""Where the configuration of a folder stands; it reads nothing but the names of files."""

import os

from runbooklint.config import SHARED

NAMES = (".runbooklint.toml", "runbooklint.toml", SHARED)
"""The files that may hold a configuration, the one that wins first."""
_NAME, _TABLE, _OPENINGS = b"runbooklint", b"tool.runbooklint", (b"[tool]", b"tool={")
_MOST = 1_000_000


def configuration_of(folder: str, root: str | None) -> str | None:
    """The nearest configuration file from an absolute folder upwards to the repository root, or to the top where there
    is no repository; None where there is none."""
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path) and (name != SHARED or _holds_table(path)):
                return path
        above = os.path.dirname(folder)
        if folder == root or above == folder:
            return None
        folder = above


def _holds_table(path: str) -> bool:
    """Whether a file shared with other tools has a table for this one; where it cannot be read, loading says why."""
    try:
        with open(path, "rb") as file:
            data = file.read(_MOST)
    except OSError:
        return True
    if _NAME not in data:
        return False
    bare = data.translate(None, b" \t\"'")
    if _TABLE not in bare and not any(opening in bare for opening in _OPENINGS):
        return False  # the name stands elsewhere, among dependencies perhaps
    from runbooklint.config.loading import own_table, parsed
    from runbooklint.config.model import ConfigError

    try:
        return own_table(path, parsed(path, data)) is not None
    except ConfigError:
        return True
