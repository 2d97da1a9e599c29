"""Every state change of the IEP app, one module of verbs per noun."""
