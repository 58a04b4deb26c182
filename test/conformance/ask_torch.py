"""Asks real PyTorch what each operator answers, and stores it: `python test/conformance/ask_torch.py`.

Writes stored/ops-<family>.json: shared inputs, then one line per case: an operator, its arguments, and the answer
(dtype, shape, strides where they are not row-major, bytes) or the error's class and text. A case with `grad` also has
the node's name and the gradients of its floating inputs, for an output gradient of 1, 2, 3, …. `ops.test.ts` replays
the cases on the embedded engine; it needs no PyTorch. Stored with PyTorch 2.13.0+cpu on x86-64 (AVX2).
"""
import base64
import itertools
import json
import os
import pathlib
import warnings

# The reference is PyTorch's AVX2 kernels, whatever the machine that asks.
os.environ['ATEN_CPU_CAPABILITY'] = 'avx2'

import torch
import torch.nn.functional as F

warnings.simplefilter('ignore')
STORED = pathlib.Path(__file__).parent / 'stored'
DTYPES = ['bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'bfloat16', 'float32', 'float64']
FLOATS = DTYPES[6:]
inputs = {}
cases = []


def dtype_of(tensor):
    return str(tensor.dtype).removeprefix('torch.')


def packed(tensor):
    flat = tensor.detach().contiguous().reshape(-1)
    if flat.numel() == 0:
        return ''
    return base64.b64encode(bytes(flat.view(torch.uint8).tolist())).decode()


def described(tensor):
    result = {'d': dtype_of(tensor), 's': list(tensor.shape), 'v': packed(tensor)}
    if not tensor.is_contiguous():
        result['t'] = list(tensor.stride())
    return result


def answer(value):
    if isinstance(value, torch.Tensor):
        return described(value)
    if isinstance(value, (tuple, list)):
        return [answer(item) for item in value]
    return {'p': value}


def give(name, tensor, **view):
    """A shared input. `base` and `as_strided` make it a view."""
    inputs[name] = (tensor, view)
    return '$' + name


def i(value):
    return {'i': value}


def f(value):
    return {'f': value if value == value and abs(value) != float('inf') else str(value)}


def b(value):
    return {'b': value}


def decode(arg, tensors):
    if isinstance(arg, str):
        if arg.startswith('$'):
            return tensors[arg[1:]]
        if arg.startswith('dtype:'):
            return getattr(torch, arg[6:])
        return arg
    if isinstance(arg, dict):
        (kind, value), = arg.items()
        return float(value) if kind == 'f' else value
    if isinstance(arg, list):
        return [decode(item, tensors) for item in arg]
    return arg


def names_in(arg):
    if isinstance(arg, str) and arg.startswith('$'):
        yield arg[1:]
    elif isinstance(arg, list):
        for item in arg:
            yield from names_in(item)


ATEN = {'nll_loss_nd', 'cross_entropy_loss', '_unsafe_view', 'mse_loss', 'smooth_l1_loss', 'huber_loss', 'slice'}


def function(name, first):
    if name in ('slice', 'index_put_', '_unsafe_view', 'nll_loss_nd', 'cross_entropy_loss', 'mse_loss', 'smooth_l1_loss', 'huber_loss', 'binary_cross_entropy', 'binary_cross_entropy_with_logits', 'elu', 'softplus', 'leaky_relu', 'silu'):
        return getattr(torch.ops.aten, name)
    if name == 'index':
        return lambda self, indices: self[tuple(slice(None) if item is None else item for item in indices)]
    if hasattr(torch, name) and not name.endswith('_'):
        return getattr(torch, name)
    if isinstance(first, torch.Tensor) and hasattr(first, name):
        return lambda self, *args, **kwargs: getattr(self, name)(*args, **kwargs)
    return getattr(F, name)


def fresh(name, grad):
    tensor, view = inputs[name]
    copy = tensor.clone()
    if grad and copy.is_floating_point():
        copy.requires_grad_(True)
    seen = copy
    if view:
        seen = copy.as_strided(view['size'], view['stride'], view.get('offset', 0))
    return copy, seen


def weights(output):
    return (torch.arange(output.numel(), dtype=torch.float64) % 7 + 1).reshape(output.shape).to(output.dtype)


def case(op, *args, grad=False, **kwargs):
    used = list(dict.fromkeys(itertools.chain(*(names_in(arg) for arg in [*args, *kwargs.values()]))))
    made = {name: fresh(name, grad) for name in used}
    tensors = {name: seen for name, (_, seen) in made.items()}
    values = [decode(arg, tensors) for arg in args]
    record = {'op': op, 'a': list(args)}
    if kwargs:
        record['k'] = kwargs
    try:
        result = function(op, values[0] if values else None)(*values, **{key: decode(value, tensors) for key, value in kwargs.items()})
        if result is NotImplemented:
            return
        if op.endswith('_') and grad:
            result = result
        record['r'] = answer(result)
        if grad:
            outputs = [item for item in (result if isinstance(result, (tuple, list)) else [result]) if isinstance(item, torch.Tensor) and item.requires_grad]
            if not outputs or outputs[0].grad_fn is None:
                cases.append(record)
                return
            record['n'] = type(outputs[0].grad_fn).__name__
            torch.autograd.backward(outputs, [weights(item) for item in outputs])
            record['g'] = {name: described(copy.grad) for name, (copy, _) in made.items() if copy.requires_grad and copy.grad is not None}
    except NotImplementedError as error:
        record['e'] = ['NotImplementedError', str(error)]
    except (RuntimeError, IndexError, ValueError, TypeError) as error:
        record['e'] = [type(error).__name__, str(error).split('\nException raised from')[0]]
        if isinstance(error, TypeError):
            return
    if 'e' in record:
        if 'r' in record:
            # It was the backward that failed.
            record['w'] = True
        record.pop('r', None)
        record.pop('n', None)
    cases.append(record)


def in_place(op, target, *args, **kwargs):
    """As `case`, on a clone of the target, which is also the answer."""
    case(op + '_', target, *args, **kwargs)


def store(family):
    used = set(itertools.chain(*(names_in(arg) for record in cases for arg in [*record['a'], *record.get('k', {}).values()])))
    lines = [json.dumps(record, separators=(',', ':')) for record in cases]
    shared = []
    for name, (tensor, view) in inputs.items():
        if name in used:
            described_input = described(tensor)
            if view:
                described_input['view'] = view
            shared.append(f'{json.dumps(name)}:{json.dumps(described_input, separators=(",", ":"))}')
    text = '{"torch":"%s",\n"inputs":{\n%s\n},\n"cases":[\n%s\n]}\n' % (torch.__version__, ',\n'.join(shared), ',\n'.join(lines))
    (STORED / f'ops-{family}.json').write_text(text)
    print(family, len(cases), len(text))
    cases.clear()


def number(dtype, values, shape=None):
    tensor = torch.tensor(values, dtype=torch.float64).to(getattr(torch, dtype)) if dtype not in ('int64',) else torch.tensor([int(v) for v in values], dtype=torch.int64)
    return tensor.reshape(shape) if shape else tensor


# Inputs. `a_` and `b_` are for pairs of dtypes: small, signed where that can be, no zero in b.
for d in DTYPES:
    low = 0 if d in ('bool', 'uint8') else -1
    give(f'a_{d}', number(d, [3, 7, 2 if low == 0 else -5, 0, 1, 11], (2, 3)))
    give(f'b_{d}', number(d, [2, 5, 1 if low == 0 else -3], (3,)))
    give(f'z_{d}', number(d, [4 if low == 0 else -4], ()))
    give(f'm_{d}', number(d, [(k * 7 % 23) - (11 if low else 0) for k in range(24)], (2, 3, 4)))
give('big_int64', torch.tensor([2**62, -2**63, 2**63 - 1, -1, 3, 2**53 + 1]))
give('big2_int64', torch.tensor([3, -1, 2, 2**62, -7, 2**53 + 1]))
give('zero_int64', torch.tensor([1, 0, 2]))
torch.manual_seed(7)
for d in ('float32', 'float64', 'float16', 'bfloat16'):
    dt = getattr(torch, d)
    give(f'x_{d}', torch.randn(4, 5, dtype=torch.float64).to(dt))
    give(f'y_{d}', torch.randn(4, 5, dtype=torch.float64).to(dt))
    give(f'w_{d}', torch.randn(5, dtype=torch.float64).to(dt))
    give(f'c_{d}', torch.randn(3, 4, 5, dtype=torch.float64).to(dt))
    give(f'd_{d}', torch.randn(3, 5, 2, dtype=torch.float64).to(dt))
    give(f'p_{d}', (torch.rand(4, 5, dtype=torch.float64) * 3 + 0.1).to(dt))
    give(f'u_{d}', (torch.rand(4, 5, dtype=torch.float64) * 0.8 + 0.1).to(dt))
    give(f's_{d}', torch.tensor([0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, -2.5, float('inf'), -float('inf'), float('nan'), 1e-3, 100.0, -7.25], dtype=dt))
    give(f'o_{d}', torch.randn(37, dtype=torch.float64).to(dt))
    give(f'xt_{d}', torch.randn(20, dtype=torch.float64).to(dt), size=[5, 4], stride=[1, 5])
    give(f'xs_{d}', torch.randn(40, dtype=torch.float64).to(dt), size=[4, 5], stride=[10, 2], offset=1)
    give(f'ex_{d}', torch.randn(4, dtype=torch.float64).to(dt), size=[4, 5], stride=[1, 0])
    give(f'e_{d}', torch.randn(4, dtype=torch.float64).to(dt))
    give(f'scalar_{d}', torch.tensor(1.75, dtype=dt))
    give(f'empty_{d}', torch.empty(0, 3, dtype=dt))
give('mask', torch.tensor([[True, False, True, True, False]] * 4))
give('rowmask', torch.tensor([True, False, True, False]))
give('index', torch.tensor([[0, 3, 1, 2, 0], [3, 3, 0, 1, 1]]))
give('index1', torch.tensor([[4, 0], [1, 1], [2, 3], [0, 4]]))
give('vector', torch.tensor([2, 0, 2, 3]))
give('negative', torch.tensor([-1, 0, -4]))
give('vector32', torch.tensor([2, 0, 1], dtype=torch.int32))
give('outside', torch.tensor([[0, 4, 1, 2, 0]]))
give('below', torch.tensor([[0, -1, 1, 2, 0]]))
give('classes', torch.tensor([0, 4, 2, 1]))
give('ignored', torch.tensor([0, -100, 2, 1]))
give('toolarge', torch.tensor([0, 5, 2, 1]))
give('empty_index', torch.empty(0, dtype=torch.int64))


def arithmetic():
    for op in ['add', 'sub', 'mul', 'div', 'floor_divide', 'remainder', 'fmod', 'maximum', 'minimum', 'pow']:
        for p, q in itertools.product(DTYPES, DTYPES):
            if op in ('maximum', 'minimum', 'floor_divide', 'fmod') and DTYPES.index(q) % 3:
                continue
            case(op, f'$a_{p}', f'$b_{q}')
        for p in DTYPES:
            if op not in ('maximum', 'minimum'):
                for value in (i(2), f(2.5), b(True), i(-3)):
                    case(op, f'$a_{p}', value)
                in_place(op, f'$a_{p}', i(2))
                in_place(op, f'$a_{p}', f(1.5))
            case(op, f'$a_{p}', '$z_float64')
            case(op, f'$a_{p}', '$z_int64')
            case(op, f'$z_{p}', '$b_float16')
            if op not in ('maximum', 'minimum'):
                in_place(op, f'$a_{p}', '$b_float32')
                in_place(op, f'$a_{p}', '$b_int64')
    for op in ['add', 'sub', 'mul', 'floor_divide', 'remainder', 'fmod', 'maximum', 'pow']:
        if op != 'pow':
            case(op, '$big_int64', '$big2_int64')
        else:
            case(op, '$big2_int64', i(5))
    for op in ['floor_divide', 'remainder', 'fmod']:
        case(op, '$zero_int64', '$zero_int64')
        case(op, '$zero_int64', i(0))
    for d in FLOATS:
        for op in ['add', 'sub', 'mul', 'div', 'floor_divide', 'remainder', 'fmod', 'maximum', 'minimum']:
            case(op, f'$x_{d}', f'$y_{d}', grad=op != 'floor_divide')
            case(op, f'$s_{d}', f'$scalar_{d}')
            case(op, f'$x_{d}', f'$w_{d}', grad=op != 'floor_divide')
            case(op, f'$xt_{d}', f'$xt_{d}', grad=op != 'floor_divide')
            case(op, f'$xs_{d}', f'$ex_{d}', grad=op != 'floor_divide')
            if op not in ('maximum', 'minimum'):
                case(op, f'$x_{d}', f(0.37), grad=op != 'floor_divide')
                case(op, f'$s_{d}', i(0))
                case(op, f'$empty_{d}', f(1.0))
        for alpha in (f(0.1), f(-1.3), i(3)):
            case('add', f'$x_{d}', f'$y_{d}', alpha=alpha, grad=True)
            case('sub', f'$x_{d}', f'$y_{d}', alpha=alpha, grad=True)
            in_place('add', f'$x_{d}', f'$y_{d}', alpha=alpha)
        for mode in ('floor', 'trunc', None):
            case('div', f'$x_{d}', f'$y_{d}', rounding_mode=mode, grad=True)
            case('div', f'$m_{d}', i(3), rounding_mode=mode)
        case('rsub', f'$x_{d}', i(1), grad=True)
        case('rsub', f'$x_{d}', f'$y_{d}', grad=True)
        for exponent in (i(2), i(3), f(0.5), i(-1), f(-2.0), f(1.7), i(0), f(-0.5), i(1)):
            case('pow', f'$p_{d}', exponent, grad=True)
        case('pow', f'$p_{d}', f'$y_{d}', grad=True)
        case('pow', f(2.0), f'$y_{d}', grad=True)
        case('pow', i(0), f'$p_{d}', grad=True)
        case('atan2', f'$x_{d}', f'$y_{d}', grad=True)
    for mode in ('floor', 'trunc', 'up'):
        case('div', '$m_int64', i(-4), rounding_mode=mode)
        case('div', '$m_int16', '$z_int16', rounding_mode=mode)
    case('div', '$m_int64', i(0), rounding_mode='trunc')
    case('add', '$a_int64', '$b_int64', alpha=f(1.5))
    case('add', '$a_float32', '$b_float32', alpha=b(True))
    case('add', '$a_bool', '$b_bool', alpha=b(True))
    case('add', '$a_int64', '$b_int64', alpha=i(3))
    case('add', '$x_float32', '$b_float32')
    case('sub', '$a_bool', '$b_bool')
    case('sub', '$a_bool', i(1))
    case('sub', '$a_int64', b(True))
    case('pow', '$a_int64', i(-1))
    case('pow', '$a_int64', '$b_int64')
    case('add_', '$w_float32', '$x_float32')
    case('add_', '$ex_float32', i(1))
    case('maximum', '$a_bool', '$b_bool')
    store('arithmetic')


def unary():
    names = ['neg', 'abs', 'sign', 'floor', 'ceil', 'trunc', 'round', 'sqrt', 'rsqrt', 'exp', 'exp2', 'expm1', 'log', 'log2', 'log10', 'log1p', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan',
             'sinh', 'cosh', 'tanh', 'sigmoid', 'relu', 'square', 'reciprocal', 'isnan', 'isinf', 'isfinite', 'logical_not', 'bitwise_not', 'positive', 'nan_to_num']
    for op in names:
        for d in DTYPES:
            case(op, f'$a_{d}')
            if op not in ('isnan', 'isinf', 'isfinite', 'positive'):
                in_place(op, f'$a_{d}')
        for d in FLOATS:
            case(op, f'$s_{d}')
            differentiable = op not in ('isnan', 'isinf', 'isfinite', 'logical_not', 'bitwise_not', 'positive')
            for name in ('x', 'p', 'u', 'xt', 'xs', 'scalar'):
                case(op, f'${name}_{d}', grad=differentiable)
    for d in DTYPES:
        for value in (i(3), f(2.7), b(True)):
            in_place('fill', f'$a_{d}', value)
        case('zero_', f'$a_{d}')
        for e in DTYPES:
            case('copy_', f'$a_{d}', f'$b_{e}')
            case('to', f'$a_{d}', f'dtype:{e}')
    for d in FLOATS:
        for e in DTYPES:
            case('to', f'$o_{d}', f'dtype:{e}')
        for e in ('int32', 'int64', 'uint8', 'int8', 'int16', 'bool', 'float16', 'bfloat16', 'float32', 'float64'):
            case('to', f'$s_{d}', f'dtype:{e}')
        for e in FLOATS:
            case('to', f'$x_{d}', f'dtype:{e}', grad=True)
        case('round', f'$x_{d}', decimals=2, grad=True)
    for e in ('int32', 'float32', 'float64', 'float16', 'uint8', 'bool'):
        case('to', '$big_int64', f'dtype:{e}')
    case('fill_', '$a_float32', '$b_float32')
    case('copy_', '$a_float32', '$x_float32')
    store('unary')


def pointwise():
    for d in FLOATS:
        x, y, w, u = f'$x_{d}', f'$y_{d}', f'$w_{d}', f'$u_{d}'
        for weight in (f(0.3), f(0.5), f(0.9), f(-0.2), f(1.0)):
            case('lerp', x, y, weight, grad=True)
            case('lerp_', x, y, weight)
        case('lerp', x, y, u, grad=True)
        for value in (i(1), f(0.5), f(-1.7)):
            case('addcmul', x, y, w, value=value, grad=True)
            case('addcdiv', x, y, f'$p_{d}', value=value, grad=True)
            case('addcmul_', x, y, w, value=value)
            case('addcdiv_', x, y, f'$p_{d}', value=value)
        for low, high in ((f(-0.5), f(0.5)), (i(0), None), (None, f(0.25)), (f(1.0), f(-1.0))):
            case('clamp', x, low, high, grad=True)
            case('clamp_', x, low, high)
        case('clamp', x, y, u, grad=True)
        case('clamp', f'$s_{d}', f(-1.0), f(1.0))
        case('clamp_min', x, f(0.1), grad=True)
        case('clamp_max', x, f(0.1), grad=True)
        case('where', '$mask', x, y, grad=True)
        case('where', '$mask', x, f(2.0), grad=True)
        case('where', '$mask', i(1), y, grad=True)
        case('masked_fill', x, '$mask', f(-1.0), grad=True)
        case('masked_fill', x, '$mask', f'$scalar_{d}', grad=True)
        case('masked_fill_', x, '$mask', i(3))
        case('masked_fill', f'$xt_{d}', '$mask', i(3))
    for p, q in itertools.product(DTYPES, DTYPES):
        case('where', '$a_bool', f'$a_{p}', f'$b_{q}')
        case('clamp', f'$a_{p}', f'$b_{q}', None)
    for d in DTYPES:
        case('clamp', f'$a_{d}', i(1), i(5))
        case('clamp', f'$a_{d}', f(0.5), None)
        case('addcmul', f'$a_{d}', f'$a_{d}', f'$b_{d}', value=i(2))
        case('masked_fill', f'$a_{d}', '$a_bool', i(1))
        case('where', '$a_bool', f'$a_{d}', i(1))
        case('where', '$a_bool', f'$a_{d}', f(1.5))
    case('where', '$a_bool', i(1), i(2))
    case('where', '$a_bool', i(1), f(2.0))
    case('where', '$a_float32', i(1), f(2.0))
    case('clamp', '$x_float32')
    case('lerp', '$x_float32', '$y_float64', f(0.5))
    case('lerp', '$a_int64', '$a_int64', f(0.5))
    case('addcdiv', '$a_int64', '$a_int64', '$a_int64')
    case('masked_fill', '$x_float32', '$x_float32', i(1))
    case('masked_fill', '$x_float32', '$mask', '$w_float32')
    store('pointwise')


def compare():
    for op in ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'logical_and', 'logical_or', 'logical_xor', 'bitwise_and', 'bitwise_or', 'bitwise_xor', 'bitwise_left_shift', 'bitwise_right_shift']:
        for p, q in itertools.product(DTYPES, DTYPES):
            if (DTYPES.index(p) + DTYPES.index(q)) % 3 == 0:
                case(op, f'$a_{p}', f'$b_{q}')
        for p in DTYPES:
            if not op.startswith('logical'):
                case(op, f'$a_{p}', i(3))
                case(op, f'$a_{p}', b(True))
                if not op.startswith('bitwise'):
                    case(op, f'$a_{p}', f(2.5))
            in_place(op, f'$a_{p}', f'$b_{p}')
        if not op.startswith('bitwise'):
            case(op, '$s_float32', '$s_float64')
        else:
            case(op, '$big_int64', '$big2_int64')
    case('equal', '$a_float32', '$a_int64')
    case('equal', '$a_float32', '$b_float32')
    store('compare')


def reduce():
    for op in ['sum', 'prod', 'mean', 'amax', 'amin', 'all', 'any', 'max', 'min', 'argmax', 'argmin', 'var', 'std', 'cumsum', 'cumprod', 'count_nonzero']:
        along = op in ('argmax', 'argmin', 'max', 'min', 'prod', 'cumsum', 'cumprod', 'all', 'any', 'count_nonzero')
        full = op not in ('cumsum', 'cumprod')
        for d in DTYPES:
            if full:
                case(op, f'$m_{d}')
            for dim in (0, 1, -1):
                case(op, f'$m_{d}', dim if along else [dim])
            if not along:
                case(op, f'$m_{d}', [0, 2])
                case(op, f'$m_{d}', [2, 1], keepdim=True)
            elif full and op != 'count_nonzero':
                case(op, f'$m_{d}', 1, keepdim=True)
        for d in FLOATS:
            grad = op not in ('all', 'any', 'argmax', 'argmin', 'count_nonzero')
            for name in ('x', 'xt', 'xs', 'ex', 'c', 'o', 'scalar'):
                if full:
                    case(op, f'${name}_{d}', grad=grad)
                case(op, f'${name}_{d}', 0 if along else [0], grad=grad)
                if name not in ('o', 'scalar'):
                    case(op, f'${name}_{d}', 1 if along else [1], grad=grad)
            if not along:
                case(op, f'$c_{d}', [0, 2], grad=grad)
                case(op, f'$c_{d}', [0, -1], keepdim=True, grad=grad)
            case(op, f'$empty_{d}', *([] if full else [0]))
            case(op, f'$empty_{d}', 1 if along else [1])
            case(op, f'$s_{d}', *([] if full else [0]))
        case(op, '$x_float32', 2 if along else [2])
    for d in ('int32', 'bool', 'float16'):
        for e in ('float32', 'float64', 'int64', 'int8'):
            case('sum', f'$m_{d}', dtype=f'dtype:{e}')
            case('cumsum', f'$m_{d}', 1, dtype=f'dtype:{e}')
    case('mean', '$m_int64', dtype='dtype:float64')
    case('sum', '$x_float32', [0, 0])
    case('var', '$x_float64', [0], correction=i(0), grad=True)
    case('std', '$x_float64', [1], correction=f(0.5), grad=True)
    case('sum', '$big_int64')
    case('prod', '$big_int64')
    store('reduce')


def matmul():
    for d in FLOATS:
        x, y, w, c, dd = f'$x_{d}', f'$y_{d}', f'$w_{d}', f'$c_{d}', f'$d_{d}'
        case('mm', x, f'$xt_{d}', grad=True)
        case('mm', f'$xt_{d}', x, grad=True)
        case('mv', x, w, grad=True)
        case('mv', f'$xs_{d}', w, grad=True)
        case('dot', w, w, grad=True)
        case('dot', f'$o_{d}', f'$o_{d}', grad=True)
        case('bmm', c, dd, grad=True)
        case('outer', w, w, grad=True)
        case('addmm', w, f'$xt_{d}', x, grad=True)
        case('addmm', w, f'$xt_{d}', x, beta=f(0.5), alpha=i(2), grad=True)
        case('addmv', f'$e_{d}', x, w, grad=True)
        case('addmv', f'$ex_{d}', x, w)
        case('trace', x, grad=True)
        for p, q in ((w, w), (x, w), (x, f'$xt_{d}'), (c, dd), (c, w), (c, f'$xt_{d}'), (x, dd), (f'$xt_{d}', c), (w, dd), (f'$scalar_{d}', x), (x, x), (w, x)):
            case('matmul', p, q, grad=True)
        case('linear', x, y, grad=True)
        case('linear', x, y, f'$ex_{d}')
        case('linear', c, y, grad=True)
        case('linear', w, y, grad=True)
        case('inner', x, y, grad=True)
    for d in DTYPES[:6]:
        case('mm', f'$a_{d}', f'$a_{d}')
        case('matmul', f'$m_{d}', f'$m_{d}')
        case('mv', f'$a_{d}', f'$b_{d}')
        case('dot', f'$b_{d}', f'$b_{d}')
        case('matmul', f'$a_{d}', f'$b_{d}')
    give('square_int64', torch.tensor([[2**40, 3], [-2**62, 7]]))
    case('mm', '$square_int64', '$square_int64')
    for p, q in (('w_float32', 'x_float32'), ('x_float32', 'w_float32'), ('x_float32', 'x_float64'), ('a_int64', 'x_float32'), ('x_float32', 'c_float32')):
        for op in ('mm', 'mv', 'dot', 'bmm', 'outer', 'matmul', 'linear'):
            case(op, f'${p}', f'${q}')
    case('addmm', '$x_float32', '$x_float32', '$xt_float32')
    case('addmm', '$x_float32', '$x_float32', '$x_float64')
    case('addmm', '$x_float64', '$x_float64', '$x_float32')
    case('linear', '$x_float64', '$w_float32', '$b_float32')
    case('linear', '$scalar_float32', '$w_float32')
    case('linear', '$scalar_float32', '$w_float32', '$b_float32')
    store('matmul')


def view():
    for name in ('x_float32', 'c_float64', 'xt_float32', 'xs_float32', 'ex_float32', 'scalar_float32', 'w_float32', 'm_int64', 'empty_float32'):
        grad = 'int' not in name
        t = f'${name}'
        for op, *args in (['view', [-1]], ['view', [4, 5]], ['view', [2, -1]], ['view', [20]], ['view', [3, 20]], ['view', [-1, -1]], ['view', [-2, 3]], ['view', []], ['view', [1, 1]],
                          ['reshape', [-1]], ['reshape', [5, 4]], ['reshape', [2, 10]], ['reshape', [7]], ['flatten'], ['flatten', 1], ['flatten', 0, 1], ['flatten', 1, 0], ['ravel'],
                          ['t'], ['transpose', 0, 1], ['transpose', -1, 0], ['transpose', 0, 3], ['permute', [1, 0]], ['permute', [2, 0, 1]], ['permute', [0, 0]], ['movedim', 0, -1],
                          ['unsqueeze', 0], ['unsqueeze', -1], ['unsqueeze', 4], ['squeeze'], ['squeeze', 0], ['squeeze', [0, 1]], ['squeeze', 5], ['expand', [2, 4, 5]], ['expand', [-1, 4, 5]], ['expand', [4, -1]], ['expand', [3]],
                          ['broadcast_to', [3, 4, 5]], ['select', 0, 1], ['select', -1, -1], ['select', 0, 9], ['select', 3, 0], ['narrow', 0, 1, 2], ['narrow', 1, 0, 3], ['narrow', 0, 3, 4], ['narrow', 0, 9, 1], ['narrow', 0, 0, -1],
                          ['slice', 0, 1, 3, 1], ['slice', 1, None, None, 2], ['slice', 0, -2, None, 1], ['slice', 0, 5, 2, 1], ['slice', 0, 0, 2, 0],
                          ['unbind', 0], ['unbind', 1], ['split', 2], ['split', 3, 1], ['split', [1, 3]], ['split', [1, 2]], ['split', 0], ['split', -1], ['chunk', 2], ['chunk', 3, 1], ['chunk', 0],
                          ['diagonal'], ['diagonal', 1], ['diagonal', -1, 1, 0], ['diagonal', 0, 0, 0], ['contiguous'], ['clone'], ['detach'], ['unflatten', 0, [2, 2]], ['unflatten', 0, [2, 3]],
                          ['as_strided', [2, 2], [1, 2]], ['as_strided', [9, 9], [9, 9]],
                          ['flip', [0]], ['flip', [0, 1]], ['flip', [0, 0]], ['roll', 1], ['roll', [1, -1], [0, 1]], ['repeat', [2, 1]], ['repeat', [2]], ['repeat', [2, 1, 3]], ['tile', [2]], ['repeat_interleave', 2], ['repeat_interleave', 2, 0],
                          ['tril'], ['triu', 1], ['diag'], ['diag', 1], ['atleast_2d'], ['nonzero'], ['sort'], ['sort', 0, True], ['argsort'], ['topk', 2], ['topk', 9], ['median'], ['cumsum', 0]):
            # Ties in an order of their own, and words of Python's own.
            if (op, name) in (('topk', 'ex_float32'), ('unflatten', 'scalar_float32'), ('unbind', 'empty_float32')) or (op == 'expand' and name == 'scalar_float32'):
                continue
            case(op, t, *args, grad=grad and op not in ('detach', 'nonzero', 'argsort'))
    for d in DTYPES:
        case('sort', f'$a_{d}')
        case('sort', f'$m_{d}', 0, True)
        case('topk', f'$m_{d}', 2, 1)
        case('nonzero', f'$a_{d}')
    for d in FLOATS:
        case('sort', f'$s_{d}')
        case('sort', f'$s_{d}', 0, True)
    for p, q in itertools.product(DTYPES, DTYPES):
        if (DTYPES.index(p) * 3 + DTYPES.index(q)) % 4 == 0:
            case('cat', [f'$a_{p}', f'$a_{q}'])
            case('stack', [f'$b_{p}', f'$b_{q}'], -1)
    case('cat', ['$x_float32', '$y_float32', '$xs_float32'], 1, grad=True)
    case('cat', ['$x_float32', '$y_float64'], 0, grad=True)
    case('stack', ['$x_float32', '$y_float32'], 1, grad=True)
    case('vstack', ['$x_float32', '$w_float32'], grad=True)
    case('hstack', ['$x_float32', '$y_float32'], grad=True)
    for op in ('cat', 'stack'):
        case(op, [])
        case(op, ['$x_float32', '$w_float32'])
        case(op, ['$x_float32', '$xt_float32'])
        case(op, ['$scalar_float32', '$scalar_float32'])
        case(op, ['$x_float32', '$y_float32'], 4)
    store('view')


def gather():
    for d in ('float32', 'float64', 'float16', 'bfloat16'):
        x, y = f'$x_{d}', f'$y_{d}'
        for source in (x, f'$xs_{d}', f'$ex_{d}'):
            case('gather', source, 0, '$index', grad=True)
            case('gather', source, 1, '$index1', grad=True)
            case('gather', source, -1, '$index1', grad=True)
            case('index_select', source, 0, '$vector', grad=True)
            case('index_select', source, 1, '$vector', grad=True)
            case('index', source, ['$vector'], grad=True)
            case('index', source, ['$negative'], grad=True)
            case('index', source, [None, '$vector'], grad=True)
            case('index', source, ['$rowmask'], grad=True)
            case('index', source, ['$mask'], grad=True)
            case('index', source, ['$vector', '$vector'], grad=True)
            case('masked_select', source, '$mask', grad=True)
        case('index', f'$c_{d}', [None, '$negative', '$vector32'], grad=True)
        case('index', f'$c_{d}', ['$vector32', None, '$negative'], grad=True)
        case('index', f'$c_{d}', ['$index'], grad=False)
        case('scatter', x, 0, '$index', y, grad=True)
        case('scatter_', x, 0, '$index', y)
        case('scatter', x, 1, '$index1', f(1.5), grad=True)
        case('scatter_add', x, 0, '$index', y, grad=True)
        case('scatter_add_', x, 1, '$index1', y)
        case('scatter', x, 1, '$index1', y, reduce='multiply')
        case('scatter', x, 1, '$index1', y, reduce='add')
        for how in ('sum', 'prod', 'mean', 'amax', 'amin'):
            case('scatter_reduce', x, 0, '$index', y, how, grad=True)
            case('scatter_reduce', x, 1, '$index1', y, how, include_self=False, grad=True)
            case('scatter_reduce_', x, 0, '$index', y, how)
        case('index_add', x, 0, '$vector', y, grad=True)
        case('index_add', x, 0, '$vector', y, alpha=f(0.5), grad=True)
        case('index_fill', x, 0, '$vector', f(3.0), grad=True)
        case('take', x, '$index', grad=True)
        case('index_put_', x, ['$vector'], y)
        case('index_put_', x, ['$vector'], y, True)
        case('index_put_', x, ['$mask'], f'$scalar_{d}')
        case('embedding', x, '$vector', grad=True)
    for d in DTYPES:
        case('gather', f'$m_{d}', 0, '$index')
        case('gather', f'$a_{d}', 1, '$zero_int64')
        case('index_select', f'$a_{d}', 1, '$vector32')
        case('index', f'$a_{d}', ['$a_bool'])
    case('gather', '$x_float32', 0, '$x_float32')
    case('gather', '$x_float32', 3, '$x_float32')
    case('gather', '$x_float32', 0, '$outside')
    case('gather', '$x_float32', 0, '$below')
    case('gather', '$x_float32', 2, '$index')
    case('gather', '$x_float32', 0, '$vector')
    case('gather', '$xt_float32', 0, '$index')
    case('gather', '$x_float32', 0, '$empty_index')
    case('gather', '$x_float32', 0, '$a_int16')
    case('gather', '$scalar_float32', 0, '$z_int64')
    case('scatter', '$x_float32', 0, '$outside', '$y_float32')
    case('scatter', '$x_float32', 0, '$index', '$w_float32')
    case('scatter', '$x_float32', 0, '$index', '$y_float64')
    case('scatter', '$x_float32', 0, '$vector', '$y_float32')
    case('scatter', '$x_float32', 0, '$index1', '$y_float32')
    case('scatter', '$xt_float32', 0, '$index', '$y_float32')
    case('scatter_add', '$xt_float32', 0, '$index', '$y_float32')
    case('scatter', '$x_float32', 0, '$x_float32', '$y_float32')
    case('scatter', '$x_float32', 0, '$index', '$y_float32', reduce='foo')
    for d in DTYPES:
        for how in ('sum', 'prod', 'mean', 'amax', 'amin'):
            case('scatter_reduce', f'$m_{d}', 0, '$index', f'$m_{d}', how)
            case('scatter_reduce', f'$a_{d}', 1, '$zero_int64', f'$a_{d}', how)
            case('scatter_reduce', f'$a_{d}', 0, '$zero_int64', f'$a_{d}', how, include_self=False)
    case('scatter_reduce', '$x_float32', 0, '$outside', '$y_float32', 'sum')
    case('scatter_reduce', '$x_float32', 0, '$index', '$y_float64', 'sum')
    case('scatter_reduce', '$x_float32', 0, '$x_float32', '$y_float32', 'sum')
    case('scatter_reduce', '$x_float32', 0, '$index', '$y_float32', 'foo')
    case('scatter_reduce', '$x_float32', 0, '$index', '$y_float32')
    case('scatter_reduce', '$x_float32', 3, '$index', '$y_float32', 'sum')
    case('index_select', '$x_float32', 0, '$classes')
    case('index_select', '$x_float32', 0, '$index')
    case('index_select', '$x_float32', 0, '$w_float32')
    case('index', '$x_float32', ['$classes'])
    case('index', '$x_float32', ['$w_float32'])
    case('index', '$x_float32', ['$a_bool'])
    case('index', '$x_float32', ['$vector', '$vector32'])
    case('take_along_dim', '$x_float32', '$index', 0, grad=True)
    case('take_along_dim', '$x_float32', '$vector')
    case('take_along_dim', '$x_float32', '$vector', 0)
    case('take_along_dim', '$x_float32', '$w_float32', 0)
    case('index_put_', '$x_float32', ['$vector'], '$y_float64')
    case('index_put_', '$x_float32', ['$vector'], '$b_float32')
    store('gather')


def neural():
    for d in ('float32', 'float64', 'float16'):
        x, y, u = f'$x_{d}', f'$y_{d}', f'$u_{d}'
        for op in ('softmax', 'log_softmax', 'logsumexp'):
            for dim in (0, 1, -1):
                case(op, x, dim, grad=True)
                case(op, f'$c_{d}', dim, grad=True)
            case(op, f'$xt_{d}', 0, grad=True)
        if d == 'float16':
            continue
        for reduction in (0, 1, 2):
            case('mse_loss', x, y, reduction, grad=True)
            case('smooth_l1_loss', x, y, reduction, grad=True)
            case('huber_loss', x, y, reduction, 0.7, grad=True)
            case('binary_cross_entropy_with_logits', x, u, None, None, reduction)
            case('nll_loss_nd', x, '$classes', None, reduction, -100, grad=True)
            case('nll_loss_nd', x, '$ignored', f'$w_{d}', reduction, -100)
            case('cross_entropy_loss', x, '$classes', None, reduction, -100, 0.0, grad=True)
            case('cross_entropy_loss', x, '$ignored', f'$w_{d}', reduction, -100, 0.0)
            case('cross_entropy_loss', x, '$ignored', None, reduction, -100, 0.1)
            case('cross_entropy_loss', x, u, None, reduction, -100, 0.0)
        for p in (i(1), i(2), i(3), f(float('inf')), i(0)):
            case('norm', x, p, grad=True)
        case('norm', x, i(2), [1], grad=True)
        for op in ('silu', 'softplus', 'elu', 'leaky_relu'):
            case(op, x, grad=True)
    case('softmax', '$a_int64', 0)
    case('softmax', '$a_int64', 0, 'dtype:float32')
    case('one_hot', '$vector')
    case('one_hot', '$vector', 5)
    case('one_hot', '$vector', 2)
    case('one_hot', '$negative')
    case('nll_loss_nd', '$x_float32', '$toolarge')
    case('nll_loss_nd', '$x_float32', '$vector32')
    case('nll_loss_nd', '$x_float32', '$index')
    case('cross_entropy_loss', '$x_float32', '$w_float32')
    case('nll_loss_nd', '$x_float32', '$classes', '$w_float64')
    case('mse_loss', '$a_int64', '$a_int64')
    case('mse_loss', '$x_float32', '$classes')
    store('neural')


def creation():
    for end in (i(5), f(2.5), f(1.0)):
        case('arange', end)
        case('arange', end, dtype='dtype:float64')
        case('arange', end, dtype='dtype:int32')
    for start, end, step in ((i(1), i(10), i(3)), (f(0.0), f(1.0), f(0.1)), (f(-1.5), i(3), f(0.37)), (i(5), i(0), i(-2)), (i(5), i(1), i(1)), (i(0), i(3), i(0)), (f(0.5), i(3), i(1)), (i(3), i(40), f(1.1))):
        case('arange', start, end, step)
        for d in ('int64', 'float64', 'float16', 'float32', 'int8'):
            case('arange', start, end, step, dtype=f'dtype:{d}')
    for start, end, steps in ((i(-1), i(1), 16), (i(0), i(1), 5), (f(0.1), f(0.7), 7), (i(3), i(3), 1), (i(0), i(10), 100), (i(0), i(1), 0), (i(0), i(1), -1), (f(-3.7), f(2.1), 33)):
        for d in ('float32', 'float64', 'float16', 'bfloat16', 'int64'):
            case('linspace', start, end, steps, dtype=f'dtype:{d}')
    for op in ('zeros', 'ones'):
        for size in ([], [2, 3], [0], [-1], [2, -3]):
            case(op, size)
            case(op, size, dtype='dtype:int64')
    for value in (i(3), f(1.5), b(True), i(300), i(-1)):
        case('full', [2, 2], value)
        for d in DTYPES:
            case('full', [2], value, dtype=f'dtype:{d}')
            case('full_like', f'$a_{d}', value)
    for n in (0, 3, -1):
        case('eye', n)
        case('eye', n, 4, dtype='dtype:int64')
    for name in ('x_float32', 'xt_float32', 'xs_float32', 'ex_float32', 'm_int64'):
        for op in ('zeros_like', 'ones_like'):
            case(op, f'${name}')
            case(op, f'${name}', dtype='dtype:int16')
    store('creation')


for family in (arithmetic, unary, pointwise, compare, reduce, matmul, view, gather, neural, creation):
    family()
