"""PyTorch's public names that are not here: they exist, so that hasattr and import work, and raise when called.

A name that PyTorch does not have either stays Python's own AttributeError.
"""
import builtins
import functools
import importlib.machinery
import os
import sys


def read(file):
    names = {}
    with open(file, encoding='ascii') as lines:
        for line in lines:
            owner, _, members = line.rstrip('\n').partition('\t')
            kind = owner[0] if owner[0] in '!=^' else ''
            names.setdefault(owner.removeprefix(kind), {})[kind] = frozenset(members.split())
    return names


NAMES = read(os.path.join(os.path.dirname(__file__), '_names.txt'))


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


@functools.cache
def _exception(name, base, owner):
    """Python's own, or one that nothing here raises, but that programs name after `except`. Where several modules have it, it is one."""
    if owner.partition('.')[0] not in ('torch', 'numpy'):
        return getattr(importlib.import_module(owner), name)
    return type(name, (getattr(builtins, base),), {'__module__': owner})


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
    exceptions = {name: origin for name, *origin in (member.split(':') for member in known.get('^', ()))}

    def __getattr__(name):
        full_name = f'{owner}.{name}'
        if name in callables:
            value = stub(full_name)
        elif name in modules:
            value = importlib.import_module(full_name)
        elif name in values:
            value = LackingValue(full_name)
        elif name in exceptions:
            value = _exception(name, *exceptions[name])
        else:
            raise AttributeError(f"module '{owner}' has no attribute '{name}'")
        namespace[name] = value
        return value

    def __dir__():
        return sorted({*namespace, *callables, *modules, *values, *exceptions})

    return __getattr__, __dir__


class Finder:
    """Of the modules whose names are known it finds those of which nothing is here, and completes the others once they have run."""

    def __init__(self, names):
        self.names = names

    def _submodules(self, name):
        return self.names.get(name, {}).get('!', ())

    def find_spec(self, name, path=None, target=None):
        owner, _, last = name.rpartition('.')
        if name not in self.names and last not in self._submodules(owner):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None:
            return importlib.machinery.ModuleSpec(name, self, is_package=bool(self._submodules(name))) if last in self._submodules(owner) else None
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            self.exec_module(module)

        spec.loader.exec_module = exec_module
        return spec

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        if '__getattr__' not in vars(module):
            module.__getattr__, module.__dir__ = lacking(module.__name__, vars(module), self.names)
        if self._submodules(module.__name__):
            # What is one file here has submodules in PyTorch.
            vars(module).setdefault('__path__', [])


def install(names=NAMES):
    sys.meta_path.insert(0, Finder(names))


def fill_class(cls, owner, names=NAMES):
    """Methods that the real class has and this one lacks raise when called."""
    known = names[owner]
    for name in known[''] - set(dir(cls)):
        setattr(cls, name, stub(f'{owner}.{name}') if not name[:1].isupper() else LackingValue(f'{owner}.{name}'))
