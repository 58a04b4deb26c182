"""torch.autograd.detect_anomaly: where in the program the operation stands whose backward failed."""
import traceback
import warnings

from .. import _border

_border.client(globals())
_state = (False, True)
# Files of this package: what is under way in them is not the user's.
_OWN = __file__.rpartition('/torch/')[0] + '/torch/'


def is_anomaly_enabled():
    return _state[0]


def is_anomaly_check_nan_enabled():
    return _state[1]


def _set(mode, check_nan):
    global _state
    _state = (bool(mode), bool(check_nan))
    _anomaly_mode(*map(int, _state))


class detect_anomaly:
    """Within it a backward that fails, or gives NaN, says which call of forward it belongs to."""

    def __init__(self, check_nan=True):
        self.check_nan = check_nan
        self.prev = _state
        warnings.warn('Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.', stacklevel=2)

    def __enter__(self):
        self.prev = _state
        _set(True, self.check_nan)

    def __exit__(self, *exception):
        _set(*self.prev)


class set_detect_anomaly:
    """Switches it at once; as a context, until its end."""

    def __init__(self, mode, check_nan=True):
        self.prev = _state
        _set(mode, check_nan)

    def __enter__(self):
        pass

    def __exit__(self, *exception):
        _set(*self.prev)


def program_lines():
    """The lines that are under way, outermost first, without this package's."""
    frames = [frame for frame in traceback.extract_stack() if not frame.filename.startswith(_OWN)]
    return ''.join(traceback.format_list(frames))


def warn(name, made_at):
    warnings.warn(f'Error detected in {name}. Traceback of forward call that caused the error:\n{made_at}', stacklevel=2)
