"""The people of a school: who works there, for whom, and in which roles."""
