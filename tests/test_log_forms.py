"""Good mitigation logs in many forms and words, each with one defect or near miss: what finds it, where."""

import pytest

from runbooklint.checks import all_rules
from tests.forms import Case, cases, check

CASES = cases("log_forms.toml", "log")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.document}: {case.name}")
def test_the_defect_is_found_where_it_is(case: Case) -> None:
    check(case, "mitigation-log")


def test_every_rule_on_mitigation_logs_has_a_case() -> None:
    codes = {code for case in CASES for code in case.codes}
    assert {rule.code for rule in all_rules() if rule.code.startswith("MIT")} <= codes
