"""Keystrokes saved: counted as one types, kept, and shown."""
