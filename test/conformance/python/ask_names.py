"""Lists PyTorch's and NumPy's public names, for engine/python/torch/_names.txt and engine/python/numpy/_names.txt.

Run with a Python that has the real packages: python ask_names.py OUT_FOLDER
Of those that stand here every name counts; of each other public module what it says is public or has made itself.
One line per namespace: its name, a tab, then names that are callable; a second line with `!` for submodules,
a third with `=` for everything else that is not callable, a fourth with `^` for exceptions, each with the built-in one that it is and its module.
"""
import importlib
import pkgutil
import re
import sys
import warnings

warnings.simplefilter('ignore')

TORCH = '''torch torch.Tensor torch.nn torch.nn.DataParallel torch.nn.MultiheadAttention torch.nn.utils.rnn.PackedSequence torch.nn.functional torch.nn.init torch.nn.utils torch.nn.parameter torch.nn.modules
torch.nn.parallel torch.optim torch.optim.lr_scheduler torch.optim.optimizer torch.optim.swa_utils torch.autograd
torch.autograd.functional torch.fft torch.linalg torch.special torch.random torch.distributions torch.utils torch.utils.data
torch.cuda torch.backends torch.overrides torch.func torch.sparse torch.testing torch.jit torch.fx torch.onnx torch.profiler
torch.nested torch.masked torch.signal torch.hub torch.distributed torch.multiprocessing torch.amp torch.mps torch.xpu
torch.accelerator torch.backends.cpu torch.backends.cuda torch.backends.cudnn torch.backends.mkl torch.backends.mkldnn torch.backends.mps
torch.backends.openmp torch.autograd.profiler torch.cuda.amp torch.version torch.types torch.return_types torch.utils.checkpoint
torch.compiler torch.export torch.library torch.autograd.forward_ad torch.signal.windows torch.quantization torch.ao 
torch.utils.cpp_extension torch.utils.benchmark
torch.utils.dlpack torch.serialization torch.distributions.constraints torch.distributions.transforms'''.split()
NUMPY = '''numpy numpy.ndarray numpy.random numpy.random.RandomState numpy.random.Generator numpy.linalg numpy.fft numpy.polynomial numpy.ma numpy.testing numpy.lib'''.split()

#: Tests, and what compiles packages of C and Fortran.
BUILDING = re.compile(r'^numpy\.(distutils|f2py\.)|^numpy\..*\btests\b')


def resolve(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        owner, _, last = name.rpartition('.')
        return getattr(resolve(owner), last)


def walk(path, prefix):
    """Public modules, whether or not they can be imported."""
    for module in pkgutil.iter_modules(path, prefix):
        if not module.name.rpartition('.')[2].startswith('_'):
            yield module.name
            if module.ispkg:
                yield from walk([f'{path[0]}/{module.name.rpartition(".")[2]}'], f'{module.name}.')


def importable(names):
    """Without those that ask for packages beside PyTorch, or for the program's own arguments."""
    for name in names:
        try:
            importlib.import_module(name)
        except (Exception, SystemExit) as error:
            print(name, error, file=sys.stderr)
        else:
            yield name


def is_own(module, name, value):
    if isinstance(value, type(sys)):
        return value.__name__ == f'{module.__name__}.{name}'
    return name in getattr(module, '__all__', ()) or getattr(value, '__module__', None) == module.__name__


def is_for_annotations(value):
    """What a module has for its annotations is no name that a program uses."""
    return type(value).__name__ in ('TypeVar', 'ParamSpec') or str(getattr(value, '__module__', None)).partition('.')[0] in ('typing', 'collections', 'typing_extensions')


def listing(names, modules):
    # All at once: a module that is imported later is not yet named by its owner.
    owners = [resolve(name) for name in (*names, *modules)]
    for name, owner in zip((*names, *modules), owners):
        public = [n for n in dir(owner) if not n.startswith('_') and (name in names or is_own(owner, n, getattr(owner, n, None)))]
        groups = {'': [], '!': [], '=': [], '^': []}
        for n in public:
            try:
                value = getattr(owner, n)
            except Exception:
                continue
            if isinstance(value, type(sys)) and not value.__name__.startswith(('torch.', 'numpy.')) or is_for_annotations(value):
                continue
            if isinstance(value, type) and issubclass(value, BaseException):
                base = next(each for each in value.__mro__ if each.__module__ == 'builtins')
                groups['^'].append(f'{n}:{base.__name__}:{value.__module__}')
                continue
            kind = '!' if isinstance(value, type(sys)) else '' if callable(value) else '='
            groups[kind].append(n)
        # A function of the same name may hide it, as `spawn` in torch.multiprocessing; it can be imported all the same.
        groups['!'] = sorted({*groups['!'], *(module.rpartition('.')[2] for module in modules if module.rpartition('.')[0] == name)})
        for kind, members in groups.items():
            if members or not kind and not any(groups.values()):
                yield f'{kind}{name}\t{" ".join(members)}\n'


for package, names in (('torch', TORCH), ('numpy', NUMPY)):
    modules = [name for name in importable(walk(importlib.import_module(package).__path__, f'{package}.')) if name not in names and not BUILDING.search(name)]
    with open(f'{sys.argv[1]}/{package}/_names.txt', 'w') as out:
        out.writelines(listing(names, modules))

# What NumPy says of the names that it no longer has.
import numpy  # noqa: E402
with open(f'{sys.argv[1]}/numpy/_expired.txt', 'w') as out:
    out.writelines(f'{name}\t{hint}\n' for name, hint in numpy.__expired_attributes__.items())
