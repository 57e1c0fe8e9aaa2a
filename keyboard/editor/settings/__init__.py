"""Settings → Settings: every setting with its explanation, a search, and a reset."""
