"""The personal vocabulary in the window: learning words, and a dialog to see and change them."""
