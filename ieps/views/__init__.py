"""The IEP app's pages, one module per noun."""
