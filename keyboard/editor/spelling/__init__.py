"""Spelling in the window: the red underlines, and the menu of a right click on one."""
