"""NumPy's arithmetic: dtypes and promotion, broadcasting, ufuncs with out and where, scalars."""
from sampling import lines, program

DTYPES = ['bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'float32', 'float64']
NUMBERS = {'b': '[True, False, True]', 'u': '[1, 7, 250]', 'i': '[-3, 2, 100]', 'f': '[-1.5, 0.25, 3]'}
KINDS = {'bool': 'b', 'uint8': 'u'}


def array(dtype):
    return f'np.array({NUMBERS[KINDS.get(dtype, dtype[0])]}, np.{dtype})'


TOLERANCES = {}
ROUNDED = {'kind': 'relative', 'relative': 1e-6}

# One operand

UNARY = ('negative positive absolute fabs sign rint floor ceil trunc square reciprocal sqrt cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh '
         'arccosh arctanh isnan isinf isfinite signbit logical_not invert deg2rad rad2deg degrees radians conjugate spacing').split()
for name in UNARY:
    if name in 'sqrt cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh deg2rad rad2deg degrees radians'.split():
        TOLERANCES[f'np.{name}'] = ROUNDED
    for dtype in DTYPES:
        if name != 'reciprocal' or dtype[0] == 'f':
            program(f'np.{name}', f'np.{name}({array(dtype)})')
    program(f'np.{name}', f'np.{name}(np.float64(0.5))')
    program(f'np.{name}', f'np.{name}(0.5)')
    program(f'np.{name}', f'np.{name}([[0.5, 0.25], [1, 0.75]])')
    program(f'np.{name}', f"np.{name}('a')")
    program(f'np.{name}', f'np.{name}()')
    program(f'np.{name}', f'np.{name}(1, 2, 3)')
    program(f'np.{name}', f'np.{name}(np.array([0.0, -0.0, np.inf, -np.inf, np.nan]))')
    program(f'np.{name}', f'np.{name}(np.ones((0, 3)))')

# Two operands, of all dtypes

for name in ('add', 'subtract', 'multiply', 'divide', 'floor_divide', 'remainder', 'power', 'maximum', 'less', 'equal', 'bitwise_and', 'logical_xor', 'arctan2', 'left_shift', 'fmod'):
    if name in ('arctan2', 'power'):
        TOLERANCES[f'np.{name}'] = ROUNDED
    for a in DTYPES:
        for b in DTYPES:
            program(f'np.{name}', f'np.{name}({array(a)}, {array(b)}[::-1])')
for name in ('minimum', 'fmax', 'fmin', 'hypot', 'copysign', 'nextafter', 'logaddexp', 'logaddexp2', 'float_power', 'gcd', 'lcm', 'bitwise_or', 'bitwise_xor', 'right_shift', 'logical_and', 'logical_or',
             'not_equal', 'greater', 'greater_equal', 'less_equal', 'heaviside', 'true_divide', 'mod', 'divmod'):
    if name in ('hypot', 'logaddexp', 'logaddexp2', 'float_power'):
        TOLERANCES[f'np.{name}'] = ROUNDED
    for dtype in DTYPES:
        program(f'np.{name}', f'np.{name}({array(dtype)}, {array(dtype)}[::-1])')
        program(f'np.{name}', f'np.{name}({array(dtype)}, 2)')
    program(f'np.{name}', f'np.{name}(1, [1, 2, 3])')
    program(f'np.{name}', f'np.{name}(1)')
    program(f'np.{name}', f'np.{name}([1, 2], [1, 2, 3])')
lines('np.ldexp', 'np.ldexp([1.5, 2.0], 3)\nnp.ldexp(np.array([1, 2], np.float32), [1, 2])\nnp.ldexp(1.5)')
for name in ('modf', 'frexp'):
    lines(f'np.{name}', f'np.{name}(np.array([-1.5, 0.25, 100]))\nnp.{name}(2.5)\nnp.{name}(np.array([1.5], np.float32))')

# Operators: Python's numbers raise the kind alone, and must fit

for dtype in DTYPES:
    for operator in ('+', '-', '*', '/', '//', '%', '**', '<', '==', '&', '|', '<<'):
        for number in ('1', '2.5', 'True', '300', '-1', '2**40'):
            if operator != '<<' or number in ('1', 'True'):
                TOLERANCES.setdefault('promotion', ROUNDED)
                program('promotion', f'{array(dtype)} {operator} {number}')
        program('promotion', f'2 {operator} {array(dtype)}')
        program('scalars', f'np.{dtype}(1) {operator} 2')
        program('scalars', f'2 {operator} np.{dtype}(1)')
    for other in DTYPES:
        program('scalars', f'np.{dtype}(1) + np.{other}(1)')
        program('scalars', f'{array(dtype)} + np.{other}(1)')
        program('dtypes', f"np.promote_types('{dtype}', '{other}')")
        program('dtypes', f"[np.can_cast('{dtype}', '{other}'), np.can_cast('{dtype}', '{other}', 'same_kind')]")
        program('dtypes', f"{array(dtype)}.astype('{other}')")
        program('in place', f'a = {array(dtype)}', f'a += np.array([1, 0, 1], np.{other})', 'a')
    for number in ('1', '2.5', 'True', '300'):
        program('in place', f'a = {array(dtype)}', f'a *= {number}', 'a')
        program('in place', f'a = {array(dtype)}', f'a /= {number}', 'a')
        program('dtypes', f'np.result_type({array(dtype)}, {number})')
    lines('dtypes', f'''
np.dtype('{dtype}')
d = np.dtype(np.{dtype}); [d.name, d.kind, d.char, d.itemsize, d.str, d.num, d.type, d.byteorder]
np.issubdtype(np.{dtype}, np.integer), np.issubdtype(np.{dtype}, np.floating), np.issubdtype(np.{dtype}, np.number), np.issubdtype(np.{dtype}, np.generic)
np.{dtype}(1).dtype, np.{dtype}(True), np.{dtype}('1')
{array(dtype)}.tolist()
[type(x) for x in {array(dtype)}]
np.zeros(2, '{dtype}'), np.dtype('{dtype}') == '{dtype}', np.dtype('{dtype}') == np.{dtype}
-np.{dtype}(1)
abs({array(dtype)})
~{array(dtype)}
bool(np.{dtype}(1)), int(np.{dtype}(1)), float(np.{dtype}(1))
round(np.{dtype}(1)), hash(np.{dtype}(1)), f'{{np.{dtype}(1)}}', str(np.{dtype}(1)), repr(np.{dtype}(1))
''')
lines('dtypes', '''
np.dtype('i4'), np.dtype('<f8'), np.dtype('?'), np.dtype(float), np.dtype(int), np.dtype(bool), np.dtype('float'), np.dtype('int')
np.dtype('bogus')
np.dtype(3.5)
np.array([1, 2], dtype='bogus')
np.int8(300)
np.array([300], np.uint8)
np.array([-1], np.uint8)
np.array([1, 2], np.uint8) + 256
np.uint8(1) + 256
np.array([1, 300]).astype(np.uint8)
np.array([1.9, -1.9, 2.5]).astype(int)
np.array([1e300]).astype(np.float32)
np.array([1.5]).astype(np.int64, casting='safe')
np.array([1.5]).astype(np.int64, casting='same_kind')
np.iinfo(np.int32).max, np.iinfo('int64').min, np.iinfo(np.uint8).bits
np.iinfo(np.int8)
np.iinfo(float)
np.finfo(np.float32).eps, np.finfo(float).max, np.finfo(np.float64).tiny, np.finfo(np.float32).min, np.finfo(np.float16).max
np.finfo(np.float64).eps
np.finfo(int)
str(np.iinfo(np.int16)), repr(np.iinfo('uint8')), str(np.finfo(np.float32)), repr(np.finfo(np.float32)), str(np.finfo(float))
np.float64(1.5).is_integer(), np.float32(2).is_integer(), np.int64(4).bit_count(), np.float64(0.5).as_integer_ratio(), np.float64(0.5).hex()
isinstance(np.float64(1), float), isinstance(np.float32(1), float), isinstance(np.int64(1), int), isinstance(np.bool_(True), bool)
np.bool is np.bool_, np.int_ is np.int64, np.double is np.float64, np.True_, np.False_
np.result_type(1, 1.5), np.result_type(np.int8, np.uint8), np.result_type(np.float32, 1.5), np.result_type(np.int32, np.float32)
np.common_type(np.array([1]), np.array([1.5], np.float32))
np.issubdtype(np.array([1]).dtype, np.signedinteger), np.issubdtype('float32', float), np.issubdtype(int, np.integer)
np.isscalar(1), np.isscalar(np.float64(1)), np.isscalar(np.array(1)), np.isscalar('a'), np.isscalar([1])
''')

# Broadcasting, out and where

for a in ('3', '2, 1', '1, 3', '2, 3', '4, 1, 3', '1', '0', '2, 2'):
    for b in ('3', '2, 1', '2, 3', '4, 2, 1', '1', '0'):
        program('broadcasting', f'np.arange(np.prod(({a},))).reshape({a}) + np.arange(np.prod(({b},))).reshape({b}) * 10')
for name in ('add', 'subtract', 'multiply', 'divide', 'maximum', 'power', 'less'):
    lines('out', f'''
o = np.zeros(3); r = np.{name}([1, 2, 3], [3, 2, 2], out=o); [o, r is o]
o = np.zeros(3); np.{name}([1, 2, 3], [3, 2, 2], o); o
o = np.zeros(3, np.float32); np.{name}([1., 2., 3.], 2., out=o); o
o = np.zeros(3, int); np.{name}([1., 2., 3.], 2.5, out=o); o
o = np.zeros(2); np.{name}([1, 2, 3], 2, out=o); o
o = np.zeros((2, 3)); np.{name}([1, 2, 3], 2, out=o); o
o = np.full(3, 9.); np.{name}([1, 2, 3], 2, out=o, where=[True, False, True]); o
o = np.full(3, 9.); np.{name}([1, 2, 3], 2, out=(o,), where=np.array([True, False, True])); o
np.{name}([1, 2, 3], 2, out=[0, 0, 0])
np.{name}([1, 2, 3], 2, bogus=1)
np.{name}([1, 2, 3], 2, dtype=np.float32)
np.{name}([1, 2, 3], [1, 2])
np.{name}([1, 2], 'a')
np.{name}([1, 2], None)
np.{name}
np.{name}.nin, np.{name}.nout, np.{name}.__name__, type(np.{name})
np.{name}.reduce([3, 2, 2])
np.{name}.accumulate([3, 2, 2])
np.{name}.outer([1, 2], [3, 2, 2])
''')
lines('out', '''
o = np.zeros(3); np.sqrt([1., 4., 9.], out=o); o
o = np.zeros(3); np.exp(np.array([0., 1., 2.]), o, where=[True, False, False]); o
a = np.array([1., 2., 3.]); np.divide(a, np.array([1., 0., 2.]), out=np.zeros_like(a), where=np.array([1., 0., 2.]) != 0)
np.log(np.array([1., 10.]), out=np.zeros(2, np.float32))
np.sqrt(np.array([1, 4]), dtype=np.float32)
np.sum([[1, 2], [3, 4]], axis=0, out=np.zeros(2))
np.cumsum([1, 2], out=np.zeros(2))
np.matmul([[1., 2.]], [[1.], [2.]], out=np.zeros((1, 1)))
np.clip([1, 5, 9], 2, 6, out=np.zeros(3, int))
np.mean([1., 2.], out=np.zeros(()))
np.add.reduce([[1, 2], [3, 4]]), np.add.reduce([[1, 2], [3, 4]], axis=1), np.multiply.reduce([[1, 2], [3, 4]], axis=None)
np.add.reduce([[1, 2], [3, 4]], keepdims=True)
np.maximum.accumulate([[1, 3, 2], [4, 0, 5]], axis=1)
np.maximum.reduce([[1, 3, 2], [4, 0, 5]], axis=1), np.logical_and.reduce([True, False]), np.logical_or.reduce([[0, 1], [0, 0]])
a = np.zeros(3, int); np.add.at(a, [0, 0, 2], 1); a
a = np.ones(3); np.multiply.at(a, [0, 0], 2.); a
a = np.ones(3); np.subtract.at(a, [0, 1, 0], [1, 2, 3]); a
np.multiply.outer([1, 2], [3, 4]), np.subtract.outer([1, 2], [[3, 4]])
np.sqrt, np.sqrt.nin, np.divmod.nout
''')
lines('in place', '''
a = np.arange(3); a += 1.5
a = np.arange(3); a /= 2
a = np.arange(3.); a += np.ones((2, 3))
a = np.arange(3, dtype=np.float32); a += np.arange(3.); a
a = np.arange(3); a **= 2; a
a = np.arange(6).reshape(2, 3); a -= a[0]; a
a = np.arange(5); a[1:] += a[:-1]; a
a = np.arange(5); a[::-1] -= 1; a
a = np.array([True, False]); a &= False; a
a = np.array([True, False]); a -= True
a = np.arange(3); b = a; a = a + 1; b
a = np.arange(3); a @= np.eye(3, dtype=int); a
a = np.arange(3); a //= 2; a %= 2; a
a = np.arange(3); a <<= 1; a
''')
lines('errors', '''
np.array([1, 2]) + np.array([1, 2, 3])
np.ones((2, 3)) * np.ones((3, 2))
np.ones((2, 3)) @ np.ones((2, 3))
np.ones(3) @ np.ones(4)
np.array(3) @ np.ones(3)
np.array([1, 2]) ** -1
2 ** np.array([-1])
np.array([1, 2]) + 'a'
'a' + np.array([1, 2])
np.array([1, 2]) + None
np.array([1, 2]) + [1]
np.array([1, 2]) < 'a'
np.array([1, 2]) == 'a'
np.array([1, 2]) == None
np.array([1, 2]) != [1, 2]
np.array([True]) - np.array([True])
-np.array([True])
np.array([1.5]) & 1
~np.array([1.5])
np.array([1.5]) << 1
np.array([1, 2]) & np.array([1.5, 2])
bool(np.array([1, 2]))
bool(np.array([]))
if_ = np.array([1, 2]); 1 if if_ > 1 else 2
float(np.array([1, 2]))
int(np.array([1.5, 2]))
int(np.array([1.5]))
float(np.array(2.5)), int(np.array(2))
len(np.array(1))
[1, 2, 3][np.array([1])]
[1, 2, 3][np.array(1)]
hash(np.array([1]))
range(np.int64(3)), list(range(np.array(2)))
divmod(np.array([7, -7]), 3)
np.array([7, -7]) % np.array([3, -3]), np.array([7, -7]) // np.array([2, -2])
np.array([7.5, -7.5]) % 2, np.array([7.5, -7.5]) // 2
np.array([1, 0]) / 0, np.array([1.0, -1.0, 0]) / 0
np.array([1, 2]) // 0, np.array([1, 2]) % 0
np.float64(1) / 0, np.float64(0) / 0, np.int64(1) // 0
np.int64(2) ** 63, np.int64(2**62) * 2, np.int8(127) + np.int8(1), np.uint8(3) - np.uint8(5)
np.array([2**62]) * 2
pow(np.array([2, 3]), 2)
[1, 2] + np.array([1, 2]), (1, 2) * np.array([1, 2])
np.array([1, 2]) in [np.array([1, 2])]
3 in np.array([1, 2, 3]), 4 in np.array([1, 2, 3])
sum(np.array([1, 2, 3])), max(np.array([1, 5, 3])), sorted(np.array([3, 1, 2]))
math.sqrt(np.float64(4)), math.floor(np.float64(4.5)), math.pi * np.float32(2)
''')
lines('warnings', '''
warned(lambda: np.array([1.0, 0.0]) / 0)
warned(lambda: np.log(np.array([0.0, -1.0])))
warned(lambda: np.sqrt(np.array([-1.0])))
warned(lambda: np.sqrt(-1.0))
warned(lambda: np.exp(np.array([1000.0])))
warned(lambda: np.float64(1) / 0)
warned(lambda: np.int8(127) + np.int8(1))
warned(lambda: np.array([1]) // 0)
warned(lambda: np.mean([]))
warned(lambda: np.std([]))
warned(lambda: np.nanmean([np.nan]))
warned(lambda: np.inf * np.array([0.0]))
''')
