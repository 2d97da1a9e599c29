"""Programs and the catalogue in the admin."""
