"""Who is told that something needs them: rows in the same transaction, sent by a job."""
