"""Compiles what the embedded runtime imports at its start; run by bytecode.mjs, inside the interpreter that will read it.

Each compiled file says that it is not to be checked against its source, whose time the package does not keep.
"""
import compileall
import py_compile
import re
import sys
import zipfile

_UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH


#: Of the interactive interpreter, which needs a terminal, what pydoc and pdb import.
_OF_PYREPL = frozenset(('__init__.py', 'pager.py', 'utils.py', 'types.py', 'trace.py'))

#: What this script alone has imported.
_OWN = frozenset(('compileall.py', 'filecmp.py', 'py_compile.py'))


def _is_kept(name, left_out):
    folder, _, file = name.rpartition('/')
    module = name.removesuffix('.py').replace('/', '.')
    return (folder != '_pyrepl' or file in _OF_PYREPL) and not any(f'{module}.'.startswith(f'{left}.') for left in left_out)


#: What is compiled where it is imported: a snapshot is made once, and waits 0.2 s for numpy, whose bytecode is three times its source.
_AS_SOURCE = re.compile(r'/numpy/')


def compile_folder(folder):
    """Writes `__pycache__` for every module below `folder`, but for those that stay as source."""
    if not compileall.compile_dir(folder, quiet=1, invalidation_mode=_UNCHECKED, rx=_AS_SOURCE):
        raise SystemExit(f'{folder} does not compile')


def _is_of_pyodide(name):
    return name.startswith(('pyodide/', '_pyodide/'))


def compile_imported(archive, out, left_out):
    """Copies the zip file `archive`, an entry of sys.path, to `out` without the modules `left_out`, with a compiled file beside each that is imported
    from it now. (One that is frozen is in the interpreter itself.) Of Pyodide's own, which are not for programs, these compiled files are all.

    Nothing in it is compressed: bytecode.mjs does that, and better over the whole."""
    origins = [module.__spec__.origin or '' for module in list(sys.modules.values()) if getattr(module, '__spec__', None)]
    inside = {origin[len(archive) + 1:] for origin in origins if origin.startswith(archive)} - _OWN
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(out, 'w', zipfile.ZIP_STORED) as target:
        for entry in source.infolist():
            name, text = entry.filename, source.read(entry)
            if not _is_kept(name, left_out):
                continue
            if not _is_of_pyodide(name):
                target.writestr(zipfile.ZipInfo(name), text)
            if name not in inside:
                continue
            with open('/tmp/module.py', 'wb') as file:
                file.write(text)
            compiled = py_compile.compile('/tmp/module.py', dfile=f'{archive}/{name}', doraise=True, invalidation_mode=_UNCHECKED)
            with open(compiled, 'rb') as file:
                target.writestr(zipfile.ZipInfo(f'{name}c'), file.read())
