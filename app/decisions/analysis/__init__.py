"""Decision tables verified without running them, and why an outcome did not come; for app.decisions and its callers."""
