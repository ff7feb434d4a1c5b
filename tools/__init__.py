"""A local AWS: moto with the package operations it lacks, MiniStack, and the real SAM CLI deploying to it."""
