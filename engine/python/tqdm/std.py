"""The bar itself: counts what goes by, and says it in a line that it writes anew.

Where tqdm has a thread that looks after bars that have gone quiet, here each iteration looks at the clock: there is none beside.
"""
import os
import sys
from contextlib import contextmanager, nullcontext
from numbers import Number
from time import time
from weakref import WeakSet

from . import _meter
from ._warnings import TqdmDeprecationWarning, TqdmExperimentalWarning, TqdmKeyError, TqdmMonitorWarning, TqdmSynchronisationWarning, TqdmTypeError, TqdmWarning

_UP = '\x1b[A'
_HIDDEN = ' ... (more hidden) ...'
_ROWS = 20
_NESTED = '`nested` is deprecated and automated.\nUse `position` instead for manual control.\n'

__all__ = [
    'tqdm', 'trange', 'TqdmTypeError', 'TqdmKeyError', 'TqdmWarning', 'TqdmDeprecationWarning', 'TqdmExperimentalWarning', 'TqdmMonitorWarning', 'TqdmSynchronisationWarning',
]


class _Average:
    """An exponential moving average that counts from its first number on, not from 0."""

    def __init__(self, smoothing):
        self._smoothing, self._last, self._rest = smoothing, 0, 1

    def add(self, number):
        self._last += self._smoothing * (number - self._last)
        self._rest *= 1 - self._smoothing

    @property
    def value(self):
        return self._last if self._rest == 1 else self._last / (1 - self._rest)


def _shape(file, ncols, nrows):
    """How many columns and rows there are, by the environment where it says so."""
    def asked(name):
        try:
            return int(os.environ[name]) - 1
        except (KeyError, ValueError):
            return None

    if file not in (sys.stderr, sys.stdout):
        return ncols, nrows
    return asked('COLUMNS') if ncols is None else ncols, asked('LINES') if nrows is None else nrows


class tqdm:
    """An iterable that shows how far it has been gone through, or a counter by hand (`total`, `update`)."""

    monitor_interval = 0
    monitor = None
    _instances = WeakSet()
    _lock = nullcontext()

    format_sizeof = staticmethod(_meter.format_sizeof)
    format_interval = staticmethod(_meter.format_interval)
    format_num = staticmethod(_meter.format_num)
    format_meter = staticmethod(_meter.format_meter)

    @staticmethod
    def status_printer(file):
        """A function that writes a line over the one that it wrote before."""
        before = 0

        def write(text):
            nonlocal before
            columns = _meter.width(text)
            file.write(f'\r{text}{" " * max(before - columns, 0)}')
            getattr(file, 'flush', int)()
            before = columns

        if file in (sys.stderr, sys.stdout):
            sys.stderr.flush()
            sys.stdout.flush()
        return write

    def __new__(cls, *_args, **_options):
        self = object.__new__(cls)
        cls._instances.add(self)
        return self

    def __init__(
        self, iterable=None, desc=None, total=None, leave=True, file=None, ncols=None, mininterval=0.1, maxinterval=10.0, miniters=None, ascii=None, disable=False, unit='it',
        unit_scale=False, dynamic_ncols=False, smoothing=0.3, bar_format=None, initial=0, position=None, postfix=None, unit_divisor=1000, write_bytes=False, lock_args=None,
        nrows=None, colour=None, delay=0.0, gui=False, **kwargs,
    ):
        file = sys.stderr if file is None else file
        if disable is None and hasattr(file, 'isatty') and not file.isatty():
            disable = True
        if total is None and iterable is not None:
            try:
                total = len(iterable)
            except (TypeError, AttributeError):
                pass
        if total == float('inf'):
            total = None
        self.iterable, self.disable, self.n, self.total, self.leave = iterable, disable, initial, total, leave
        if disable or kwargs:
            self.disable = True
            self.pos = self._get_free_pos(self)
            self._instances.discard(self)
            if not disable:
                raise TqdmDeprecationWarning(_NESTED, fp_write=file.write) if 'nested' in kwargs else TqdmKeyError(f'Unknown argument(s): {kwargs}')
            return
        self._sizes = (ncols, nrows) if dynamic_ncols else None
        self.ncols, self.nrows = _shape(file, ncols, nrows)
        self.dynamic_ncols = dynamic_ncols
        self.fp, self.desc, self.unit, self.unit_scale, self.unit_divisor = file, desc or '', unit, unit_scale, unit_divisor
        self.mininterval, self.maxinterval = mininterval or 0, maxinterval or 0
        self.miniters, self.dynamic_miniters = miniters or 0, miniters is None
        self.ascii = not str(getattr(file, 'encoding', None) or '').lower().startswith(('utf', 'u8')) if ascii is None else ascii
        self.smoothing, self.bar_format, self.initial, self.colour, self.delay, self.gui = smoothing or 0, bar_format, initial, colour, delay, gui
        self.postfix = None
        if postfix:
            try:
                self.set_postfix(refresh=False, **postfix)
            except TypeError:
                self.postfix = postfix
        self.pos = self._get_free_pos(self) if position is None else -position
        self.sp = self.status_printer(file)
        self._begin(initial)
        if delay <= 0:
            self.refresh()
            self.last_print_t = self.start_t = time()

    def _begin(self, n):
        self.last_print_n, self.last_print_t = n, time()
        self.start_t = self.last_print_t
        self._counts, self._times = _Average(self.smoothing), _Average(self.smoothing)

    @classmethod
    def _get_free_pos(cls, instance=None):
        taken = {abs(each.pos) for each in cls._instances if each is not instance and hasattr(each, 'pos')}
        return min(set(range(len(taken) + 1)) - taken)

    def _leave_row(self):
        """A bar that had no row to be shown in takes the one that has come free."""
        self._instances.discard(self)
        last = (self.nrows or _ROWS) - 1
        hidden = min((each for each in self._instances if getattr(each, 'pos', -1) >= last), key=lambda each: each.pos, default=None)
        if hidden is not None:
            hidden.clear()
            hidden.pos = abs(self.pos)

    @classmethod
    def get_lock(cls):
        return cls._lock

    @classmethod
    def set_lock(cls, lock):
        cls._lock = lock

    @classmethod
    def write(cls, s, file=None, end='\n', nolock=False):
        """Prints a line above the bars."""
        file = sys.stdout if file is None else file
        with cls.external_write_mode(file=file, nolock=nolock):
            file.write(s)
            file.write(end)

    @classmethod
    @contextmanager
    def external_write_mode(cls, file=None, nolock=False):
        """Within it the bars are gone from where `file` is shown."""
        file = sys.stdout if file is None else file
        shown = (sys.stdout, sys.stderr)
        bars = [each for each in cls._instances if hasattr(each, 'start_t') and (each.fp == file or each.fp in shown and file in shown)]
        for bar in bars:
            bar.clear(nolock=True)
        try:
            yield
        finally:
            for bar in bars:
                bar.refresh(nolock=True)

    def __bool__(self):
        if self.total is not None:
            return self.total > 0
        if self.iterable is None:
            raise TypeError('bool() undefined when iterable == total == None')
        return bool(self.iterable)

    def __len__(self):
        iterable = self.iterable
        if iterable is None:
            return self.total
        if hasattr(iterable, 'shape'):
            return iterable.shape[0]
        if hasattr(iterable, '__len__'):
            return len(iterable)
        return iterable.__length_hint__() if hasattr(iterable, '__length_hint__') else getattr(self, 'total', None)

    def __reversed__(self):
        iterable = self.iterable
        try:
            self.iterable = reversed(iterable)
            return self.__iter__()
        finally:
            self.iterable = iterable

    def __contains__(self, item):
        return item in self.iterable if hasattr(self.iterable, '__contains__') else any(each is item or each == item for each in self)

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.close()

    def __del__(self):
        self.close()

    def __str__(self):
        return self.format_meter(**self.format_dict)

    def __iter__(self):
        # Read once: what is between two prints is to cost little.
        iterable = self.iterable
        if self.disable:
            yield from iterable
            return
        mininterval, begins = self.mininterval, self.start_t + self.delay
        n, shown = self.n, self.last_print_n
        try:
            for each in iterable:
                yield each
                n += 1
                if n - shown >= self.miniters:
                    now = time()
                    if now - self.last_print_t >= mininterval and now >= begins:
                        self.update(n - shown)
                        shown = self.last_print_n
        finally:
            self.n = n
            self.close()

    def update(self, n=1):
        """Counts `n` more; returns whether that was shown."""
        if self.disable:
            return None
        if n < 0:
            self.last_print_n += n
        self.n += n
        if self.n - self.last_print_n < self.miniters:
            return None
        now = time()
        passed = now - self.last_print_t
        if passed < self.mininterval or now < self.start_t + self.delay:
            return None
        counted = self.n - self.last_print_n
        if self.smoothing and passed and counted:
            self._counts.add(counted)
            self._times.add(passed)
        self.refresh()
        self.last_print_n, self.last_print_t = self.n, now
        return True

    def close(self):
        """Leaves the line as it is at the end, or takes it away."""
        if getattr(self, 'disable', True):
            return
        self.disable = True
        pos = abs(self.pos)
        self._leave_row()
        if self.last_print_t < self.start_t + self.delay:
            # It was never shown.
            return
        if self.leave or self.leave is None and pos == 0:
            # The rate of all of it, not of its last steps.
            self._times = _Average(0)
            self.display(pos=0)
            self.fp.write('\n')
        else:
            self.display(msg='', pos=pos)
            if pos == 0:
                self.fp.write('\r')

    def clear(self, nolock=False):
        """Takes the line away until it is next shown."""
        if self.disable:
            return
        pos = abs(self.pos)
        self.moveto(pos)
        self.sp('')
        self.fp.write('\r')
        self.moveto(-pos)

    def refresh(self, nolock=False, lock_args=None):
        if not self.disable:
            self.display()

    def display(self, msg=None, pos=None):
        """Writes the line, or `msg` in its place; returns whether there was a row for it."""
        pos = abs(self.pos) if pos is None else pos
        rows = self.nrows or _ROWS
        if pos >= rows - 1:
            if pos >= rows:
                return False
            if msg or msg is None:
                msg = _HIDDEN
        self.moveto(pos)
        self.sp(str(self) if msg is None else msg)
        self.moveto(-pos)
        return True

    def moveto(self, n):
        if n:
            self.fp.write('\n' * n + _UP * -n)
            getattr(self.fp, 'flush', int)()

    def unpause(self):
        """Time that has passed since the last print doesn't count."""
        if not self.disable:
            now = time()
            self.start_t += now - self.last_print_t
            self.last_print_t = now

    def reset(self, total=None):
        """Begins again at 0."""
        self.n = 0
        if total is not None:
            self.total = total
        if not self.disable:
            self._begin(0)
            self.refresh()

    def set_description(self, desc=None, refresh=True):
        self.set_description_str(f'{desc}: ' if desc else '', refresh)

    def set_description_str(self, desc=None, refresh=True):
        self.desc = desc or ''
        if refresh:
            self.refresh()

    def set_postfix(self, ordered_dict=None, refresh=True, **kwargs):
        """Names with their numbers at the end of the line."""
        named = {**(ordered_dict or {}), **dict(sorted(kwargs.items()))}
        texts = ((name, value if isinstance(value, str) else self.format_num(value) if isinstance(value, Number) else str(value)) for name, value in named.items())
        self.set_postfix_str(', '.join(f'{name}={text.strip()}' for name, text in texts), refresh)

    def set_postfix_str(self, s='', refresh=True):
        self.postfix = str(s)
        if refresh:
            self.refresh()

    @property
    def format_dict(self):
        """What `format_meter` makes the line of."""
        if self.disable and not hasattr(self, 'unit'):
            return {'n': self.n, 'total': self.total, 'elapsed': 0, 'unit': 'it'}
        if self._sizes is not None:
            self.ncols, self.nrows = _shape(self.fp, *self._sizes)
        seconds = self._times.value
        return {
            'n': self.n, 'total': self.total, 'elapsed': time() - self.start_t, 'ncols': self.ncols, 'nrows': self.nrows, 'prefix': self.desc, 'ascii': self.ascii, 'unit': self.unit,
            'unit_scale': self.unit_scale, 'rate': self._counts.value / seconds if seconds else None, 'bar_format': self.bar_format, 'postfix': self.postfix,
            'unit_divisor': self.unit_divisor, 'initial': self.initial, 'colour': self.colour,
        }


def trange(*args, **kwargs):
    """`tqdm(range(*args), **kwargs)`"""
    return tqdm(range(*args), **kwargs)
