"""torch.save and torch.load: PyTorch's zip archives, of tensors that share their storages as they did."""
import os

from . import _names, _types
from ._creation import make_from_bytes
from ._named_in_files import find
from .storage import TypedStorage, UntypedStorage, storage_bytes, storage_key
from ._tensor import Tensor, wrap
from ._utils import _reduced

_safe = []


class _Storage:
    """A storage on its way into a file."""

    def __init__(self, tensor, key):
        self.tensor, self.key = tensor, key

    def reference(self):
        import torch
        size = self.tensor.untyped_storage().nbytes() // self.tensor.itemsize
        return 'storage', getattr(torch, f'{_types.SCALAR_NAMES[self.tensor.dtype]}Storage'), self.key, 'cpu', size


def _archive(obj, protocol):
    import io
    import pickle
    import zipfile
    storages = {}

    class Pickler(pickle.Pickler):
        def persistent_id(self, value):
            return value.reference() if isinstance(value, _Storage) else None

        def reducer_override(self, value):
            if isinstance(value, (TypedStorage, UntypedStorage)):
                raise NotImplementedError(_names.sentence('torch.save of a storage'))
            if not isinstance(value, Tensor):
                return NotImplemented
            storage = storages.setdefault(storage_key(value), _Storage(value, str(len(storages))))
            if storage.tensor.dtype is not value.dtype:
                raise RuntimeError('Cannot save multiple tensors or storages that view the same data as different types')
            return _reduced(value, storage)

    text = io.BytesIO()
    Pickler(text, protocol=protocol).dump(obj)
    data = io.BytesIO()
    with zipfile.ZipFile(data, 'w') as archive:
        parts = {'data.pkl': text.getvalue(), '.format_version': b'1', '.storage_alignment': b'64', 'byteorder': b'little'}
        parts.update((f'data/{storage.key}', storage_bytes(storage.tensor)) for storage in storages.values())
        for name, part in {**parts, 'version': b'3\n'}.items():
            entry = zipfile.ZipInfo(f'archive/{name}')
            # Bytes begin where `.storage_alignment` says: a header of 30 bytes, the name, and a field that fills up.
            head = data.tell() + 30 + len(entry.filename) + 4
            fill = -head % 64
            entry.extra = b'FB' + fill.to_bytes(2, 'little') + b'Z' * fill
            archive.writestr(entry, part)
    return data.getvalue()


def save(obj, f, pickle_module=None, pickle_protocol=2, _use_new_zipfile_serialization=True, _disable_byteorder_record=False):
    if not _use_new_zipfile_serialization:
        raise NotImplementedError(_names.sentence('torch.save(_use_new_zipfile_serialization=False)'))
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
    with open(path, 'wb') as file:
        file.write(data)


def _read(f):
    if not isinstance(f, (str, os.PathLike)):
        return f.read()
    try:
        with open(f, 'rb') as file:
            return file.read()
    except FileNotFoundError:
        # WebAssembly's systems number their errors otherwise.
        raise FileNotFoundError(2, 'No such file or directory', os.fspath(f)) from None


def _located(location, map_location):
    """Where a storage goes: here there is the CPU alone, so `map_location` need only not name anything else."""
    if isinstance(map_location, dict):
        location = map_location.get(location, location)
    elif isinstance(map_location, (str, _types.device)):
        location = str(map_location)
    elif map_location is not None:
        location = 'cpu'
    if location.startswith('cuda'):
        raise RuntimeError('Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If you are running on a CPU-only machine, '
                           "please use torch.load with map_location=torch.device('cpu') to map your storages to the CPU.")
    _types.require_cpu(location)


def load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None, **pickle_load_args):
    import io
    import pickle
    import zipfile
    if weights_only is None:
        weights_only = pickle_module is None
    if weights_only and pickle_module is not None:
        raise RuntimeError('Can not safely load weights when explicit pickle_module is specified')
    if not isinstance(f, (str, os.PathLike)):
        try:
            f.seek(f.tell())
        except (io.UnsupportedOperation, AttributeError) as error:
            raise type(error)(f'{error}. You can only torch.load from a file that is seekable. Please pre-load the data into a buffer like io.BytesIO and try to load from it instead.') from None
    data = _read(f)
    if not data:
        raise EOFError
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise NotImplementedError('`torch.load` of a file that is no zip archive, as those of PyTorch before 1.6 are, is not in the embedded engine yet; the python runtime has it')
    archive = zipfile.ZipFile(io.BytesIO(data))
    files = archive.namelist()
    root = files[0].partition('/')[0]
    if f'{root}/data.pkl' not in files:
        raise RuntimeError('PytorchStreamReader failed locating file data.pkl: file not found')
    if f'{root}/constants.pkl' in files:
        raise NotImplementedError(_names.sentence('torch.jit.load'))
    if f'{root}/byteorder' in files and archive.read(f'{root}/byteorder') != b'little':
        raise NotImplementedError('`torch.load` of a file with its highest bytes first is not in the embedded engine yet; the python runtime has it')
    storages = {}

    class Unpickler(pickle.Unpickler):
        def find_class(self, module, name):
            return find(module, name, weights_only, _safe)

        def persistent_load(self, reference):
            _, dtype, key, location, size = reference
            if key not in storages:
                _located(location, map_location)
                storages[key] = wrap(make_from_bytes(dtype, [size], archive.read(f'{root}/data/{key}')))
            return storages[key]

    return Unpickler(io.BytesIO(archive.read(f'{root}/data.pkl')), **pickle_load_args).load()


def _get_layout(name):
    return _types.LAYOUTS[name.removeprefix('torch.')]


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
