"""The windows and files that were open when the program ended."""
