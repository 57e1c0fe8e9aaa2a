"""Words: where one begins, which ones fit, and how probable each is."""
