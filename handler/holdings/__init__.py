"""Who has what, and is it still so: a function of its own that answers people, looks for drift, and releases claims."""
