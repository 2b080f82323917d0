"""Logging a breach: the questions, the routing of the answers, and the case they become."""
