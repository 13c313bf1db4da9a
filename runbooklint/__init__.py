"""Lint cutover runbooks and incident mitigation logs written in Markdown: the public API.

`lint` and `parse` take the text of one document; nothing is read or written. Importing this package is cheap: what
the functions need is imported when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runbooklint.api import lint, parse
    from runbooklint.finding import Finding
    from runbooklint.rule import Severity

__all__ = ["Finding", "Severity", "lint", "parse"]

_HOMES = {"lint": "api", "parse": "api", "Finding": "finding", "Severity": "rule"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
