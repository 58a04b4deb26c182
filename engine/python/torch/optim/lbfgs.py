"""torch.optim.LBFGS: along directions that gradients and steps of late tell of, a closure being asked for the loss as often as is needed.

Where a step goes is the engine's to compute (engine/optim/lbfgs.ts); how far, and what comes next, hangs on what the closure answers.
"""
import torch

from .. import _border, _parse
from .._tensor import Tensor
from ..autograd.grad_mode import enable_grad, no_grad
from ._stepped import refuse_lists, refuse_negative
from .optimizer import Optimizer

_border.client(globals())


def _cubic_interpolate(x1, f1, g1, x2, f2, g2, bounds=None):
    """Where the cubic through two points with two slopes is least, between the bounds."""
    low, high = bounds if bounds is not None else (x1, x2) if x1 <= x2 else (x2, x1)
    d1 = g1 + g2 - 3 * (f1 - f2) / (x1 - x2)
    square = d1 ** 2 - g1 * g2
    if square < 0:
        return (low + high) / 2.0
    d2 = square.sqrt()
    if x1 <= x2:
        least = x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2))
    else:
        least = x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2 * d2))
    return min(max(least, low), high)


class _Point:
    """Where a line search has been: how far, the loss there, its gradient and its slope along the direction."""

    def __init__(self, t, loss, grad, slope):
        self.t = t
        self.loss = loss
        self.grad = grad
        self.slope = slope

    def between(self, other, bounds=None):
        return _cubic_interpolate(self.t, self.loss, self.slope, other.t, other.loss, other.slope, bounds)


def _strong_wolfe(evaluate, t, d, loss, grad, slope, c1=1e-4, c2=0.9, tolerance_change=1e-9, max_ls=25):
    """A step length at which the loss has fallen enough (c1) and its slope has flattened enough (c2): loss and gradient there, the length, how often was asked."""
    def ask(t):
        new_loss, new_grad = evaluate(t)
        return _Point(t, new_loss, new_grad, new_grad.dot(d))

    def falls_too_little(point):
        return point.loss > loss + c1 * point.t * slope

    def is_flat(point):
        return abs(point.slope) <= -c2 * slope

    longest = d.abs().max()
    start = before = _Point(0, loss, grad.clone(memory_format=torch.contiguous_format), slope)
    here = ask(t)
    asked, tries = 1, 0
    is_done, bracket = False, None
    while tries < max_ls:
        if falls_too_little(here) or (tries > 1 and here.loss >= before.loss):
            bracket = [before, here]
            break
        if is_flat(here):
            bracket = [here]
            is_done = True
            break
        if here.slope >= 0:
            bracket = [before, here]
            break
        # Further on, by at least a hundredth and at most ten times of the way so far.
        t = before.between(here, (here.t + 0.01 * (here.t - before.t), here.t * 10))
        before, here = here, ask(t)
        asked += 1
        tries += 1
    if tries == max_ls:
        bracket = [start, here]

    was_slow = False
    low, high = (0, 1) if bracket[0].loss <= bracket[-1].loss else (1, 0)
    while not is_done and tries < max_ls:
        if abs(bracket[1].t - bracket[0].t) * longest < tolerance_change:
            break
        t = bracket[0].between(bracket[1])
        ends = [point.t for point in bracket]
        margin = 0.1 * (max(ends) - min(ends))
        # So near to an end that the bracket would hardly get smaller.
        if min(max(ends) - t, t - min(ends)) < margin:
            if was_slow or t >= max(ends) or t <= min(ends):
                t = max(ends) - margin if abs(t - max(ends)) < abs(t - min(ends)) else min(ends) + margin
                was_slow = False
            else:
                was_slow = True
        else:
            was_slow = False
        here = ask(t)
        asked += 1
        tries += 1
        if falls_too_little(here) or here.loss >= bracket[low].loss:
            bracket[high] = here
            low, high = (0, 1) if bracket[0].loss <= bracket[1].loss else (1, 0)
        else:
            if is_flat(here):
                is_done = True
            elif here.slope * (bracket[high].t - bracket[low].t) >= 0:
                bracket[high] = bracket[low]
            bracket[low] = here
    best = bracket[low]
    return best.loss, best.grad, best.t, asked


class LBFGS(Optimizer):
    def __init__(self, params, lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-7, tolerance_change=1e-9, history_size=100, line_search_fn=None):
        refuse_lists(lr)
        refuse_negative(lr=lr)
        if max_eval is None:
            max_eval = max_iter * 5 // 4
        super().__init__(params, dict(lr=lr, max_iter=max_iter, max_eval=max_eval, tolerance_grad=tolerance_grad, tolerance_change=tolerance_change,
                                      history_size=history_size, line_search_fn=line_search_fn))
        if len(self.param_groups) != 1:
            raise ValueError("LBFGS doesn't support per-parameter options (parameter groups)")
        self._params = self.param_groups[0]['params']
        self._numel_cache = None

    def _numel(self):
        if self._numel_cache is None:
            self._numel_cache = sum(p.numel() for p in self._params)
        return self._numel_cache

    def _gather_flat_grad(self):
        return torch.cat([p.new(p.numel()).zero_() if p.grad is None else p.grad.view(-1) for p in self._params], 0)

    def _add_grad(self, step_size, update):
        offset = 0
        for p in self._params:
            count = p.numel()
            p.add_(update[offset:offset + count].view_as(p), alpha=step_size)
            offset += count

    def _clone_param(self):
        return [p.clone(memory_format=torch.contiguous_format) for p in self._params]

    def _set_param(self, params_data):
        for p, data in zip(self._params, params_data):
            p.copy_(data)

    def _directional_evaluate(self, closure, x, t, d):
        self._add_grad(t, d)
        loss = float(closure())
        flat_grad = self._gather_flat_grad()
        self._set_param(x)
        return loss, flat_grad

    @staticmethod
    def _direction(state, flat_grad, history_size):
        """Where the next step goes, by what the last one has shown and what is known of those before it."""
        y = flat_grad.sub(state['prev_flat_grad'])
        s = state['d'].mul(state['t'])
        ys = y.dot(s)
        changes, steps, ro = state['old_dirs'], state['old_stps'], state['ro']
        if ys > 1e-10:
            if len(changes) == history_size:
                for history in (changes, steps, ro):
                    history.pop(0)
            changes.append(y)
            steps.append(s)
            ro.append(1.0 / ys)
            state['H_diag'] = ys / y.dot(y)
        diagonal = state['H_diag'] if isinstance(state['H_diag'], Tensor) else flat_grad.new_tensor(float(state['H_diag']))
        handles = [part._h for known in zip(changes, steps, ro) for part in known]
        d, *al = _parse.finish(_lbfgs(flat_grad._h, diagonal._h, *handles), ())
        state.setdefault('al', [None] * history_size)[:len(al)] = al
        return d

    @no_grad()
    def step(self, closure):
        if len(self.param_groups) != 1:
            raise AssertionError(f'Expected exactly one param_group, but got {len(self.param_groups)}')
        closure = enable_grad()(closure)
        group = self.param_groups[0]
        lr = group['lr']
        if isinstance(lr, Tensor) and lr.dim() != 0:
            lr = lr.squeeze()
        max_iter, max_eval, tolerance_change = group['max_iter'], group['max_eval'], group['tolerance_change']

        def is_flat(grad):
            return grad.abs().max() <= group['tolerance_grad']

        # It is of all parameters, and kept with the first.
        kept = self.state[self._params[0]]
        kept.setdefault('func_evals', 0)
        kept.setdefault('n_iter', 0)
        first_loss = closure()
        loss = float(first_loss)
        evaluations = 1
        kept['func_evals'] += 1
        flat_grad = self._gather_flat_grad()
        if is_flat(flat_grad):
            return first_loss
        state = {name: kept.get(name) for name in ('d', 't', 'old_dirs', 'old_stps', 'ro', 'H_diag', 'prev_flat_grad', 'prev_loss')}
        if 'al' in kept:
            state['al'] = kept['al']
        iterations = 0
        while iterations < max_iter:
            iterations += 1
            kept['n_iter'] += 1
            if kept['n_iter'] == 1:
                state.update(d=flat_grad.neg(), old_dirs=[], old_stps=[], ro=[], H_diag=1)
            else:
                state['d'] = self._direction(state, flat_grad, group['history_size'])
                kept['al'] = state['al']
            if state['prev_flat_grad'] is None:
                state['prev_flat_grad'] = flat_grad.clone(memory_format=torch.contiguous_format)
            else:
                state['prev_flat_grad'].copy_(flat_grad)
            state['prev_loss'] = loss
            d = state['d']
            state['t'] = min(1.0, 1.0 / flat_grad.abs().sum()) * lr if kept['n_iter'] == 1 else lr
            slope = flat_grad.dot(d)
            if slope > -tolerance_change:
                break
            asked, is_done = 0, False
            if group['line_search_fn'] is not None:
                if group['line_search_fn'] != 'strong_wolfe':
                    raise RuntimeError("only 'strong_wolfe' is supported")
                x = self._clone_param()
                loss, flat_grad, state['t'], asked = _strong_wolfe(lambda t: self._directional_evaluate(closure, x, t, d), state['t'], d, loss, flat_grad, slope,
                                                                   max_ls=max_eval - evaluations)
                self._add_grad(state['t'], d)
                is_done = is_flat(flat_grad)
            else:
                self._add_grad(state['t'], d)
                # After the last step nothing hangs on what the loss is there.
                if iterations != max_iter:
                    loss = float(closure())
                    flat_grad = self._gather_flat_grad()
                    is_done = is_flat(flat_grad)
                    asked = 1
            evaluations += asked
            kept['func_evals'] += asked
            if (iterations == max_iter or evaluations >= max_eval or is_done or d.mul(state['t']).abs().max() <= tolerance_change
                    or abs(loss - state['prev_loss']) < tolerance_change):
                break
        kept.update((name, state[name]) for name in ('d', 't', 'old_dirs', 'old_stps', 'ro', 'H_diag', 'prev_flat_grad', 'prev_loss'))
        return first_loss


LBFGS.__module__ = 'torch.optim.lbfgs'
