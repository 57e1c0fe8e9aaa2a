"""What a screen reader says about a widget, and though the focus is elsewhere."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget


def describe(widget: QWidget, description: str) -> None:
    """Change what a screen reader says about a widget, and let it say so."""
    widget.setAccessibleDescription(description)
    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.DescriptionChanged))


def announce(widget: QWidget, sentence: str) -> None:
    """Let a screen reader say a sentence that a widget shows; polite, so that what is being read is read to its end."""
    event = QAccessibleAnnouncementEvent(widget, sentence)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)
