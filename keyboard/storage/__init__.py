"""Files that survive a crash: written atomically, locked where several processes change one, and where they lie."""
