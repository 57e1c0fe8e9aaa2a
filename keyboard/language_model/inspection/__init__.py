"""Looking into the model while it reads: the explorer's own context, and what its layers hold."""
