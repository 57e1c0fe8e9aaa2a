"""What keeps the text when the window or the machine dies: each document's changes on the disk, and back at the next start."""
