"""What the bot hears: one door per file."""
