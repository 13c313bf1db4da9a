"""Rules on the side effects of a mitigation: every surface is checked, and new errors are told to be of its making."""

from collections.abc import Iterator

from runbooklint.checks.fields import place, stated
from runbooklint.checks.log.measured import Checked, checked
from runbooklint.checks.log.reach import reached
from runbooklint.checks.log.surfaces import Surface, named_in, surfaces_in, terms_of
from runbooklint.checks.log.trouble import flags_cause, new_errors
from runbooklint.checks.log.values import values_in
from runbooklint.facts import Facts
from runbooklint.inline import words
from runbooklint.records import Field, FieldName
from runbooklint.records_log import Verification
from runbooklint.rule import LOG, Problem, Related, Report, Severity, rule

_UNDONE = frozenset("not skipped omitted never unchecked".split())
_INCIDENT: tuple[FieldName, ...] = ("incident", "blast_radius", "detection_signal")
_OF_ENTRY: tuple[FieldName, ...] = ("hypothesis", "blast_radius")


@rule("MIT512", "side-effect-check-missing", Severity.BLOCKER, on=Verification, kinds=LOG)
def side_effect_check_missing(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    if seen is None or side_effect_check(seen) is not None:
        return
    field = seen.stated("side_effect_check")
    if field or seen.lacks("side_effect_check"):
        span = field.span if field else place(seen.check, "side_effect_check")
        yield Problem(span, f"the verification of {seen.name} has no side-effect check", "side_effect_check")


def side_effect_check(seen: Checked) -> Field | None:
    """The side-effect check of a verification; None where there is none, or where it says that none was done."""
    field = seen.stated("side_effect_check")
    if field is not None:
        return None if _UNDONE & set(words(field.text)[:2]) and not any(s.isdigit() for s in field.text) else field
    if not seen.lacks("side_effect_check"):
        return None
    # What an action in one block says of side effects is their check where it gives what was measured.
    told = seen.entry.fields.get("side_effects") if seen.check.block == seen.entry.block else None
    if told and values_in(told.text):
        return told
    loose = seen.told
    return loose if loose and "side" in words(loose.text) else None


@rule("MIT513", "surface-unchecked", Severity.HIGH, on=Verification, kinds=LOG, basis="heuristic")
def surface_unchecked(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    done = side_effect_check(seen) if seen else None
    named = named_in(done) if done else None
    if seen is None or done is None or named is None:
        return
    for surface in _radius(seen):
        if not surface.terms & named:
            message = f'the side-effect check of {seen.name} does not name "{surface.text[:60]}" of the blast radius'
            yield Problem(done.span, message, "side_effect_check", (Related(surface.span, "the surface"),))


def _radius(seen: Checked) -> Iterator[Surface]:
    """The surfaces of the stated blast radius, else those that the action is said to touch."""
    fields = seen.entry.fields
    field = stated(fields, "blast_radius") or stated(fields, "surfaces")
    if field:
        yield from surfaces_in(field)


@rule("MIT525", "outside-surface-unchecked", Severity.MEDIUM, on=Verification, kinds=LOG, basis="heuristic")
def outside_surface_unchecked(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    done = side_effect_check(seen) if seen else None
    named = named_in(done) if done else None
    if seen is None or done is None or named is None:
        return
    known: frozenset[str] | None = None
    for surface in reached(seen.entry):
        known = _inside(seen) if known is None else known
        if not surface.terms & (named | known):
            message = (
                f'{seen.name} reaches "{surface.text[:60]}", outside the stated blast radius, and the side-effect check'
                " does not name it"
            )
            yield Problem(done.span, message, "side_effect_check", (Related(surface.span, "the surface"),))


def _inside(seen: Checked) -> frozenset[str]:
    """The words of the surfaces that the incident itself concerns, and of the stated blast radius."""
    log, entry = seen.log, seen.entry
    texts = [log.title.text if log.title else "", entry.title]
    texts += [field.text for name in _INCIDENT if (field := log.fields.get(name))]
    texts += [field.text for name in _OF_ENTRY if (field := entry.fields.get(name))]
    return terms_of(" ".join(texts))


_TOLD: tuple[FieldName, ...] = (
    "side_effect_check", "post_values", "secondary_signal", "residual", "decision", "verification"
)  # fmt: skip


@rule("MIT523", "induced-errors-unflagged", Severity.HIGH, on=Verification, kinds=LOG, basis="heuristic")
def induced_errors_unflagged(check: Verification, facts: Facts) -> Iterator[Report]:
    seen = checked(check, facts)
    if seen is None:
        return
    fields = [(field, seen.times(name)) for name in _TOLD if (field := seen.stated(name))]
    effects = seen.entry.fields.get("side_effects")
    if effects:
        fields.append((effects, []))
    found = [(field, span) for field, times in fields for span in new_errors(field, times, seen.applied_at)]
    if not found or any(flags_cause(field.text) for field, _ in fields):
        return
    field, span = found[0]
    told = " ".join(field.text[span.start - field.span.start : span.end - field.span.start].split())
    message = f'"{told[:60]}" since {seen.name} was applied, not flagged as induced by the mitigation'
    yield Problem(span, message, "side_effect_check")


RULES = (side_effect_check_missing, surface_unchecked, outside_surface_unchecked, induced_errors_unflagged)
