"""The policy a school has adopted: reading a document into clauses, the starter edition, and what an edition is frozen by."""
