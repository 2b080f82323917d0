"""Who may come in: accounts, factors, sessions and throttled attempts."""
