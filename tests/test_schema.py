"""What the commands print is what the published schemas say."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from runbooklint.api import parse
from runbooklint.records import FieldName
from tests.conftest import ROOT, Cli

FIXTURES = sorted((ROOT / "fixtures").glob("*/*.md"))


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "runbooklint" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", ["records", "findings"])
def test_schemas_are_schemas_and_are_printed(name: str, cli: Cli) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert json.loads(cli("schema", name).out) == schema(name)


def test_field_names_are_those_of_the_records() -> None:
    assert schema("records")["$defs"]["field_name"]["enum"] == list(get_args(FieldName))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", [None, "cutover", "runbook", "mitigation-log"])
def test_parse_prints_records(path: Path, kind: Any) -> None:
    data = parse(path.read_text(encoding="utf-8"), path.name, kind=kind)
    Draft202012Validator(schema("records")).validate(json.loads(json.dumps(data)))


def test_parse_says_where_everything_stands(cli: Cli) -> None:
    path = ROOT / "fixtures" / "ok" / "catalogue-search-cutover.md"
    lines = path.read_text(encoding="utf-8").split("\n")
    data = json.loads(cli("parse", path).out)
    assert [record["id"] for record in data["records"]] == ["S1", "S2", "S3", "S1-rollback", "S2-rollback"]
    for record in data["records"]:
        for field in record["fields"].values():
            for words in (field, *field.get("items", ())):
                first = words["text"].split("\n")[0]
                assert lines[words["line"] - 1][words["column"] - 1 :].startswith(first)


def test_check_prints_findings(cli: Cli) -> None:
    ran = cli("check", "--output-format", "json", ROOT / "fixtures", ROOT / "missing.md")
    data = json.loads(ran.out)
    Draft202012Validator(schema("findings")).validate(data)
    assert ran.code == 2
    assert data["findings"]
    assert data["errors"]
    places = [(f["path"], f["line"], f["column"], f["code"]) for f in data["findings"]]
    assert places == sorted(places)
    assert len({f["fingerprint"] for f in data["findings"]}) == len(places)
    assert data["summary"]["files"] == sum(file["status"] == "linted" for file in data["files"])
