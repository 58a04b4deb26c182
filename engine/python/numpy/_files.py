""".npy and .npz files, and tables of text. What is saved where nothing may be written, the same run can load, as torch.save's."""
import collections.abc
import io
import os

from torch._names import sentence

from ._core import array, as_array
from ._making import frombuffer, fromstring
from ._types import as_dtype

_MAGIC = b'\x93NUMPY'
#: Room in the header for the first size to grow.
_DIGITS = 21


def _packed(a):
    a = as_array(a)
    fortran = a.ndim > 1 and not a.flags.c_contiguous and a.T.flags.c_contiguous
    head = f"{{'descr': '{a.dtype.str}', 'fortran_order': {fortran}, 'shape': {a.shape!r}, }}"
    if a.ndim:
        head += ' ' * (_DIGITS - len(repr(a.shape[-1 if fortran else 0])))
    room = len(_MAGIC) + 4 + len(head) + 1
    head += ' ' * (-room % 64) + '\n'
    return _MAGIC + b'\x01\x00' + len(head).to_bytes(2, 'little') + head.encode() + (a.T if fortran else a).tobytes()


def _taken(stream, size, what):
    data = stream.read(size)
    if len(data) != size:
        raise ValueError(f'EOF: reading {what}, expected {size} bytes got {len(data)}')
    return data


def _unpacked(stream):
    """The array that begins where the stream stands, which then stands behind it."""
    import ast
    import math
    magic = _taken(stream, len(_MAGIC) + 2, 'magic string')
    if not magic.startswith(_MAGIC):
        raise ValueError(f'the magic string is not correct; expected {_MAGIC!r}, got {magic[:-2]!r}')
    if magic[-2:] not in (b'\x01\x00', b'\x02\x00', b'\x03\x00'):
        raise ValueError(f'we only support format version (1,0), (2,0), and (3,0), not {tuple(magic[-2:])}')
    size = int.from_bytes(_taken(stream, 2 if magic[-2] == 1 else 4, 'array header length'), 'little')
    head = ast.literal_eval(_taken(stream, size, 'array header').decode('latin1' if magic[-2] < 3 else 'utf-8'))
    shape, descr = head['shape'], head['descr']
    if not isinstance(descr, str):
        raise NotImplementedError(sentence('numpy.load of a structured array'))
    if descr[1:2] == 'O':
        raise ValueError('Object arrays cannot be loaded when allow_pickle=False')
    kind = as_dtype(descr)
    flat = frombuffer(_taken(stream, math.prod(shape) * kind.itemsize, 'array data'), kind) if math.prod(shape) else array([], kind)
    return flat.reshape(shape[::-1]).T if head['fortran_order'] else flat.reshape(shape)


def _write(file, data, ending):
    if hasattr(file, 'write'):
        file.write(data)
        return
    path = os.fspath(file)
    with open(path if path.endswith(ending) else path + ending, 'wb') as opened:
        opened.write(data)


def _read(file):
    from torch import serialization
    return serialization._read(file)


def save(file, arr, allow_pickle=True):
    _write(file, _packed(arr), '.npy')


def _savez(file, args, kwds, compression):
    import zipfile
    named = dict(kwds)
    for at, each in enumerate(args):
        if f'arr_{at}' in named:
            raise ValueError(f'Cannot use un-named variables and keyword arr_{at}')
        named[f'arr_{at}'] = each
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', compression) as archive:
        for name, each in named.items():
            with archive.open(f'{name}.npy', 'w', force_zip64=True) as entry:
                entry.write(_packed(each))
    _write(file, out.getvalue(), '.npz')


def savez(file, *args, allow_pickle=True, **kwds):
    _savez(file, args, kwds, 0)


def savez_compressed(file, *args, allow_pickle=True, **kwds):
    _savez(file, args, kwds, 8)


def load(file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding='ASCII', *, max_header_size=10000):
    if allow_pickle or mmap_mode is not None:
        raise NotImplementedError(sentence(f'numpy.load({"allow_pickle=True" if allow_pickle else "mmap_mode=..."})'))
    stream = file if hasattr(file, 'read') else io.BytesIO(_read(file))
    start = stream.read(len(_MAGIC))
    if not start:
        raise EOFError('No data left in file')
    stream.seek(-len(start), 1)
    if start.startswith((b'PK\x03\x04', b'PK\x05\x06')):
        return NpzFile(stream, file)
    if start != _MAGIC:
        raise ValueError('This file contains pickled (object) data. If you trust the file you can load it unsafely using the `allow_pickle=` keyword argument or `pickle.load()`.')
    return _unpacked(stream)


class _Fields:
    """An archive's arrays as attributes."""

    def __init__(self, archive):
        self._archive = archive

    def __getattr__(self, name):
        try:
            return self._archive[name]
        except KeyError:
            raise AttributeError(name) from None


class NpzFile(collections.abc.Mapping):
    """Arrays by name, read when they are asked for."""

    def __init__(self, stream, file):
        import zipfile
        self._zip = zipfile.ZipFile(stream)
        self.f = _Fields(self)
        self._name = file if isinstance(file, (str, os.PathLike)) else 'object'
        self.files = [name.removesuffix('.npy') for name in self._zip.namelist()]

    def __getitem__(self, key):
        if key not in self and key.removesuffix('.npy') not in self.files:
            raise KeyError(f'{key} is not a file in the archive')
        return _unpacked(io.BytesIO(self._zip.read(f'{key.removesuffix(".npy")}.npy')))

    def __contains__(self, key):
        return key in self.files

    def __iter__(self):
        return iter(self.files)

    def __len__(self):
        return len(self.files)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self):
        self._zip.close()

    def __repr__(self):
        return f'NpzFile {self._name!r} with keys: {", ".join(self.files[:5])}{"..." if len(self.files) > 5 else ""}'


# Tables of text


def fromfile(file, dtype=float, count=-1, sep='', offset=0, *, like=None):
    kind = as_dtype(dtype)
    if sep:
        if offset:
            raise TypeError("'offset' argument only permitted for binary files")
        text = file.read() if hasattr(file, 'read') else _read(file)
        found = fromstring(text.decode() if isinstance(text, bytes) else text, kind, sep=sep)
        return found if count < 0 else found[:count]
    data = file.read(offset + count * kind.itemsize if count >= 0 else -1) if hasattr(file, 'read') else _read(file)
    there = max(len(data) - offset, 0) // kind.itemsize
    # What is left over at the end is no element.
    return frombuffer(data, kind, there if count < 0 else min(count, there), offset)


def savetxt(fname, X, fmt='%.18e', delimiter=' ', newline='\n', header='', footer='', comments='# ', encoding=None):
    X = as_array(X)
    if X.ndim not in (1, 2):
        raise ValueError(f'Expected 1D or 2D array, got {X.ndim}D array instead')
    X = X.reshape(-1, 1) if X.ndim == 1 else X
    row = delimiter.join(fmt if isinstance(fmt, (list, tuple)) else [fmt] * X.shape[1])
    text = ''.join([f'{comments}{line}{newline}' for line in header.split('\n') if header] + [row % tuple(each) + newline for each in X.tolist()] + [f'{comments}{line}{newline}' for line in footer.split('\n') if footer])
    if isinstance(fname, (io.TextIOBase,)):
        fname.write(text)
    else:
        _write(fname, text.encode(), '')


def _rows(fname, delimiter, comments, skip):
    lines = fname.read() if hasattr(fname, 'read') else '\n'.join(fname) if isinstance(fname, list) else _read(fname)
    lines = (lines.decode() if isinstance(lines, bytes) else lines).splitlines()[skip:]
    lines = [line.split(comments)[0].strip() if comments else line.strip() for line in lines]
    return [[word.strip() for word in (line.split(delimiter) if delimiter else line.split())] for line in lines if line]


def _table(rows, d, usecols, unpack, ndmin, converters=None):
    if usecols is not None:
        usecols = [usecols] if isinstance(usecols, int) else usecols
        for at, row in enumerate(rows):
            for each in usecols:
                if not -len(row) <= each < len(row):
                    raise ValueError(f'invalid column index {each} at row {at + 1} with {len(row)} columns')
        rows = [[row[at] for at in usecols] for row in rows]
    for at, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(f'the number of columns changed from {len(rows[0])} to {len(row)} at row {at + 1}; use `usecols` to select a subset and avoid this error')

    def number(word, row, column):
        made = converters if callable(converters) else (converters or {}).get(column if usecols is None else usecols[column])
        if made is not None:
            return made(word)
        try:
            return float(word) if d.kind == 'f' else int(word)
        except ValueError:
            raise ValueError(f'could not convert string {word!r} to {d} at row {row}, column {column + 1}.') from None
    made = array([[number(word, at, column) for column, word in enumerate(row)] for at, row in enumerate(rows)], d) if rows else array([], d)
    made = made.squeeze() if ndmin < 2 else made
    made = made.reshape(-1) if ndmin == 1 else made
    return made.T if unpack else made


def loadtxt(fname, dtype=float, comments='#', delimiter=None, converters=None, skiprows=0, usecols=None, unpack=False, ndmin=0, encoding=None, max_rows=None, *, quotechar=None, like=None):
    try:
        rows = _rows(fname, delimiter, comments, skiprows)
    except FileNotFoundError:
        raise FileNotFoundError(f'{fname} not found.') from None
    return _table(rows[:max_rows], as_dtype(dtype), usecols, unpack, ndmin, converters)


def genfromtxt(fname, dtype=float, comments='#', delimiter=None, skip_header=0, skip_footer=0, converters=None, missing_values=None, filling_values=None, usecols=None, *, unpack=None, max_rows=None, **_):
    if _.get('names'):
        raise NotImplementedError(sentence('numpy.genfromtxt(names=...)'))
    try:
        rows = _rows(fname, delimiter, comments, skip_header)[:max_rows]
    except FileNotFoundError:
        raise FileNotFoundError(f'{fname} not found.') from None
    rows = rows[:-skip_footer] if skip_footer else rows
    uneven = [f'    Line #{at} (got {len(row)} columns instead of {len(rows[0])})' for at, row in enumerate(rows, skip_header + 1) if len(row) != len(rows[0])]
    if uneven:
        raise ValueError('Some errors were detected !\n' + '\n'.join(uneven))

    def number(word):
        try:
            return str(float(word))
        except ValueError:
            return str(filling_values if filling_values is not None else 'nan')
    return _table([[number(word) for word in row] for row in rows], as_dtype(dtype), usecols, unpack, 0)
