"""Points in time in a text (`2026-02-18T03:31Z`, `~11 AM PDT`, `21:45 to 23:28 UTC`); it knows no document."""

from collections.abc import Sequence

from runbooklint.memory import remembered
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.quantities.clocks import Clock, clock_at, hour_in_half
from runbooklint.quantities.dates import Date, Day, behind_weekday, date_at
from runbooklint.quantities.offsets import Offset, leading_offset
from runbooklint.quantities.zones import Zone, zone_at

_ABOUT = Pattern(
    r"(?:[~≈∼][ \t]{0,2}|(?:about|around|approximately|approx\.?|circa|ca\.|roughly|before|after)[ \t]{1,2}){0,2}", 2
)
_CONNECTOR = Pattern(
    r"(?:T|_|[ \t,*`\u00a0\u202f]{1,6}(?:(?:at|from|between|@|-|–|—|·|\||/)[ \t*`]{0,4})?"
    r"([~≈∼][ \t]?|(?:about|around|approx\.?|approximately|circa|ca\.)[ \t])?)(?=\d)",
    2,
)
_BEFORE_DATE = Pattern(r"[ \t*`]{0,4}(?:,|on|-|–|—|\(|of|/)?[ \t*`]{0,4}(?=[\dA-Z])")
_ABOUT_BEHIND = Pattern(r"[ \t]?(?:ish(?!\w)|[(\[](?:approx|est|about|roughly|circa|ca\b)[^()\[\]\n]{0,80}[)\]])", 2)
_RANGE = Pattern(
    r"[ \t*`_]{0,4}(?:->|→|[-–—−]|\.\.\.?|…|(?:to|until|till|through|(and))(?!\w))"
    r"[ \t*`_]{0,4}(?:[~≈∼][ \t]?)?(?=[\dA-Z])"
)
_SLUG = Pattern(r"[-_/][A-Za-z0-9]")
_LEAD = Pattern(r"(?:[\s*_\[(`~≈∼\"'“‘•>·|:⌚-⏳■-➿⬀-⯿\U0001f000-\U0001faff\ufe0f]|</?[a-zA-Z][^<>\n]{0,60}>){0,40}")
_WORDS = Pattern(r"(?:(?:at|on|from|between|since|by|date|time|when)[ \t:*_]{1,6})?(?:the[ \t])?", 2)
_CANDIDATE = Pattern(
    r"(?<![\w:/.$€£#-])(?:\d{1,6}(?=[-:/._ \tsnrtuTZh]|[AaPp]\.?[Mm])|[A-Z][a-z]{2,8}(?=[.,]?[ \t-]{1,2}\d)"
    r"|T(?=0?[ \t]?[-+−–=][ \t]?\d|0(?!\w)|[ \t](?:plus|minus)[ \t]))"
)
_BLANK = Pattern(
    r"[\s*_\[(`<{~]{0,12}(?:(?:YYYY|20XX)[-/](?:MM|XX)[-/](?:DD|XX)(?:[ T]{1,2}[HhXx]{2}:[MmXx]{2}(?::[SsXx]{2})?)?"
    r"|[Hh]{2}:[Mm]{2}(?::[Ss]{2})?|[Xx?_]{2}:[Xx?_]{2}|\?{2,8}|T\+(?:\?+|[XN]+\b))Z?"
)


class Moment(NamedTuple):
    """A point in time, or a range of them, as a text writes it, with its offsets; what is not written is None."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    fraction: str = ""
    meridiem: str = ""
    """`a` or `p` where the text writes one; `hour` counts to 24 all the same."""
    zone: str | None = None
    """As written, without brackets."""
    approximate: bool = False
    until: "Moment | None" = None
    """The end of a range."""
    relative: Offset | None = None
    """Set for `T+0:40`; then all parts above are None."""
    problem: str = ""
    """Why it looks like a time and is none (`25:61`, `2026-02-30`)."""
    ambiguous: bool = False
    """Whether day and month could as well be the other way round."""
    weak: bool = False
    """Whether its shape alone makes it no time (`08.47`, `25:61 ...`): its neighbours have to tell."""
    worded: bool = False
    """Whether a word leads to it (`At 14:05 ...`), as in prose."""

    @property
    def full_day(self) -> Day | None:
        """The day, where year, month and day are written."""
        return Day(self.year, self.month, self.day) if self.year and self.month and self.day else None

    @property
    def dated(self) -> bool:
        """Whether at least month and day are written."""
        return self.month is not None

    @property
    def clocked(self) -> bool:
        """Whether a time of day is written."""
        return self.hour is not None


@remembered
def leading_moment(text: str, at: int = 0) -> Moment | None:
    """The point in time that a text begins with at an offset; emphasis, brackets, code and signs are passed over.

    Things that look like a time and are none are given with their `problem`.
    """
    lead = _LEAD.match(text, at)
    start = lead.end() if lead else at
    doubt = any(sign in text[at:start] for sign in "~≈∼") and "~~" not in text[at:start]
    word = _WORDS.match(text, start)
    moment = moment_at(text, start)
    if moment is None and word and word.end() > start:
        start = word.end()
        moment = moment_at(text, start)
        moment = moment._replace(worded=True) if moment else None
    if moment is None:
        return None
    if moment.problem and not _full_shape(text, moment) and not _alone(text, moment):
        moment = moment._replace(weak=True)
    return moment._replace(approximate=True) if doubt else moment


@remembered
def find_moments(text: str) -> Sequence[Moment]:
    """The points in time anywhere in a text, in order, without those that only their place would make times."""
    found: list[Moment] = []
    end = 0
    for candidate in _CANDIDATE.finditer(text):
        if candidate.start() < end:
            continue
        moment = moment_at(text, candidate.start())
        if moment is None or moment.weak or (moment.problem and moment.zone is None and not _full_shape(text, moment)):
            continue
        before = text[max(0, moment.start - 2) : moment.start].rstrip()
        found.append(moment._replace(approximate=True) if before[-1:] in {"~", "≈", "∼"} else moment)
        end = moment.end
    return found


def leading_blank(text: str) -> tuple[int, int] | None:
    """The offsets of a time that is still to be filled in and leads the text: `[HH:MM]`, `??:??`, `YYYY-MM-DD`."""
    found = _BLANK.match(text)
    if not found:
        return None
    bare = found.group().lstrip(" \t\n*_[(`<{~")
    return found.end() - len(bare), found.end()


@remembered
def moment_at(text: str, at: int) -> Moment | None:
    """The point in time that begins exactly at an offset, with its range, zone and doubt."""
    if text[at : at + 1] in {"T", "t"} and (offset := leading_offset(text, at)) is not None and offset.start == at:
        return Moment(at, offset.end, relative=offset)
    about = _ABOUT.match(text, at)
    first = _one(text, about.end() if about else at)
    if first is None:
        return None
    if about and about.end() > at:
        first = first._replace(approximate=True)
    last = _end_of_range(text, first)
    if last is None:
        return first
    return _ranged(first, last)


def _alone(text: str, moment: Moment) -> bool:
    """Whether nothing but signs stands behind a moment, or it carries a zone."""
    return moment.zone is not None or not any(sign.isalnum() for sign in text[moment.end : moment.end + 40])


def _full_shape(text: str, moment: Moment) -> bool:
    """Whether what is written has the shape of a whole date, so that it can be nothing else."""
    return sum(sign.isdecimal() for sign in text[moment.start : moment.end]) >= 8


def _one(text: str, at: int) -> Moment | None:
    """A date, a time of day, or both in either order, with the zone."""
    date = date_at(text, at)
    if date is not None:
        connector = _CONNECTOR.match(text, date.end)
        clock = clock_at(text, connector.end()) if connector else None
        if clock is None and (date.weak or _SLUG.match(text, date.end)):
            return None
        return _moment(text, date, clock, bool(clock and connector and connector.group(1)))
    clock = clock_at(text, behind_weekday(text, at))
    return _moment(text, None, clock, False) if clock else None


def _moment(text: str, date: Date | None, clock: Clock | None, doubt: bool) -> Moment:
    start, end = (date or clock or _NEVER).start, (clock or date or _NEVER).end
    glued = bool(date and clock and text[clock.start - 1] in "Tt")
    zone = zone_at(text, end, offsets=glued) if clock else _bracketed(text, end)
    end = zone.end if zone else end
    if clock and not date:
        date, end = _date_behind(text, end)
        zone = zone or (zone_at(text, end, offsets=False) if date else None)
        end = max(end, zone.end) if zone else end
    behind = _ABOUT_BEHIND.match(text, end)
    end = behind.end() if behind else end
    moment = Moment(start, end, zone=zone.text if zone else None, approximate=doubt or behind is not None)
    if date:
        problem, weak = date.problem, date.weak and not clock
        moment = moment._replace(
            year=date.year, month=date.month, day=date.day, problem=problem, ambiguous=date.ambiguous, weak=weak
        )
        if date.until:
            moment = moment._replace(until=Moment(start, end, date.year, date.month, date.until))
    if clock and clock.problem:
        return moment._replace(problem=moment.problem or clock.problem)
    if clock:
        moment = moment._replace(
            hour=clock.hour, minute=clock.minute, second=clock.second, fraction=clock.fraction,
            meridiem=clock.meridiem, weak=clock.weak and date is None,
        )  # fmt: skip
    return moment


_NEVER = Clock(0, 0, 0, 0, None, "", "")


def _bracketed(text: str, at: int) -> Zone | None:
    """The zone behind a date alone, which has to stand in brackets or be UTC."""
    zone = zone_at(text, at, offsets=False)
    return zone if zone and (text[zone.end - 1] in ")]" or zone.text in {"UTC", "GMT"}) else None


def _date_behind(text: str, end: int) -> tuple[Date | None, int]:
    """The date behind a time of day (`16:58 UTC, Sep 29 2025`) and where both end."""
    between = _BEFORE_DATE.match(text, end)
    if between is None or between.end() == end:
        return None, end
    date = date_at(text, between.end())
    if date is None or date.weak or date.problem or (not date.full and not any(s in between.group() for s in ",(o")):
        return None, end
    if text[date.end : date.end + 1].isalnum() or _clock_follows(text, date.end):
        return None, end
    closed = "(" in between.group() and text[date.end : date.end + 1] == ")"
    return date, date.end + closed


def _clock_follows(text: str, at: int) -> bool:
    """Whether a time of day follows, so that a date belongs to it and not to the time before."""
    connector = _CONNECTOR.match(text, at)
    return bool(connector and clock_at(text, connector.end()))


def _end_of_range(text: str, first: Moment) -> Moment | None:
    if first.until is not None:
        return first.until
    joined = _RANGE.match(text, first.end)
    if joined and joined.group(1) and "between" not in text[max(0, first.start - 12) : first.start].lower():
        return None
    last = _one(text, joined.end()) if joined else None
    if last is None or last.problem or first.problem or (first.clocked and not last.clocked):
        return None
    if last.weak and not first.weak:
        return None
    return last


def _ranged(first: Moment, last: Moment) -> Moment:
    """A range, in which one zone, one half of the day and one year serve both ends."""
    zone = first.zone or last.zone
    if first.year is None and last.year is not None and first.month is not None:
        first = first._replace(year=last.year)
    if last.year is None and first.year is not None and last.month is not None:
        last = last._replace(year=first.year)
    first = _in_same_half(first, last)
    doubt = first.approximate or last.approximate
    return first._replace(
        end=max(first.end, last.end), zone=zone, approximate=doubt, until=last._replace(zone=zone), weak=False
    )


def _in_same_half(first: Moment, last: Moment) -> Moment:
    """The start of `6:00-7:00 pm` in the half of the day of its end, or in the other one where it would come later."""
    if not last.meridiem or first.meridiem or first.hour is None or first.hour > 12:
        return first
    for half in (last.meridiem, "a" if last.meridiem == "p" else "p"):
        hour = hour_in_half(first.hour, half)
        if (hour, first.minute or 0) <= (last.hour or 0, last.minute or 0) or last.dated:
            return first._replace(hour=hour, meridiem=half)
    return first
