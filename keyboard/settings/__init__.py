"""The settings, their descriptions in the window, and the settings file."""
