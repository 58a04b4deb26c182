"""torch.save and torch.load: PyTorch's zip archives, of tensors that share their storages as they did.

Where a file can't be written it is kept for the rest of the run: what a program saves it can load again.
"""
import os

from . import _names, _types
from ._creation import make_from_bytes
from ._storage import storage_bytes, storage_key
from ._tensor import Tensor, wrap
from ._utils import _reduced

_STORAGES = {_types.float64: 'Double', _types.float32: 'Float', _types.float16: 'Half', _types.bfloat16: 'BFloat16', _types.int64: 'Long', _types.int32: 'Int',
             _types.int16: 'Short', _types.int8: 'Char', _types.uint8: 'Byte', _types.bool_: 'Bool'}
_DTYPES = {f'{name}Storage': dtype for dtype, name in _STORAGES.items()}

_kept = {}
_safe = []


class _Storage:
    """A storage on its way into a file."""

    def __init__(self, tensor, key):
        self.tensor, self.key = tensor, key

    def reference(self):
        import torch
        size = self.tensor.untyped_storage().nbytes() // self.tensor.itemsize
        return 'storage', getattr(torch, f'{_STORAGES[self.tensor.dtype]}Storage'), self.key, 'cpu', size


def _archive(obj, protocol):
    import io
    import pickle
    import zipfile
    storages = {}

    class Pickler(pickle.Pickler):
        def persistent_id(self, value):
            return value.reference() if isinstance(value, _Storage) else None

        def reducer_override(self, value):
            if not isinstance(value, Tensor):
                return NotImplemented
            storage = storages.setdefault(storage_key(value), _Storage(value, str(len(storages))))
            return _reduced(value, storage)

    text = io.BytesIO()
    Pickler(text, protocol=protocol).dump(obj)
    data = io.BytesIO()
    with zipfile.ZipFile(data, 'w') as archive:
        parts = {'data.pkl': text.getvalue(), '.format_version': b'1', '.storage_alignment': b'64', 'byteorder': b'little'}
        parts.update((f'data/{storage.key}', storage_bytes(storage.tensor)) for storage in storages.values())
        for name, part in {**parts, 'version': b'3\n'}.items():
            archive.writestr(f'archive/{name}', part)
    return data.getvalue()


def save(obj, f, pickle_module=None, pickle_protocol=2, _use_new_zipfile_serialization=True, _disable_byteorder_record=False):
    if not isinstance(f, (str, os.PathLike)):
        if not hasattr(f, 'write'):
            raise AttributeError("expected 'f' to be string, path, or a file-like object with a 'write' attribute")
        f.write(_archive(obj, pickle_protocol))
        return
    path = os.path.abspath(os.fspath(f))
    parent = os.path.dirname(path)
    if not os.path.isdir(parent):
        raise RuntimeError(f'Parent directory {os.path.dirname(os.fspath(f))} does not exist.')
    data = _archive(obj, pickle_protocol)
    try:
        with open(path, 'wb') as file:
            file.write(data)
    except OSError:
        _kept[path] = data


def _read(f):
    if not isinstance(f, (str, os.PathLike)):
        return f.read()
    kept = _kept.get(os.path.abspath(os.fspath(f)))
    if kept is not None:
        return kept
    try:
        with open(f, 'rb') as file:
            return file.read()
    except FileNotFoundError:
        # WebAssembly's systems number their errors otherwise.
        raise FileNotFoundError(2, 'No such file or directory', os.fspath(f)) from None


_ADVICE = ('Weights only load failed. This file can still be loaded, to do so you have two options, \x1b[1mdo those steps only if you trust the source of the checkpoint\x1b[0m. '
           '\n\t(1) In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. '
           'Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. '
           'Do it only if you got the file from a trusted source.\n\t(2) Alternatively, to load with `weights_only=True` please check the recommended steps in the following error message.'
           '\n\tWeightsUnpickler error: Unsupported global: GLOBAL {0} was not an allowed global by default. Please use `torch.serialization.add_safe_globals([{0}])` '
           'or the `torch.serialization.safe_globals([{0}])` context manager to allowlist this global if you trust this class/function.'
           '\n\nCheck the documentation of torch.load to learn more about types accepted by default with weights_only https://pytorch.org/docs/stable/generated/torch.load.html.')

_ALLOWED = {'collections': ('OrderedDict', 'Counter', 'defaultdict'), 'builtins': ('set', 'bytearray', 'complex'), '__builtin__': ('set',), 'torch': ('Size', 'device', 'Tensor'),
            'torch._types': ('dtype_named',), 'torch._utils': ('_rebuild_tensor_v2', '_rebuild_parameter', '_rebuild_parameter_with_state'), 'torch.nn.parameter': ('Parameter',)}


def load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None, **pickle_load_args):
    import io
    import pickle
    import zipfile
    data = _read(f)
    if not data:
        raise EOFError
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise NotImplementedError(f'`torch.load` of what is no zip archive: {_names.sentence("torch.load")}')
    archive = zipfile.ZipFile(io.BytesIO(data))
    root = archive.namelist()[0].partition('/')[0]
    storages = {}

    class Unpickler(pickle.Unpickler):
        def find_class(self, module, name):
            if module in ('torch', 'torch.storage') and name in _DTYPES:
                return _DTYPES[name]
            if weights_only is False or name in _ALLOWED.get(module, ()) or (module == 'torch' and name in _types.DTYPES):
                return super().find_class(module, name)
            for value in _safe:
                if (value.__module__, value.__qualname__) == (module, name):
                    return value
            raise pickle.UnpicklingError(_ADVICE.format(f'{module}.{name}'))

        def persistent_load(self, reference):
            _, dtype, key, _location, size = reference
            if key not in storages:
                storages[key] = wrap(make_from_bytes(dtype, [size], archive.read(f'{root}/data/{key}')))
            return storages[key]

    return Unpickler(io.BytesIO(archive.read(f'{root}/data.pkl')), **pickle_load_args).load()


def add_safe_globals(safe_globals):
    _safe.extend(safe_globals)


def get_safe_globals():
    return list(_safe)


def clear_safe_globals():
    _safe.clear()


class safe_globals:
    """Within it these may be loaded."""

    def __init__(self, safe_globals):
        self._own = list(safe_globals)

    def __enter__(self):
        self._before = list(_safe)
        _safe.extend(self._own)

    def __exit__(self, *error):
        _safe[:] = self._before


__getattr__, __dir__ = _names.lacking('torch.serialization', globals())
