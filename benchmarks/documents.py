"""Runbooks and mitigation logs of realistic sizes, made of the fixtures: other names and numbers, more steps."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SMALLEST, LARGEST = 1_000, 30_000
"""Bytes of a document."""
_MOST_STEPS = 60
_HEADING = re.compile(r"(#{2,4}) (.*)")
_HEADINGS = re.compile(r"^#{1,4} .*", re.MULTILINE)
_ID = re.compile(r"(?:#{2,4} |\| )(?P<id>[A-Z]{0,2}\d{1,2})\b")
_WORD = re.compile(r"(?<![\w`])`([^`\n]+)`")
_NAME = re.compile(r"[a-z]{4,}")
_KEPT = frozenset("curl kubectl status show exec from into deploy health true false select where count https".split())
_ONSETS = "b br c ch d dr f fl g gr h j k kl l m n p pl r s sk st t tr v w z".split()
_CORES = "a e i o u ai ea oo".split()
_ENDS = "b d ck l m n nd r rt s sk st t x".split()


def write(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """Write that many documents below a folder, the same ones for the same seed; gives their paths."""
    chance = random.Random(seed)
    paths: list[Path] = []
    for number, (name, text) in enumerate(documents(count, chance)):
        path = folder / f"team-{number % 20:02}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if paths and number % 10 == 0:
            other = paths[-1]
            text += f"\n## See also\n\n- [the one before](../{other.parent.name}/{other.name})\n"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def documents(count: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Names and texts of documents, nine good ones for one with faults; sizes are spread evenly over the orders of
    magnitude."""
    good, bad = (
        [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FIXTURES.glob(f"{folder}/*.md"))]
        for folder in ("ok", "bad")
    )
    for number in range(count):
        size = int(SMALLEST * (LARGEST / SMALLEST) ** chance.random())
        models = good if number % 10 else bad
        fitting = [model for model in models if len(model[1]) < 2 * size]
        name, text = chance.choice(fitting or [min(models, key=lambda model: len(model[1]))])
        text = renamed(text, chance)
        yield f"{number:05}-{name}.md", grown(text, size) if models is good else text


def sized(size: int, seed: int = 1, kind: str = "cutover") -> str:
    """One cutover runbook of about that many bytes, however large."""
    chance = random.Random(seed)
    model = next(path for path in sorted(FIXTURES.glob("ok/*.md")) if kind in path.stem)
    return grown(renamed(model.read_text(encoding="utf-8"), chance), size, most=size)


def renamed(text: str, chance: random.Random) -> str:
    """The text with invented names in its code spans."""
    names = {name for span in _WORD.findall(text) for name in _NAME.findall(span)} - _KEPT
    new = {name: _invented(chance) for name in sorted(names)}
    if new:
        wanted = re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(new, key=len, reverse=True))})(?![a-z])")
        text = _WORD.sub(lambda span: wanted.sub(lambda found: new[found[0]], span[0]), text)
    return text


def grown(text: str, size: int, most: int = _MOST_STEPS) -> str:
    """The text with its first step repeated under new ids, its rollback and its rows too, until it has the size; a text
    without such steps is repeated as a whole, one level down."""
    lines = text.split("\n")
    first = next((found["id"] for line in lines if (found := _ID.match(line))), None)
    if first is None:
        parts = range(2, 2 + (size - 1) // len(text))
        return "\n".join([text, *(_HEADINGS.sub(rf"#\g<0>, part {part}", text) for part in parts)])
    blocks = list(_blocks(lines, first))
    each = sum(len("\n".join(lines[start:end])) + 1 for start, end in blocks)
    copies = min(most, max(0, size - len(text)) // max(1, each))
    for start, end in reversed(blocks):
        block = "\n".join(lines[start:end])
        lines[end:end] = [_relabelled(block, first, number) for number in range(copies)]
    return "\n".join(lines)


def _blocks(lines: list[str], name: str) -> Iterator[tuple[int, int]]:
    """The ranges of lines that belong to a step: sections that name it in their heading, rows that begin with it."""
    about = re.compile(rf"(?:#{{2,4}} (?:Verification of )?|\| ){re.escape(name)}\b")
    number = 0
    while number < len(lines):
        end = number + 1
        if about.match(lines[number]):
            heading = _HEADING.match(lines[number])
            while heading and end < len(lines):
                other = _HEADING.match(lines[end])
                if other and len(other[1]) <= len(heading[1]):
                    break
                end += 1
            yield number, end
        number = end


def _relabelled(block: str, name: str, number: int) -> str:
    """A block under a new id: S1 becomes S101, S102 …; anchors follow."""
    new = f"{name.rstrip('0123456789')}{101 + number}"
    block = re.sub(rf"\b{re.escape(name)}\b", new, block)
    return re.sub(rf"\b{re.escape(name.lower())}(?=-)", new.lower(), block)


def _invented(chance: random.Random) -> str:
    return "".join(chance.choice(part) for part in (_ONSETS, _CORES, _ENDS, _ONSETS, _CORES, _ENDS))
