"""The casework: a case, its allegations, the people in it, the paths opened on it and what they ask."""
