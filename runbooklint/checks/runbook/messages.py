"""What a message to people is: when it is sent, to whom and by which way, told from its words; pure text."""

from collections.abc import Mapping, Set
from itertools import pairwise
from typing import Literal, TypeAlias

from runbooklint.inline import without_code, words
from runbooklint.pattern import Pattern
from runbooklint.records import Field

Event: TypeAlias = Literal["start", "success", "failure", "initiation", "completion", "partial rollback"]

STEP_EVENTS: Mapping[Event, Set[str]] = {
    "start": frozenset(
        "start starts started starting begin begins began beginning before kick-off kickoff kick commence commences"
        " initiation initiate opening open opens announce".split()
    ),
    "success": frozenset(
        "success successful successfully succeeds succeeded succeed done completion complete completes completed finish"
        " finishes finished end ends ended after pass passes passed green confirmed confirmation ok works"
        " worked".split()
    ),
    "failure": frozenset(
        "failure failures fail fails failed failing abort aborts aborted error errors problem stuck rollback no-go"
        " overrun exceeds exceeded red".split()
    ),
}
ROLLBACK_EVENTS: Mapping[Event, Set[str]] = {
    "initiation": frozenset(
        "initiation initiate initiates initiated start starts started begin begins beginning invoked invocation"
        " decision decided triggered before kick-off kickoff".split()
    ),
    "completion": frozenset(
        "completion complete completes completed done finish finishes finished end ends ended success successful after"
        " restored".split()
    ),
    "partial rollback": frozenset("partial partially partly part parts half-way halfway incomplete stuck".split()),
}
_CHANNEL = frozenset(
    "channel slack teams email e-mail mail mails mailing pager pagerduty page pages paging phone call calls bridge sms"
    " text status-page banner ticket chat zoom statuspage opsgenie war-room dashboard portal newsletter list wall"
    " announcement radio discord mattermost webhook".split()
)
_CHANNELS = (("status", "page"), ("war", "room"), ("mailing", "list"))
_SENDING = frozenset(
    "announce announces send sends a an the message messages notify notifies inform informs tell tells update updates"
    " post posts start success failure completion initiation partial rollback note notice notification communicate"
    " communicates on at in to of and or it that is are when if step begin end done out about short status we they all"
    " everyone everybody people team stakeholders stakeholder someone anyone relevant parties concerned appropriate"
    " audience channel email mail fail fails failed complete completed started finished succeeds succeeded after before"
    " comms communication announcement once has have been this".split()
)
_CHANNEL_NAME = Pattern(r"`[^`\n]+`|(?<!\w)[#@][\w-]+|://")


def missing_events(field: Field, wanted: Mapping[Event, Set[str]]) -> list[Event]:
    """The events of which the triggers in a field name none."""
    listed = words(without_code(field.text))
    said = {*listed, *map("-".join, pairwise(listed)), *field.value.split()}
    return [event for event, names in wanted.items() if not names & said]


def names_receiver(text: str) -> bool:
    """Whether a message names an audience or the channel by which it reaches one."""
    if _CHANNEL_NAME.search(text):
        return True
    listed = words(text)
    if (_CHANNEL - _SENDING) & set(listed) or any(pair in _CHANNELS for pair in pairwise(listed)):
        return True
    known = _SENDING.union(*STEP_EVENTS.values(), *ROLLBACK_EVENTS.values())
    return any(word not in known and not word.isdigit() for word in listed)
