"""The programs app over the API. Every state change goes through the same operations as pages."""
