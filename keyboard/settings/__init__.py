"""What the user can set, what the window says of it, and the file that keeps it."""
