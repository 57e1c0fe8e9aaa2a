"""Keystrokes saved: what is counted, and the database that keeps it."""
