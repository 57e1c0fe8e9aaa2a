"""How the window looks, and how much of it is there."""
