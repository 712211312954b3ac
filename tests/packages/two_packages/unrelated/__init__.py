"""A folder that is not installed."""
