"""Files that survive a crash: atomic writes, locks against other processes, and the folders for them."""
