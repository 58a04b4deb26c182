"""The usual samples of an operator: dtypes, shapes, layouts, forms of the call, and what users get wrong.

A family's module calls these and adds what is particular to each operator. A case: `op` is whose it is, `c` the call,
`i` its inputs by name, `w` whether gradients are asked for, `o` the names whose tensors are looked at afterwards.
"""
FLOATS = ['float16', 'bfloat16', 'float32', 'float64']
INTEGERS = ['uint8', 'int8', 'int16', 'int32', 'int64']
ALL = ['bool', *INTEGERS, *FLOATS]

cases = []


def case(op, call, grad=False, looked=(), **inputs):
    one = {'op': op, 'c': call, 'i': inputs}
    if grad:
        one['w'] = True
    if looked:
        one['o'] = list(looked)
    cases.append(one)


def program(what, *lines, **inputs):
    """Lines of Python after `torch.manual_seed(0)`, the last of which is what is looked at: of what is no operator. See answers.py for what they may call."""
    cases.append({'op': what, 'c': '\n'.join(lines), 'i': inputs, 'p': True})


def lines(what, text):
    """A program for each line of a text, in which `; ` begins a new line; one that ends with a statement gives None."""
    for line in filter(None, map(str.strip, text.split('\n'))):
        *before, last = line.split('; ')
        try:
            compile(last, what, 'eval')
            program(what, *before, last)
        except SyntaxError:
            program(what, *before, last, 'None')


def given(arguments):
    """What follows a first argument."""
    return f', {arguments}' if arguments else ''


def function_of(op, owner='torch'):
    """How the function is called: where it has a name that says so (`linalg_inv`) that is its path."""
    for prefix in ('linalg', 'special'):
        if op.startswith(prefix + '_'):
            return f'torch.{prefix}.{op.removeprefix(prefix + "_")}'
    return f'{owner}.{op}'


def mistakes(op, right='a', owner='torch', forms='fm'):
    """What the argument parser refuses; `right` are good arguments. Of functions written in Python only what does not lie in their signature's own words."""
    call, a = function_of(op, owner), ['float32', [2, 3]]
    case(op, f'{call}()', a=a)
    case(op, f'{call}("text")', a=a)
    case(op, f'{call}({right}, bogus=1)', a=a)
    case(op, f'{call}({right}, 1, 2, 3, 4, 5, 6, 7, 8)', a=a)
    case(op, f'{call}([1.0, 2.0])', a=a)
    if 'm' in forms:
        case(op, f'a.{op}(bogus=1)', a=a)


def shapes(op, arguments='', kind='normal', owner='torch', grad=True, dtype='float32'):
    """Empty, 0-d, size 1, rank 5, and layouts that are not contiguous."""
    call = f'{function_of(op, owner)}(a{given(arguments)})'
    for shape in ([], [0], [2, 0, 3], [1], [1, 1], [2, 1, 3, 2, 2]):
        case(op, call, grad, a=[dtype, shape, kind])
    for layout in ('transposed', 'strided', 'expanded', 'offset'):
        case(op, call, grad, a=[dtype, [3, 4], kind, layout])
    case(op, call, a=['int64', [3, 4], kind, 'transposed'])
    case(op, call, grad, a=['float64', [2, 3, 4], kind, 'transposed'])


def forms(op, arguments='', kind='normal', which='mio', owner='torch', dtypes=('float32', 'int64', 'bool'), grad=True):
    """As a method, in place, and into `out`, of the right dtype, of another, and of another shape."""
    for dtype in dtypes:
        a = [dtype, [2, 3], kind]
        if 'm' in which:
            case(op, f'a.{op}({arguments})', a=a)
        if 'i' in which:
            case(op, f'a.{op}_({arguments})', looked=['a'], a=a)
            case(op, f'a.{op}_({arguments})', looked=['a'], a=[dtype, [3, 2], kind, 'transposed'])
        if 'o' in which:
            call = f'{function_of(op, owner)}(a{given(arguments)}, out=o)'
            for out in ('float32', 'float64', 'int64'):
                case(op, call, looked=['o'], a=a, o=[out, [2, 3]])
            case(op, call, looked=['o'], a=a, o=['float32', [3, 2], 'normal', 'transposed'])
            case(op, call, looked=['o'], a=a, o=['float32', [5]])
    if 'i' in which and grad:
        # A leaf that wants a gradient, and a view of something else.
        case(op, f'a.{op}_({arguments})', grad=True, a=['float32', [2, 3], kind])
        case(op, f'(a * 1).{op}_({arguments})', grad=True, a=['float32', [2, 3], kind])


def unary(op, *kinds, arguments='', owner='torch', which='mio', grad=True, dtypes=ALL):
    """An operator of one tensor, element by element."""
    call = f'{function_of(op, owner)}(a{given(arguments)})'
    first = kinds[0] if kinds else 'normal'
    for dtype in dtypes:
        for kind in (*(kinds or ('normal',)), 'special'):
            case(op, call, grad and dtype in FLOATS, a=[dtype, [24] if kind == 'special' else [3, 5], kind])
    shapes(op, arguments, first, owner, grad)
    forms(op, arguments, first, which, owner, grad=grad)
    mistakes(op, f'a{given(arguments)}', owner, which)


#: Numbers that stand for a tensor.
NUMBERS = ('2', '-1', '0.5', 'True', "float('nan')")


def binary(op, *kinds, which='mio', grad=True, numbers=NUMBERS, reflected=True, dtypes=ALL):
    """An operator of two tensors, element by element, with promotion and broadcasting. Other kinds may be given for each of the two."""
    call, (one, two) = f'{function_of(op)}(a, b)', kinds or ('normal', 'normal')
    for dtype in dtypes:
        for other in dtypes:
            case(op, call, grad and dtype == other and dtype in FLOATS, a=[dtype, [2, 3], one], b=[other, [2, 3], two])
        case(op, call, a=[dtype, [21], 'special'], b=[dtype, [21], two])
        case(op, call, a=[dtype, [21], one], b=[dtype, [21], 'special'])
        for number in numbers:
            case(op, f'{function_of(op)}(a, {number})', a=[dtype, [4], one])
    for shape, against in (([3, 1], [4]), ([2, 1, 3], [1, 4, 1]), ([], [3]), ([0], [1]), ([2, 0], [2, 1]), ([2, 1, 3, 1, 2], [4, 1, 2, 1])):
        case(op, call, grad, a=['float32', shape, one], b=['float32', against, two])
        case(op, call, a=['float64', shape, one], b=['float32', against, two])
    for layout in ('transposed', 'strided', 'expanded', 'offset'):
        case(op, call, grad, a=['float32', [3, 4], one, layout], b=['float32', [3, 4], two])
        case(op, call, grad, a=['float64', [3, 4], one], b=['float64', [3, 4], two, layout])
    case(op, call, a=['float32', [2, 3]], b=['float32', [4]])
    case(op, call, a=['float32', [2, 3]], b=['float32', [3, 3]])
    if 'm' in which:
        case(op, 'a.%s(b)' % op, grad, a=['float32', [3], one], b=['float32', [3], two])
    if 'i' in which:
        for other in dtypes:
            case(op, f'a.{op}_(b)', looked=['a'], a=['float32', [2, 3], one], b=[other, [3], two])
            case(op, f'a.{op}_(b)', looked=['a'], a=[other, [2, 3], one], b=['float32', [2, 1], two])
        case(op, f'a.{op}_(b)', looked=['a'], a=['float32', [3], one], b=['float32', [2, 3], two])
        case(op, f'a.{op}_(b)', grad, a=['float32', [3], one], b=['float32', [3], two])
        case(op, f'(a * 1).{op}_(b)', grad, a=['float32', [3], one], b=['float32', [3], two])
    if 'o' in which:
        for out in ('float32', 'int64', 'float64', 'bool'):
            case(op, f'{function_of(op)}(a, b, out=o)', looked=['o'], a=['float32', [2, 3], one], b=['float32', [3], two], o=[out, [2, 3]])
        case(op, f'{function_of(op)}(a, b, out=o)', looked=['o'], a=['int64', [2, 3], one], b=['int64', [3], two], o=['float32', [2]])
        case(op, f'{function_of(op)}(a, b, out=o)', grad=True, a=['float32', [3], one], b=['float32', [3], two], o=['float32', [3]])
    mistakes(op, 'a, a', forms=which)


def taken():
    """The cases so far, and none afterwards."""
    found = cases[:]
    cases.clear()
    return found
