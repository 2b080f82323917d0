"""The note that whoever takes a case over finds first: made from the record, kept as it was, read once."""
