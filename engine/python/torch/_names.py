"""PyTorch's public names that are not here: they exist, so that hasattr and import work, and raise when called.

A name that PyTorch does not have either stays Python's own AttributeError.
"""
import os
import sys
import types


def _read(file):
    names = {}
    with open(file, encoding='ascii') as lines:
        for line in lines:
            owner, _, members = line.rstrip('\n').partition('\t')
            kind = owner[0] if owner[0] in '!=' else ''
            names.setdefault(owner.removeprefix(kind), {})[kind] = frozenset(members.split(' '))
    return names


NAMES = _read(os.path.join(os.path.dirname(__file__), '_names.txt'))


def sentence(name):
    return f'`{name}` is not in the embedded engine yet; the python runtime has it'


class _LackingClass(type):
    """A class that PyTorch has: it can be named, used in isinstance and in annotations, but neither called nor subclassed."""

    def __call__(cls, *args, **kwargs):
        raise NotImplementedError(sentence(cls._full_name))

    def __getattr__(cls, name):
        if name.startswith('_'):
            raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")
        return stub(f'{cls._full_name}.{name}')


class LackingValue:
    """A value that PyTorch has, which is neither a class, a function nor a module."""

    def __init__(self, name):
        self.full_name = name

    def __repr__(self):
        return f'<{self.full_name}: not in the embedded engine yet>'

    def __call__(self, *args, **kwargs):
        raise NotImplementedError(sentence(self.full_name))

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        raise NotImplementedError(sentence(self.full_name))


def refuse_lacking(value):
    """Where it is handed on, as a dtype that is not here."""
    if isinstance(value, LackingValue):
        raise NotImplementedError(sentence(value.full_name))


def stub(full_name):
    """What stands for a callable that is not here."""
    owner, _, name = full_name.rpartition('.')
    if name[:1].isupper():
        def refuse(cls, **kwargs):
            raise NotImplementedError(sentence(full_name))
        return _LackingClass(name, (), {'_full_name': full_name, '__module__': owner, '__init_subclass__': classmethod(refuse)})

    def call(*args, **kwargs):
        raise NotImplementedError(sentence(full_name))
    call.__name__ = call.__qualname__ = name
    call.__module__ = owner
    return call


def lacking(owner, namespace, names=NAMES):
    """`__getattr__` and `__dir__` for a module."""
    known = names.get(owner, {})
    callables, modules, values = (known.get(kind, frozenset()) for kind in ('', '!', '='))

    def __getattr__(name):
        full_name = f'{owner}.{name}'
        if name in modules:
            value = sys.modules.get(full_name) or absent_module(full_name, names)
        elif name in callables:
            value = stub(full_name)
        elif name in values:
            value = LackingValue(full_name)
        else:
            raise AttributeError(f"module '{owner}' has no attribute '{name}'")
        namespace[name] = value
        return value

    def __dir__():
        return sorted({*namespace, *callables, *modules, *values})

    return __getattr__, __dir__


def absent_module(full_name, names=NAMES):
    """A module of PyTorch's of which nothing is here; `import` finds it too."""
    module = types.ModuleType(full_name)
    module.__path__ = []
    module.__getattr__, module.__dir__ = lacking(full_name, module.__dict__, names)
    sys.modules[full_name] = module
    return module


def install_absent(names=NAMES, skip=()):
    """Modules whose members are known and of which nothing is here, so that `import torch.fft` works."""
    for full_name in names:
        if full_name not in sys.modules and full_name not in skip:
            owner, _, name = full_name.rpartition('.')
            if owner in sys.modules and name in names.get(owner, {}).get('!', ()):
                setattr(sys.modules[owner], name, absent_module(full_name, names))


def fill_class(cls, owner, names=NAMES):
    """Methods that the real class has and this one lacks raise when called."""
    known = names[owner]
    for name in known[''] - set(dir(cls)):
        setattr(cls, name, stub(f'{owner}.{name}') if not name[:1].isupper() else LackingValue(f'{owner}.{name}'))
