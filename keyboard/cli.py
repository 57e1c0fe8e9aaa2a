"""The commands, each a few lines over the rooms."""


def main() -> None:
    """Run the `keyboard` command."""
