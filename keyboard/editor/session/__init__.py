"""What was open when the program ended."""
