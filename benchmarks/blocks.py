"""The reference for throughput: parses the blocks of Markdown files in one process, no inline text, nothing else."""

import os
import sys

from markdown_it import MarkdownIt
from markdown_it.token import Token


def main() -> None:
    """Parse a file, or every file below a folder, with the options with which runbooklint parses."""
    parser = MarkdownIt("commonmark", {"maxNesting": 32}).enable("table")
    for path in sys.argv[1:]:
        tops = os.walk(path) if os.path.isdir(path) else [("", [], [path])]
        for name in (os.path.join(top, name) for top, _, names in tops for name in names if name.endswith(".md")):
            with open(name, "rb") as file:
                text = file.read().decode()
            tokens: list[Token] = []
            parser.block.parse(text, parser, {}, tokens)


main()
