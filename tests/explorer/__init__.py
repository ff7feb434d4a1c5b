"""Every interleaving of small stories, played by the ledger's own law: `python -m tests.explorer`."""
