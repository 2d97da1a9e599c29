"""Every state change of the programs app."""
