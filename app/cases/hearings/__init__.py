"""Hearings: what was tried and offered, what was decided and by whose authority, what followed, and appeals."""
