"""The document and its file, dropped and opened files, printing and PDF export."""
