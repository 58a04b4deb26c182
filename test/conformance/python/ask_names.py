"""Lists PyTorch's and NumPy's public names, for engine/python/torch/_names.txt and engine/python/numpy/_names.txt.

Run with a Python that has the real packages: python ask_names.py OUT_FOLDER
One line per namespace: its name, a tab, then names that are callable; a second line with `!` for submodules,
a third with `=` for everything else that is not callable.
"""
import importlib
import inspect
import sys
import warnings

warnings.simplefilter('ignore')

TORCH = '''torch torch.Tensor torch.nn torch.nn.functional torch.nn.init torch.nn.utils torch.nn.parameter torch.nn.modules
torch.nn.parallel torch.optim torch.optim.lr_scheduler torch.optim.optimizer torch.optim.swa_utils torch.autograd
torch.autograd.functional torch.fft torch.linalg torch.special torch.random torch.distributions torch.utils torch.utils.data
torch.cuda torch.backends torch.overrides torch.func torch.sparse torch.testing torch.jit torch.fx torch.onnx torch.profiler
torch.nested torch.masked torch.signal torch.hub torch.distributed torch.multiprocessing torch.amp torch.mps torch.xpu
torch.accelerator torch.backends.cpu torch.backends.cuda torch.backends.cudnn torch.backends.mkl torch.backends.mkldnn torch.backends.mps
torch.backends.openmp torch.autograd.profiler torch.cuda.amp torch.version torch.types torch.return_types torch.utils.checkpoint
torch.compiler torch.export torch.library torch.autograd.forward_ad torch.signal.windows torch.quantization torch.ao torch.nn.intrinsic torch.nn.qat torch.nn.quantizable torch.nn.quantized torch.nn.quantized.dynamic torch.nn.quantized.functional torch.nn.attention torch.nn.attention.bias torch.nn.attention.flex_attention torch.nn.attention.varlen
torch.nn.grad torch.utils.cpp_extension torch.utils.benchmark
torch.utils.dlpack torch.serialization torch.distributions.constraints torch.distributions.transforms'''.split()
NUMPY = '''numpy numpy.ndarray numpy.random numpy.random.RandomState numpy.random.Generator numpy.linalg numpy.fft numpy.polynomial numpy.ma numpy.testing numpy.lib'''.split()


def resolve(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        owner, _, last = name.rpartition('.')
        return getattr(resolve(owner), last)


def is_for_annotations(value):
    """What a module has imported for its annotations is no name of its own."""
    return str(getattr(value, '__module__', None)).partition('.')[0] in ('typing', 'collections', 'typing_extensions')


def listing(names):
    # All at once: a module that is imported later is not yet named by its owner.
    owners = [resolve(name) for name in names]
    for name, owner in zip(names, owners):
        public = [n for n in dir(owner) if not n.startswith('_')]
        groups = {'': [], '!': [], '=': []}
        for n in public:
            try:
                value = getattr(owner, n)
            except Exception:
                continue
            if isinstance(value, type(sys)) and not value.__name__.startswith(('torch.', 'numpy.')) or is_for_annotations(value):
                continue
            kind = '!' if isinstance(value, type(sys)) else '' if callable(value) else '='
            groups[kind].append(n)
        for kind, members in groups.items():
            if members:
                yield f'{kind}{name}\t{" ".join(members)}\n'


for package, names in (('torch', TORCH), ('numpy', NUMPY)):
    with open(f'{sys.argv[1]}/{package}/_names.txt', 'w') as out:
        out.writelines(listing(names))
