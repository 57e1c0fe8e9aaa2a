"""Model files: which ones can be installed, where they are, and whether they are complete."""
