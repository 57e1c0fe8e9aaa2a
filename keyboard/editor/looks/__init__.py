"""The window's appearance: themes, fonts, zoom and focus mode."""
