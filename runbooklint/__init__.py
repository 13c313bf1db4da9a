"""Linter for cutover runbooks and incident mitigation logs in Markdown."""
