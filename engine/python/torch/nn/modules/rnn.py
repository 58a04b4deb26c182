"""Recurrent layers and cells: RNN, LSTM, GRU. A whole layer is one call of the engine."""
import math
import numbers
import warnings
import weakref

from .. import init
from ..._ops import FUNCTIONS
from ...amp.autocast_mode import is_any_autocast_enabled
from ..utils.rnn import PackedSequence
from .module import Module
from .utils import empty_parameter

_GATES = {'LSTM': 4, 'GRU': 3, 'RNN_TANH': 1, 'RNN_RELU': 1}


def _zeros(*size, like):
    import torch
    return torch.zeros(*size, dtype=like.dtype, device=like.device)


def apply_permutation(tensor, permutation, dim=1):
    warnings.warn('`apply_permutation` is deprecated, please use `tensor.index_select(dim, permutation)` instead', FutureWarning, stacklevel=2)
    return tensor.index_select(dim, permutation)


def _require(is_right, error, message):
    if not is_right:
        raise error(message)


def _reset(module):
    bound = 1.0 / math.sqrt(module.hidden_size) if module.hidden_size > 0 else 0
    for weight in module.parameters():
        init.uniform_(weight, -bound, bound)


class RNNBase(Module):
    """Layers over (L, N, input_size), or (N, L, input_size) where `batch_first`, or a PackedSequence; each with weights of its own for each direction."""

    def __init__(self, mode, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0, device=None, dtype=None):
        super().__init__()
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        self._flat_weight_refs = []
        self._require_sizes(dropout)
        if mode not in _GATES:
            raise ValueError('Unrecognized RNN mode: ' + mode)
        gates, width, directions = _GATES[mode] * hidden_size, proj_size or hidden_size, 2 if bidirectional else 1
        self._flat_weights_names = []
        self._all_weights = []
        for layer in range(num_layers):
            size = input_size if layer == 0 else width * directions
            for suffix in ('', '_reverse')[:directions]:
                sizes = {'weight_ih': (gates, size), 'weight_hh': (gates, width), **({'bias_ih': gates, 'bias_hh': gates} if bias else {}),
                         **({'weight_hr': (proj_size, hidden_size)} if proj_size else {})}
                names = [f'{name}_l{layer}{suffix}' for name in sizes]
                for name, each in zip(names, sizes.values()):
                    empty_parameter(self, name, each, device, dtype)
                self._flat_weights_names += names
                self._all_weights.append(names)
        self._init_flat_weights()
        self.reset_parameters()

    def _require_sizes(self, dropout):
        _require(isinstance(dropout, numbers.Number) and 0 <= dropout <= 1 and not isinstance(dropout, bool), ValueError,
                 'dropout should be a number in range [0, 1] representing the probability of an element being zeroed')
        if dropout > 0 and self.num_layers == 1:
            warnings.warn('dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater than 1, '
                          f'but got dropout={dropout} and num_layers={self.num_layers}', stacklevel=3)
        for name, kind in (('bias', bool), ('batch_first', bool), ('input_size', int), ('hidden_size', int)):
            value = getattr(self, name)
            _require(isinstance(value, kind), TypeError, f'{name} should be of type {kind.__name__}, got: {type(value).__name__}')
            _require(kind is bool or value > 0, ValueError, f'{name} must be greater than zero')
        _require(self.num_layers > 0, ValueError, 'num_layers must be greater than zero')
        _require(self.proj_size >= 0, ValueError, 'proj_size should be a positive integer or zero to disable projections')
        _require(self.proj_size < self.hidden_size, ValueError, 'proj_size has to be smaller than hidden_size')

    def _init_flat_weights(self):
        """The weights in one list, which each call is given."""
        self._flat_weights = [getattr(self, name, None) for name in self._flat_weights_names]
        self._flat_weight_refs = [None if weight is None else weakref.ref(weight) for weight in self._flat_weights]

    def _update_flat_weights(self):
        """Where what computes a weight has put another in its place."""
        for ref, name in zip(self._flat_weight_refs, self._flat_weights_names):
            weight = getattr(self, name, None)
            if weight is not None and ref is not None and ref() is not weight:
                self._init_flat_weights()
                return

    def __setattr__(self, attr, value):
        names = self.__dict__.get('_flat_weights_names', ())
        if attr in names and '_flat_weights' in self.__dict__:
            self._flat_weights[names.index(attr)] = value
        super().__setattr__(attr, value)

    def __getstate__(self):
        self._update_flat_weights()
        return {name: value for name, value in self.__dict__.items() if name != '_flat_weight_refs'}

    def __setstate__(self, state):
        super().__setstate__(state)
        self._flat_weight_refs = [None if weight is None else weakref.ref(weight) for weight in self._flat_weights]

    def _apply(self, fn, recurse=True):
        result = super()._apply(fn, recurse)
        self._init_flat_weights()
        return result

    @property
    def all_weights(self):
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    def flatten_parameters(self):
        """For a GPU: here the weights stay where they are."""

    def reset_parameters(self):
        _reset(self)

    def check_input(self, input, batch_sizes):
        dtype, dims = self._flat_weights[0].dtype, 3 if batch_sizes is None else 2
        _require(input.dtype is dtype or is_any_autocast_enabled(), ValueError, f'RNN input dtype ({input.dtype}) does not match weight dtype ({dtype}). '
                 f'Convert input: input.to({dtype}), or convert model: model.to({input.dtype})')
        _require(input.dim() == dims, RuntimeError, f'input must have {dims} dimensions, got {input.dim()}')
        _require(input.size(-1) == self.input_size, RuntimeError,
                 f'input.size(-1) must be equal to input_size. Expected {self.input_size}, got {input.size(-1)}')

    def _state_size(self, input, batch_sizes, width):
        batch = int(batch_sizes[0]) if batch_sizes is not None else input.size(0 if self.batch_first else 1)
        return self.num_layers * (2 if self.bidirectional else 1), batch, width

    def get_expected_hidden_size(self, input, batch_sizes):
        return self._state_size(input, batch_sizes, self.proj_size or self.hidden_size)

    def check_hidden_size(self, hx, expected_hidden_size, msg='Expected hidden size {}, got {}'):
        if hx.size() != expected_hidden_size:
            raise RuntimeError(msg.format(expected_hidden_size, list(hx.size())))

    def check_forward_args(self, input, hidden, batch_sizes):
        self.check_input(input, batch_sizes)
        self.check_hidden_size(hidden, self.get_expected_hidden_size(input, batch_sizes))

    def permute_hidden(self, hx, permutation):
        return hx if permutation is None else hx.index_select(1, permutation)

    def extra_repr(self):
        usual = ('proj_size', 0), ('num_layers', 1), ('bias', True), ('batch_first', False), ('dropout', 0), ('bidirectional', False)
        return f'{self.input_size}, {self.hidden_size}' + ''.join(f', {name}={getattr(self, name)}' for name, value in usual if getattr(self, name) != value)

    # What differs where there are two states

    def _zeros(self, input, batch_sizes, width):
        batch = input.size(0 if self.batch_first else 1) if batch_sizes is None else batch_sizes[0]
        return _zeros(self.num_layers * (2 if self.bidirectional else 1), batch, width, like=input)

    def _new_states(self, input, batch_sizes):
        return self._zeros(input, batch_sizes, self.hidden_size)

    def _each(self, states, change):
        return change(states)

    def _require_dims(self, hx, dims, word):
        _require(hx.dim() == dims, RuntimeError, f'For {word} {dims}-D input, hx should also be {dims}-D but got {hx.dim()}-D tensor')

    def _states_of(self, results):
        return results[1]

    def _run(self, input, hx):
        self._update_flat_weights()
        name, kind = type(self).__name__, '' if isinstance(self, (LSTM, GRU)) else 'tensor '
        if isinstance(input, PackedSequence):
            data, batch_sizes, sorted_indices, unsorted_indices = input
            hx = self._new_states(data, batch_sizes) if hx is None else self.permute_hidden(hx, sorted_indices)
            self.check_forward_args(data, hx, batch_sizes)
            results = self._call(data, batch_sizes, hx)
            return PackedSequence(results[0], batch_sizes, sorted_indices, unsorted_indices), self.permute_hidden(self._states_of(results), unsorted_indices)
        if input.dim() not in (2, 3):
            raise ValueError(f'{name}: Expected input to be 2D or 3D, got {input.dim()}D {kind}instead')
        has_batch, batch = input.dim() == 3, 0 if self.batch_first else 1
        if not has_batch:
            input = input.unsqueeze(batch)
        if hx is None:
            hx = self._new_states(input, None)
        else:
            self._require_dims(hx, 3 if has_batch else 2, 'batched' if has_batch else 'unbatched')
            hx = hx if has_batch else self._each(hx, lambda state: state.unsqueeze(1))
        self.check_forward_args(input, hx, None)
        results = self._call(input, None, hx)
        output, states = results[0], self._states_of(results)
        return (output, states) if has_batch else (output.squeeze(batch), self._each(states, lambda state: state.squeeze(1)))

    def _call(self, input, batch_sizes, hx):
        layers = (self._flat_weights, self.bias, self.num_layers, self.dropout, self.training, self.bidirectional)
        call = FUNCTIONS[self.mode.lower()]
        return call(input, hx, *layers, self.batch_first) if batch_sizes is None else call(input, batch_sizes, hx, *layers)


class RNN(RNNBase):
    """h' = tanh(W x + b + W' h + b'), or relu."""

    def __init__(self, *args, **kwargs):
        if 'proj_size' in kwargs:
            raise ValueError('proj_size argument is only supported for LSTM, not RNN or GRU')
        if len(args) > 3:
            nonlinearity, args = args[3], args[:3] + args[4:]
        else:
            nonlinearity = kwargs.pop('nonlinearity', 'tanh')
        self.nonlinearity = nonlinearity
        if nonlinearity not in ('tanh', 'relu'):
            raise ValueError(f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'.")
        super().__init__(f'RNN_{nonlinearity.upper()}', *args, **kwargs)

    def forward(self, input, hx=None):
        return self._run(input, hx)


class LSTM(RNNBase):
    """Long short-term memory: a state h and a cell c."""

    def __init__(self, *args, **kwargs):
        super().__init__('LSTM', *args, **kwargs)

    def get_expected_cell_size(self, input, batch_sizes):
        return self._state_size(input, batch_sizes, self.hidden_size)

    def check_forward_args(self, input, hidden, batch_sizes):
        self.check_input(input, batch_sizes)
        self.check_hidden_size(hidden[0], self.get_expected_hidden_size(input, batch_sizes), 'Expected hidden[0] size {}, got {}')
        self.check_hidden_size(hidden[1], self.get_expected_cell_size(input, batch_sizes), 'Expected hidden[1] size {}, got {}')

    def permute_hidden(self, hx, permutation):
        return hx if permutation is None else (hx[0].index_select(1, permutation), hx[1].index_select(1, permutation))

    def _new_states(self, input, batch_sizes):
        return self._zeros(input, batch_sizes, self.proj_size or self.hidden_size), self._zeros(input, batch_sizes, self.hidden_size)

    def _each(self, states, change):
        return change(states[0]), change(states[1])

    def _require_dims(self, hx, dims, word):
        _require(hx[0].dim() == hx[1].dim() == dims, RuntimeError,
                 f'For {word} {dims}-D input, hx and cx should also be {dims}-D but got ({hx[0].dim()}-D, {hx[1].dim()}-D) tensors')

    def _states_of(self, results):
        return tuple(results[1:])

    def forward(self, input, hx=None):
        return self._run(input, hx)


class GRU(RNNBase):
    """Gated recurrent units."""

    def __init__(self, *args, **kwargs):
        if 'proj_size' in kwargs:
            raise ValueError('proj_size argument is only supported for LSTM, not RNN or GRU')
        super().__init__('GRU', *args, **kwargs)

    def forward(self, input, hx=None):
        return self._run(input, hx)


class RNNCellBase(Module):
    def __init__(self, input_size, hidden_size, bias, num_chunks, device=None, dtype=None):
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        empty_parameter(self, 'weight_ih', (num_chunks * hidden_size, input_size), device, dtype)
        empty_parameter(self, 'weight_hh', (num_chunks * hidden_size, hidden_size), device, dtype)
        empty_parameter(self, 'bias_ih', num_chunks * hidden_size, device, dtype, bias)
        empty_parameter(self, 'bias_hh', num_chunks * hidden_size, device, dtype, bias)
        self.reset_parameters()

    def extra_repr(self):
        text = f'{self.input_size}, {self.hidden_size}'
        if self.bias is not True:
            text += f', bias={self.bias}'
        return text if getattr(self, 'nonlinearity', 'tanh') == 'tanh' else f'{text}, nonlinearity={self.nonlinearity}'

    def reset_parameters(self):
        _reset(self)

    def _require_dims(self, value, what):
        if value.dim() not in (1, 2):
            raise ValueError(f'{type(self).__name__}: Expected {what} to be 1D or 2D, got {value.dim()}D instead')

    def _step(self, name, input, hx):
        """The next state; of one sample without a batch too."""
        self._require_dims(input, 'input')
        if hx is not None:
            self._require_dims(hx, 'hidden')
        has_batch = input.dim() == 2
        if not has_batch:
            input, hx = input.unsqueeze(0), None if hx is None else hx.unsqueeze(0)
        if hx is None:
            hx = _zeros(input.size(0), self.hidden_size, like=input)
        state = FUNCTIONS[name](input, hx, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        return state if has_batch else state.squeeze(0)


class RNNCell(RNNCellBase):
    """One step of an RNN."""

    def __init__(self, input_size, hidden_size, bias=True, nonlinearity='tanh', device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input, hx=None):
        if self.nonlinearity not in ('tanh', 'relu'):
            raise RuntimeError(f'Unknown nonlinearity: {self.nonlinearity}')
        return self._step(f'rnn_{self.nonlinearity}_cell', input, hx)


class LSTMCell(RNNCellBase):
    """One step of an LSTM."""

    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(self, input, hx=None):
        self._require_dims(input, 'input')
        for place, state in enumerate(() if hx is None else hx):
            self._require_dims(state, f'hx[{place}]')
        has_batch = input.dim() == 2
        if not has_batch:
            input, hx = input.unsqueeze(0), None if hx is None else tuple(state.unsqueeze(0) for state in hx[:2])
        if hx is None:
            hx = (_zeros(input.size(0), self.hidden_size, like=input),) * 2
        states = FUNCTIONS['lstm_cell'](input, hx, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        return states if has_batch else tuple(state.squeeze(0) for state in states)


class GRUCell(RNNCellBase):
    """One step of a GRU."""

    def __init__(self, input_size, hidden_size, bias=True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input, hx=None):
        return self._step('gru_cell', input, hx)
