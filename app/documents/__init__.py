"""Letters, forms and printed documents: what they must say, how they are written, and how they are kept."""
