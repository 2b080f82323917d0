"""Looking across: the home page, the whole of a case on one page, and the trail in words."""
