"""Texts made of others by cutting, repeating, joining and putting pieces in; it knows no target."""

from collections.abc import Callable, Sequence
from random import Random

Change = Callable[[bytes, Random, Sequence[bytes]], bytes]

_MOST_TIMES = 40
_MOST_CHANGES = 6


def mutated(data: bytes, random: Random, others: Sequence[bytes], limit: int) -> bytes:
    """The data after a few random changes, at most `limit` bytes of it; `others` are what may be put into it."""
    for _ in range(random.randint(1, _MOST_CHANGES)):
        data = random.choice(_CHANGES)(data, random, others)[:limit]
    return data


def _range(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + int(random.paretovariate(0.7)))


def _line_range(data: bytes, random: Random) -> tuple[int, int]:
    start, end = _range(data, random)
    start = data.rfind(b"\n", 0, start) + 1
    end = data.find(b"\n", max(start, end - 1)) + 1
    return start, end or len(data)


def _deleted(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = _range(data, random)
    return data[:start] + data[end:]


def _line_deleted(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = _line_range(data, random)
    return data[:start] + data[end:]


def _repeated(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = random.choice((_range, _line_range))(data, random)
    return data[:end] + data[start:end] * random.randint(1, _MOST_TIMES) + data[end:]


def _moved(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = _line_range(data, random)
    rest = data[:start] + data[end:]
    at = rest.rfind(b"\n", 0, random.randint(0, len(rest))) + 1
    return rest[:at] + data[start:end] + rest[at:]


def _put_in(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    at = random.randint(0, len(data))
    if random.random() < 0.5:
        at = data.rfind(b"\n", 0, at) + 1
    times = random.randint(2, _MOST_TIMES) if random.random() < 0.1 else 1
    return data[:at] + random.choice(others) * times + data[at:]


def _replaced(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    start, end = _range(data, random)
    return data[:start] + random.choice(others) + data[end:]


def _byte_changed(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]


_CHANGES: tuple[Change, ...] = (
    _deleted, _line_deleted, _repeated, _moved, _put_in, _put_in, _replaced, _byte_changed,
)  # fmt: skip
