"""Low-level concerns: the ledger of adults, the counting that shows a pattern, and what stays out of references."""
