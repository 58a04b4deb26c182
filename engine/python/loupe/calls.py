"""PyTorch's calls as the user's code makes them: what a TorchFunctionMode sees, optimizer steps, backward calls.

Library code that runs below such a call is not recorded: the mode is off inside of its own handler, and an optimizer's
step mutes it. Names and argument names are PyTorch's (`names.py`).
"""
import importlib

from . import names
from .values import NEW_DEPTH

_SKIP, OP, _WRITES, _IN_PLACE, _BACKWARD, _TOUCH = range(6)


def install(recorder, torch, torch_off):
    """Begins to record; returns what ends it. `torch_off`: see `pytorch.torch_off`."""
    recorder.torch_off = torch_off
    mode = _mode_class(torch)(recorder)
    mode.__enter__()
    recorder.tensors.observe(torch.overrides, recorder, mode)
    hooks = _optimizer_hooks(recorder)
    give_back = _users_functions(recorder, torch, mode)

    def remove():
        give_back()
        recorder.tensors.observe(torch.overrides, recorder, None)
        for hook in hooks:
            hook.remove()
        mode.active = False
        recorder.torch_off = None
        if _innermost(torch) is mode:
            mode.__exit__(None, None, None)
    return remove


def _innermost(torch):
    """The innermost active mode: one of the user's above ours must not be taken away in its place."""
    length = torch._C._len_torch_function_stack()
    return torch._C._get_function_stack_at(length - 1) if length else None


def _mode_class(torch):
    class LoupeMode(torch.overrides.TorchFunctionMode):
        def __init__(self, recorder):
            super().__init__()
            self.active = True
            self._recorder = recorder
            self._call, self.known_function, self.raised, self.called, self.ended = call_recorder(recorder, torch)

        def ignores(self, func):
            """Whether its calls leave nothing to record."""
            return self.known_function(func)[0] == _SKIP

        def __torch_function__(self, func, types, args=(), kwargs=None):
            if not self.active or self._recorder.muted or not self._recorder.stack:
                return func(*args, **kwargs) if kwargs else func(*args)
            return self._call(func, types, args, kwargs)
    return LoupeMode


def call_recorder(recorder, torch):
    """`call(func, types, args, kwargs)`, which calls and records, and its parts `known_function(func)`, `raised`, `called` and `ended`. Closures for the reason that `steps.py` gives."""
    values, writer, tensors, stack = recorder.values, recorder.writer, recorder.tensors, recorder.stack
    look_tensor = tensors.tensor
    strings, string, frozen, ref_of = values.strings, values.string, values.frozen, values.ref
    base, plain = torch.Tensor, (torch.Tensor, torch.nn.Parameter)
    functions = {}
    counted = recorder.counted if recorder.has_ops else None

    def operand(value):
        kind = type(value)
        if kind in plain:
            return look_tensor(value)
        return frozen(value) if kind is list or kind is tuple else ref_of(value, 1)

    def operands(parameters, args, kwargs):
        """The names of the inputs, as strings' numbers, and their refs."""
        refs = [operand(value) for value in args]
        parameters = parameters[:len(args)]
        if len(parameters) < len(args):
            parameters += tuple([string(str(place)) for place in range(len(parameters), len(args))])
        if kwargs:
            for name, value in kwargs.items():
                if value is not None:
                    parameters += strings.get(name) or string(name),
                    refs.append(operand(value))
        return parameters, refs

    def known_function(func):
        """(what to do with it, its name, the name's string, its parameters' strings, what runs where no argument overrides)"""
        return functions.get(func) or functions.setdefault(func, classified(func))

    def call(func, types, args, kwargs):
        try:
            known = functions.get(func) or known_function(func)
        except TypeError:
            # A function that can't be hashed is none of PyTorch's.
            return func(*args, **kwargs or {})
        kind = known[0]
        if kind == _SKIP:
            return func(*args, **kwargs) if kwargs else func(*args)
        if kind == _TOUCH:
            return touch(func, types, args)
        top = stack[-1]
        begin = values.now = values.now + 1
        inputs = (), ()
        try:
            if types:
                inputs = with_subclasses_off(operands, known[3], args, kwargs)
            else:
                inputs = operands(known[3], args, kwargs)
        except Exception:
            recorder.failed()
        if kind == _BACKWARD:
            recorder.muted = True
            try:
                result = func(*args, **kwargs or {})
            finally:
                recorder.muted = False
        else:
            try:
                body = func if types else known[4]
                result = body(*args, **kwargs) if kwargs else body(*args)
            except Exception:
                raised(known, top, top.place_info, top.place.f_lasti, begin, inputs)
                raise
        values.now += 1
        try:
            if types:
                with_subclasses_off(after, known, top, begin, inputs, args, kwargs, result)
            elif kind == OP and type(result) is base and not kwargs:
                record(known, top, begin, (look_tensor(result),), inputs)
            else:
                after(known, top, begin, inputs, args, kwargs, result)
            if counted is not None:
                counted()
        except Exception:
            recorder.failed()
        return result

    def called(function, args, kwargs, result):
        """A torch.autograd.Function of the user's was called, whose forward is recorded like any code."""
        known = functions.get(function)
        if known is None:
            code = getattr(function.forward, '__code__', None)
            names_of = code.co_varnames[:code.co_argcount] if code else ()
            own = names_of if function.setup_context is not torch.autograd.Function.setup_context else names_of[1:]
            known = functions[function] = (OP, function.__name__, string(function.__name__), tuple(map(string, own)), function)
        top = stack[-1]
        begin = values.now = values.now + 1
        inputs = operands(known[3], args, kwargs)
        values.now += 1
        # Made within forward they had no history.
        for output in result if isinstance(result, tuple) else (result,):
            if isinstance(output, base):
                tensors.assigned(output)
        after(known, top, begin, inputs, args, kwargs, result)
        if counted is not None:
            counted()

    def ended(func, begin, args, kwargs, *result):
        """A call was made, by who has seen to the time of it; without a result it has raised."""
        known, top = known_function(func), stack[-1]
        inputs = operands(known[3], args, kwargs)
        if not result:
            return raised(known, top, top.place_info, top.place.f_lasti, begin, inputs)
        after(known, top, begin, inputs, args, kwargs, *result)
        if counted is not None:
            counted()

    def raised(known, top, info, offset, begin, inputs):
        """A call at an offset of a code raised."""
        try:
            parameters, refs = inputs
            writer.failedOp += (begin, top.index, recorder.site(info, offset, known[2], 0, parameters), tuple(refs))
            if counted is not None:
                counted()
        except Exception:
            recorder.failed()

    def touch(func, types, args):
        """A property is set: `args` are the tensor and its new value."""
        result = func(*args)
        values.now += 1
        try:
            if types:
                with_subclasses_off(tensors.assigned, args[0])
            else:
                tensors.assigned(args[0])
        except Exception:
            recorder.failed()
        return result

    def record(known, top, begin, outputs, inputs):
        parameters, refs = inputs
        site = recorder.site(top.place_info, top.place.f_lasti, known[2], len(outputs), parameters)
        writer.op += (begin, values.now, top.index, site, (*outputs, *refs))

    def with_subclasses_off(body, *args):
        """A subclass of the user's has a __torch_function__ of its own, which reading must not reach."""
        off = recorder.torch_off
        if off is None:
            return body(*args)
        with off():
            return body(*args)

    def after(known, top, begin, inputs, args, kwargs, result):
        kind, name, _string, _parameters, _body = known
        if kind == _BACKWARD:
            tensors.look_at_gradients()
            root = args[0]
            writer.backward += (begin, values.now, ref_of(root), top.index, recorder.line_of(top))
            gradient = args[1] if len(args) > 1 else (kwargs or {}).get('gradient')
            if isinstance(gradient, base):
                writer.backwardGradient += (begin, ref_of(gradient))
            return
        if kind == _WRITES:
            tensors.written()
            if kwargs and kwargs.get(names.WRITES_SOME[name]):
                # PyTorch does not count this as a change of theirs.
                written((*args[1:3], kwargs.get('running_mean'), kwargs.get('running_var')))
        elif kind == _IN_PLACE or (kwargs and kwargs.get('inplace')):
            for value in args[:1] or tuple(kwargs.values())[:1]:
                written(value)
        if kwargs and 'out' in kwargs:
            written(kwargs['out'])
        outputs = outputs_of(result, name)
        if outputs is not None or kind == _IN_PLACE:
            record(known, top, begin, outputs or (), inputs)

    def written(value):
        if isinstance(value, base):
            tensors.changed(value)
        elif isinstance(value, (list, tuple)):
            for part in value:
                written(part)

    def outputs_of(result, name):
        """The outputs' refs; None where the call gave nothing that belongs to a tape."""
        if isinstance(result, base):
            return look_tensor(result),
        if isinstance(result, (tuple, list)):
            parts = [part for part in result if isinstance(part, base)]
            if parts and len(parts) == len(result):
                return [look_tensor(part) for part in parts[:100]]
            return (frozen(result),) if name in names.LEAVES_TENSORS else None
        if name in names.LEAVES_TENSORS or type(result).__name__ == 'ndarray':
            return ref_of(result, 1),
        return None

    def classified(func):
        name = getattr(func, '__name__', None) or str(func)
        if name == '__get__' or name == '__set__':
            name = getattr(getattr(func, '__self__', None), '__name__', name) + ('=' if name == '__set__' else '')
            kind = _SKIP if not recorder.has_ops else _TOUCH if name.endswith('=') else OP if name in names.PROPERTIES else _SKIP
            return kind, name, string(name), (string('input'),), func
        if name == 'backward':
            return _BACKWARD, name, string(name), (), func
        if not recorder.has_ops:
            return _SKIP, name, 0, (), func
        if name in names.NO_OPS or name.startswith('_record_function'):
            return _SKIP, name, 0, (), func
        name = names.ALIASES.get(name, name)
        kind = OP
        if (name.endswith('_') and not name.endswith('__')) or name in names.WRITES_FIRST:
            kind = _IN_PLACE
        elif name in names.WRITES_SOME:
            kind = _WRITES
        return kind, name, string(name), tuple(string(argument) for argument in names.argument_names(func, name)), getattr(func, '_python', func)

    return call, known_function, raised, lambda *given: with_subclasses_off(called, *given), ended


def _users_functions(recorder, torch, mode):
    """Calls of the user's own torch.autograd.Functions, which no mode sees; returns what ends it."""
    function = torch.autograd.Function
    kept = function.__dict__['apply']
    apply = kept.__func__

    def observed(cls, *args, **kwargs):
        result = apply(cls, *args, **kwargs)
        if mode.active and recorder.has_ops and recorder.stack and not recorder.muted:
            try:
                mode.called(cls, args, kwargs, result)
            except Exception:
                recorder.failed()
        return result

    def give_back():
        function.apply = kept
    function.apply = classmethod(observed)
    return give_back


def _optimizer_hooks(recorder):
    module = importlib.import_module('torch.optim.optimizer')
    values, tensors = recorder.values, recorder.tensors
    begun = []

    def look(optimizer):
        values.now += 1
        off = recorder.torch_off
        if off is None:
            return values.look(optimizer, NEW_DEPTH)
        with off():
            return values.look(optimizer, NEW_DEPTH)

    def before(optimizer, _args, _kwargs):
        try:
            if recorder.what_if is not None:
                recorder.what_if(optimizer)
            if recorder.stack:
                begun.append((optimizer, look(optimizer), values.now, recorder.muted, recorder.stack[-1]))
                recorder.muted = True
        except Exception:
            recorder.failed()

    def after(optimizer, _args, _kwargs):
        try:
            while begun:
                which, ref, tick, muted, call = begun.pop()
                if which is optimizer:
                    recorder.muted = muted
                    tensors.written()
                    look(optimizer)
                    recorder.writer.optimizerStep += (tick, values.now, ref, values.string(type(optimizer).__name__), call.index, recorder.line_of(call))
                    if recorder.counted is not None:
                        recorder.counted()
                    return
        except Exception:
            recorder.failed()

    return [module.register_optimizer_step_pre_hook(before), module.register_optimizer_step_post_hook(after)]
