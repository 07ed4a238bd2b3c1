"""Reads and checks content/: forms, companion files, frames, policy, the voice."""
