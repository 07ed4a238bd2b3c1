"""Evenhand: the machine. README.md here says how its rooms stand on each other."""
