"""`company` is a namespace that other distributions share: it has no `__init__.py`."""

from company.tools.rates import yearly

__all__ = ["yearly"]
