"""Opening and keeping accounts: invitations, resets, setting up one's own sign-in, one's sessions, and leaving."""
