"""Who has what, written down: the law (pure), and the table behind it."""
