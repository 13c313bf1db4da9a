"""Commands as code spans and fences write them: programs with their arguments; it knows no program by its purpose."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from runbooklint.inline import code_spans
from runbooklint.named import NamedTuple
from runbooklint.pattern import Pattern
from runbooklint.records import Item
from runbooklint.source import Span

_PIECE = Pattern(
    r"(?P<end>&&|\|\||[;|&\n])|(?P<space>(?:[ \t]|\\\n)+)"
    r"|(?P<quoted>\"[^\"]{0,3000}\"|'[^']{0,3000}')|(?P<bare>[^\s;|&\"']+|[\"'\\])"
)
_PROMPT = Pattern(r"[ \t]*(?:\$|>|%|[\w.-]{1,40}@[\w.-]{1,40}[:~ ][^\s$#]{0,80}[$#])[ \t]+")
_NOTE = Pattern(r"[ \t]*(?:#|--|//)(?![\w-])")
_ASSIGNED = Pattern(r"[A-Za-z_]\w*=")
_WRAPPERS = frozenset("sudo doas env time nohup exec xargs do then else command nice timeout stdbuf if while !".split())
_SHELLS = frozenset("sh bash zsh ash dash ksh".split())
_CONTAINERS = frozenset("docker podman nerdctl lxc".split())
_DEPTH = 3
_SINGLE = Pattern(r"[A-Z]{5,}|[\w./-]+\.(?:sh|py|sql|rb)")


class Word(NamedTuple):
    """A word of a command, quotes taken off, with its span in the document."""

    text: str
    span: Span
    quoted: bool = False


class Command(NamedTuple):
    """A program with its arguments."""

    program: str
    """Lower case, without its folder."""
    words: tuple[Word, ...]
    """The program and its arguments."""

    @property
    def span(self) -> Span:
        """From the program to the last argument."""
        return Span(self.words[0].span.start, self.words[-1].span.end)

    @property
    def arguments(self) -> list[str]:
        """The arguments in lower case, options included."""
        return [word.text.lower() for word in self.words[1:]]


@lru_cache(maxsize=16)  # several rules look at the commands of the same field, one after the other
def commands_of(items: tuple[Item, ...]) -> tuple[Command, ...]:
    """The commands in the pieces of a field, in order: those of its fences and code spans."""
    return tuple(command for item in items for text, start in code_of(item) for command in read_commands(text, start))


def code_of(item: Item) -> Iterator[tuple[str, int]]:
    """The pieces of code in a piece of a field, each with the offset at which it begins in the document."""
    if item.code:
        yield item.text, item.span.start
        return
    for span in code_spans(item.text):
        raw = item.text[span.start : span.end]
        bare = raw.strip("`").strip()
        called = bare.endswith(")") and "(" in bare[1:]
        if called or len(bare.split(None, 1)) > 1 or _SINGLE.fullmatch(bare):
            yield bare, item.span.start + span.start + raw.index(bare)


def read_commands(text: str, start: int, depth: int = 0) -> Iterator[Command]:
    """The commands in a script that begins at an offset of the document."""
    for words in _simple(text, start):
        yield from _unwrapped(words, depth)


def _simple(text: str, start: int) -> Iterator[list[Word]]:
    """The words of each simple command; prompts and comments are left out."""
    current: list[Word] = []
    parts: list[str] = []
    begin, quoted, at = 0, False, 0
    fresh = True
    while at < len(text):
        if fresh and not current and (note := _NOTE.match(text, at)):
            line_end = text.find("\n", note.end())
            at = line_end if line_end >= 0 else len(text)
        prompt = _PROMPT.match(text, at) if fresh and not current else None
        at = prompt.end() if prompt else at
        fresh = False
        piece = _PIECE.match(text, at)
        if piece is None:
            at += 1
            continue
        kind = piece.lastgroup
        if kind in ("quoted", "bare"):
            begin = begin if parts else at
            quoted = kind == "quoted" and not parts
            parts.append(piece.group()[1:-1] if kind == "quoted" else piece.group())
        elif parts:
            current.append(Word("".join(parts), Span(start + begin, start + at), quoted))
            parts = []
        at = piece.end()
        if kind == "end":
            if current:
                yield current
            current, fresh = [], piece.group() == "\n"
    if parts:
        current.append(Word("".join(parts), Span(start + begin, start + at), quoted))
    if current:
        yield current


def _unwrapped(words: list[Word], depth: int) -> Iterator[Command]:
    """The command that counts: behind `sudo`, `ssh host`, `kubectl exec pod --`, or inside `sh -c '…'`."""
    at = _behind_wrappers(words)
    rest = words[at:]
    if not rest:
        return
    command = Command(rest[0].text.rpartition("/")[2].lower() or rest[0].text.lower(), tuple(rest))
    inner = _inner(command)
    if depth >= _DEPTH or not inner:
        yield command
    elif len(inner) == 1 and inner[0].quoted:
        yield from read_commands(inner[0].text, inner[0].span.start + 1, depth + 1)
    else:
        yield from _unwrapped(inner, depth + 1)


def _behind_wrappers(words: Sequence[Word]) -> int:
    at, wrapped = 0, False
    while at < len(words):
        text = words[at].text
        if text in _WRAPPERS:
            wrapped = True
        elif not (_ASSIGNED.match(text) or text in "(){}" or (wrapped and (text[0] == "-" or text[0].isdigit()))):
            break
        at += 2 if wrapped and text in {"-u", "-g", "-n", "-I"} else 1
    return at


def _inner(command: Command) -> list[Word]:
    """The words of the command that a command runs elsewhere; empty where it runs none."""
    texts = [word.text for word in command.words]
    if command.program in _SHELLS:
        at = next((i for i, text in enumerate(texts) if text[:1] == "-" and text.endswith("c")), None)
        return list(command.words[at + 1 : at + 2]) if at else []
    if "--" in texts and {"exec", "run"} & set(texts[1:6]):
        return list(command.words[texts.index("--") + 1 :])
    if command.program == "ssh" or (command.program in _CONTAINERS and texts[1:2] == ["exec"]):
        at = 1 if command.program == "ssh" else 2
        while at < len(texts) and texts[at][:1] == "-":
            at += 2 if texts[at] in {"-p", "-i", "-l", "-o", "-J", "-u", "-w", "-e"} else 1
        return list(command.words[at + 1 :])
    return []
