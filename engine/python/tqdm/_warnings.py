"""tqdm's errors and warnings."""


class TqdmTypeError(TypeError):
    pass


class TqdmKeyError(KeyError):
    pass


class TqdmWarning(Warning):
    """Given a file, the warning is written there as well, below the bar: how a bar's own notes are shown."""

    def __init__(self, msg, fp_write=None, *a, **k):
        if fp_write is None:
            super().__init__(msg, *a, **k)
        else:
            fp_write(f'\n{type(self).__name__}: {str(msg).rstrip()}\n')


class TqdmExperimentalWarning(TqdmWarning, FutureWarning):
    pass


class TqdmDeprecationWarning(TqdmWarning, DeprecationWarning):
    pass


class TqdmMonitorWarning(TqdmWarning, RuntimeWarning):
    pass


class TqdmSynchronisationWarning(TqdmWarning, RuntimeWarning):
    pass


# Tracebacks name them as tqdm's.
for _each in (TqdmTypeError, TqdmKeyError, TqdmWarning, TqdmExperimentalWarning, TqdmDeprecationWarning, TqdmMonitorWarning, TqdmSynchronisationWarning):
    _each.__module__ = 'tqdm.std'
