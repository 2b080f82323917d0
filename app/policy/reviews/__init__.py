"""The annual review of the policy by the governing body (clause 6.1): when it is due, who is reminded, and its record."""
