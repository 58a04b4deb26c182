"""The classes of series: coefficients over a family of polynomials, with a domain that is mapped to a window."""
import numbers

import numpy as np

from . import polyutils as pu

RAISED, _LOWERED = (str.maketrans('0123456789', digits) for digits in ('⁰¹²³⁴⁵⁶⁷⁸⁹', '₀₁₂₃₄₅₆₇₈₉'))


class ABCPolyBase:
    __hash__ = None
    __array_ufunc__ = None
    maxpower = 100
    _use_unicode = True

    def __init__(self, coef, domain=None, window=None, symbol='x'):
        [self.coef] = pu.as_series([coef], trim=False)
        for name, ends in (('domain', domain), ('window', window)):
            if ends is not None:
                [ends] = pu.as_series([ends], trim=False)
                if len(ends) != 2:
                    raise ValueError(f'{name.title()} has wrong number of elements.')
                setattr(self, name, ends)
        if not hasattr(symbol, 'isidentifier'):
            raise TypeError('Symbol must be a non-empty string')
        if not symbol.isidentifier():
            raise ValueError('Symbol string must be a valid Python identifier')
        self._symbol = symbol

    symbol = property(lambda self: self._symbol)

    def _like(self, coef):
        return self.__class__(coef, self.domain, self.window, self.symbol)

    # Compared

    def has_samecoef(self, other):
        return len(self.coef) == len(other.coef) and np.all(self.coef == other.coef)

    def has_samedomain(self, other):
        return np.all(self.domain == other.domain)

    def has_samewindow(self, other):
        return np.all(self.window == other.window)

    def has_sametype(self, other):
        return isinstance(other, self.__class__)

    def __eq__(self, other):
        return (isinstance(other, self.__class__) and np.all(self.domain == other.domain) and np.all(self.window == other.window)
                and self.coef.shape == other.coef.shape and np.all(self.coef == other.coef) and self.symbol == other.symbol)

    def __ne__(self, other):
        return not self == other

    # As text

    def __repr__(self):
        coef, domain, window = (repr(each)[6:-1] for each in (self.coef, self.domain, self.window))
        return f"{type(self).__name__}({coef}, domain={domain}, window={window}, symbol='{self.symbol}')"

    def __str__(self):
        return self._text(self._use_unicode)

    def __format__(self, fmt_str):
        if fmt_str not in ('', 'ascii', 'unicode'):
            raise ValueError(f"Unsupported format string '{fmt_str}' passed to {self.__class__}.__format__. Valid options are 'ascii' and 'unicode'")
        return self._text(fmt_str == 'unicode') if fmt_str else str(self)

    def _argument(self, number):
        """(what the polynomials are of, whether it is more than a name)."""
        off, scale = self.mapparms()
        return ' + '.join([number(off)] * (off != 0) + [(number(scale) if scale != 1 else '') + self.symbol]), off != 0 or scale != 1

    def _text(self, is_unicode):
        width = max(np.get_printoptions()['linewidth'], 1)
        argument, is_more = self._argument(pu.format_float)
        argument = f'({argument})' if is_more else argument
        text, last = pu.format_float(self.coef[0]), len(self.coef) - 1
        for power, each in enumerate(self.coef[1:], 1):
            term = f'{"+" if each >= 0 else "-"} {pu.format_float(each if each >= 0 else -each, parens=True)}{self._term(str(power), argument, is_unicode)}'
            # The next sign, too, must have room.
            full = len(text.rpartition('\n')[2]) + 1 + len(term) + 2 * (power < last) >= width
            text += ' ' + (term.replace(' ', '\n', 1) if full else term)
        return text

    def _term(self, power, argument, is_unicode):
        return f'·{self.basis_name}{power.translate(_LOWERED)}({argument})' if is_unicode else f' {self.basis_name}_{power}({argument})'

    def _latex_term(self, power, argument, is_more):
        return f'{{{self.basis_name}}}_{{{power}}}({argument})'

    def _repr_latex_(self):
        def number(x, parens=False):
            return rf'\text{{{pu.format_float(x, parens=parens)}}}'
        parts = []
        for power, each in enumerate(self.coef):
            part = (f' {"+" if each >= 0 else "-"} ' if power else '') + number(abs(each) if power else each, parens=power > 0)
            term = self._latex_term(power, *self._argument(number))
            part += '' if term == '1' else rf'\,{term}'
            parts.append(rf'\color{{LightGray}}{{{part}}}' if each == 0 else part)
        return rf'${self.symbol} \mapsto {"".join(parts)}$'

    # Arithmetic

    def _coefficients_of(self, other):
        if not isinstance(other, ABCPolyBase):
            return other
        if not isinstance(other, self.__class__):
            raise TypeError('Polynomial types differ')
        if not np.all(self.domain == other.domain):
            raise TypeError('Domains differ')
        if not np.all(self.window == other.window):
            raise TypeError('Windows differ')
        if self.symbol != other.symbol:
            raise ValueError('Polynomial symbols differ')
        return other.coef

    def __call__(self, arg):
        return self._val(pu.mapdomain(arg, self.domain, self.window), self.coef)

    def __iter__(self):
        return iter(self.coef)

    def __len__(self):
        return len(self.coef)

    def __neg__(self):
        return self._like(-self.coef)

    def __pos__(self):
        return self

    def __truediv__(self, other):
        if not isinstance(other, numbers.Number) and not isinstance(other, np.number) or isinstance(other, bool):
            raise TypeError(f"unsupported types for true division: '{type(self)}', '{type(other)}'")
        return self // other

    def __rtruediv__(self, other):
        return NotImplemented

    def __pow__(self, other):
        return self._like(self._pow(self.coef, other, maxpower=self.maxpower))

    # Others made of it

    def copy(self):
        return self._like(self.coef)

    def degree(self):
        return len(self) - 1

    def cutdeg(self, deg):
        return self.truncate(deg + 1)

    def trim(self, tol=0):
        return self._like(pu.trimcoef(self.coef, tol))

    def truncate(self, size):
        whole = int(size)
        if whole != size or whole < 1:
            raise ValueError('size must be a positive integer')
        return self._like(self.coef[:whole])

    def convert(self, domain=None, kind=None, window=None):
        kind = kind or self.__class__
        return self(kind.identity(domain, window=window, symbol=self.symbol))

    def mapparms(self):
        return pu.mapparms(self.domain, self.window)

    def integ(self, m=1, k=[], lbnd=None):
        off, scl = self.mapparms()
        return self._like(self._int(self.coef, m, k, 0 if lbnd is None else off + scl * lbnd, 1. / scl))

    def deriv(self, m=1):
        return self._like(self._der(self.coef, m, self.mapparms()[1]))

    def roots(self):
        return pu.mapdomain(self._roots(self.coef), self.window, self.domain)

    def linspace(self, n=100, domain=None):
        domain = self.domain if domain is None else domain
        x = np.linspace(domain[0], domain[1], n)
        return x, self(x)

    @classmethod
    def _ends(cls, domain, window, of=None):
        """What stands for None and, where the domain is that of numbers, for []."""
        if domain is None and of is not None:
            domain = pu.getdomain(of)
        elif domain is None or isinstance(domain, list) and not domain:
            domain = cls.domain
        return domain, cls.window if window is None else window

    @classmethod
    def fit(cls, x, y, deg, domain=None, rcond=None, full=False, w=None, window=None, symbol='x'):
        is_found = domain is None
        domain, window = cls._ends(domain, window, x)
        if is_found and domain[0] == domain[1]:
            domain = domain + np.array([-1, 1])
        found = cls._fit(pu.mapdomain(x, domain, window), y, deg, w=w, rcond=rcond, full=full)
        made = cls(found[0] if full else found, domain=domain, window=window, symbol=symbol)
        return (made, found[1]) if full else made

    @classmethod
    def fromroots(cls, roots, domain=[], window=None, symbol='x'):
        [roots] = pu.as_series([roots], trim=False)
        domain, window = cls._ends(domain, window, roots)
        off, scl = pu.mapparms(domain, window)
        return cls(cls._fromroots(off + scl * roots) / scl ** len(roots), domain=domain, window=window, symbol=symbol)

    @classmethod
    def identity(cls, domain=None, window=None, symbol='x'):
        domain, window = cls._ends(domain, window)
        return cls(cls._line(*pu.mapparms(window, domain)), domain, window, symbol)

    @classmethod
    def basis(cls, deg, domain=None, window=None, symbol='x'):
        whole = int(deg)
        if whole != deg or whole < 0:
            raise ValueError('deg must be non-negative integer')
        return cls([0] * whole + [1], *cls._ends(domain, window), symbol)

    @classmethod
    def cast(cls, series, domain=None, window=None):
        domain, window = cls._ends(domain, window)
        return series.convert(domain, cls, window)


def _operator(name, form=lambda made: made):
    """Both sides of an operator. What the coefficients can't be computed of is left to the other operand."""
    def computed(self, compute):
        try:
            made = compute()
        except ZeroDivisionError:
            raise
        except Exception:
            return NotImplemented
        return form(tuple(map(self._like, made)) if isinstance(made, tuple) else self._like(made))

    def forwards(self, other):
        coef = self._coefficients_of(other)
        return computed(self, lambda: getattr(self, name)(self.coef, coef))

    def backwards(self, other):
        return computed(self, lambda: getattr(self, name)(other, self.coef))
    return forwards, backwards


for _name, _pair in {'add': _operator('_add'), 'sub': _operator('_sub'), 'mul': _operator('_mul'), 'divmod': _operator('_div'),
                     'floordiv': _operator('_div', lambda made: made[0]), 'mod': _operator('_div', lambda made: made[1])}.items():
    for _side, _function in zip(('', 'r'), _pair):
        setattr(ABCPolyBase, f'__{_side}{_name}__', _function)


def series(module, name, basis_name, prefix, functions, **own):
    """The class of a family's series over the functions of its module."""
    parts = {f'_{part}': staticmethod(functions[prefix + part]) for part in ('add', 'sub', 'mul', 'div', 'pow', 'val', 'int', 'der', 'fit', 'line', 'roots', 'fromroots')}
    ends = functions[f'{prefix}domain']
    return type(name, (ABCPolyBase,), {'__module__': module, 'domain': ends.copy(), 'window': ends.copy(), 'basis_name': basis_name, **parts, **own})
