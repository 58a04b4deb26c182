"""Asks PyTorch for the signatures of its overloaded functions, for engine/binding/signatures.ts.

Run with a Python that has real PyTorch: python ask_signatures.py > ../../../engine/binding/signatures.ts
A call that no overload takes is answered with all of them. One line per function or method: its name (`Tensor.add` is the
method, `linalg_norm` torch.linalg.norm, `nn.pad` torch.nn.functional.pad), then a tab before each signature. A line whose only signature follows two tabs belongs to a function that has hidden
(deprecated) ones beside it. Functions that write to their first argument are named whether they are overloaded or not.
"""
import warnings

import torch

warnings.simplefilter('ignore')


def signatures(function):
    try:
        function(*[object()] * 40)
    except TypeError as error:
        text = str(error)
        if 'received an invalid combination of arguments' not in text:
            return []
        if 'but expected one of:' in text:
            return [line[3:] for line in text.split('\n') if line.startswith(' * (')]
        return ['\t' + text.rpartition('but expected ')[2]]
    except Exception:
        return []
    return []


print('''/**
 * The signatures of PyTorch's overloaded functions, as its messages list them: data, made by
 * test/conformance/python/ask_signatures.py. The generator takes order and wording from here; a signature that no
 * overload of the op table has is listed in messages too, and raises NotImplementedError when it is meant.
 */
export const SIGNATURES = `\\''')
tensor = torch.ones(2, 2)
for prefix, owner in (('', torch._C._VariableFunctions), ('', torch._C._linalg), ('', torch._C._special), ('nn.', torch._C._nn)):
    for name in sorted(n for n in dir(owner) if not n.startswith('__')):
        found = signatures(getattr(owner, name))
        if found or (name.endswith('_') and callable(getattr(owner, name))):
            print('\t'.join([prefix + name, *found]))
for name in sorted(n for n in dir(torch._C.TensorBase) if not n.startswith('__') and n != 'imag'):
    method = getattr(tensor, name, None)
    found = signatures(method) if type(method).__name__ == 'builtin_function_or_method' else []
    if found:
        print('\t'.join(['Tensor.' + name, *found]))
print('`;')
