"""Asks real PyTorch how small programs with gradients go, and stores it: `python test/conformance/ask_autograd.py`.

A program is a list of steps that both this script and `autograd.test.ts` understand:
  ["x", "leaf", dtype, shape, values]          a leaf that requires grad ("data": one that does not)
  ["y", op, arg, …]                            an operator; names are tensors, {"f": 2.0} a float, {"i": 2} an int
  ["", "backward", "y", {"retain", "create", "gradient"}]   ["g", "grad", "y", "x", {…}]
  ["", "no_grad", [steps]]   ["", "zero_grad", "x"]   ["", "see", "x"]
"see" records value, dtype, version (but of results of grad, which PyTorch adds up in place), node, leaf and requires_grad, and the gradient. An error ends the program.
"""
import json
import os
import pathlib

os.environ['ATEN_CPU_CAPABILITY'] = 'avx2'

import torch

programs = []


def decode(arg, names):
    if isinstance(arg, str):
        return names[arg]
    if isinstance(arg, dict):
        (value,) = arg.values()
        return value
    if isinstance(arg, list):
        return [decode(item, names) for item in arg]
    return arg


def numbers(tensor):
    return [repr(float(v)) for v in tensor.detach().reshape(-1)]


def seen(tensor, counted):
    return {'v': numbers(tensor), 's': list(tensor.shape), 'd': str(tensor.dtype)[6:], 'version': tensor._version if counted else None, 'node': type(tensor.grad_fn).__name__ if tensor.grad_fn is not None else None,
            'leaf': tensor.is_leaf, 'requires': tensor.requires_grad, 'grad': None if not tensor.is_leaf or tensor.grad is None else numbers(tensor.grad)}


def run(steps, names, observations):
    for out, op, *args in steps:
        if op in ('leaf', 'data'):
            dtype, shape, values = args
            names[out] = torch.tensor(values, dtype=getattr(torch, dtype)).reshape(shape).clone()
            if op == 'leaf':
                names[out].requires_grad_()
        elif op == 'backward':
            options = args[1] if len(args) > 1 else {}
            names[args[0]].backward(names[options['gradient']] if 'gradient' in options else None, retain_graph=options.get('retain'), create_graph=options.get('create', False))
        elif op == 'grad':
            options = args[2] if len(args) > 2 else {}
            found = torch.autograd.grad([names[n] for n in args[0].split()], [names[n] for n in args[1].split()], retain_graph=options.get('retain'), create_graph=options.get('create', False), allow_unused=options.get('unused'))
            for name, value in zip(out.split(), found):
                if value is not None:
                    names[name] = value
                    names['results of grad'].add(name)
        elif op == 'no_grad':
            with torch.no_grad():
                run(args[0], names, observations)
        elif op == 'zero_grad':
            names[args[0]].grad = None
        elif op == 'requires_grad_':
            names[args[0]].requires_grad_(*args[1:])
        elif op == 'see':
            observations.append(seen(names[args[0]], args[0] not in names['results of grad']))
        else:
            values = [decode(arg, names) for arg in args]
            function = getattr(torch, op) if hasattr(torch, op) and not op.endswith('_') else lambda self, *rest: getattr(self, op)(*rest)
            if op == 'index':
                result = values[0][tuple(values[1])]
            else:
                result = function(*values)
            if ' ' in out:
                for name, value in zip(out.split(), result):
                    names[name] = value
            else:
                names[out] = result


def program(title, *steps):
    observations = []
    record = {'title': title, 'steps': list(steps), 'seen': observations}
    try:
        run(steps, {'results of grad': set()}, observations)
    except (RuntimeError, IndexError, ValueError, NotImplementedError) as error:
        record['error'] = [type(error).__name__, str(error)]
    programs.append(record)


f = lambda value: {'f': value}
i = lambda value: {'i': value}
X = ['x', 'leaf', 'float32', [3], [1.0, -2.0, 0.5]]
W = ['w', 'leaf', 'float32', [2, 3], [0.1, 0.2, 0.3, -0.4, 0.5, 0.6]]
D = ['d', 'data', 'float32', [3], [2.0, 3.0, -1.0]]
see = lambda *names: [['', 'see', name] for name in names]

program('chain', X, ['y', 'mul', 'x', 'x'], ['z', 'exp', 'y'], ['l', 'sum', 'z'], ['', 'backward', 'l'], *see('x', 'y', 'z', 'l'))
program('a leaf used twice', X, ['y', 'mul', 'x', f(2.0)], ['z', 'add', 'y', 'x'], ['l', 'sum', 'z'], ['', 'backward', 'l'], *see('x'))
program('accumulation over two backwards', X, ['y', 'sum', 'x'], ['', 'backward', 'y'], ['y', 'sum', 'x'], ['', 'backward', 'y'], *see('x'))
program('grad set to None between', X, ['y', 'sum', 'x'], ['', 'backward', 'y'], ['', 'zero_grad', 'x'], ['y', 'sum', 'x'], ['', 'backward', 'y'], *see('x'))
program('retain_graph', X, ['y', 'mul', 'x', 'x'], ['l', 'sum', 'y'], ['', 'backward', 'l', {'retain': True}], ['', 'backward', 'l'], *see('x'))
program('second backward', X, ['y', 'mul', 'x', 'x'], ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('x'), ['', 'backward', 'l'])
program('second backward through nothing saved', X, ['l', 'sum', 'x'], ['', 'backward', 'l'], ['', 'backward', 'l'], *see('x'))
program('not a scalar', X, ['y', 'mul', 'x', f(2.0)], ['', 'backward', 'y'])
program('with a gradient', X, D, ['y', 'mul', 'x', f(2.0)], ['', 'backward', 'y', {'gradient': 'd'}], *see('x'))
program('with a gradient of another shape', X, W, ['y', 'mul', 'x', f(2.0)], ['', 'backward', 'y', {'gradient': 'w'}])
program('nothing requires grad', D, ['y', 'sum', 'd'], ['', 'backward', 'y'])
program('a leaf in place', X, ['', 'mul_', 'x', f(2.0)])
program('a view of a leaf in place', X, ['y', 'select', 'x', 0, 0], ['', 'mul_', 'y', f(2.0)])
program('a leaf in place under no_grad', X, ['', 'no_grad', [['', 'mul_', 'x', f(2.0)]]], ['y', 'mul', 'x', 'x'], ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('x'))
program('a saved leaf changed', X, ['y', 'mul', 'x', 'x'], ['l', 'sum', 'y'], ['', 'no_grad', [['', 'add_', 'x', f(1.0)]]], ['', 'backward', 'l'])
program('saved data changed', X, D, ['y', 'mul', 'x', 'd'], ['l', 'sum', 'y'], ['', 'add_', 'd', f(1.0)], ['', 'backward', 'l'])
program('data changed that was not saved', X, D, ['y', 'add', 'x', 'd'], ['l', 'sum', 'y'], ['', 'add_', 'd', f(1.0)], ['', 'backward', 'l'], *see('x'))
program('the factor that needs no saving changed', X, D, ['y', 'mul', 'd', 'x'], ['', 'no_grad', [['', 'add_', 'x', f(1.0)]]], ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('x'))
program('a saved result changed', X, ['y', 'exp', 'x'], ['', 'add_', 'y', f(1.0)], ['l', 'sum', 'y'], ['', 'backward', 'l'])
program('a saved intermediate changed', X, ['y', 'mul', 'x', f(2.0)], ['z', 'mul', 'y', 'y'], ['', 'add_', 'y', f(1.0)], ['l', 'sum', 'z'], ['', 'backward', 'l'])
program('an intermediate in place', X, ['y', 'mul', 'x', f(2.0)], ['', 'add_', 'y', f(1.0)], ['', 'mul_', 'y', 'y'], *see('y'), ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('x'))
program('in place with the old value needed', X, D, ['y', 'mul', 'x', f(1.0)], ['', 'mul_', 'y', 'd'], ['', 'pow_', 'y', i(3)], *see('y'), ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('x'))
program('relu in place', X, ['y', 'mul', 'x', f(2.0)], ['', 'relu_', 'y'], *see('y'), ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('x'))
program('sigmoid in place', X, ['y', 'mul', 'x', f(2.0)], ['', 'sigmoid_', 'y'], ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('x'))
program('data made to require grad in place', X, D, ['', 'mul_', 'd', 'x'], *see('d'), ['l', 'sum', 'd'], ['', 'backward', 'l'], *see('x'))
program('a view in place', W, ['y', 'mul', 'w', f(1.0)], ['r', 'select', 'y', 0, 0], ['', 'mul_', 'r', f(3.0)], *see('y', 'r'), ['q', 'mul', 'y', 'y'], ['l', 'sum', 'q'], ['', 'backward', 'l'], *see('w'))
program('a base in place, then its view', W, ['y', 'mul', 'w', f(1.0)], ['r', 'select', 'y', 0, 1], ['', 'mul_', 'y', f(3.0)], *see('y', 'r'), ['l', 'sum', 'r'], ['', 'backward', 'l'], *see('w'))
program('a view of a view in place', W, ['y', 'mul', 'w', f(1.0)], ['t', 't', 'y'], ['r', 'select', 't', 0, 1], ['', 'exp_', 'r'], *see('y', 't', 'r'), ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('w'))
program('copy into a view', W, X, ['y', 'mul', 'w', f(1.0)], ['r', 'select', 'y', 0, 0], ['', 'copy_', 'r', 'x'], *see('y'), ['q', 'mul', 'y', 'y'], ['l', 'sum', 'q'], ['', 'backward', 'l'], *see('w', 'x'))
program('fill part of zeros', X, ['z', 'zeros', [2, 3]], ['r', 'select', 'z', 0, 1], ['', 'copy_', 'r', 'x'], *see('z', 'r'), ['q', 'mul', 'z', 'z'], ['l', 'sum', 'q'], ['', 'backward', 'l'], *see('x'))
program('a transposed view in place', W, ['y', 'mul', 'w', f(1.0)], ['t', 't', 'y'], ['', 'mul_', 't', f(2.0)], *see('y', 't'), ['l', 'sum', 't'], ['', 'backward', 'l'], *see('w'))
program('one of several views in place', W, ['y', 'mul', 'w', f(1.0)], ['a b', 'unbind', 'y'], ['', 'mul_', 'a', f(2.0)])
program('a split part in place', W, ['y', 'mul', 'w', f(1.0)], ['a b', 'split', 'y', 1], ['', 'mul_', 'a', f(2.0)])
program('a view made under no_grad in place', W, ['y', 'mul', 'w', f(1.0)], ['', 'no_grad', [['r', 'select', 'y', 0, 0]]], ['', 'mul_', 'r', f(2.0)])
program('detach shares memory and version', X, ['y', 'detach', 'x'], ['', 'mul_', 'y', f(2.0)], *see('x', 'y'))
program('detach of an intermediate changed', X, ['y', 'mul', 'x', f(2.0)], ['z', 'mul', 'y', 'y'], ['e', 'detach', 'y'], ['', 'zero_', 'e'], ['l', 'sum', 'z'], ['', 'backward', 'l'])
program('versions of views', D, ['v', 'view', 'd', [3, 1]], ['', 'add_', 'v', f(1.0)], ['', 'mul_', 'd', f(2.0)], *see('d', 'v'))
program('integers on the way', X, ['n', 'data', 'int64', [3], [1, 2, 3]], ['y', 'mul', 'x', 'n'], ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('x', 'y'))
program('dtypes on the way', X, ['e', 'leaf', 'float64', [3], [1.5, 2.5, 3.5]], ['y', 'mul', 'x', 'e'], ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('x', 'e', 'y'))
program('broadcast back to shape', X, W, ['y', 'mul', 'w', 'x'], ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('x', 'w'))
program('broadcast of a 0-d leaf', ['s', 'leaf', 'float32', [], [2.0]], W, ['y', 'div', 'w', 's'], ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('s', 'w'))
program('mean of squares', W, ['y', 'pow', 'w', i(2)], ['l', 'mean', 'y'], ['', 'backward', 'l'], *see('w', 'l'))
program('linear by hand', W, D, ['y', 'mv', 'w', 'd'], ['z', 'relu', 'y'], ['l', 'sum', 'z'], ['', 'backward', 'l'], *see('w', 'y', 'z'))
program('second derivative', X, ['y', 'pow', 'x', i(3)], ['l', 'sum', 'y'], ['g', 'grad', 'l', 'x', {'create': True}], *see('g'), ['m', 'sum', 'g'], ['', 'backward', 'm'], *see('x'))
program('second derivative of exp and sigmoid', X, ['y', 'exp', 'x'], ['z', 'sigmoid', 'y'], ['l', 'sum', 'z'], ['g', 'grad', 'l', 'x', {'create': True}], ['m', 'sum', 'g'], ['h', 'grad', 'm', 'x'], *see('g', 'h'))
program('second derivative of a product of matrices', W, ['t', 't', 'w'], ['y', 'mm', 'w', 't'], ['q', 'mul', 'y', 'y'], ['l', 'sum', 'q'], ['g', 'grad', 'l', 'w', {'create': True}], ['m', 'sum', 'g'], ['h', 'grad', 'm', 'w'], *see('g', 'h'))
program('create_graph accumulates a differentiable grad', X, ['y', 'pow', 'x', i(3)], ['l', 'sum', 'y'], ['', 'backward', 'l', {'create': True}], *see('x'))
program('grad of an unused input', X, D, ['', 'requires_grad_', 'd', True], ['l', 'sum', 'x'], ['g', 'grad', 'l', 'd'])
program('grad of an unused input, allowed', X, D, ['', 'requires_grad_', 'd', True], ['l', 'sum', 'x'], ['g h', 'grad', 'l', 'x d', {'unused': True}], *see('g'))
program('grad of what does not require it', X, D, ['l', 'sum', 'x'], ['g', 'grad', 'l', 'd'])
program('grad of an intermediate', X, ['y', 'mul', 'x', 'x'], ['z', 'exp', 'y'], ['l', 'sum', 'z'], ['g', 'grad', 'l', 'y'], *see('g', 'x'))
program('grad of two inputs', X, W, ['y', 'mul', 'x', 'w'], ['l', 'sum', 'y'], ['g h', 'grad', 'l', 'x w'], *see('g', 'h', 'x'))
program('no_grad leaves no history', X, ['', 'no_grad', [['y', 'mul', 'x', f(2.0)]]], *see('y'))
program('indices carry no gradient', W, ['v n', 'max', 'w', 1], *see('v', 'n'), ['l', 'sum', 'v'], ['', 'backward', 'l'], *see('w'))
program('ties share in max of all', ['x', 'leaf', 'float32', [4], [1.0, 3.0, 3.0, 2.0]], ['l', 'max', 'x'], ['', 'backward', 'l'], *see('x'))
program('ties share in amax', ['x', 'leaf', 'float32', [4], [1.0, 3.0, 3.0, 2.0]], ['l', 'amax', 'x'], ['', 'backward', 'l'], *see('x'))
program('gather with duplicates', W, ['n', 'data', 'int64', [2, 4], [0, 0, 2, 1, 1, 1, 1, 0]], ['y', 'gather', 'w', 1, 'n'], ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('y', 'w'))
program('index with duplicates', X, ['n', 'data', 'int64', [4], [0, 0, 2, -1]], ['y', 'index', 'x', ['n']], ['q', 'mul', 'y', 'y'], ['l', 'sum', 'q'], ['', 'backward', 'l'], *see('y', 'x'))
program('where keeps nan out', ['x', 'leaf', 'float32', [3], [0.0, 1.0, 4.0]], ['m', 'gt', 'x', f(0.5)], ['y', 'log', 'x'], ['z', 'where', 'm', 'y', f(0.0)], ['l', 'sum', 'z'], ['', 'backward', 'l'], *see('z', 'x'))
program('cat and stack', X, ['a', 'mul', 'x', f(2.0)], ['c', 'cat', ['a', 'x', 'a']], ['s', 'stack', ['a', 'x']], ['p', 'sum', 'c'], ['q', 'sum', 's'], ['l', 'add', 'p', 'q'], ['', 'backward', 'l'], *see('c', 's', 'x'))
program('prod with zeros', ['x', 'leaf', 'float32', [4], [2.0, 0.0, 3.0, 4.0]], ['l', 'prod', 'x'], ['', 'backward', 'l'], *see('x'))
program('prod with two zeros', ['x', 'leaf', 'float32', [4], [2.0, 0.0, 0.0, 4.0]], ['l', 'prod', 'x'], ['', 'backward', 'l'], *see('x'))
program('a momentum step', X, ['b', 'data', 'float32', [3], [0.1, 0.2, 0.3]], ['l', 'sum', 'x'], ['', 'backward', 'l'], ['', 'no_grad', [['', 'mul_', 'b', f(0.9)], ['', 'add_', 'b', 'x'], ['', 'add_', 'x', 'b']]], *see('x', 'b'))
program('leaf of another leaf by out-of-place', X, ['y', 'detach', 'x'], ['', 'requires_grad_', 'y', True], ['z', 'mul', 'y', 'x'], ['l', 'sum', 'z'], ['', 'backward', 'l'], *see('x', 'y'))
program('expanded gradient into a view', X, ['e', 'expand', 'x', [2, 3]], ['y', 'mul', 'e', 'e'], ['l', 'sum', 'y'], ['', 'backward', 'l'], *see('e', 'x'))

target = pathlib.Path(__file__).parent / 'stored' / 'autograd.json'
target.write_text('[\n%s\n]\n' % ',\n'.join(json.dumps(record, separators=(',', ':')) for record in programs))
print(len(programs), target.stat().st_size, [(p['title'], p['error'][1][:60]) for p in programs if 'error' in p][:4])
