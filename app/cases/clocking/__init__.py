"""What governs the clocks of cases: the school's numbers, its calendar, and what was done to a clock and why."""
