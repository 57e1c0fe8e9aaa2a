"""Spelling in the window: the red underlines, and what a right click on one offers."""
