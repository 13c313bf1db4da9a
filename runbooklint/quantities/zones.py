"""Time zones as people write them (`UTC`, `(PST)`, `+02:00`, `Denver`) and what they mean; it knows no clock."""

from functools import cache

from runbooklint.memory import remembered
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.quantities.dates import Day

_FIXED = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 60, "CEST": 120, "EET": 120, "EEST": 180, "BST": 60, "MSK": 180,
    "EDT": -240, "CDT": -300, "MDT": -360, "PDT": -420, "AKDT": -480, "HST": -600, "BRT": -180, "ART": -180,
    "SAST": 120, "EAT": 180, "WAT": 60, "CAT": 120, "GST": 240, "PKT": 300, "NPT": 345, "ICT": 420, "WIB": 420,
    "SGT": 480, "HKT": 480, "PHT": 480, "AWST": 480, "JST": 540, "KST": 540, "ACST": 570, "AEST": 600, "ACDT": 630,
    "AEDT": 660, "NZST": 720, "NZDT": 780,
}  # fmt: skip
_STANDARD = {
    "EST": (-300, "America/New_York"), "MST": (-420, ""), "PST": (-480, "America/Los_Angeles"),
    "AKST": (-540, "America/Anchorage"), "CET": (60, "Europe/Berlin"),
}  # fmt: skip
"""Winter times: minutes from UTC, and a place of which the clocks say whether it is winter."""
_MANY = {"IST": "India, Israel or Ireland", "CST": "America or China"}
_PLACES = {
    "PT": "America/Los_Angeles", "MT": "America/Denver", "CT": "America/Chicago", "ET": "America/New_York",
    "PACIFIC": "America/Los_Angeles", "MOUNTAIN": "America/Denver", "CENTRAL": "America/Chicago",
    "EASTERN": "America/New_York", "UK": "Europe/London", "NEW YORK": "America/New_York",
    "SAN FRANCISCO": "America/Los_Angeles", "SEATTLE": "America/Los_Angeles", "BANGALORE": "Asia/Kolkata",
    "BEIJING": "Asia/Shanghai", "MUNICH": "Europe/Berlin", "MUMBAI": "Asia/Kolkata", "SAO PAULO": "America/Sao_Paulo",
}  # fmt: skip
_CITIES = {
    "America": "Denver Chicago Toronto Vancouver Bogota Lima Phoenix Anchorage Detroit Halifax Montreal Santiago",
    "Europe": "London Berlin Paris Madrid Rome Amsterdam Dublin Lisbon Vienna Zurich Stockholm Oslo Copenhagen "
    "Helsinki Warsaw Prague Budapest Athens Istanbul Kiev Kyiv Moscow Brussels Bucharest Sofia Tallinn Vilnius Riga",
    "Asia": "Tokyo Seoul Singapore Shanghai Taipei Bangkok Jakarta Kolkata Karachi Dubai Jerusalem Manila",
    "Australia": "Sydney Melbourne Brisbane Perth Adelaide",
    "Africa": "Nairobi Lagos Cairo Johannesburg",
    "Pacific": "Auckland Honolulu",
}
_AREAS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific", "Etc", "US"})
_SPACE = r"[ \t\u00a0\u202f]{0,4}"
_OPENING = Pattern(_SPACE + r"[`*_]{0,3}([(\[]?)[`*_]{0,3}" + _SPACE)
_CLOSING = Pattern(_SPACE + r"([)\]])")
_OFFSET = Pattern(r"(?:(?:UTC|GMT)[ \t]?)?([+−-])(\d{1,2})(?::?(00|15|30|45))?(?!\w|:\d)", 2)
_NAME = Pattern(r"[A-Za-z][A-Za-z_]{0,20}(?:/[A-Za-z_]{2,20}){0,2}(?:[ \t](?:York|Francisco|Paulo))?(?![\w/])")
_TIME_WORD = Pattern(r"[ \t]{1,2}(?:(?:standard|daylight|summer|local)[ \t])?time\b", 2)
_FOLLOWS = Pattern(r"[ \t]{0,4}[^\s\w]|[ \t]{0,4}(?:\n|\Z)")
_HEAD = Pattern(
    r"(?<![^\W_])(?:times?[ -]?zone|tz|times?(?:stamps?)?|timeline|clocks?|local|entries|events|everything|log)(?!\w)",
    2,
)
"""What a zone is stated for."""
_LOOSE = frozenset({"entries", "events", "everything", "log"})
"""Words after which only a zone counts that is the last thing said."""
_GAP = Pattern(r"[ \t*:_=,]{0,5}")
_BETWEEN = Pattern(r"[A-Za-z]{1,12}(?!\w)|24[ -]?h(?:ours?|rs?)?(?!\w)|\d{4}-\d\d-\d\d(?![T\w]|[ \t]\d)", 2)
_SAID_OF_ZONES = frozenset(
    "below here listed shown given stated recorded expressed noted written logged kept stamped reported in is are was "
    "were the this that these log document report page file timeline section all as use uses used using keeps local "
    "according to on and for of their its clock clocks format zone time times standard base basis reference readings "
    "dates date coordinated universal mean summer us".split()
)
_FILLERS = 10
_BEFORE_ITS_TIMES = Pattern(
    r"[ \t]{1,3}(?:times?(?:stamps?)?[ \t]{1,3})?(?:(?:is|are|was)[ \t]{1,3})?(?:used[ \t]{1,3})?"
    r"(?:throughout|everywhere|(?:is[ \t]{1,3})?the[ \t]{1,3}(?:zone|clock|time[ -]?zone)"
    r"|for[ \t]{1,3}(?:all|every|the)[ \t]{1,3}(?:times?|timestamps?|entry|entries))(?!\w)"
)
_ABBREVIATED = Pattern(r"(?<![\w/`.-])[A-Z]{2,5}(?!\w)")


class Zone(NamedTuple):
    """A zone as written, without brackets, and the offsets of its place (brackets included)."""

    start: int
    end: int
    text: str


class ZoneReading(NamedTuple):
    """What a zone means on a day."""

    minutes: int | None
    """Minutes ahead of UTC; None where it is not known."""
    ambiguous: str = ""
    """Why it could be several; empty where it is one."""
    twice: int = 0
    """Minutes by which the same clock comes again, in the hour that is repeated when summer time ends."""


def zone_at(text: str, at: int, offsets: bool = True) -> Zone | None:
    """The zone that stands at an offset, white space, emphasis and a bracket before it passed over.

    Without `offsets`, a sign with digits (`-05:00`) is none: behind a clock it may be the end of a range.
    """
    lead = _OPENING.match(text, at)
    start = lead.end() if lead else at
    bracket = bool(lead and lead.group(1))
    end = _zone_end(text, start, bracket, offsets or bracket)
    if end is None:
        return None
    closing = _CLOSING.match(text, end) if bracket else None
    first = lead.start(1) if lead and closing else start
    return Zone(first, closing.end() if closing else end, text[start:end])


def _zone_end(text: str, start: int, bracket: bool, offsets: bool) -> int | None:
    offset = _OFFSET.match(text, start)
    if offset and (offsets or text[start] in "UuGg+") and int(offset.group(2)) <= 14:
        return offset.end()
    name = _NAME.match(text, start)
    if not name:
        return None
    word = name.group()
    time = _TIME_WORD.match(text, name.end())
    end = time.end() if time else name.end()
    if word in _FIXED or word in _STANDARD or word in _MANY or word.upper() in {"UTC", "GMT"}:
        return end
    if word in {"PT", "MT", "CT", "ET"}:
        return end
    if "/" in word:
        return end if word.partition("/")[0] in _AREAS else None
    known = word.upper() in _places() or word.lower() == "local"
    return end if known and (time or bracket or _FOLLOWS.match(text, end)) else None


@cache
def _places() -> dict[str, str]:
    """Cities and regions in upper case, with the names of their zones."""
    towns = {town.upper(): f"{area}/{town}" for area, listed in _CITIES.items() for town in listed.split()}
    return towns | _PLACES


@remembered
def find_zone_sentence(text: str) -> Zone | None:
    """The zone that a sentence or field states for all times: "Times are in PST", "Time zone: CET"."""
    for head in _HEAD.finditer(text):
        zone = _zone_behind(text, head.end())
        if zone is not None and _is_meant(text, head.group().lower(), zone):
            return zone
    for name in _ABBREVIATED.finditer(text):
        if _BEFORE_ITS_TIMES.match(text, name.end()) and (zone := zone_at(text, name.start())) is not None:
            return zone
    return None


def _zone_behind(text: str, at: int) -> Zone | None:
    """The zone that follows with nothing but words between that say of times what their zone is; "local" is one only
    where no other follows."""
    local = None
    for _ in range(_FILLERS):
        gap = _GAP.match(text, at)
        at = gap.end() if gap else at
        zone = zone_at(text, at)
        if zone is not None and not zone.text.lower().startswith("local"):
            return zone
        local = local or zone
        word = _BETWEEN.match(text, at)
        if word is None or (word.group().isalpha() and word.group().lower() not in _SAID_OF_ZONES):
            break
        at = word.end()
    return local


def _is_meant(text: str, head: str, zone: Zone) -> bool:
    """Whether a zone behind a word is stated for its times: behind words of other matters, only one that is written as
    no other word is (`UTC`, `+02:00`, `Europe/Berlin`, `Pacific time`)."""
    if head != "local" and head not in _LOOSE:
        return True
    name = zone.text
    unmistakable = name == name.upper() or "/" in name or " " in name
    return unmistakable and (head == "local" or _FOLLOWS.match(text, zone.end) is not None)


def bracketed_zone(text: str) -> Zone | None:
    """The first zone in brackets, alone or in a list: `(UTC)`, `(2026-05-19, UTC)`."""
    inside = False
    for at, sign in enumerate(text[:400]):
        inside = sign in "([" or (inside and sign not in ")]")
        if inside and sign in "([,;" and (zone := zone_at(text, at + (sign in ",;"))):
            return zone
    return None


def label_zone(text: str) -> Zone | None:
    """The zone in a label, column head or heading: in brackets (`Timeline (UTC)`), alone, or behind `time`, `in`."""
    zone = bracketed_zone(text)
    if zone is not None:
        return zone
    words = text[:400].split()
    if 1 <= len(words) <= 6:
        last = text.rfind(words[-1], 0, 400)
        zone = zone_at(text, last) or zone_at(text, text.find(words[0]))
        name = _TIME_WORD.sub("", zone.text) if zone is not None else ""
        if zone is not None and (name.upper() == name or len(words) == 1):
            return zone._replace(text=name) if name.isupper() else zone
    return find_zone_sentence(text)


@remembered
def zone_offset(zone: str, day: Day, hour: int = 12) -> ZoneReading:
    """What a zone means at an hour of a day."""
    name = zone.strip("()[] ").removesuffix("time").removesuffix("Time").strip()
    key = name.upper().replace("_", " ")
    offset = _OFFSET.match(name)
    if offset and offset.end() == len(name):
        sign = 1 if offset.group(1) == "+" else -1
        return ZoneReading(sign * (int(offset.group(2)) * 60 + int(offset.group(3) or 0)))
    if key in _MANY:
        return ZoneReading(None, f"{key} is {_MANY[key]}")
    if key in _FIXED:
        return ZoneReading(_FIXED[key])
    if key in _STANDARD:
        minutes, place = _STANDARD[key]
        clock = _on_the_clock(place, day, hour)[0] if place else minutes
        summer = clock is not None and clock != minutes
        return ZoneReading(minutes, f"{key} is winter time, and the day is in summer time" if summer else "")
    place = _places().get(key.removesuffix(" STANDARD").removesuffix(" DAYLIGHT"), name)
    first, second = _on_the_clock(place, day, hour)
    return ZoneReading(first, twice=max(0, first - second) if first is not None and second is not None else 0)


def _on_the_clock(place: str, day: Day, hour: int) -> tuple[int | None, int | None]:
    """Minutes ahead of UTC at a place on a day, the first time and the second time that the clock shows the hour; None
    where the place or the zone data is not there."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    try:
        zone = ZoneInfo(place)
        ahead = [datetime(*day, min(hour, 23), tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)]
    except (KeyError, ValueError, OSError, OverflowError):
        return None, None
    first, second = (None if one is None else round(one.total_seconds() / 60) for one in ahead)
    return first, second
