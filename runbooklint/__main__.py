"""`python -m runbooklint` is `runbooklint`."""

from runbooklint.cli import main

main()
