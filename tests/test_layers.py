"""Imports point one way only, from the command line down to the text."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "runbooklint"
LAYERS = (
    "__main__ __init__",
    "cli",
    "api run",
    "workers cache mending tidying",
    "examining",
    "ground",
    "reporters",
    "rendering pages",
    "report parsed files config",
    "fixes formatting",
    "believing",
    "engine selection",
    "suppressions baseline decisions",
    "checks stamping",
    "settings result",
    "facts reading finding",
    "comments",
    "forms edits",
    "chains document rule register anchors mechanical addressing directives",
    "records_log records_suppression vocabulary quantities metrics",
    "records",
    "inline",
    "ignored",
    "source visible nearest version repository writing",
    "pattern globs limits plain memory named",
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names.split()}
HIDDEN_FROM_RULES = {"reading", "document", "finding"}


def test_imports_point_downwards() -> None:
    for path in PACKAGE.rglob("*.py"):
        home = path.relative_to(PACKAGE).with_suffix("").parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "runbooklint":
                parts = (node.module or "").split(".")
                for name in parts[1:2] or [alias.name for alias in node.names]:
                    assert name == home or RANK[home] < RANK[name], f"{path.name} imports {name}"
                    assert home != "checks" or name not in HIDDEN_FROM_RULES, f"{path.name}, a rule, sees {name}"
            elif isinstance(node, ast.Import | ast.ImportFrom):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
                assert home == "document" or not any(name.startswith("markdown_it") for name in names), path.name
