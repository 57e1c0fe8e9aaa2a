"""What the explorer asks for: one module for each kind of question, from the request to the reply."""
