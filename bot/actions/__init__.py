"""What can be done, one verb or noun per file; none imports another."""
