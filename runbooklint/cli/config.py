"""`runbooklint config`: which settings hold, and where each comes from."""

import os
from collections.abc import Iterator
from json import dumps
from typing import TYPE_CHECKING, Any

import click

from runbooklint.cli.asking import asked, asking_files
from runbooklint.cli.options import Word
from runbooklint.cli.output import relative, tell, write
from runbooklint.pattern import Pattern
from runbooklint.visible import visible, visible_path

if TYPE_CHECKING:
    from runbooklint.config.model import Config
    from runbooklint.ground import Ground

_BARE = Pattern(r"[A-Za-z0-9_-]+")
_DEFAULTS: dict[str, Any] = {
    "select": ["ALL"],
    "ignore": [],
    "min-severity": "low",
    "fail-on": "high",
    "require-suppression-reason": False,
}


@click.command(
    "config",
    epilog="""\b
Examples:
  runbooklint config                    # the settings of this folder
  runbooklint config services/*/docs    # of several folders
  runbooklint config --show-files       # what would be linted, as what
""",
)
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATH]...")
@asking_files
@click.option("--show-files", is_flag=True, help="List what would be linted, and as which kind.")
@click.option(
    "--output-format", type=Word(("text", "json")), default="text", show_default=True, help="How to print it."
)
def command(**options: Any) -> int:
    """Print the settings that hold for files and folders (default: this one), and where each comes from."""
    from runbooklint.config.model import ConfigError
    from runbooklint.ground import Ground

    ground, paths = Ground(asked(options)), options["paths"] or (".",)
    if options["show_files"]:
        files = list(_files(paths, ground))
        listed = [file for file in files if "error" not in file]
        for file in files:
            if "error" in file:
                tell(f"{file['path']}: {file['error']}")
        write(_json(listed) if options["output_format"] == "json" else map(_line, listed))
        if any(file.get("defect") for file in files):
            return 3
        return 2 if len(listed) < len(files) else 0
    there = [path for path in paths if os.path.lexists(path)]
    for path in paths:
        if path not in there:
            tell(f"{path}: no such file or folder")
    try:
        configs = {config.path: config for config in map(ground.config_of, map(_within, there))}
    except ConfigError as error:
        for fault in error.faults:
            tell(f"{relative(fault.path)}:{fault.line or 1}: {fault.message}")
        return 2
    told = [{"path": _shown(config.path), "settings": list(_settings(config))} for config in configs.values()]
    write(_json(told) if options["output_format"] == "json" else _text(told))
    return 2 if len(there) < len(paths) else 0


def _json(told: list[dict[str, Any]]) -> Iterator[str]:
    from runbooklint.reporters.json import dumped

    yield dumped(told, indent=2) + "\n"


def _within(path: str) -> str:
    """A path whose configuration is that of a file, or of a folder's files."""
    return os.path.join(path, "document.md") if os.path.isdir(path) else path


def _shown(path: str | None) -> str | None:
    return relative(path) if path else None


def _settings(config: "Config") -> Iterator[dict[str, Any]]:
    """Every setting: key, value, file and line; those that no file states last, with their defaults."""
    texts: dict[str, str] = {}
    for stated in config.stated:
        if stated.path not in texts:
            with open(stated.path, encoding="utf-8-sig", errors="replace") as file:
                texts[stated.path] = file.read()
        line = _line_of(stated.path, texts[stated.path], stated.key)
        yield {"key": list(stated.key), "value": stated.value, "path": relative(stated.path), "line": line}
    keys = {stated.key for stated in config.stated}
    for key, value in _defaults():
        if key not in keys:
            yield {"key": list(key), "value": value, "path": None, "line": None}


def _line_of(path: str, text: str, key: tuple[str, ...]) -> int | None:
    from runbooklint.config.faults import line_of
    from runbooklint.config.loading import prefix_of

    return line_of(text, (*prefix_of(path), *key))


def _defaults() -> Iterator[tuple[tuple[str, ...], Any]]:
    """What holds where no file states it."""
    from runbooklint.checks import all_rules
    from runbooklint.ground import BASELINE

    for key, value in (*_DEFAULTS.items(), ("baseline", BASELINE)):
        yield (key,), value
    for rule in all_rules():
        if rule.threshold is not None:
            yield ("thresholds", rule.code), rule.threshold


def _text(told: list[dict[str, Any]]) -> Iterator[str]:
    """The settings as TOML, the origin of each behind it."""
    for number, config in enumerate(told):
        yield "\n" if number else ""
        yield f"# {visible(config['path'] or 'no configuration file')}\n"
        for setting in config["settings"]:
            line = f":{setting['line']}" if setting["line"] else ""
            origin = f"{setting['path']}{line}" if setting["path"] else "default"
            key = ".".join(part if _BARE.fullmatch(part) else _toml(part) for part in setting["key"])
            yield f"{key} = {_toml(setting['value'])}  # {visible(origin)}\n"


def _toml(value: Any) -> str:
    """A value as TOML, on one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(entry)}' for key, entry in value.items())} }}"
    return visible(dumps(value, ensure_ascii=False)) if isinstance(value, str) else dumps(value)


def _files(paths: tuple[str, ...], ground: "Ground") -> Iterator[dict[str, Any]]:
    """What would be linted: path, kind, what told the kind, and the configuration; or why it could not be."""
    from functools import partial

    from runbooklint.config.model import ConfigError
    from runbooklint.examining import Seen, attempted
    from runbooklint.files import Found, Lost, UnreadableError, decoded, found, load
    from runbooklint.reading import read
    from runbooklint.report import Failure
    from runbooklint.repository import below_root

    for item in found(paths, ground.excludes, ground.asked.force_exclude):
        if isinstance(item, Lost):
            yield {"path": item.path, "error": item.message}
        if not isinstance(item, Found):
            continue
        try:
            holding = ground.of(item.path)
            source = decoded(load(item.path, ground.asked.max_size), item.path)
        except UnreadableError as error:
            yield {"path": item.path, "error": str(error)}
            continue
        except ConfigError as error:
            yield from ({"path": relative(fault.path), "error": fault.message} for fault in error.faults)
            continue
        settings = holding.settings
        done = partial(read, source, settings.kind, below_root(item.path), settings.labels)
        reading = attempted(done, len(source.text))
        if isinstance(reading, Seen):
            failure = Failure(item.path, reading.fault, reading.defect)
            yield {"path": item.path, "error": failure.told, "defect": failure.defect}
        elif reading.kind:
            reason = settings.told_by if reading.kind_reason == "option" else reading.kind_reason
            config = _shown(holding.config.path)
            yield {"path": item.path, "kind": reading.kind, "kind_reason": reason, "config": config}


def _line(file: dict[str, Any]) -> str:
    config = f", {visible(file['config'])}" if file["config"] else ""
    return f"{visible_path(file['path'])}: {file['kind']} ({file['kind_reason']}){config}\n"
