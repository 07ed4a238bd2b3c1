"""The Telegram edge: updates in, calls out. Nothing here decides anything."""
