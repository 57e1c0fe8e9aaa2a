"""The real window driven by real key events, for measurements and the smoke test."""
