"""The ground: who may do what, how anything changes, the trail, the keys and the clock."""
