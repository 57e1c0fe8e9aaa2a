"""Where a file that is made of a text or a page is to go."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget


def ask_for_target(parent: QWidget, title: str, suggested: Path, kind: str) -> Path | None:
    """Let the user choose a file of a `kind`, as in "PDF files (*.pdf)", and return it, or None.

    A name without a suffix gets that of `suggested` before the dialog asks whether an existing file may be replaced.
    """
    dialog = QFileDialog(parent, title, str(suggested.parent), kind)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix)
    dialog.selectFile(suggested.name)
    is_chosen = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return Path(dialog.selectedFiles()[0]) if is_chosen else None
