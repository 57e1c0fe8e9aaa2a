"""Crash recovery: each document's changes on the disk, restored at the next start."""
