from counting.numbers import triangle

__all__ = ["triangle"]
