"""Options of the test run that rewrite expectations for review, and what several tests start from."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-pages", action="store_true", help="rewrite the findings and the index of the rule pages")
    parser.addoption("--update-fixtures", action="store_true", help="rewrite fixtures/bad/*.out")


@pytest.fixture
def root() -> Path:
    """The folder of the checkout."""
    return ROOT
