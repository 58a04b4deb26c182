"""How NumPy prints: arrays and scalars of all dtypes, summarised, wrapped, with other options."""
from sampling import lines, program

DTYPES = ['bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'float32', 'float64']
TEXTS = ['np.array(3)', 'np.arange(3)', 'np.arange(6).reshape(2, 3)', 'np.zeros((2, 0))', 'np.zeros(0)', 'np.arange(24).reshape(2, 3, 4)', 'np.arange(30)', 'np.arange(2000)', 'np.arange(3000).reshape(30, 100)', 'np.ones((1, 1, 1))', 'np.arange(100).reshape(4, 25)', 'np.array([0, 1, 100])']
for dtype in DTYPES:
    for text in TEXTS:
        lines('dtypes', f'a = ({text}).astype(np.{dtype}); [repr(a), str(a)]')
    lines('scalars', f"[repr(np.{dtype}(1)), str(np.{dtype}(1)), f'{{np.{dtype}(1)}}', f'{{np.{dtype}(1)!r}}', repr([np.{dtype}(0)]), repr((np.{dtype}(1),)), '%s' % np.{dtype}(1)]")
for numbers in ('1.0, 2.0', '1.5, 2, 3.25', '0.1, 0.2, 0.3', '1e-5, 1', '1e10, 1', '1e8, 1', '1e7, 1', '1.23456789012', '0.001, 1000', '1e-3, 1e3, 1', 'np.nan, 1', 'np.inf, -np.inf, 1.5', 'np.nan, np.nan', '-0.0, 0.0', '-1.5, 2', '1/3, 2/3', '1e300, 1e-300', '123456.789, 0.1', '100000000.0', '99999999.0', '1e16, 1', '0.00001', '1e-4, 2e-4', '3.14159265358979', '1e5, 1e-5', '12345678.9', '-1e-10', '5e-324', '1.0, 10.0, 100.0, 1000.5', '0.5, np.nan, -3', '2**0.5, 2**40', '1e22', '1e-7, 1e-8'):
    lines('floats', f'''
a = np.array([{numbers}]); [repr(a), str(a)]
a = np.array([{numbers}]).astype(np.float32); [repr(a), str(a)]
[repr(np.float64(x)) for x in [{numbers}]], [str(np.float64(x)) for x in [{numbers}]]
[repr(np.float32(x)) for x in [{numbers}]], [str(np.float32(x)) for x in [{numbers}]]
a = np.array([{numbers}]); np.array2string(a, precision=3), np.array_str(a, precision=2), np.array_repr(a, precision=2, suppress_small=True)
a = np.array([[{numbers}], [{numbers}]]); [repr(a), str(a)]
''')
for options in ('precision=2', 'precision=0', 'precision=4, suppress=True', 'suppress=True', 'threshold=5', 'threshold=5, edgeitems=1', 'linewidth=20', 'linewidth=200', "sign='+'", "sign=' '", "nanstr='NaN', infstr='Inf'", "floatmode='fixed'", "floatmode='unique'", "floatmode='maxprec_equal'", "floatmode='fixed', precision=3", 'edgeitems=1, threshold=0', "formatter={'float': lambda x: f'{x:.1f}'}",
                "formatter={'int': lambda x: hex(x)}", "formatter={'all': lambda x: f'<{x}>'}", "formatter={'float_kind': '{:.3f}'.format}", "precision='a'", "floatmode='bogus'", "sign='bogus'", 'threshold=np.nan'):
    for text in ('np.array([1.23456, -1e-7, np.nan, np.inf])', 'np.arange(12).reshape(3, 4) - 3', 'np.linspace(0, 1, 13)', 'np.array([[1.5, 2], [100, 0.25]])'):
        program('options', f'a = {text}', f'with np.printoptions({options}): r = [repr(a), str(a)]', 'r')
lines('options', '''
np.get_printoptions()
np.set_printoptions(precision=3); r = repr(np.array([1/3])); np.set_printoptions(precision=8); r
np.set_printoptions(); np.set_printoptions(threshold=6); r = repr(np.arange(10)); np.set_printoptions(threshold=1000); r
np.array2string(np.arange(3), separator=', '), np.array2string(np.arange(6).reshape(2, 3), separator=','), np.array2string(np.array([1.5, 2]), prefix='array(', separator=', '), np.array2string(np.arange(40), max_line_width=30)
np.array2string(np.array([0.5, 1]), formatter={'float_kind': lambda x: '%.2f' % x}), np.array2string(np.arange(2000), threshold=5, edgeitems=2)
np.array_repr(np.array([1.5, 2])), np.array_str(np.arange(3)), np.array_repr(np.arange(3, dtype=np.int32))
np.format_float_positional(1.5), np.format_float_positional(np.float32(0.1)), np.format_float_scientific(12345.678), np.format_float_positional(3.14159, precision=2), np.format_float_scientific(12345.678, precision=2)
np.binary_repr(5), np.binary_repr(-3, width=5), np.base_repr(10, 3), np.binary_repr(3, width=6)
f'{np.float64(3.14159):.2f}', f'{np.float32(0.1)} {np.float16(0.1)} {np.bool_(True)} {np.float32(0.1)!s}', f'{np.float32(2.5):8.3f}', f'{np.int64(5):03d}', f'{np.array(2.5):.2f}', f'{np.arange(3)}', '%.3f' % np.float32(0.1), '%d' % np.int64(3), format(np.float64(2), '.1e')
f'{np.arange(3):.2f}'
str([np.float64(0.5), np.int64(2), np.bool_(True)]), str({'a': np.array([1, 2])}), str((np.arange(2), 3))
repr(np.arange(6).reshape(2, 3)[:, ::-1]), repr(np.arange(6).reshape(2, 3).T), str(np.arange(4)[::2])
repr(np.dtype('float32')), str(np.dtype('int64')), repr(np.float32), repr(np.ndarray), repr(np.add), repr(type(np.arange(3))), str(type(np.float64(1)))
repr(np.random.RandomState), repr(np.random.default_rng(0))[:16], repr(np.newaxis), repr(np.pi), repr(np.e), repr(np.inf), repr(np.nan)
np.array([1e-20, 1.0]), np.array([1.0, 2.0, 3.0]) / 3, np.array([[1.0, 1000000.0], [0.5, 123.456]])
repr(np.full((3, 3), 1e6)), repr(np.full((3, 3), 1e-6)), repr(np.array([1.0, 1e6]) ** 2)
''')
