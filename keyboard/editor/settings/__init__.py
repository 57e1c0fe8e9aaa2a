"""Settings → Settings: every choice that the user has, each explained, found and reset."""
