"""Migrations, numbered in order. Made by hand, never edited after a release."""
