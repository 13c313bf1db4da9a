"""Calendar days in a text (`2026-05-19`, `Oct 12th, 2022`, `14 Dec`); it knows no clock and no document."""

from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern

_MONTH_NAMES = "january february march april may june july august september october november december".split()
_MONTHS = {name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)}
_MONTHS |= {name: number for number, name in enumerate(_MONTH_NAMES, 1)} | {"sept": 9}
_YEAR_FIRST = Pattern(r"(\d{4,6})([-/._])(\d{1,2})\2(\d{1,2})(?!\d|\.\d|[-_]\d{4,}|[^\W\dT_])")
_COMPACT = Pattern(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![^\WTtzZ_])")
_YEAR_LAST = Pattern(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?![\w.%/]?\d|[^\W\dT_])")
_NO_YEAR = Pattern(r"(\d{1,2})([-/.])(\d{1,2})(?=[ \t,]{1,4}[~≈]?\d{1,2}:\d\d)")
_DAY_FIRST = Pattern(
    r"(\d{1,2})(?:st|nd|rd|th)?(?:[ \t]of)?[ \t/.-]{1,2}([A-Z][A-Za-z]{2,8})(?![A-Za-z])\.?"
    r"(?:[ \t,/-]{1,2}((?:19|20)\d\d)(?!\w|:\d))?"
)
_MONTH_FIRST = Pattern(
    r"([A-Z][A-Za-z]{2,8})\.?[ \t-]{1,2}(?:the[ \t])?(\d{1,2})(?:st|nd|rd|th)?(?![\w%]|[.:]\d)"
    r"(?:([ \t]?[-–—][ \t]?)(\d{1,2})(?:st|nd|rd|th)?(?![\w%]|[.:]\d))?(?:,?[ \t]{1,2}((?:19|20)\d\d)(?!\w|:\d))?"
)
_WEEKDAY = Pattern(
    r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?(?![A-Za-z])[.,]?[ \t]{1,2}(?:the[ \t])?"
)
_MAYBE = Pattern(
    r"(?<![\w.:/])\d{1,8}(?=[-/._ \tsnrt])|(?<!\w)[A-Z][a-z]{2,8}(?=\.?[ \t,-])"
    r"|(?<![A-Za-z\d])(?:19|20)(?:\d{6}(?!\d)|\d\d(?=[-_]))"
)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Day(NamedTuple):
    """A calendar day."""

    year: int
    month: int
    day: int


class Date(NamedTuple):
    """A date as a text writes it, with its offsets; what is not written is None."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    until: int | None = None
    """The last day of `October 9-23`, in the same month."""
    problem: str = ""
    """Why it names no real day; then year, month and day are None."""
    ambiguous: bool = False
    """Whether it could as well be month and day the other way round."""
    weak: bool = False
    """Whether its shape alone makes it no date (`12-05`)."""

    @property
    def full(self) -> Day | None:
        """The day, where all three parts are written."""
        return Day(self.year, self.month, self.day) if self.year and self.month and self.day else None


def days_in(month: int, year: int | None) -> int:
    """How many days a month has; February has 29 where the year is not known."""
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return 29 if month == 2 and leap else _LENGTHS[month - 1]


def day_number(day: Day) -> int:
    """Days since 1970-01-01."""
    year, month = (day.year, day.month) if day.month > 2 else (day.year - 1, day.month + 12)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day.day - 719469


def day_of(number: int) -> Day:
    """The calendar day that is so many days after 1970-01-01."""
    shifted = number + 719468
    era, rest = divmod(shifted, 146097)
    year = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
    left = rest - (365 * year + year // 4 - year // 100)
    month = (5 * left + 2) // 153
    day = left - (153 * month + 2) // 5 + 1
    return Day(year + era * 400 + (month >= 10), month + (3 if month < 10 else -9), day)


def behind_weekday(text: str, at: int) -> int:
    """The offset behind a weekday that stands at an offset; the offset itself where none does."""
    found = _WEEKDAY.match(text, at) if text[at : at + 1].isupper() else None
    return found.end() if found else at


def date_at(text: str, at: int) -> Date | None:
    """The date that begins at an offset, a weekday before it included; None where none does."""
    start, at = at, behind_weekday(text, at)
    first = text[at : at + 1]
    found = (_numeric(text, at) or _day_first(text, at)) if first.isdigit() else None
    if first.isupper():
        found = _month_first(text, at)
    return found._replace(start=start) if found else None


def find_date(text: str) -> Date | None:
    """The first date in a text that names a day with its year, else the first without year."""
    without: Date | None = None
    end = 0
    for candidate in _MAYBE.finditer(text):
        if candidate.start() < end or (found := date_at(text, candidate.start())) is None or found.weak:
            continue
        if found.full:
            return found
        end = found.end
        without = without or (found if found.month else None)
    return without


def _made(start: int, end: int, year: str | None, month: int, day: int) -> Date | None:
    """A date from its parts, or one with a problem where there is no such day."""
    number = int(year) if year else None
    if number is not None and len(year or "") == 2:
        number += 2000
    if number is not None and not 1000 <= number <= 9999:
        return Date(start, end, None, None, None, problem=f"{year} is no year")
    if not 1 <= month <= 12:
        return Date(start, end, None, None, None, problem=f"there is no month {month}")
    if not 1 <= day <= days_in(month, number):
        name = _MONTH_NAMES[month - 1].capitalize()
        return Date(start, end, None, None, None, problem=f"{name}{f' {number}' if number else ''} has no day {day}")
    return Date(start, end, number, month, day)


def _numeric(text: str, at: int) -> Date | None:
    if found := _YEAR_FIRST.match(text, at) or _COMPACT.match(text, at):
        year, month, day = found.group(1), found.group(found.re.groups - 1), found.group(found.re.groups)
        return _made(at, found.end(), year, int(month), int(day))
    if found := _YEAR_LAST.match(text, at):
        separator, year = found.group(2), found.group(4)
        if len(year) == 2 and separator != "/":
            return None
        return _ordered(at, found.end(), int(found.group(1)), int(found.group(3)), year, separator)
    if found := _NO_YEAR.match(text, at):
        if found.group(2) == ".":
            return _weak(_made(at, found.end(), None, int(found.group(3)), int(found.group(1))))
        return _weak(_ordered(at, found.end(), int(found.group(1)), int(found.group(3)), None, found.group(2)))
    return None


def _weak(date: Date | None) -> Date | None:
    return date._replace(weak=True) if date and not date.problem else None


def _ordered(start: int, end: int, first: int, second: int, year: str | None, separator: str) -> Date | None:
    """A date of two numbers of which one is the month. With dots the day comes first; `12-05` without year is a month
    and a day as in ISO dates; otherwise one above 12 decides, and where none is, it is ambiguous."""
    if separator == "." or (first > 12 >= second):
        return _made(start, end, year, second, first)
    date = _made(start, end, year, first, second)
    open_order = first <= 12 and second <= 12 and first != second and not (year is None and separator == "-")
    return date._replace(ambiguous=open_order) if date else None


def _day_first(text: str, at: int) -> Date | None:
    found = _DAY_FIRST.match(text, at)
    month = _MONTHS.get(found.group(2).lower()) if found else None
    return _made(at, found.end(), found.group(3), month, int(found.group(1))) if found and month else None


def _month_first(text: str, at: int) -> Date | None:
    found = _MONTH_FIRST.match(text, at)
    month = _MONTHS.get(found.group(1).lower()) if found else None
    if not found or not month:
        return None
    _, day, dash, last, year = found.groups()
    date = _made(at, found.end(), year, month, int(day))
    if last and date and not date.problem:
        joined = dash.strip() == dash or year
        if joined and int(day) < int(last) <= days_in(month, date.year):
            return date._replace(until=int(last))
        return _made(at, found.end(2), None, month, int(day))
    return date
