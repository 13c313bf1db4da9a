"""What holds for each document: the configuration nearest to it, under what the command line asks; it lints nothing."""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from runbooklint.config.discovery import configuration_of
from runbooklint.config.model import Config, ConfigError, FailOn, Fault, Glob
from runbooklint.facts import Options, Phase
from runbooklint.files import MAX_SIZE, UnreadableError, decoded, load
from runbooklint.named import NamedTuple
from runbooklint.records import Decision, DocumentKind
from runbooklint.repository import root_of, within
from runbooklint.rule import Severity
from runbooklint.settings import Settings
from runbooklint.source import Source

if TYPE_CHECKING:
    from runbooklint.baseline import Baseline

T = TypeVar("T")

BASELINE = ".runbooklint-baseline.json"
"""The baseline file where no other is named."""
_LARGEST_BASELINE = 100_000_000


class Asked(NamedTuple):
    """What a command line asks of all documents; what it leaves open, their configurations say."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    kind: DocumentKind | None = None
    min_severity: Severity | None = None
    fail_on: FailOn | None = None
    rto: float | None = None
    """In seconds."""
    phase: Phase = "executed"
    decisions: str | None = None
    """The path of a decision register."""
    steps: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    """Globs that count from the current folder."""
    force_exclude: bool = True
    """Whether an excluded file stays excluded when it is named."""
    config: str | None = None
    """The configuration file that holds for all documents."""
    isolated: bool = False
    """Whether no file beside the documents is heeded, neither configuration nor baseline."""
    baseline: str | None = None
    no_baseline: bool = False
    suppressions: bool = True
    today: str = ""
    max_size: int = MAX_SIZE


class Holding(NamedTuple):
    """What holds for one document."""

    settings: Settings
    fail_on: Severity | None
    """None where no finding fails."""
    config: Config
    baseline: str | None
    """The path of the baseline file that holds for it; None where there is none."""


class Ground:
    """Finds what holds for documents, each configuration, baseline and register read once."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.nearest: dict[str, str | None] = {}
        self.configs: dict[str | None, Config | ConfigError] = {None: Config()}
        self.common: dict[str | None, Settings] = {}
        self.known: dict[str, Mapping[str, Mapping[str, str]] | ConfigError] = {}
        self.registers: dict[str, tuple[Decision, ...] | ConfigError] = {}

    def config_of(self, path: str) -> Config:
        """The configuration of a document. Raises ConfigError where it cannot be used."""
        asked, base = self.asked, None
        if asked.config is not None:
            found, base = os.path.abspath(asked.config), os.getcwd()
        elif asked.isolated:
            found = None
        else:
            folder = os.path.dirname(os.path.abspath(path))
            if folder not in self.nearest:
                self.nearest[folder] = configuration_of(folder, root_of(folder))
            found = self.nearest[folder]
        if found not in self.configs:
            from runbooklint.config.resolving import resolve

            self.configs[found] = _caught(lambda: resolve(found or "", base))
        return _held(self.configs[found])

    def excludes(self, path: str, folder: bool = False) -> bool:
        """Whether a file or folder is excluded; where its configuration cannot be used, it is not."""
        try:
            globs = self.config_of(path).exclude
        except ConfigError:
            globs = ()
        if self.asked.exclude:
            globs = (*globs, *(Glob(pattern, os.getcwd()) for pattern in self.asked.exclude))
        return any(_names(glob, path, folder) for glob in globs)

    def of(self, path: str) -> Holding:
        """What holds for a document. Raises ConfigError where a file that says so cannot be used."""
        asked, config = self.asked, self.config_of(path)
        if config.path not in self.common:
            self.common[config.path] = self._settings(config)
        settings = self.common[config.path]
        if not asked.kind:
            kind = next((kind for glob, kind in reversed(config.kinds) if _names(glob, path)), None)
            settings = settings._replace(kind=kind, told_by="configuration") if kind else settings
        ignored = [name for glob, names in config.per_file_ignores if _names(glob, path) for name in names]
        if ignored:
            left = _without(settings.codes, ignored)
            off = settings.switched_off | (_all(settings.codes) - left)
            settings = settings._replace(codes=left, switched_off=off)
        baseline, known = (None, {}) if asked.no_baseline else self._known(path, config)
        if known:
            settings = settings._replace(baseline=known)
        fail_on = asked.fail_on or config.fail_on or Severity.HIGH
        return Holding(settings, None if fail_on == "never" else fail_on, config, baseline)

    def _settings(self, config: Config) -> Settings:
        """What one configuration and the command line ask of all its documents."""
        asked = self.asked
        register = asked.decisions or config.decisions
        codes = _codes(config, asked)
        return Settings(
            asked.kind,
            codes,
            asked.min_severity or Severity.LOW,
            Options(
                config.rto if asked.rto is None else asked.rto,
                asked.phase,
                self._register(register) if register else None,
                _thresholds(config),
            ),
            severities=_severities(config),
            labels=config.labels,
            suppressions=asked.suppressions,
            reason_required=config.require_suppression_reason,
            today=asked.today,
            steps=asked.steps,
            switched_off=frozenset() if codes is None else _all(_codes(Config(), asked)) - codes,
            hidden_below=(not asked.min_severity and config.min_severity) or Severity.LOW,
        )

    def baseline_of(self, path: str, config: Config) -> tuple[str | None, bool]:
        """The baseline file of a document, and whether it was named; else it is that at the root of its repository, or
        beside its configuration where there is no repository. None where no file beside the documents is heeded."""
        asked = self.asked
        if asked.baseline is not None:
            return os.path.abspath(asked.baseline), True
        if asked.isolated:
            return None, False
        if config.baseline:
            return config.baseline, True
        root = root_of(os.path.dirname(os.path.abspath(path)))
        found = os.path.join(root or os.path.dirname(config.path or "") or os.getcwd(), BASELINE)
        led_away = root is not None and os.path.islink(found) and not within(found, root)
        return None if led_away else found, False

    def _known(self, path: str, config: Config) -> tuple[str | None, Mapping[str, str]]:
        """The baseline file that holds for a document, and what it has for it: codes by fingerprint."""
        file, named = self.baseline_of(path, config)
        if file is None or not (named or os.path.isfile(file)):
            return None, {}
        if file not in self.known:
            self.known[file] = _caught(lambda: baseline_at(file).by_path())
        return file, _held(self.known[file]).get(beside(file, path), {})

    def _register(self, path: str) -> tuple[Decision, ...]:
        """The decisions of a register."""
        if path not in self.registers:
            self.registers[path] = _caught(lambda: _register_at(path, self.asked.max_size))
        return _held(self.registers[path])


def _caught(read: Callable[[], T]) -> T | ConfigError:
    """What a function gives, or why it cannot, to be kept."""
    try:
        return read()
    except ConfigError as error:
        return error


def _held(kept: T | ConfigError) -> T:
    if isinstance(kept, ConfigError):
        raise kept
    return kept


def baseline_at(path: str) -> "Baseline":
    """The baseline in a file. Raises ConfigError where it is missing or no baseline."""
    from runbooklint.baseline import BaselineError, read

    if not os.path.exists(path):
        raise ConfigError(Fault(path, None, "there is no such baseline; `runbooklint baseline` writes it"))
    try:
        return read(_source_at(path, _LARGEST_BASELINE).text)
    except BaselineError as error:
        raise ConfigError(Fault(path, None, str(error))) from error


def beside(file: str, path: str) -> str:
    """The path of a document as it stands in a file: relative to the folder of that file, with slashes."""
    return os.path.relpath(os.path.abspath(path), os.path.dirname(file)).replace(os.sep, "/")


def _register_at(path: str, max_size: int) -> tuple[Decision, ...]:
    from runbooklint.decisions import RegisterError, read_register

    try:
        return read_register(_source_at(path, max_size))
    except RegisterError as error:
        raise ConfigError(Fault(path, error.line, str(error))) from error


def _source_at(path: str, max_size: int) -> Source:
    """The text of a file that is no document. Raises ConfigError where it cannot be read."""
    try:
        return decoded(load(path, max_size), path)
    except UnreadableError as error:
        raise ConfigError(Fault(path, None, str(error))) from error


def _names(glob: Glob, path: str, folder: bool = False) -> bool:
    from runbooklint.globs import covers

    below = os.path.relpath(os.path.abspath(path), glob.folder).replace(os.sep, "/")
    return covers(glob.pattern, below, folder)


def _codes(config: Config, asked: Asked) -> frozenset[str] | None:
    """The rules to run; None for all, which needs no look at what rules there are. Of equally close selectors those of
    the command line decide, and `--select` takes the place of the configuration's."""
    if asked.select is None and config.select is None and not (asked.ignore or config.ignore):
        return None
    from runbooklint.checks import all_rules
    from runbooklint.selection import ALL, decided

    if asked.select is not None:
        wanted = [(name, 1) for name in asked.select]
    else:
        own = (ALL,) if config.select is None else config.select
        wanted = [(name, 0) for name in (*own, *config.extend_select)]
    wanted += [(name, 1) for name in asked.extend_select]
    unwanted = [*((name, 0) for name in config.ignore), *((name, 1) for name in asked.ignore)]
    return decided(all_rules(), wanted, unwanted)


def _all(codes: frozenset[str] | None) -> frozenset[str]:
    """The codes of a selection, in which None stands for all."""
    from runbooklint.checks import all_rules

    return frozenset(rule.code for rule in all_rules()) if codes is None else codes


def _without(codes: frozenset[str] | None, names: Iterable[str]) -> frozenset[str]:
    """The codes of a selection, or all, without those that selectors name."""
    from runbooklint.checks import all_rules
    from runbooklint.selection import specificity

    gone = {rule.code for rule in all_rules() for name in names if specificity(rule, name)}
    return _all(codes) - gone


def _severities(config: Config) -> dict[str, Severity]:
    """The severities that a configuration gives to rules, by code; the closest selector decides, then the last."""
    if not config.severity:
        return {}
    from runbooklint.checks import all_rules
    from runbooklint.selection import specificity

    found: dict[str, Severity] = {}
    for rule in all_rules():
        named = [(specificity(rule, name), number, level) for number, (name, level) in enumerate(config.severity)]
        close = max((one for one in named if one[0]), default=None)
        if close:
            found[rule.code] = close[2]
    return found


def _thresholds(config: Config) -> dict[str, float]:
    """The thresholds that a configuration gives to rules, by code."""
    if not config.thresholds:
        return {}
    from runbooklint.checks import all_rules

    codes = {name: rule.code for rule in all_rules() for name in (rule.code, rule.name)}
    return {codes[name]: value for name, value in config.thresholds}
