"""The providers pages, for staff."""
