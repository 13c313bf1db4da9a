"""Times of day in a text (`13:35`, `2:14 pm`, `08.47`, `1430Z`); it knows no date and no zone."""

from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

_SPACE = r"[ \t\u00a0\u202f]?"
_COLON = Pattern(r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?!:?\d)")
_DOTTED = Pattern(r"(\d{1,2})\.(\d\d)(?:\.(\d\d))?(?![\d%]|\.\d)")
_MERIDIEM = Pattern(_SPACE + r"([AaPp])\.?[ \t]?[Mm](?!\w)\.?")
_HOUR = Pattern(r"(\d{1,2})(?=" + _SPACE + r"[AaPp]\.?[ \t]?[Mm](?!\w))")
_SHARED = Pattern(r"(\d{1,2})(?=[ \t]?[-–—][ \t]?\d{1,2}(?::\d\d)?" + _SPACE + r"[AaPp]\.?[ \t]?[Mm](?!\w))")
_MILITARY = Pattern(r"([01]\d|2[0-4])([0-5]\d)(?=[ \t]?(?:Z|UTC|GMT|hrs|hours|h)(?!\w))")
_HOURS_WORD = Pattern(_SPACE + r"(?:h|hrs|hours)(?!\w)")
_UNIT_FOLLOWS = Pattern(r"[ \t]?(?:[kKMGT]i?[Bb]|ms|s|m|min|[x×%]|USD|EUR|GBP)(?!\w)")


class Clock(NamedTuple):
    """A time of day as a text writes it, with its offsets."""

    start: int
    end: int
    hour: int
    minute: int
    second: int | None
    fraction: str
    """The digits behind the second."""
    meridiem: str
    """`a` or `p` where the text writes one."""
    problem: str = ""
    """Why it is no time of day."""
    weak: bool = False
    """Whether its shape alone makes it no time (`08.47`, the bare `6` of `6-7 pm`)."""


def clock_at(text: str, at: int) -> Clock | None:
    """The time of day that begins at an offset; None where none does."""
    if not text[at : at + 1].isdecimal():
        return None
    weak = False
    found = _COLON.match(text, at) or _MILITARY.match(text, at)
    if not found:
        found = _DOTTED.match(text, at) or _HOUR.match(text, at) or _SHARED.match(text, at)
        weak = True
    if not found:
        return None
    groups = [*found.groups(), None, None, None][:4]
    half = _MERIDIEM.match(text, found.end())
    if half:
        weak = False
    elif weak and (len(groups[0] or "") < 2 or _UNIT_FOLLOWS.match(text, found.end())) and groups[1]:
        return None
    end = half.end() if half else found.end()
    suffix = None if half else _HOURS_WORD.match(text, end)
    if suffix:
        end = suffix.end()
    if text[end : end + 1].isalnum() and text[end] not in "Zz" and text[end : end + 3] != "ish":
        return None
    return _checked(at, end, groups, half.group(1).lower() if half else "", weak)


def hour_in_half(hour: int, meridiem: str) -> int:
    """An hour before or after noon as one of 24; one above twelve stays."""
    if meridiem == "p" and hour < 12:
        return hour + 12
    return 0 if meridiem == "a" and hour == 12 else hour


def _checked(start: int, end: int, groups: list[str | None], meridiem: str, weak: bool) -> Clock:
    hour, minute = int(groups[0] or 0), int(groups[1] or 0)
    second = int(groups[2]) if groups[2] else None
    problem = ""
    if minute > 59 or (second or 0) > 59 or hour > 24 or (hour == 24 and (minute or second)):
        problem = "there is no such time of day"
    return Clock(start, end, hour_in_half(hour, meridiem), minute, second, groups[3] or "", meridiem, problem, weak)
