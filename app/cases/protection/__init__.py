"""Beside the stages of child protection: suspension, the agencies and what was agreed with them, referrals, calls for help."""
