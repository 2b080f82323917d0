"""The demonstration: two invented schools, everyone in them, and a case on each path; refused in production."""
