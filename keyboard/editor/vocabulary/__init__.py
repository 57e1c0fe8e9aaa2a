"""The personal vocabulary in the window: learnt from, looked at and changed."""
