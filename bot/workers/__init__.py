"""What runs while the bot runs: updates in, screens out, errands on the side."""
