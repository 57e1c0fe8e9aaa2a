"""A desktop predictive-text keyboard: GPT-2 through llama.cpp on each keystroke."""

__version__ = "0.1.0"

# Where newer versions are published, as https://…/releases; "" if they are nowhere yet. docs/releasing.md says who sets it.
RELEASES_PAGE = ""
