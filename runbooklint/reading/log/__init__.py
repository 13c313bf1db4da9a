"""Mitigation logs: times, actions and verifications out of the blocks of a document."""
