"""What the user can set, its descriptions in the window, and the settings file."""
