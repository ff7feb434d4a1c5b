"""Amazon OpenSearch Service: the only calls to it, and its shapes as values of the model."""
