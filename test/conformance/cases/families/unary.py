"""Functions of one tensor, element by element."""
from sampling import unary

for op in ('neg', 'abs', 'sign', 'floor', 'ceil', 'trunc', 'round', 'square', 'reciprocal', 'exp', 'exp2', 'expm1', 'sin', 'cos', 'tan', 'atan', 'sinh', 'cosh', 'tanh', 'sigmoid'):
    unary(op)
for op in ('sqrt', 'rsqrt', 'log', 'log2', 'log10', 'log1p'):
    unary(op, 'positive')
for op in ('asin', 'acos'):
    unary(op, 'open')
# Nothing of autograd looks at these: a leaf may be written to.
for op in ('logical_not', 'bitwise_not'):
    unary(op, grad=False)
for op in ('isnan', 'isinf', 'isfinite'):
    unary(op, grad=False, which='m')
unary('nan_to_num')
unary('nan_to_num', arguments='1.5, 7, neginf=-2')
unary('relu', which='mi')
unary('positive', which='m')
unary('round', 'large', arguments='decimals=2')
unary('round', 'large', arguments='decimals=-1', dtypes=['float32', 'float64'])
