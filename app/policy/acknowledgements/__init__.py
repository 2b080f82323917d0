"""Staff read the edition in force and acknowledge it: who has, who has not, and when they are reminded."""
