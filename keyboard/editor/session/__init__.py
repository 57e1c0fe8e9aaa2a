"""What was open when the program was left."""
