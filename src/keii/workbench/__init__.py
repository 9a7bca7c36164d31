"""The workbench: the ledger in a browser, on this machine only."""
