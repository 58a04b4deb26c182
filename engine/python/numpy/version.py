"""Which NumPy the facade follows."""

version = __version__ = full_version = short_version = '2.4.6'
release = True
