"""The bundle for a hearing: asked for, made by the worker, kept sealed, and given out to whom it is for."""
