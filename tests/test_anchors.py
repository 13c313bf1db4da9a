"""Anchors as GitHub gives them."""

import pytest

from runbooklint.anchors import anchors, slug


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Rollback procedure", "rollback-procedure"),
        ("01-rollback — Unfreeze schema changes", "01-rollback--unfreeze-schema-changes"),
        ("What's new?", "whats-new"),
        ("`rds_reboot` & friends", "rds_reboot--friends"),
        ("**Bold** _words_", "bold-words"),
        ("[Linked](x.md) title", "linked-title"),
        ("Rückfall: Öl", "rückfall-öl"),
        ("回滚 步骤", "回滚-步骤"),
        ("🚀 Launch", "-launch"),
        ("3.1 Drain", "31-drain"),
    ],
)
def test_the_anchor_of_a_heading(heading: str, expected: str) -> None:
    assert slug(heading) == expected


def test_repeated_headings_are_numbered() -> None:
    assert anchors(["Verify", "Verify", "Verify"], "") == {"verify", "verify-1", "verify-2"}


def test_anchors_set_by_hand_count() -> None:
    text = '<a name="old"></a> <div class="x" id=new> a < b id="no"'
    assert anchors(["Title {#mine}"], text) >= {"old", "new", "mine"}
