"""Files and links kept as they came: sealed, digested, and opened only with a trace."""
