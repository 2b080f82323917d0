"""Equal opportunities: what clause 5.1 asks of every decision, complaints of harassment and discrimination, and incidents."""
