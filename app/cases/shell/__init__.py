"""The shell of a case: paused, linked, closed by two people, and taken up again."""
