"""Progress bars as tqdm's: what its documentation tells of bars that are text, written by hand, with no thread beside."""
from ._warnings import TqdmDeprecationWarning, TqdmExperimentalWarning, TqdmKeyError, TqdmMonitorWarning, TqdmSynchronisationWarning, TqdmTypeError, TqdmWarning
from .std import tqdm, trange

__version__ = '4.70.1'
# Of notes that are old. Their bars are text here too.
tqdm_notebook = tqdm
tnrange = trange

__all__ = [
    'tqdm', 'trange', 'tqdm_notebook', 'tnrange', 'TqdmTypeError', 'TqdmKeyError', 'TqdmWarning', 'TqdmDeprecationWarning', 'TqdmExperimentalWarning', 'TqdmMonitorWarning',
    'TqdmSynchronisationWarning', '__version__',
]
