"""What a file may name when it is loaded: what tensors and containers are made of, and with `weights_only=False` also classes of torch's, NumPy's
and the program's own. A file can have other code run by naming it; here that is refused by name, sandbox or not."""
import _compat_pickle
import pickle
import re
import sys
import types

from . import _names, _types

_DTYPES = {**{f'{name}Storage': dtype for dtype, name in _types.SCALAR_NAMES.items()}, 'UntypedStorage': _types.uint8}
_LACKING = {'ComplexFloatStorage': 'complex64', 'ComplexDoubleStorage': 'complex128', 'QInt8Storage': 'qint8', 'QUInt8Storage': 'quint8', 'QInt32Storage': 'qint32',
            'QUInt4x2Storage': 'quint4x2', 'QUInt2x4Storage': 'quint2x4'}

_ALWAYS = {'collections': ('OrderedDict', 'Counter'), 'builtins': ('set', 'bytearray', 'complex'), '_codecs': ('encode',), 'torch': ('Size', 'device', 'Tensor'),
           'torch._utils': ('_rebuild_tensor_v2', '_rebuild_tensor_v3', '_rebuild_parameter', '_rebuild_parameter_with_state'), 'torch._tensor': ('_rebuild_from_type_v2',),
           'torch.nn.parameter': ('Parameter',), 'torch.serialization': ('_get_layout',)}
_BLOCKED = ('sys', 'os', 'posix', 'nt')

# Classes of the standard library that hold data and do nothing.
_OF_DATA = {'builtins': ('object', 'bool', 'int', 'float', 'str', 'bytes', 'list', 'tuple', 'dict', 'frozenset', 'range', 'slice'), 'collections': ('defaultdict', 'deque'),
            'copyreg': ('_reconstructor',), 'types': ('SimpleNamespace',), 'argparse': ('Namespace',), 'datetime': ('date', 'time', 'datetime', 'timedelta', 'timezone'),
            'decimal': ('Decimal',), 'fractions': ('Fraction',), 'functools': ('partial',), 'pathlib': ('PosixPath', 'PurePosixPath'), 'uuid': ('UUID',)}
_OF_NUMPY = ('numpy._core.multiarray', 'numpy.core.multiarray')
_FUNCTIONS = ('torch', 'torch.nn.functional', 'torch.nn.init', 'torch._C._nn', 'torch._C._linalg', 'torch._C._special')

_OF_THE_RUNTIME = ('torch', 'numpy', 'loupe', '_embedded')

_MUST_TRUST = ('In PyTorch 2.6, we changed the default value of the `weights_only` argument in `torch.load` from `False` to `True`. '
               'Re-running `torch.load` with `weights_only` set to `False` will likely succeed, but it can result in arbitrary code execution. '
               'Do it only if you got the file from a trusted source.')
_DOCUMENTATION = '\n\nCheck the documentation of torch.load to learn more about types accepted by default with weights_only https://pytorch.org/docs/stable/generated/torch.load.html.'


def _unsupported(path):
    path = path.removeprefix('builtins.')
    return pickle.UnpicklingError(
        'Weights only load failed. This file can still be loaded, to do so you have two options, \x1b[1mdo those steps only if you trust the source of the checkpoint\x1b[0m. '
        f'\n\t(1) {_MUST_TRUST}\n\t(2) Alternatively, to load with `weights_only=True` please check the recommended steps in the following error message.'
        f'\n\tWeightsUnpickler error: Unsupported global: GLOBAL {path} was not an allowed global by default. Please use `torch.serialization.add_safe_globals([{path}])` '
        f'or the `torch.serialization.safe_globals([{path}])` context manager to allowlist this global if you trust this class/function.{_DOCUMENTATION}')


def _blocked(path, module):
    return pickle.UnpicklingError(f'Weights only load failed. {_MUST_TRUST}\n\n\nTrying to load unsupported GLOBAL {path} whose module {module} is blocked.{_DOCUMENTATION}')


def _refused(path, why='it is neither a class of torch, NumPy or this program nor a container, and a file that is loaded has no other code run here'):
    return pickle.UnpicklingError(f'`torch.load` of a file that names `{path}`: {why}')


def _in_any_file(module, name, path, safe):
    """What a file of weights may name; None where it may not."""
    if module in ('torch', 'torch.storage') and name in _DTYPES:
        return _DTYPES[name]
    if module == 'torch' and (name in _LACKING or re.fullmatch(r'float\d\w+|u?int\d', name)) and name not in _types.DTYPES:
        raise NotImplementedError(_names.sentence(f'torch.{_LACKING.get(name, name)}'))
    if name in _ALWAYS.get(module, ()) or (module == 'torch' and name in _types.DTYPES):
        return getattr(sys.modules[module], name)
    for value in safe:
        value, known = value if isinstance(value, tuple) else (value, f'{value.__module__}.{value.__qualname__}')
        if known == path:
            return value
    return None


def _of_a_library(module, name):
    value = getattr(sys.modules.get(module), name, None)
    if name in _OF_DATA.get(module, ()) or module in _OF_NUMPY:
        return value
    if module.partition('.')[0] in ('torch', 'numpy'):
        if isinstance(value, type) and value.__module__.partition('.')[0] in ('torch', 'numpy'):
            return value
        if module in _FUNCTIONS and callable(value) and getattr(value, '__module__', None) == module:
            return value
    return None


def _of_the_program(module, name, path):
    """A class or function that the program's own module defines: what it imported from elsewhere is not the program's."""
    if module not in sys.modules:
        raise _refused(path, f'this program has not imported `{module}`')
    value = sys.modules[module]
    for part in name.split('.'):
        value = vars(value).get(part)
        if value is None:
            raise AttributeError(f"Can't get attribute '{name}' on {sys.modules[module]!r}")
        if not isinstance(value, (type, types.FunctionType)) or value.__module__ != module:
            return None
    return value


def find(module, name, weights_only, safe):
    """The class or function that a file names as `name` of `module`."""
    # The names are those of Python 2.
    module, name = _compat_pickle.NAME_MAPPING.get((module, name), (_compat_pickle.IMPORT_MAPPING.get(module, module), name))
    path = f'{module}.{name}'
    if weights_only and module in _BLOCKED:
        raise _blocked(path, module)
    value = _in_any_file(module, name, path, safe)
    if value is None and weights_only:
        raise _unsupported(path)
    if value is None:
        top = module.partition('.')[0]
        value = _of_a_library(module, name) if top in sys.stdlib_module_names or top in _OF_THE_RUNTIME else _of_the_program(module, name, path)
    if value is None:
        raise _refused(path)
    return value
