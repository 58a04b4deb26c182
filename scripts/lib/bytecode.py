"""Compiles what the embedded runtime imports at its start; run by bytecode.mjs, inside the interpreter that will read it.

Each compiled file says that it is not to be checked against its source, whose time the package does not keep.
"""
import compileall
import py_compile
import sys
import zipfile

_UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH


#: Of the interactive interpreter, which needs a terminal, what pydoc and pdb import.
_OF_PYREPL = frozenset(('__init__.py', 'pager.py', 'utils.py', 'types.py', 'trace.py'))

#: What is of no use without a network.
_OF_NETWORKS = ('ftplib.py', 'imaplib.py', 'poplib.py', 'smtplib.py', 'http/server.py', 'wsgiref/', 'xmlrpc/')


def _is_kept(name):
    folder, _, file = name.rpartition('/')
    return (folder != '_pyrepl' or file in _OF_PYREPL) and not name.startswith(_OF_NETWORKS)


def compile_folder(folder):
    """Writes `__pycache__` for every module below `folder`."""
    if not compileall.compile_dir(folder, quiet=1, invalidation_mode=_UNCHECKED):
        raise SystemExit(f'{folder} does not compile')


def compile_imported(archive, out):
    """Copies the zip file `archive`, an entry of sys.path, to `out`, with a compiled file beside each module that is imported now.

    Nothing in it is compressed: the package does that, and better over the whole."""
    inside = {module.__file__[len(archive) + 1:] for module in list(sys.modules.values()) if (getattr(module, '__file__', None) or '').startswith(archive)}
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(out, 'w', zipfile.ZIP_STORED) as target:
        for entry in source.infolist():
            name, text = entry.filename, source.read(entry)
            if not _is_kept(name):
                continue
            target.writestr(zipfile.ZipInfo(name), text)
            if name not in inside:
                continue
            with open('/tmp/module.py', 'wb') as file:
                file.write(text)
            target.write(py_compile.compile('/tmp/module.py', dfile=f'{archive}/{name}', doraise=True, invalidation_mode=_UNCHECKED), f'{name}c')
