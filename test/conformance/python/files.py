"""Files with what PyTorch and NumPy can save, made and read by the same code under both.

`files()` are names and bytes, `said(name, data)` is what is in one, as text in which nothing is left out.
"""
import collections
import io
import pickle

import numpy as np
import torch
from torch import nn

DTYPES = ('bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'bfloat16', 'float32', 'float64')


def _trained():
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(torch.arange(parameter.numel()).view(parameter.shape))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.5, momentum=0.5)
    net[0](torch.tensor([[1., 2.]])).sum().backward()
    optimizer.step()
    return {'net': net.state_dict(), 'optimizer': optimizer.state_dict(), 'parameters': list(net.parameters()), 'epoch': 3}


def _saved(value, **args):
    file = io.BytesIO()
    torch.save(value, file, **args)
    return file.getvalue()


def _numpy(save, *args, **named):
    file = io.BytesIO()
    save(file, *args, **named)
    return file.getvalue()


def _odd():
    shared = torch.ones(2, requires_grad=True)
    parameter = nn.Parameter(torch.ones(2))
    parameter.note = 'kept'
    tagged = torch.ones(1)
    tagged.tag = [1]
    return [shared, shared.detach(), parameter, tagged, nn.Parameter(torch.ones(2), requires_grad=False), torch.Size([1, 2]), torch.device('cpu'), torch.strided, torch.float16]


def files():
    made = {}
    for name in DTYPES:
        dtype = getattr(torch, name)
        a = torch.tensor([[0, 1, 2], [3, 100, 1]]).to(dtype)
        made[f'{name}.pt'] = _saved([a, a.t(), a[1], a[1:, ::2], torch.tensor(1).to(dtype), torch.empty(0, 2, dtype=dtype), a.expand(2, 2, 3), dtype])
    made['trained.pt'] = _saved(_trained())
    made['odd.pt'] = _saved(_odd())
    made['plain.pt'] = _saved([1, -1, 2 ** 40, 2 ** 80, 1.5, 'é', b'by', True, None, (1,), (), {1}, bytearray(b'x'), 1j, collections.OrderedDict(a=1), collections.Counter('aab'), {'k': [{}]}])
    made['arrays.unsafe.pt'] = _saved({'best': np.float64(0.5), 'a': np.arange(3), 'f': np.ones((2, 3), np.float32).T, 'd': np.dtype('int8'), 't': np.bool_(True)})
    made['module.unsafe.pt'] = _saved(nn.Sequential(nn.Linear(1, 1), nn.ReLU()))
    for name in DTYPES:
        if name != 'bfloat16':
            a = np.array([[0, 1, 2], [3, 100, 1]]).astype(name)
            made[f'{name}.npy'] = _numpy(np.save, a)
            made[f'{name}.npz'] = _numpy(np.savez, a, turned=a.T, part=a[:, ::2], one=np.array(1, name), none=a[:0])
    made['small.npz'] = _numpy(np.savez_compressed, a=a)
    made['array.pickle'] = pickle.dumps([a, a.T, np.float32(2.5), np.dtype('int16')])
    return made


def _text(value):
    if isinstance(value, torch.Tensor):
        return f'{type(value).__name__}({value.dtype}, {tuple(value.shape)}, {value.stride()}, {value.storage_offset()}, {value.requires_grad}, {value.untyped_storage().nbytes()}, {value.tolist()}, {value.__dict__})'
    if isinstance(value, np.ndarray):
        return f'{value.dtype.str} {value.shape} {value.flags.c_contiguous} {value.flags.f_contiguous} {value.tolist()}'
    if isinstance(value, nn.Module):
        return f'{value} {_text(value.state_dict())}'
    if isinstance(value, dict):
        return type(value).__name__ + '{' + ', '.join(f'{key!r}: {_text(each)}' for key, each in value.items()) + '}'
    if isinstance(value, (list, tuple)):
        return type(value).__name__ + '(' + ', '.join(map(_text, value)) + ')'
    return repr(value) if isinstance(value, np.dtype) else f'{type(value).__name__} {value!r}'


def _shared(value):
    """Which tensors of a list begin at the same byte."""
    tensors = [each for each in value if isinstance(each, torch.Tensor)] if isinstance(value, list) else []
    return [[one.data_ptr() - one.storage_offset() * one.itemsize == other.data_ptr() - other.storage_offset() * other.itemsize for one in tensors] for other in tensors]


def said(name, data):
    if name.endswith('.pickle'):
        return _text(pickle.loads(data))
    file = io.BytesIO(data)
    if not name.endswith('.pt'):
        loaded = np.load(file)
        return _text(loaded if name.endswith('.npy') else dict(loaded))
    value = torch.load(file, weights_only=not name.endswith('.unsafe.pt'))
    if name == 'trained.pt':
        value = {**value, 'same': value['net']['0.weight'].data_ptr() == value['parameters'][0].data_ptr()}
    return f'{_text(value)} {_shared(value)}'
