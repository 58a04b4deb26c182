"""torch.nn.functional: dropout, of cells and of channels."""
import warnings

from ._calls import op, reported

__all__ = ['dropout', 'dropout1d', 'dropout2d', 'dropout3d', 'alpha_dropout', 'feature_alpha_dropout']


def _require_chance(p):
    if p < 0.0 or p > 1.0:
        raise ValueError(f'dropout probability has to be between 0 and 1, but got {p}')


@reported(1)
def dropout(input, p=0.5, training=True, inplace=False):
    _require_chance(p)
    return op('dropout_' if inplace else 'dropout')(input, p, training)


def _of_channels(input, p, training, inplace, has_batch):
    """Drops channels; an input without a batch is seen as a batch of one."""
    name = 'feature_dropout_' if inplace else 'feature_dropout'
    if has_batch:
        return op(name)(input, p, training)
    found = op(name)(input.unsqueeze(0), p, training)
    return input if inplace else found.squeeze(0)


@reported(1)
def dropout1d(input, p=0.5, training=True, inplace=False):
    _require_chance(p)
    dim = input.dim()
    if dim not in (2, 3):
        raise RuntimeError(f'dropout1d: Expected 2D or 3D input, but received a {dim}D input. '
                           'Note that dropout1d exists to provide channel-wise dropout on inputs with 1 '
                           'spatial dimension, a channel dimension, and an optional batch dimension '
                           '(i.e. 2D or 3D inputs).')
    return _of_channels(input, p, training, inplace, dim == 3)


def _warn_of_dimensions(name, dim, spatial):
    warnings.warn(f'{name}: Received a {dim}-D input to {name}, which is deprecated '
                  'and will result in an error in a future release. To retain the behavior '
                  f'and silence this warning, please use dropout instead. Note that {name} '
                  f'exists to provide channel-wise dropout on inputs with {spatial} spatial dimensions, '
                  f'a channel dimension, and an optional batch dimension (i.e. {spatial + 1}D or {spatial + 2}D inputs).', stacklevel=4)


@reported(1)
def dropout2d(input, p=0.5, training=True, inplace=False):
    _require_chance(p)
    dim = input.dim()
    if dim not in (3, 4):
        _warn_of_dimensions('dropout2d', dim, 2)
    if dim == 3:
        warnings.warn('dropout2d: Received a 3D input to dropout2d and assuming that channel-wise '
                      '1D dropout behavior is desired - input is interpreted as shape (N, C, L), where C '
                      'is the channel dim. This behavior will change in a future release to interpret the '
                      'input as one without a batch dimension, i.e. shape (C, H, W). To maintain the 1D '
                      'channel-wise dropout behavior, please switch to using dropout1d instead.', stacklevel=3)
    return _of_channels(input, p, training, inplace, True)


@reported(1)
def dropout3d(input, p=0.5, training=True, inplace=False):
    _require_chance(p)
    dim = input.dim()
    if dim not in (4, 5):
        _warn_of_dimensions('dropout3d', dim, 3)
    return _of_channels(input, p, training, inplace, dim == 5)


@reported(1)
def alpha_dropout(input, p=0.5, training=False, inplace=False):
    _require_chance(p)
    return op('alpha_dropout_' if inplace else 'alpha_dropout')(input, p, training)


@reported(1)
def feature_alpha_dropout(input, p=0.5, training=False, inplace=False):
    _require_chance(p)
    return op('feature_alpha_dropout_' if inplace else 'feature_alpha_dropout')(input, p, training)
