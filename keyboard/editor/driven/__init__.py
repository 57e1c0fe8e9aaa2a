"""The real window driven by real key events: for measurements, pictures and the smoke test."""
