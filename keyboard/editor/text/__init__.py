"""The text area, and what keys, taps and pastes do to the text."""
