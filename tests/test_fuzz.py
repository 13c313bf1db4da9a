"""The targets of fuzzing hold on their seeds and on a few changes of them; `python -m tests.fuzz` tries many more."""

import os
import sys
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import corpus, driver
from tests.fuzz.mutation import mutated
from tests.fuzz.targets import TARGETS, Target

pytestmark = pytest.mark.skipif(os.name != "posix", reason="hangs are told by an alarm")

CHANGES = 100


@pytest.mark.parametrize("name", [name for name, target in TARGETS.items() if target.pure])
def test_pure_targets_hold(name: str) -> None:
    target = TARGETS[name]
    driver.mutate(target, len(driver.seeds(target)) + CHANGES, seed=5)


@pytest.mark.parametrize("name", [name for name, target in TARGETS.items() if not target.pure])
def test_targets_over_documents_hold(name: str) -> None:
    target = TARGETS[name]
    random, starts, others = Random(5), driver.seeds(target), driver.inserts(target)
    for _ in range(CHANGES):
        target.run(mutated(random.choice(starts), random, others, target.limit))


def test_a_failure_is_kept_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(data: bytes) -> None:
        assert b"RUN401" not in data

    target = Target(broken, "baselines", 300, True)
    failed = driver.mutate(target, len(corpus.baselines()), seed=1, found=tmp_path)
    assert failed == len(list(tmp_path.iterdir())) > 0
    assert "AssertionError" in capsys.readouterr().err


def test_a_hang_is_told() -> None:
    def endless(data: bytes) -> None:
        while True:
            sys.intern("x")

    with pytest.raises(driver.HangError):
        driver.mutate(Target(endless, "baselines", 300, True, patience=1), 1, seed=1)
