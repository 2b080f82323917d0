"""The formats a policy comes in: what kind a file is, and a reader for each kind, which runs in a process of its own."""
