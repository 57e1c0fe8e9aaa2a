"""Typing, without Qt: what a key does to a text, what a word and a sentence are, what is learnt and counted."""
