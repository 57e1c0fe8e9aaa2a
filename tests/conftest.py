"""Shared by all tests: Qt draws offscreen, and the user's own files are never touched."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
