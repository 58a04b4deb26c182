"""PyTorch's calls as the user's code makes them: what a TorchFunctionMode sees, optimizer steps, backward calls.

Library code that runs below such a call is not recorded: the mode is off inside of its own handler, and an optimizer's
step mutes it. Names and argument names are PyTorch's (`names.py`).
"""
import importlib

from . import names
from .values import NEW_DEPTH

_SKIP, _OP, _IN_PLACE, _BACKWARD, _TOUCH = range(5)


def install(recorder, torch, torch_off):
    """Begins to record; returns what ends it."""
    mode = _mode_class(torch)(recorder)
    recorder.torch_off = torch_off
    mode.__enter__()
    hooks = _optimizer_hooks(recorder)

    def remove():
        for hook in hooks:
            hook.remove()
        mode.active = False
        recorder.torch_off = None
        if _innermost(torch) is mode:
            mode.__exit__(None, None, None)
    return remove


def _innermost(torch):
    """The innermost active mode: one of the user's above ours must not be taken away in its place."""
    if hasattr(torch, '_C'):
        length = torch._C._len_torch_function_stack()
        return torch._C._get_function_stack_at(length - 1) if length else None
    modes = torch.overrides.modes
    return modes[-1] if modes else None


def _mode_class(torch):
    class LoupeMode(torch.overrides.TorchFunctionMode):
        def __init__(self, recorder):
            super().__init__()
            self.active = True
            self._recorder = recorder
            self._calls = Calls(recorder, torch)

        def __torch_function__(self, func, types, args=(), kwargs=None):
            if not self.active or self._recorder.muted or not self._recorder.stack:
                return func(*args, **kwargs) if kwargs else func(*args)
            return self._calls.call(func, types, args, kwargs or {})
    return LoupeMode


class Calls:
    """Records one call after another."""

    def __init__(self, recorder, torch):
        self._recorder = recorder
        self._values = recorder.values
        self._writer = recorder.writer
        self._tensors = recorder.tensors
        self._tensor_type = torch.Tensor
        self._tensor_types = (torch.Tensor, torch.nn.Parameter)
        #: function -> (what to do with it, its name, the names of its positional arguments)
        self._functions = {}

    def call(self, func, types, args, kwargs):
        known = self._functions.get(func)
        if known is None:
            known = self._functions[func] = self._function(func)
        kind = known[0]
        if kind == _SKIP:
            return func(*args, **kwargs)
        recorder = self._recorder
        values = self._values
        call = recorder.stack[-1]
        begin = values.now = values.now + 1
        try:
            if types and recorder.torch_off is not None:
                # A subclass of the user's has a __torch_function__ of its own.
                with recorder.torch_off():
                    inputs = self._inputs(known, args, kwargs)
            else:
                inputs = self._inputs(known, args, kwargs)
        except Exception:
            recorder.failed()
            inputs = ()
        if kind == _BACKWARD:
            recorder.muted = True
            try:
                result = func(*args, **kwargs)
            finally:
                recorder.muted = False
        else:
            result = func(*args, **kwargs)
        values.now += 1
        try:
            if types and recorder.torch_off is not None:
                with recorder.torch_off():
                    self._after(known, call, begin, inputs, args, kwargs, result)
            else:
                self._after(known, call, begin, inputs, args, kwargs, result)
        except Exception:
            recorder.failed()
        return result

    def _inputs(self, known, args, kwargs):
        """The `argument` rows of the inputs, flattened."""
        argument_names = known[2]
        rows = []
        for value in args:
            place = len(rows) // 2
            rows += (argument_names[place] if place < len(argument_names) else self._values.string(str(place)), self._operand(value))
        for name, value in kwargs.items():
            if value is not None:
                rows += (self._values.string(name), self._operand(value))
        return tuple(rows)

    def _operand(self, value):
        kind = type(value)
        if kind in self._tensor_types:
            return self._tensors.operand(value)
        if kind is list or kind is tuple:
            return self._values.frozen(value)
        return self._values.ref(value, 1)

    def _after(self, known, call, begin, inputs, args, kwargs, result):
        kind, name, _names = known
        values = self._values
        if kind == _BACKWARD:
            self._tensors.look_at_gradients()
            root = args[0] if args else kwargs.get('tensors', kwargs.get('self'))
            if isinstance(root, (tuple, list)):
                root = root[0]
            self._writer.backward += (begin, values.now, values.ref(root), call.index, call.line)
            return
        if kind == _TOUCH:
            self._tensors.changed(args[0])
            return
        if kind == _IN_PLACE:
            for value in args[:1] or tuple(kwargs.values())[:1]:
                self._written(value)
        if 'out' in kwargs:
            self._written(kwargs['out'])
        outputs = self._outputs(result, name)
        if outputs is None and kind != _IN_PLACE:
            return
        outputs = outputs or ()
        info = call.info
        line, column, end_line, end_column = info.position(call.frame.f_lasti)
        self._writer.op += (
            begin, values.now, call.index, info.cell, values.string(name), line, column, end_line, end_column, len(outputs) // 2, outputs + inputs)

    def _written(self, value):
        if isinstance(value, self._tensor_type):
            self._tensors.changed(value)
        elif isinstance(value, (list, tuple)):
            for part in value:
                self._written(part)

    def _outputs(self, result, name):
        """The outputs' rows, flattened; None where the call gave nothing that belongs to a tape."""
        values = self._values
        if isinstance(result, self._tensor_type):
            return (0, self._tensors.tensor(result))
        kind = type(result)
        if isinstance(result, (tuple, list)):
            tensors = [part for part in result if isinstance(part, self._tensor_type)]
            if tensors and len(tensors) == len(result):
                rows = ()
                for part in tensors[:100]:
                    rows += (0, self._tensors.tensor(part))
                return rows
            return (0, values.frozen(result)) if name in names.LEAVES_TENSORS else None
        if name in names.LEAVES_TENSORS or kind.__name__ == 'ndarray':
            return (0, values.ref(result, 1))
        return None

    def _function(self, func):
        name = getattr(func, '__name__', None) or str(func)
        if name == '__get__' or name == '__set__':
            name = getattr(getattr(func, '__self__', None), '__name__', name) + ('=' if name == '__set__' else '')
            kind = _TOUCH if name.endswith('=') else _OP if name in names.PROPERTIES else _SKIP
            return kind, name, (self._values.string('input'),)
        if name == 'backward':
            return _BACKWARD, name, ()
        if name in names.NO_OPS or name.startswith('_record_function'):
            return _SKIP, name, ()
        name = names.ALIASES.get(name, name)
        in_place = (name.endswith('_') and not name.endswith('__')) or name in names.WRITES_FIRST
        return _IN_PLACE if in_place else _OP, name, tuple(self._values.string(argument) for argument in names.argument_names(func, name))


def _optimizer_hooks(recorder):
    module = importlib.import_module('torch.optim.optimizer')
    begun = []

    def before(optimizer, _args, _kwargs):
        try:
            if not recorder.stack:
                return
            values = recorder.values
            values.now += 1
            off = recorder.torch_off
            if off is None:
                ref = values.look(optimizer, NEW_DEPTH)
            else:
                with off():
                    ref = values.look(optimizer, NEW_DEPTH)
            begun.append((optimizer, ref, values.now, recorder.muted, recorder.stack[-1]))
            recorder.muted = True
        except Exception:
            recorder.failed()

    def after(optimizer, _args, _kwargs):
        try:
            while begun:
                which, ref, tick, muted, call = begun.pop()
                if which is optimizer:
                    break
            else:
                return
            recorder.muted = muted
            values = recorder.values
            values.now += 1
            off = recorder.torch_off
            if off is None:
                values.look(optimizer, NEW_DEPTH)
            else:
                with off():
                    values.look(optimizer, NEW_DEPTH)
            recorder.writer.optimizerStep += (tick, values.now, ref, values.string(type(optimizer).__name__), call.index, call.line)
        except Exception:
            recorder.failed()

    return [module.register_optimizer_step_pre_hook(before), module.register_optimizer_step_post_hook(after)]
