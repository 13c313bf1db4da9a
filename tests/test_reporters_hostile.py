"""What strangers write in documents, file names and comments says nothing through any output format."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from runbooklint.reporters import FORMATS, Look
from runbooklint.reporters.quoting import code, quoted
from runbooklint.visible import visible, visible_path
from tests.reported import hostile, written

WORDS = [
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m",
    "a\u202eb\u2066c\u200bd\u00ade\ufeff",
    "one\ntwo\r\nthree\rfour\x0bfive\x0csix\x85seven\u2028eight\u2029nine",
    "x\n::error file=a.md,line=1::broken",
    "::stop-commands::token",
    "  ::set-output name=a::b",
    "100%0A::error::x %25 %0D",
    "##[error]x ##[stop-commands]y ##vso[task.setvariable variable=a]b ##teamcity[buildStatus text='x'] ###[add-mask]z",
    "]]> <![CDATA[ </failure> <script>alert(1)</script> &amp; &lt; ' \"",
    "\x00\x01\x08\x7f\x80\x9f\ufffe\uffff\U000e0001",
    "</code></summary></details> <img src=x onerror=y> <!-- -->",
    "`a` ``b`` ```c ` ~~~ **b** _c_ __d__ ~~e~~ | f | \\`g",
    "[click](https://example.com) ![x](y.png) [a][b] <https://example.com> https://example.com www.example.com",
    "@octo @octo/team a@b.example #1 org/repo#2 GH-3 !4 $5 ~6 %7 &8 deadbeef1 :tada: D-12",
    "# head\n- list\n> quote\n***\n| a | b |\n| - | - |\n<div>",
    "{0} {{1}} [text](1) %s %(x)s ${HOME} $(id) `id`",
    "\ud800 \udcff \udfff",
    "x" * 5000,
    "`" * 300,
    "[" * 300 + "(" * 300,
    " ",
    "",
]
PATHS = [
    "docs/x.md",
    "::error::x.md",
    " ::warning file=a::x.md",
    "a,b:c=d%0A;e.md",
    "x\n::error::y.md",
    "x\x1b[2J\u202e.md",
    "<b>`x`</b>|@octo.md",
    "x##[error]y.md",
    "x\udcff\udc80.md",
    "C:\\run books\\x.md",
    "]]>&.md",
]
BUILD = re.compile(r"##[A-Za-z]*\[")
LINES = {"github"}
COMMAND = re.compile(r"::(error|warning|notice|debug) ([^\n]*?)::([^\n]*)")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("words", WORDS)
def test_nothing_of_a_document_is_written_raw(form: str, words: str) -> None:
    assert_harmless(form, written(form, hostile(words), Look(hidden=True)))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_of_a_file_name_is_written_raw(form: str, path: str) -> None:
    assert_harmless(form, written(form, hostile("plain", path), Look(hidden=True)))


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(min_size=1, max_size=30))
@pytest.mark.parametrize("form", FORMATS)
def test_no_text_at_all_is_written_raw(form: str, words: str, path: str) -> None:
    assert_harmless(form, written(form, hostile(words, path), Look(hidden=True)))


def assert_harmless(form: str, out: str) -> None:
    assert out.endswith("\n")
    assert out.replace("\n", "").isprintable()
    out.encode("utf-8")
    assert not BUILD.search(out)
    for line in out.splitlines():
        if form == "github":
            assert COMMAND.fullmatch(line)
        else:
            assert not line.lstrip().startswith("::")
    CHECKS.get(form, _nothing)(out)


def _nothing(out: str) -> None:
    pass


def _ascii(out: str) -> None:
    assert out.isascii()
    for line in out.splitlines() if out.startswith('{"type"') else [out]:
        for text in _strings(json.loads(line)):
            text.encode("utf-8")


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _strings(item)
        case dict():
            for key, item in value.items():
                yield from _strings(key)
                if key != "content":
                    yield from _strings(item)


def _displayed(out: str) -> None:
    """Text that a page will show, apart from what is to be written into the document, holds nothing invisible."""
    _ascii(out)
    data = json.loads(out)
    for name, text in _named(data, ""):
        if name not in {"text:insertedContent", "text:suggestions", "path", "help"} and ":help" not in name:
            assert text.replace("\n", "").isprintable(), name


def _named(value: Any, name: str, above: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield f"{name}:{above}" if above in {"insertedContent", "suggestions", "help"} else name, value
        case list():
            for item in value:
                yield from _named(item, name, above)
        case dict():
            for key, item in value.items():
                yield from _named(item, key, name)


def _xml(out: str) -> None:
    assert out.isascii()
    tree = ElementTree.fromstring(out)
    assert {node.tag for node in tree.iter()} <= {
        "testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped",
    }  # fmt: skip


def _markdown(out: str) -> None:
    """Nothing but the few things that the format itself writes."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(out)
    blocks = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert blocks <= {"heading", "paragraph", "inline", "bullet_list", "list_item", "html_block"}
    for token in tokens:
        if token.type == "html_block":
            assert re.fullmatch(
                r"<details( open)?><summary><code>[^<>\n]*</code>: [^<>\n]*</summary>\n|</details>\n", token.content
            )
        for child in token.children or ():
            assert child.type in {"text", "strong_open", "strong_close", "code_inline"}, child
            if child.type == "text":
                assert not re.search(r"[@#<>`*_~$\[\]\\|{}]|://|www\.|GH-|:\w+:", child.content, re.IGNORECASE)


CHECKS = {
    "json": _ascii,
    "jsonl": _ascii,
    "sarif": _displayed,
    "gitlab": _displayed,
    "rdjson": _displayed,
    "junit": _xml,
    "markdown": _markdown,
}


@pytest.mark.parametrize(
    ("words", "plain", "github", "markdown", "xml"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb", "a\\x1b[31mb", "`a\\x1b[31mb`", "a\\x1b[31mb"),
        ("a\u202eb", "a\\u202eb", "a\\u202eb", "`a\\u202eb`", "a\\u202eb"),
        ("a\r\n::error::b", "a\\r\\n::error::b", "a\\r\\n::error::b", "`a\\r\\n::error::b`", "a\\r\\n::error::b"),
        ("50%0A", "50%0A", "50%250A", "`50%0A`", "50%0A"),
        ("##[error]b", "##\\[error]b", "##\\[error]b", "`##\\[error]b`", "##\\[error]b"),
        ("<b>&\"'", "<b>&\"'", "<b>&\"'", "`<b>&\"'`", "&lt;b&gt;&amp;&quot;&#x27;"),
        ("a`b", "a`b", "a`b", "``a`b``", "a`b"),
        ("@octo x", "@octo x", "@octo x", "`@octo` x", "@octo x"),
        ("[a](b)", "[a](b)", "[a](b)", "`[a](b)`", "[a](b)"),
        ("\x00\ufffe", "\\x00\\ufffe", "\\x00\\ufffe", "`\\x00\\ufffe`", "\\x00\\ufffe"),
        ("läuft 🚚", "läuft 🚚", "läuft 🚚", "läuft `🚚`", "l&#228;uft &#128666;"),
    ],
)
def test_words_as_each_format_shows_them(words: str, plain: str, github: str, markdown: str, xml: str) -> None:
    report = hostile(words)
    for form in ("text", "grouped", "concise"):
        assert f": {plain}\n" in written(form, report)
    assert f"::{github}%0Asee line 1: {github}%0A" in written("github", report)
    assert f": {markdown}\n" in written("markdown", report)
    assert f'message="{xml}"' in written("junit", report)
    assert json.loads(written("json", report))["findings"][0]["message"] == words
    assert json.loads(written("jsonl", report).splitlines()[0])["message"] == words
    gitlab = json.loads(written("gitlab", report))
    assert gitlab[0]["description"] == f"RUN303 judgment-language: {plain}"
    rdjson = json.loads(written("rdjson", report))["diagnostics"][0]["message"]
    assert rdjson.splitlines()[0] == f"{markdown} (judgment-language)"
    sarif = json.loads(written("sarif", report))["runs"][0]["results"][0]
    assert sarif["message"]["text"] == plain.replace("](", "] (")


@pytest.mark.parametrize(
    ("path", "shown", "github", "uri"),
    [
        ("::error::x.md", "./::error::x.md", "%3A%3Aerror%3A%3Ax.md", "%3A%3Aerror%3A%3Ax.md"),
        ("a\n::b.md", "a\\n::b.md", "a\\n%3A%3Ab.md", "a%0A%3A%3Ab.md"),
        ("a b,c:d%.md", "a b,c:d%.md", "a b%2Cc%3Ad%25.md", "a%20b%2Cc%3Ad%25.md"),
        ("a\udcff.md", "a\\udcff.md", "a\\udcff.md", "a%FF.md"),
    ],
)
def test_file_names_as_each_format_shows_them(path: str, shown: str, github: str, uri: str) -> None:
    report = hostile("plain", path)
    assert written("concise", report).startswith(f"{shown}:3:6: ")
    assert f"::error file={github},line=3," in written("github", report)
    sarif = json.loads(written("sarif", report))["runs"][0]
    assert sarif["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    whole = path.encode("utf-8", "surrogateescape")
    assert unquote_to_bytes(sarif["artifacts"][0]["location"]["uri"]) == whole


def test_a_line_of_a_document_is_no_command() -> None:
    out = written("text", hostile("say ##[error]x"))
    shown = "say ##\\[error]x"
    assert f"  3 | {shown} end\n    | {' ' * len(shown)}^^^^\n" in out


@given(st.text(alphabet="ab `\\*_<>&@#[]()!:/.wW-1\n\x1b", max_size=40))
def test_quoted_words_are_shown_as_they_are(words: str) -> None:
    tokens: list[Token] = MarkdownIt("commonmark").parseInline(f"x: {quoted(words)} :x")
    children = tokens[0].children or []
    assert {child.type for child in children} <= {"text", "code_inline"}
    shown = "".join(child.content for child in children)
    assert "".join(shown.split()) == "".join(f"x: {visible(words)} :x".split())


@given(st.text(alphabet="a` \n", min_size=1, max_size=20).filter(str.strip))
def test_a_code_span_holds_its_words(words: str) -> None:
    (token,) = MarkdownIt("commonmark").parseInline(code(words))
    (child,) = token.children or [token]
    assert child.type == "code_inline"
    assert child.content.strip() == visible(words).strip()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("##[error]", "##\\[error]"),
        ("###[x ##vso[y ##teamcity[z", "###\\[x ##vso\\[y ##teamcity\\[z"),
        ("## [x] #[y] ##-[z]", "## [x] #[y] ##-[z]"),
    ],
)
def test_commands_of_build_services_are_broken(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert visible(shown) == shown


def test_a_path_begins_no_command() -> None:
    assert visible_path("::x.md") == "./::x.md"
    assert visible_path("\u00a0::x.md") == "./ ::x.md"
    assert visible_path("a::x.md") == "a::x.md"
