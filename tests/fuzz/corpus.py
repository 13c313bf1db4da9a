"""The texts from which fuzzing starts: the fixtures, the examples of the rule pages and of the Markdown specifications,
single values of fields, and the pieces that are put into others."""

import json
import re
from collections.abc import Iterator

from runbooklint.examining import Seen, Task, judged
from runbooklint.files import MAX_SIZE
from runbooklint.settings import Settings
from tests.conftest import ROOT

_FENCE = re.compile(r"^(?P<fence>`{3,})markdown\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
_VALUE = re.compile(r"^[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(?:\[[ x]\] )?(?P<text>\S.*)$|\|(?P<cell>[^|\n]+)", re.MULTILINE)
_SHORT = 600
_SPECIFICATIONS = sorted((ROOT / "tests" / "specification").glob("*.json"))

PIECES = (
    "# Cutover runbook\n", "## Steps\n", "### 01 — Freeze `q`\n", "## Rollback procedure\n",
    "### 01-rollback — Open\n", "- **Owner:** TBD\n", "- **Action:** Run `q stop`.\n",
    "- **Expected duration:** 5 min (max 10 min)\n", "- **Post-condition:** `q state` prints `0`\n",
    "- **Rollback:** 01-rollback\n", "- **Depends on:** 01-03, C4\n", "- **Reversibility:** fully reversible\n",
    "Step 01 crosses the point of no return.\n", "**RTO:** 45 min\n", "**Cutover style:** phased\n", "## Go/no-go\n",
    "- [ ] x\n", "1. Do\n", "   - Expected: 200\n", "> ", ">> ", "\t", "    ", "  \n", "\r\n", "\r", "\n\n",
    "```sh\n", "```\n", "~~~\n", "---\n", "***\n", "===\n",
    "<!-- runbooklint: ignore=RUN401 step=01 reason=\"r\" until=2026-12-31 -->\n",
    "<!-- runbooklint: kind=cutover -->", "<!--", "-->", "--->", "<script>", "</script>", "<details>\n", "<br>",
    "<![CDATA[", "]]>", "&amp;", "&#0;", "\\", "`", "``", "[", "](", ")", "[a](#b)", "[a](../x.md)", "![", "{", "}",
    "**", "__", "~~", "# ", "\n# ", "\n\n# ", "\n- ", "\n1. ", "\n> ", "\n", "-", "T+5 min", "T-24h", "14:03 UTC",
    "25:61", "2026-05-19T14:06:00Z", "2026-02-30", "29/02/2025", "16:58–17:10 PST", "[HH:MM]", "1h30m", "PT1H",
    "1e9", "999999999", "0.3%", "12% → 0.3%", "p99 < 300 ms", "½", "٣", "²", "İ", "ß", "ﬁ", "é", "é", "🚀", "\u202e",
    "\u2028", "\x85", "\x0b", "\x0c", "\x1b[31m", "\ufeff", "\u200d", "\x00", "\x7f", "\ud7ff", "\U0010ffff", "N/A",
    "—", "looks good", "everyone", "etc.", "within", "no later than", "**Hypothesis:** h\n", "## M1 — Roll back\n",
    "**Apply timestamp:** ", "| Step | Action | Owner |\n|---|---|---|\n| 1 | `a \\| b` | x |\n", "| ", " |\n",
    "|---|---|\n", "\\|",
)  # fmt: skip
"""What is put into texts to make others of them."""


def documents() -> list[str]:
    """Whole documents and examples, each once."""
    found = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures").glob("**/*.md"))]
    for page in sorted((ROOT / "rules").glob("*/*.md")):
        found += [fence["text"] for fence in _FENCE.finditer(page.read_text(encoding="utf-8"))]
    return list(dict.fromkeys([*found, *specification()]))


def comments() -> list[str]:
    """What stands inside comments to the linter, and documents in which comments stand."""
    asked = [
        'ignore=RUN401 step=04 reason="one atomic switch" until=2026-12-31',
        "ignore-next-line=RUN209,rollback-missing reason='r'",
        "ignore-file=RUN7, DOC101 reason=“r”",
        "ignore=RUN401 step='Phase B/1'",
        "kind=cutover",
        "ignore=RUN401 reason=TBD until=2026-02-30",
    ]
    return asked + [text for text in documents() if "<!--" in text and len(text) < _SHORT]


def configurations() -> list[str]:
    """Configuration files."""
    return [
        'select = ["RUN", "DOC1"]\nignore = ["rollback-missing"]\nextend-select = []\n',
        '[severity]\nRUN401 = "low"\nRUN402 = {level = "high", reason = "r"}\n',
        'rto = "45 min"\nmin-severity = "low"\nfail-on = "never"\nrequire-suppression-reason = true\n',
        '[per-file-ignores]\n"docs/**/*.md" = ["RUN4"]\n[kinds]\n"*.md" = "cutover"\n',
        '[labels]\nowner = ["Driver"]\npostcondition = ["Proof", "Done when"]\n',
        "[thresholds]\nRUN610 = 3\nRUN608 = nan\nx = 1e400\n",
        'exclude = ["a/", "**/b*"]\nbaseline = "../b.json"\ndecisions = "d.md"\nextend = "runbooklint.toml"\n',
        '[tool.runbooklint]\nselect = ["RUN401"]\n',
        'a.b.c = {d = [1, 2.5, 1979-05-27T07:32:00Z, """x"""]}\n',
    ]


def baselines() -> list[str]:
    """Baseline files."""
    entry = '{"path": "a.md", "code": "RUN401", "fingerprint": "0123456789abcdef0123456789abcdef", "message": "m"}'
    head = '{"tool": "runbooklint", "baseline": 1, "findings": '
    return [
        f"{head}[{entry}]}}",
        f"{head}[{entry}, {entry.replace('a.md', 'b.md')}]}}",
        f"{head}[]}}",
        f"{head}[{{}}, null, 1e999, NaN]}}",
        '{"tool": "runbooklint", "baseline": 99999999999999999999}',
        "[[[[]]]]",
    ]


def cached() -> list[str]:
    """Results as a cache keeps them."""
    path = ROOT / "fixtures" / "bad" / "ledger-go-live.md"
    seen = judged(Task(str(path), Settings("cutover"), MAX_SIZE), path.read_bytes())
    result = seen.result and seen.result._replace(findings=seen.result.findings[:2])
    return [json.dumps(seen._replace(result=result)), json.dumps(Seen(fault="f", line=3)), "[]", "[[[]]]", "1e999"]


def values() -> list[str]:
    """Values of fields, cells and lines of the documents, each once."""
    found: dict[str, None] = {}
    for text in documents():
        for value in _VALUE.finditer(text):
            found[value["text"] or value["cell"].strip()] = None
    return [text for text in found if text]


def specification() -> Iterator[str]:
    """The examples of CommonMark and of the extensions of GitHub Flavored Markdown."""
    for path in _SPECIFICATIONS:
        yield from (example["markdown"] for example in json.loads(path.read_text(encoding="utf-8")))
