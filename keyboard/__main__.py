"""`python -m keyboard` is the `keyboard` command."""

from keyboard.cli import main

main()
