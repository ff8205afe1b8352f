"""The company's own system: what is to be sent goes to it, and it says what became of it."""
