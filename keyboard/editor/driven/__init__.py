"""The real window driven by real key events, for measurements, screenshots and the smoke test."""
