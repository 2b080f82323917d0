"""The permission register: advice before a parent is accepted (3.2(i)) and closed spaces for lessons (3.4, 3.5)."""
