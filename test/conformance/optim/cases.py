"""What is asked of torch.optim: steps of every optimizer with its hyperparameters, and short programs (told.py), by subject."""
import inspect

import torch

WALKS = {
    'SGD': [{}, {'lr': 0.1, 'momentum': 0.9}, {'lr': 0.1, 'momentum': 0.9, 'dampening': 0.5}, {'lr': 0.1, 'momentum': 0.8, 'nesterov': True, 'weight_decay': 0.1},
            {'lr': 0.3, 'maximize': True, 'weight_decay': 0.3}, {'lr': 0.03, 'weight_decay': 0.01, 'momentum': 0.5, 'maximize': True}],
    'Adam': [{}, {'lr': 0.07, 'weight_decay': 0.01}, {'betas': (0.5, 0.75)}, {'lr': 0.07, 'betas': (0.3, 0.9), 'eps': 0.1}, {'lr': 0.07, 'betas': (0.0, 0.0)},
             {'lr': 0.07, 'amsgrad': True, 'betas': (0.9, 0.5)}, {'lr': 0.07, 'maximize': True, 'weight_decay': 0.3},
             {'amsgrad': True, 'maximize': True, 'weight_decay': 0.1, 'lr': 1.5}],
    'AdamW': [{}, {'lr': 0.07, 'weight_decay': 0.01}, {'betas': (0.5, 0.75), 'weight_decay': 0.0}, {'lr': 0.07, 'betas': (0.3, 0.9), 'eps': 0.1},
              {'lr': 0.07, 'amsgrad': True, 'betas': (0.9, 0.5)}, {'lr': 0.07, 'maximize': True, 'weight_decay': 0.3}],
    'RMSprop': [{}, {'lr': 0.1, 'alpha': 0.9}, {'centered': True}, {'momentum': 0.9}, {'momentum': 0.5, 'centered': True, 'weight_decay': 0.1, 'alpha': 0.8},
                {'lr': 0.05, 'weight_decay': 0.2, 'eps': 0.01}, {'maximize': True, 'momentum': 0.3, 'weight_decay': 0.1}, {'alpha': 0.0}],
    'Adagrad': [{}, {'lr': 0.5}, {'lr': 0.1, 'lr_decay': 0.1}, {'weight_decay': 0.2}, {'initial_accumulator_value': 0.5, 'eps': 0.001}, {'maximize': True, 'weight_decay': 0.1, 'lr_decay': 0.01}],
    'Adadelta': [{}, {'lr': 0.5}, {'rho': 0.5}, {'eps': 0.001, 'rho': 0.99}, {'weight_decay': 0.2}, {'maximize': True, 'weight_decay': 0.1}],
    'Adamax': [{}, {'lr': 0.1}, {'betas': (0.5, 0.75)}, {'weight_decay': 0.2, 'eps': 0.01}, {'maximize': True, 'weight_decay': 0.1}, {'betas': (0.0, 0.9)}],
    'NAdam': [{}, {'lr': 0.1}, {'betas': (0.5, 0.75)}, {'weight_decay': 0.2}, {'weight_decay': 0.2, 'decoupled_weight_decay': True}, {'momentum_decay': 0.1, 'eps': 0.01},
              {'maximize': True, 'weight_decay': 0.1}],
    'RAdam': [{}, {'lr': 0.1}, {'betas': (0.5, 0.75)}, {'betas': (0.9, 0.99), 'weight_decay': 0.2}, {'weight_decay': 0.2, 'decoupled_weight_decay': True}, {'eps': 0.01, 'betas': (0.8, 0.95)},
              {'maximize': True, 'weight_decay': 0.1}],
    'Rprop': [{}, {'lr': 0.1}, {'etas': (0.3, 1.5)}, {'step_sizes': (0.005, 0.02)}, {'maximize': True}],
    'ASGD': [{}, {'lr': 0.1, 'lambd': 0.01}, {'t0': 3}, {'alpha': 0.5, 't0': 0, 'lr': 0.05}, {'weight_decay': 0.2}, {'maximize': True, 'weight_decay': 0.1, 'lambd': 0.0}],
}

EVERY = (*WALKS, 'LBFGS')

programs = []


def program(code):
    programs.append('\n'.join(code) if isinstance(code, list) else code)


def constructors():
    bad = {
        'lr': ('-0.1', "float('nan')", 'torch.tensor([0.1, 0.2])', 'torch.tensor(-1.0)'), 'eps': ('-1', "float('nan')"), 'weight_decay': ('-0.5',), 'momentum': ('-1',), 'alpha': ('-1',), 'rho': ('-0.1', '1.5'),
        'betas': ('(1.0, 0.9)', '(0.9, -0.1)', '(0.9, 1.0)', '(0, 0.9)'), 'lr_decay': ('-1',), 'initial_accumulator_value': ('-1',), 'etas': ('(0.5, 0.9)', '(1.5, 2)', '(0.0, 1.2)'),
        'momentum_decay': ('-1',), 'bogus': ('1',), 'nesterov': ('True',),
    }
    for type in EVERY:
        taken = inspect.signature(getattr(torch.optim, type)).parameters
        for name, values in bad.items():
            for value in values if name in taken or name == 'bogus' else ():
                program(f'refused(lambda: str(optim.{type}([parameter()], {name}={value})))')
        for params in ('[]', 'parameter()', '[1]', '["a"]', '{parameter()}', '[{"params": {parameter()}}]', '[{"lr": 1}]', '[parameter() * 2]', 'None', '[{"params": [parameter()]}, 3]',
                       '[("a", parameter()), parameter()]', '[{"params": []}]', 'iter([parameter()])'):
            program(f'refused(lambda: str(optim.{type}({params})))')
        for flags in ('capturable=True', 'foreach=True', 'foreach=False', 'fused=True', 'fused=False', 'differentiable=True', 'differentiable=True, foreach=True', 'foreach=True, fused=True', 'differentiable=True, fused=True',
                      'capturable=True, foreach=True', 'maximize=True', 'lr=torch.tensor(0.1)', 'lr=torch.tensor([0.1])', 'lr=torch.tensor(0.1), foreach=True'):
            program(['def made():', f'    p = parameter(); optimizer = optim.{type}([p], {flags})', '    say(str(optimizer))', '    p.grad = torch.tensor([0.5, -0.25, 2.0])',
                     '    optimizer.step(lambda: (p * p).sum())' if type == 'LBFGS' else '    optimizer.step()', '    return p', 'refused(made)'])


def optimizers():
    for type in EVERY:
        made = f'p = parameter(); q = parameter(0.5); optimizer = optim.{type}([p, q])'
        groups = f'p = parameter(); q = parameter(0.5); optimizer = optim.{type}([{{"params": [p]}}, {{"params": q, "lr": 0.5}}], lr=0.125)'
        program([made, 'say(optimizer, optimizer.defaults, list(optimizer.param_groups[0]), len(optimizer.state), [name for name in optimizer.__dict__ if not name.startswith("_")])'])
        program([groups, 'say(optimizer, [group["lr"] for group in optimizer.param_groups])'])
        program(f'say(optim.{type}.__module__, optim.{type}.__name__, optim.{type}.__mro__[-2].__name__, issubclass(optim.{type}, optim.Optimizer))')
        program(f'optimizer = optim.{type}([("w", parameter()), ("b", parameter(0.5))])\nsay(optimizer, optimizer.state_dict()["param_groups"], optimizer.param_groups[0]["param_names"])')
        program([made, 'say(optimizer.state_dict())'])
        if type == 'LBFGS':
            continue
        program([made, 'walk(optimizer)', 'say(optimizer.state_dict(), p, q)'])
        program([groups, 'walk(optimizer, 5)', 'say(optimizer.state_dict(), p, q)'])
        program([made, 'walk(optimizer, 3)', 'state = copy.deepcopy(optimizer.state_dict())', 'walk(optimizer, 3); say(p, q)', f'a, b = parameter(), parameter(0.5); other = optim.{type}([a, b], lr=9.0)',
                 'other.load_state_dict(state); say(other, other.state_dict())', 'walk(other, 3); say(a, b, other.param_groups[0]["lr"])'])
        program([made, 'walk(optimizer, 2); other = copy.deepcopy(optimizer); walk(optimizer, 2); walk(other, 2)', 'say(p, other.param_groups[0]["params"][0], other)'])
        program([made, 'walk(optimizer, 2); other = pickle.loads(pickle.dumps(optimizer)); say(other, other.state_dict()); walk(other, 2); say(other.param_groups[0]["params"])'])
        program([made, 'say(optimizer.step())', 'p.grad = torch.ones(3)', 'say(optimizer.step(), p, q, len(optimizer.state))'])
        program([made, 'def closure():', '    optimizer.zero_grad()', '    loss = ((p - 1) ** 2).sum() + q.sum()', '    loss.backward()', '    return loss',
                 'say([optimizer.step(closure).item() for _ in range(4)], p, q)', 'with torch.no_grad():', '    say(optimizer.step(closure).requires_grad)'])
        program([f'p = parameter(dtype=torch.float64); optimizer = optim.{type}([p])', 'walk(optimizer, 4); say(p, optimizer.state_dict())'])
        program([f'p = parameter(); optimizer = optim.{type}([p], lr=torch.tensor(0.05))', 'walk(optimizer, 4); say(p, optimizer)'])
        program([f'p = nn.Parameter(torch.arange(6.).reshape(2, 3).t()); optimizer = optim.{type}([p])', 'walk(optimizer, 3); say(p, p.stride(), [getattr(v, "shape", None) for v in optimizer.state[p].values()])'])
        program([f'p, z = nn.Parameter(torch.tensor(2.0)), nn.Parameter(torch.zeros(0)); optimizer = optim.{type}([p, z])', 'walk(optimizer, 3); say(p, z)'])
        program(['torch.set_default_dtype(torch.float64)', 'try:', f'    p = nn.Parameter(torch.tensor([1.0, -2.0])); optimizer = optim.{type}([p])', '    walk(optimizer, 4); say(p, optimizer.state_dict())',
                 'finally:', '    torch.set_default_dtype(torch.float32)'])
        program([made, 'before = [id(v) for v in (walk(optimizer, 1), *optimizer.state[p].values())][1:]', 'walk(optimizer, 2); say(before == [id(v) for v in optimizer.state[p].values()])'])
        program([made, 'walk(optimizer, 1); optimizer.add_param_group({"params": [parameter(4.0)], "lr": 0.25})', 'walk(optimizer, 2); say(optimizer, optimizer.param_groups[1]["params"], len(optimizer.state))'])
        program([made, 'w = torch.tensor([1.0, 2.0], requires_grad=True); p = w * 2; p.retain_grad()', f'optimizer = optim.{type}([p], differentiable=True)', 'p.grad = torch.tensor([0.5, -1.0]); optimizer.step()',
                 'p.sum().backward(); say(p, w.grad)'])
        program([made, 'optimizer.param_groups[0].pop("foreach"); optimizer.param_groups[0].pop("differentiable"); walk2 = optimizer.state_dict()', 'optimizer.load_state_dict(walk2); say(optimizer)'])
        program([made, 'p.grad = torch.ones(3); g = p.grad; optimizer.zero_grad(False); say(g, p.grad is g, q.grad); optimizer.zero_grad(); say(p.grad)'])


def base():
    sgd = 'p = parameter(); optimizer = optim.SGD([p], lr=0.1)'
    for code in (
        'refused(lambda: optim.Optimizer([parameter()], {"lr": 1}).step())', 'say(optim.Optimizer([parameter()], {"lr": 1, "b": (2, 3)}))', 'refused(lambda: optim.Optimizer([parameter()]))',
        'from torch.optim.optimizer import required\nsay(required)\nrefused(lambda: optim.Optimizer([parameter()], {"lr": required}))\nsay(optim.Optimizer([{"params": [parameter()], "lr": 3}], {"lr": required}))',
        f'{sgd}\nrefused(lambda: optimizer.add_param_group([p]))', f'{sgd}\nrefused(lambda: optimizer.add_param_group({{"params": [p]}}))', f'{sgd}\nrefused(lambda: optimizer.add_param_group({{}}))',
        f'{sgd}\nrefused(lambda: optimizer.add_param_group({{"params": [1]}}))', f'{sgd}\nrefused(lambda: optimizer.add_param_group({{"params": parameter() * 2}}))',
        f'{sgd}\nrefused(lambda: optimizer.add_param_group({{"params": [("a", parameter())]}}))', 'optimizer = optim.SGD([("a", parameter())])\nrefused(lambda: optimizer.add_param_group({"params": [parameter()]}))',
        f'{sgd}\nwarned(lambda: optimizer.add_param_group({{"params": [q, q]}} if (q := parameter()) is not None else None)); say(optimizer)',
        f'{sgd}\nrefused(lambda: optimizer.load_state_dict({{}}))', f'{sgd}\nrefused(lambda: optimizer.load_state_dict({{"state": {{}}, "param_groups": []}}))',
        f'{sgd}\nrefused(lambda: optimizer.load_state_dict({{"state": {{}}, "param_groups": [{{"params": [0, 1]}}]}}))', f'{sgd}\nrefused(lambda: optimizer.load_state_dict(optim.SGD([p, parameter()]).state_dict()))',
        f'{sgd}\nrefused(lambda: optimizer.load_state_dict({{"param_groups": [{{"params": [0]}}]}}))', f'{sgd}\noptimizer.load_state_dict({{"state": {{"other": 3}}, "param_groups": [{{"params": [0], "lr": 5}}]}}); say(optimizer, dict(optimizer.state))',
        f'{sgd}\noptimizer.load_state_dict({{"state": {{0: {{"momentum_buffer": torch.tensor([1, 2, 3]), "list": [torch.tensor(1), 2], "step": torch.tensor(3)}}}}, "param_groups": [{{"params": [0], "lr": 5}}]}}); say(optimizer.state_dict())',
        'a, b = parameter(), parameter(0.5); optimizer = optim.SGD([{"params": [a], "name": "first"}, {"params": [b], "lr": 3.0}], lr=0.1, momentum=0.9)\nwalk(optimizer, 2); say(optimizer, optimizer.state_dict())',
        'optimizer = optim.Adam(nn.Linear(2, 1).named_parameters()); say(optimizer.state_dict()["param_groups"], optimizer)',
        'a = optim.Adam([("w", parameter())]); b = optim.Adam([parameter()]); b.load_state_dict(a.state_dict()); say(b.param_groups[0]["param_names"]); a.load_state_dict(optim.Adam([parameter()]).state_dict()); say(a.param_groups[0]["param_names"])',
        'p = parameter(); a = optim.Adam([p]); p.grad = torch.ones(3); a.step(); a.state[p]["step"] = 3; a.state_dict(); b = optim.Adam([p]); b.load_state_dict(a.state_dict()); say(b.state[p]["step"])',
        'p = parameter(dtype=torch.float64); a = optim.Adam([p]); p.grad = torch.ones(3, dtype=torch.float64); a.step(); q = parameter(); b = optim.Adam([q]); b.load_state_dict(a.state_dict()); say(b.state_dict())',
        f'{sgd}\nclass Own(optim.SGD):\n    def step(self, closure=None):\n        say("own"); return super().step(closure)\nown = Own([p], lr=1.0); p.grad = torch.ones(3); own.step(); say(p, own)',
        'class Plain(optim.Optimizer):\n    def __init__(self, params, lr=0.5):\n        super().__init__(params, dict(lr=lr))\n    @torch.no_grad()\n    def step(self, closure=None):\n        for group in self.param_groups:\n            for p in group["params"]:\n                if p.grad is not None:\n                    self.state[p]["n"] = self.state[p].get("n", 0) + 1\n                    p.add_(p.grad, alpha=-group["lr"])\np = parameter(); own = Plain([p]); walk(own, 3); say(own, p, own.state_dict())',
        'say(hasattr(optim, "Nothing"))', 'refused(lambda: optim.Nothing)', 'say(sorted(name for name in optim.__dict__ if name[:1].isupper()) and "ok")',
    ):
        program(code)
    for code in (
        'handle = optimizer.register_step_pre_hook(lambda o, args, kwargs: say("pre", o is optimizer, len(args), kwargs)); p.grad = torch.ones(3); optimizer.step(); handle.remove(); optimizer.step(); say(p)',
        'handle = optimizer.register_step_post_hook(lambda o, args, kwargs: say("post", p.clone())); p.grad = torch.ones(3); optimizer.step(); handle.remove(); optimizer.step()',
        'optimizer.register_step_pre_hook(lambda o, args, kwargs: ((o, lambda: say("closure")), {})); optimizer.step()',
        'optimizer.register_step_pre_hook(lambda o, args, kwargs: 3)\ntry:\n    optimizer.step()\nexcept RuntimeError as error:\n    say(str(error).split(">")[1])',
        'from torch.optim.optimizer import register_optimizer_step_pre_hook as before, register_optimizer_step_post_hook as after\na = before(lambda o, args, kwargs: say("before", type(o).__name__)); b = after(lambda o, args, kwargs: say("after")); optimizer.register_step_pre_hook(lambda *_: say("own before")); optimizer.register_step_post_hook(lambda *_: say("own after")); p.grad = torch.ones(3); optimizer.step(); a.remove(); b.remove(); optimizer.step()',
        'optimizer.register_state_dict_pre_hook(lambda o: say("pre")); optimizer.register_state_dict_post_hook(lambda o, state: {"more": 1, **state}); say(optimizer.state_dict())',
        'optimizer.register_state_dict_post_hook(lambda o, state: state.update(a=1)); optimizer.register_state_dict_post_hook(lambda o, state: state.update(b=2), prepend=True); say(list(optimizer.state_dict()))',
        'optimizer.register_state_dict_pre_hook(lambda o: say("a")); optimizer.register_state_dict_pre_hook(lambda o: say("b"), prepend=True); optimizer.state_dict()',
        'optimizer.register_load_state_dict_pre_hook(lambda o, state: say("pre", list(state))); optimizer.register_load_state_dict_post_hook(lambda o: say("post", o is optimizer)); optimizer.load_state_dict(optimizer.state_dict())',
        'def other(o, state):\n    state["param_groups"] = copy.deepcopy(state["param_groups"]); state["param_groups"][0]["lr"] = 7; return state\noptimizer.register_load_state_dict_pre_hook(other); optimizer.load_state_dict(optimizer.state_dict()); say(optimizer)',
        'optimizer.register_load_state_dict_post_hook(lambda o: say("a")); h = optimizer.register_load_state_dict_post_hook(lambda o: say("b"), prepend=True); optimizer.load_state_dict(optimizer.state_dict()); h.remove(); optimizer.load_state_dict(optimizer.state_dict())',
        'say(optimizer.step.__name__, optimizer.zero_grad.__name__, type(optimizer).step.hooked)',
        'p.grad = torch.ones(3); optimizer.step(); say(optimizer.state_dict()["state"], len(optimizer.state))',
        'loss = (p * p).sum(); loss.backward(create_graph=True); optimizer.zero_grad(set_to_none=False); say(p.grad, p.grad.requires_grad)',
        'optimizer.param_groups[0]["lr"] = 3.0; p.grad = torch.ones(3); optimizer.step(); say(p, optimizer.defaults["lr"])',
        'optimizer.param_groups[0]["momentum"] = 0.5; p.grad = torch.ones(3); optimizer.step(); optimizer.step(); say(p, optimizer.state_dict())',
    ):
        program(f'{sgd}\n{code}')


def lbfgs():
    rosenbrock = 'p = parameter(-1.5, 2.0)\ndef closure():\n    optimizer.zero_grad()\n    loss = (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2\n    loss.backward()\n    return loss'
    bowl = 'p, q = parameter(1.0, 2.0, 3.0, dtype=torch.float64), parameter(0.5, dtype=torch.float64)\ndef closure():\n    optimizer.zero_grad()\n    loss = ((p - 1) ** 2 * torch.tensor([1.0, 3.0, 9.0], dtype=torch.float64)).sum() + (q - p.sum()) ** 2\n    loss.backward()\n    return loss'
    for settings in ('', 'lr=0.5', 'max_iter=1', 'max_iter=4, lr=0.1', 'history_size=2', 'max_eval=5', 'line_search_fn="strong_wolfe"', 'line_search_fn="strong_wolfe", max_iter=3', 'line_search_fn="strong_wolfe", lr=0.01, max_eval=7',
                     'tolerance_grad=10.0', 'tolerance_change=1.0', 'lr=torch.tensor(0.5)', 'line_search_fn="strong_wolfe", history_size=1'):
        program(f'{bowl}\noptimizer = optim.LBFGS([p, q]{settings and ", " + settings})\nsay([optimizer.step(closure).item() for _ in range(2)], p, q, optimizer.state[p]["func_evals"], optimizer.state[p]["n_iter"], list(optimizer.state[p]))')
    for settings in ('lr=0.001, max_iter=3', 'line_search_fn="strong_wolfe", max_iter=3', 'line_search_fn="strong_wolfe", max_iter=1'):
        program(f'{rosenbrock}\noptimizer = optim.LBFGS([p], {settings})\nsay(optimizer.step(closure).item(), p, optimizer.state[p]["func_evals"])')
    program(f'{rosenbrock}\noptimizer = optim.LBFGS([p], line_search_fn="other")\nrefused(lambda: optimizer.step(closure))')
    program(f'{rosenbrock}\noptimizer = optim.LBFGS([p])\nrefused(lambda: optimizer.step())')
    program('refused(lambda: optim.LBFGS([{"params": [parameter()]}, {"params": [parameter()]}]))')


def by_operators():
    """Optimizers whose steps are calls of operators."""
    made = 'p, q = nn.Parameter(torch.arange(6.).reshape(2, 3) / 4 - 0.5), parameter(1.0, 0.25)'
    for settings in ('', 'lr=0.5', 'beta2_decay=-0.5, d=2.0', 'eps=(1e-3, 0.1)', 'weight_decay=0.1', 'maximize=True, weight_decay=0.2', 'foreach=True', 'lr=torch.tensor(0.1)'):
        program([made, f'optimizer = optim.Adafactor([p, q]{settings and ", " + settings})', 'for step in range(12): walk(optimizer, 1); say(p, q)', 'say(optimizer, optimizer.state_dict())'])
    program(['p = nn.Parameter(torch.arange(24.).reshape(2, 3, 4) / 8 - 1); optimizer = optim.Adafactor([p])', 'walk(optimizer, 4); say(p, optimizer.state_dict())'])
    program([made, 'optimizer = optim.Adafactor([p, q]); walk(optimizer, 2); other = copy.deepcopy(optimizer); other.load_state_dict(optimizer.state_dict()); walk(other, 2); say(other.param_groups[0]["params"])'])
    for wrong in ('lr=-1', 'beta2_decay=0.5', 'eps=(-1, 0.1)', 'eps=(None, -1)', 'd=0.5', 'weight_decay=-1', 'lr=torch.ones(2)', 'betas=(0.9, 0.9)'):
        program(f'refused(lambda: str(optim.Adafactor([parameter()], {wrong})))')
    made = 'p = nn.Parameter(torch.tensor([[1.0, -0.5, 2.0], [0.25, 3.0, -1.0]]))'
    # The iteration is in bfloat16, whose last bit hangs on how products are added up, and it makes the most of what is small.
    for settings in ('', 'lr=0.125', 'momentum=0.5, nesterov=False', 'weight_decay=0.0, ns_steps=2', 'adjust_lr_fn="match_rms_adamw"', 'adjust_lr_fn="original"', 'eps=0.1', 'ns_coefficients=(2.0, -1.5, 0.5)', 'lr=torch.tensor(0.25)'):
        program([made, f'optimizer = optim.Muon([p]{settings and ", " + settings})', 'before = p.clone(); walk(optimizer, 1); say(optimizer, optimizer.state_dict())', 'say(((p - before) / optimizer.param_groups[0]["lr"]).bfloat16())'])
    program(['p = nn.Parameter(torch.tensor([[1.0, -0.5], [0.25, 3.0], [2.0, 2.0]])); optimizer = optim.Muon([p], lr=1.0, weight_decay=0.0)', 'before = p.clone(); walk(optimizer, 1); say((p - before).bfloat16())'])
    for wrong in ('lr=-1', 'momentum=-1', 'weight_decay=-1', 'adjust_lr_fn="other"', 'lr=torch.ones(2)', 'betas=(0.9, 0.9)'):
        program(f'{made}\nrefused(lambda: str(optim.Muon([p], {wrong})))')
    for wrong in ('ns_steps=100', 'ns_coefficients=(1.0, 2.0)'):
        program(f'{made}\noptimizer = optim.Muon([p], {wrong})\nrefused(lambda: str(walk(optimizer, 1)))')
    program('refused(lambda: optim.Muon([parameter()]))')
    program('p = nn.Parameter(torch.ones(2, 2, 2))\nrefused(lambda: optim.Muon([p]))')


SCHEDULES = [
    'LambdaLR(o, lambda epoch: 0.95 ** epoch)', 'LambdaLR(o, lr_lambda=lambda epoch: 1 / (1 + epoch))', 'LambdaLR(o, [lambda epoch: 0.5 ** (epoch // 7)] * len(o.param_groups))', 'LambdaLR(o, lambda epoch: min(1.0, (epoch + 1) / 10))',
    'MultiplicativeLR(o, lambda epoch: 0.95)', 'MultiplicativeLR(o, lambda epoch: 1.0 if epoch % 5 else 0.5)',
    'StepLR(o, 10)', 'StepLR(o, step_size=3, gamma=0.5)', 'StepLR(o, 1, 0.9)', 'StepLR(o, 7, gamma=1.1)',
    'MultiStepLR(o, [10, 30])', 'MultiStepLR(o, milestones=[5, 5, 12], gamma=0.5)', 'MultiStepLR(o, [])', 'MultiStepLR(o, (1, 2, 3), 0.7)',
    'ConstantLR(o)', 'ConstantLR(o, factor=0.5, total_iters=8)', 'ConstantLR(o, 0.25, 1)', 'LinearLR(o)', 'LinearLR(o, start_factor=0.1, total_iters=20)', 'LinearLR(o, 1.0, 0.05, 30)', 'LinearLR(o, 0.5, 1.0, 4)',
    'ExponentialLR(o, 0.9)', 'ExponentialLR(o, gamma=1.02)', 'PolynomialLR(o)', 'PolynomialLR(o, total_iters=30, power=2.0)', 'PolynomialLR(o, 12, 0.5)',
    'CosineAnnealingLR(o, 10)', 'CosineAnnealingLR(o, T_max=50)', 'CosineAnnealingLR(o, T_max=7, eta_min=0.01)', 'CosineAnnealingLR(o, 100, 0.001)',
    'CosineAnnealingWarmRestarts(o, 10)', 'CosineAnnealingWarmRestarts(o, T_0=5, T_mult=2)', 'CosineAnnealingWarmRestarts(o, 3, 3, eta_min=0.01)',
    'CyclicLR(o, base_lr=0.01, max_lr=0.1, step_size_up=5)', 'CyclicLR(o, 0.01, 0.1, 4, 8, mode="triangular2")', 'CyclicLR(o, 0.01, 0.1, step_size_up=6, mode="exp_range", gamma=0.97)',
    'CyclicLR(o, 0.01, 0.1, step_size_up=5, cycle_momentum=False)', 'CyclicLR(o, 0.001, 1.0, step_size_up=5, base_momentum=0.5, max_momentum=0.95)', 'CyclicLR(o, 0.01, 0.1, 5, scale_fn=lambda x: 0.8 ** x, scale_mode="iterations")',
    'CyclicLR(o, 0.01, 0.1, 5, scale_fn=lambda x: 1 / x)',
    'OneCycleLR(o, max_lr=0.5, total_steps=60)', 'OneCycleLR(o, 0.5, epochs=6, steps_per_epoch=10)', 'OneCycleLR(o, 0.5, total_steps=51, anneal_strategy="linear", pct_start=0.2)', 'OneCycleLR(o, 0.5, total_steps=60, three_phase=True)',
    'OneCycleLR(o, 0.5, total_steps=60, cycle_momentum=False, div_factor=10.0, final_div_factor=100.0)', 'OneCycleLR(o, 0.5, total_steps=60, base_momentum=0.6, max_momentum=0.9, three_phase=True, anneal_strategy="linear")',
    'SequentialLR(o, [schedulers.ConstantLR(o, 0.1, 2), schedulers.ExponentialLR(o, 0.9)], milestones=[2])', 'SequentialLR(o, [schedulers.LinearLR(o, 0.1, total_iters=10), schedulers.CosineAnnealingLR(o, 40)], [10])',
    'SequentialLR(o, [schedulers.LinearLR(o, 0.1, total_iters=5), schedulers.StepLR(o, 3), schedulers.ExponentialLR(o, 0.9)], [5, 20])', 'SequentialLR(o, [schedulers.StepLR(o, 3)], [])',
    'ChainedScheduler([schedulers.ConstantLR(o, 0.1, 5), schedulers.ExponentialLR(o, 0.9)])', 'ChainedScheduler([schedulers.LinearLR(o), schedulers.StepLR(o, 10), schedulers.MultiStepLR(o, [20])], optimizer=o)',
    'ChainedScheduler([schedulers.LambdaLR(o, lambda epoch: 0.9 ** epoch)])',
    'swa_utils.SWALR(o, 0.05)', 'swa_utils.SWALR(o, swa_lr=0.01, anneal_epochs=5, anneal_strategy="linear")', 'swa_utils.SWALR(o, 0.05, anneal_epochs=0)',
]
OWNERS = {
    'SGD': 'o = optim.SGD([parameter()], lr=0.1, momentum=0.9)',
    'Adam': 'o = optim.Adam([{"params": [parameter()]}, {"params": [parameter(0.5)], "lr": 0.02}], lr=0.1)',
    'tensor': 'o = optim.SGD([parameter()], lr=torch.tensor(0.1), momentum=0.9)',
}


def schedules():
    for schedule in SCHEDULES:
        made = f's = {schedule}' if schedule.startswith('swa') else f's = schedulers.{schedule}'
        rates = '[group["lr"].clone() if isinstance(group["lr"], torch.Tensor) else group["lr"] for group in o.param_groups]'
        for owner in OWNERS.values():
            program([owner, made, 'found = []', 'for _ in range(50):', f'    o.step(); found.append([{rates}, [(group.get("momentum"), group.get("betas")) for group in o.param_groups], s.get_last_lr()]); s.step()', 'say(found)'])
        own = OWNERS['Adam']
        program([own, made, 'say(s.state_dict()); o.step(); s.step(); s.step(); say(s.state_dict(), o)'])
        program([own, made, 'for _ in range(6): o.step(); s.step()', 'kept, other = copy.deepcopy(s.state_dict()), copy.deepcopy(o.state_dict())', own, made, 'o.load_state_dict(other); s.load_state_dict(kept)', 'for _ in range(6): o.step(); s.step()',
                 f'say(s.get_last_lr(), {rates}, s.last_epoch if hasattr(s, "last_epoch") else None)'])
        program([own, made, 'o.step()', 'for epoch in (3, 12, 4):', f'    refused(lambda: warned(lambda: s.step(epoch)))', f'    say({rates})'])
        program([OWNERS['SGD'], f'warned(lambda: {made.removeprefix("s = ")})', made, 'warned(lambda: s.step()); warned(lambda: s.step()); refused(lambda: warned(lambda: s.get_lr()))', 'say(type(s).__module__, s.optimizer is o)'])


def plateaus():
    losses = '[1.0, 0.9, 0.9, 0.95, 0.9, 0.91, 0.92, 0.89, 0.89, 0.89, 0.889, 0.9, 0.9, 0.9, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, float("nan"), 0.6, 0.4]'
    for settings in ('', 'patience=2', 'patience=0, factor=0.5', 'mode="max", patience=2', 'patience=2, threshold=0.1', 'patience=2, threshold_mode="abs", threshold=0.02', 'mode="max", threshold_mode="abs", patience=1',
                     'patience=1, cooldown=3', 'patience=1, min_lr=0.005', 'patience=1, min_lr=[0.01, 0.001]', 'patience=0, eps=0.01', '"min", 0.5, 3'):
        program([OWNERS['Adam'], f's = schedulers.ReduceLROnPlateau(o{settings and ", " + settings})', 'found = []', f'for loss in {losses}:', '    s.step(loss); found.append([s.get_last_lr(), s.num_bad_epochs, s.best, s.cooldown_counter, s.in_cooldown])',
                 'say(found, s.state_dict(), s.last_epoch)'])
        program([OWNERS['Adam'], f's = schedulers.ReduceLROnPlateau(o{settings and ", " + settings})', f'for loss in {losses}[:8]: s.step(torch.tensor(loss))', 'kept = s.state_dict(); t = schedulers.ReduceLROnPlateau(o); t.load_state_dict(kept)',
                 f'for loss in {losses}[8:]: t.step(loss)', 'say(t.state_dict(), o)'])
    for code in ('refused(lambda: schedulers.ReduceLROnPlateau(o, factor=1.0))', 'refused(lambda: schedulers.ReduceLROnPlateau(o, mode="middle"))', 'refused(lambda: schedulers.ReduceLROnPlateau(o, threshold_mode="none"))',
                 'refused(lambda: schedulers.ReduceLROnPlateau(o, min_lr=[0.1]))', 'refused(lambda: schedulers.ReduceLROnPlateau(3))', 's = schedulers.ReduceLROnPlateau(o)\nrefused(lambda: s.step())', 's = schedulers.ReduceLROnPlateau(o)\nrefused(lambda: s.step("a"))',
                 's = schedulers.ReduceLROnPlateau(o)\nwarned(lambda: s.step(1.0, 5)); say(s.last_epoch)', 's = schedulers.ReduceLROnPlateau(o, patience=0, min_lr=[0, 0]); o.add_param_group({"params": [parameter()]}); s.step(1.0)\nrefused(lambda: s.step(1.0))',
                 's = schedulers.ReduceLROnPlateau(o, patience=0); o.add_param_group({"params": [parameter()]}); s.step(1.0); s.step(1.0); say(o)', 'refused(lambda: schedulers.ReduceLROnPlateau(o, verbose=True))'):
        program(f'{OWNERS["Adam"]}\n{code}')


def refusals():
    for call in (
        'StepLR(3, 10)', 'StepLR(o)', 'StepLR(o, 0)', 'LambdaLR(o, [lambda e: 1])', 'LambdaLR(o, 3)', 'MultiplicativeLR(o, [lambda e: 1])', 'MultiplicativeLR(o, 3)', 'MultiplicativeLR(o, [1, 2])', 'ConstantLR(o, 1.5)', 'ConstantLR(o, -1)',
        'LinearLR(o, 0)', 'LinearLR(o, 1.5)', 'LinearLR(o, 0.5, 2.0)', 'LinearLR(o, 0.5, -1.0)', 'SequentialLR(o, [], [])', 'SequentialLR(o, [3], [])', 'SequentialLR(o, [schedulers.StepLR(o, 3)], [1])', 'SequentialLR(o, [schedulers.ReduceLROnPlateau(o)], [])',
        'SequentialLR(o, [schedulers.StepLR(optim.SGD([parameter()], lr=1.0), 3)], [])', 'ChainedScheduler([])', 'ChainedScheduler([3])', 'ChainedScheduler([schedulers.StepLR(o, 3), schedulers.ReduceLROnPlateau(o)])',
        'ChainedScheduler([schedulers.StepLR(o, 3), schedulers.StepLR(optim.SGD([parameter()], lr=1.0), 3)])', 'CosineAnnealingWarmRestarts(o, 0)', 'CosineAnnealingWarmRestarts(o, 1.5)', 'CosineAnnealingWarmRestarts(o, 3, 0)', 'CosineAnnealingWarmRestarts(o, 3, 1.5)',
        'CosineAnnealingWarmRestarts(o, 3, 1, "a")', 'CyclicLR(3, 0.1, 1.0)', 'CyclicLR(o, [0.1], 1.0)', 'CyclicLR(o, 0.1, [1.0])', 'CyclicLR(o, 0.1, 1.0, mode="none")', 'CyclicLR(optim.Adagrad([parameter()]), 0.1, 1.0)', 'CyclicLR(o, 0.1, 1.0, base_momentum=[1])',
        'OneCycleLR(3, 0.1)', 'OneCycleLR(o, 0.1)', 'OneCycleLR(o, 0.1, total_steps=0)', 'OneCycleLR(o, 0.1, total_steps=1.5)', 'OneCycleLR(o, 0.1, epochs=3)', 'OneCycleLR(o, 0.1, epochs=0, steps_per_epoch=3)', 'OneCycleLR(o, 0.1, epochs=3, steps_per_epoch=-1)',
        'OneCycleLR(o, 0.1, total_steps=10, pct_start=2.0)', 'OneCycleLR(o, 0.1, total_steps=10, pct_start=1)', 'OneCycleLR(o, 0.1, total_steps=10, anneal_strategy="none")', 'OneCycleLR(o, [0.1], total_steps=10)', 'OneCycleLR(optim.Adagrad([parameter()]), 0.1, total_steps=10)',
        'StepLR(o, 3, last_epoch=2)', 'ExponentialLR(o, 0.9, last_epoch=0)', 'ExponentialLR(o)', 'LRScheduler(o)', '_LRScheduler(o)', 'Nothing', 'CosineAnnealingLR(o, 0)', 'PolynomialLR(o, 0)', 'StepLR(o, 3, verbose=True)',
    ):
        program(f'{OWNERS["Adam"]}\nrefused(lambda: type(schedulers.{call}).__name__)')
    for call in ('swa_utils.SWALR(o, [0.1])', 'swa_utils.SWALR(o, 0.1, anneal_strategy="none")', 'swa_utils.SWALR(o, 0.1, anneal_epochs=-1)', 'swa_utils.SWALR(o, 0.1, anneal_epochs=1.5)', 'swa_utils.SWALR(3, 0.1)'):
        program(f'{OWNERS["Adam"]}\nrefused(lambda: type({call}).__name__)')
    for code in (
        's = schedulers.OneCycleLR(o, 0.1, total_steps=3)\no.step()\nfor _ in range(4): refused(lambda: s.step())', 's = schedulers.StepLR(o, 2)\no.step = lambda: 3\nwarned(lambda: s.step())',
        's = schedulers.StepLR(o, 2); o.step(); warned(lambda: s.step()); warned(lambda: s.step(3)); say(s.get_last_lr())', 's = schedulers.CosineAnnealingWarmRestarts(o, 4, 2)\nfor epoch in (0.5, 3.75, 4, 9.25, 30): s.step(epoch); say(s.get_last_lr(), s.T_cur, s.T_i, s.last_epoch)',
        's = schedulers.CosineAnnealingWarmRestarts(o, 4)\nrefused(lambda: s.step(-1))\nfor epoch in (0.5, 3.75, 4, 9.25): s.step(epoch); say(s.get_last_lr())',
        'for group in o.param_groups: group["initial_lr"] = 0.3\ns = schedulers.StepLR(o, 2, last_epoch=3); say(s.get_last_lr(), s.last_epoch); o.step(); s.step(); say(s.get_last_lr())',
        'for group in o.param_groups: group["initial_lr"] = 0.3\ns = schedulers.CosineAnnealingLR(o, 10, last_epoch=3); say(s.get_last_lr(), s.last_epoch); o.step(); s.step(); say(s.get_last_lr())',
        'class Factor:\n    def __init__(self): self.n = 3\n    def __call__(self, epoch): return 1 / (epoch + self.n)\ns = schedulers.LambdaLR(o, Factor()); say(s.state_dict()); kept = s.state_dict(); s.lr_lambdas[0].n = 9; s.load_state_dict(kept); say(s.lr_lambdas[0].n)',
        'class Scale:\n    def __init__(self): self.n = 3\n    def __call__(self, x): return 1 / (x + self.n)\ns = schedulers.CyclicLR(o, 0.1, 1.0, 4, scale_fn=Scale()); say(s.state_dict()); kept = s.state_dict(); s.load_state_dict(kept); say(s.get_last_lr())',
        'class Own(schedulers.LRScheduler):\n    def get_lr(self): return [base * 2 ** -self.last_epoch for base in self.base_lrs]\ns = Own(o)\nfor _ in range(3): o.step(); s.step()\nsay(s.get_last_lr(), s.state_dict())',
        's = schedulers.StepLR(o, 2); say(pickle.loads(pickle.dumps(s.state_dict())))', 's = schedulers.StepLR(o, 1)\nfor _ in range(3): o.step(); s.step()\nsay(o.state_dict()["param_groups"], s.base_lrs)',
        'a = schedulers.StepLR(o, 2); b = schedulers.ExponentialLR(o, 0.9)\nfor _ in range(6): o.step(); a.step(); b.step()\nsay(o, a.get_last_lr(), b.get_last_lr())',
        's = schedulers.MultiStepLR(o, [3, 1]); say(s.milestones, s.state_dict())', 'say(issubclass(schedulers.StepLR, schedulers._LRScheduler), issubclass(schedulers._LRScheduler, schedulers.LRScheduler), schedulers.EPOCH_DEPRECATION_WARNING[:40])',
    ):
        program(f'{OWNERS["Adam"]}\n{code}')


def averages():
    model = 'torch.manual_seed(1); model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)); optimizer = optim.SGD(model.parameters(), lr=0.1)'
    steps = 'for i in range(6):\n    optimizer.zero_grad(); model(torch.arange(4.).reshape(2, 2) * (i + 1) / 4).pow(2).sum().backward(); optimizer.step(); average.update_parameters(model)'
    for given in ('', 'use_buffers=True', 'avg_fn=lambda a, w, n: 0.9 * a + 0.1 * w', 'avg_fn=swa_utils.get_ema_avg_fn(0.75)', 'avg_fn=swa_utils.get_swa_avg_fn()', 'multi_avg_fn=swa_utils.get_ema_multi_avg_fn()', 'multi_avg_fn=swa_utils.get_ema_multi_avg_fn(0.5), use_buffers=True',
                  'multi_avg_fn=swa_utils.get_swa_multi_avg_fn()', 'device="cpu"', 'avg_fn=lambda a, w, n: torch.maximum(a, w)'):
        program(f'{model}\naverage = swa_utils.AveragedModel(model{given and ", " + given})\n{steps}\nsay(average.state_dict(), average.n_averaged, average(torch.ones(1, 2)))')
        program(f'{model}\naverage = swa_utils.AveragedModel(model{given and ", " + given})\n{steps}\nkept = average.state_dict(); other = swa_utils.AveragedModel(nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))); say(str(other.load_state_dict(kept)), other(torch.ones(1, 2)))')
    for code in (
        'say(average)', 'refused(lambda: swa_utils.AveragedModel(model, avg_fn=swa_utils.get_swa_avg_fn(), multi_avg_fn=swa_utils.get_swa_multi_avg_fn()))', 'say(list(average.state_dict()))', 'say([name for name, _ in average.named_parameters()])',
        'other = copy.deepcopy(average); other.update_parameters(model); say(average.n_averaged, other.n_averaged)', 'say(average.training, average.eval().module.training)', 'model.register_buffer("seen", torch.tensor([1.0, 2.0]))\naverage = swa_utils.AveragedModel(model)\nmodel.seen += 4\naverage.update_parameters(model); say(dict(average.named_buffers()))',
        'model.register_buffer("count", torch.tensor([4, 8]))\naverage = swa_utils.AveragedModel(model, use_buffers=True)\nfor i in range(3): model.count += 4; average.update_parameters(model)\nsay(dict(average.named_buffers()))',
        'model.register_buffer("count", torch.tensor([4, 8]))\naverage = swa_utils.AveragedModel(model, use_buffers=True, multi_avg_fn=swa_utils.get_ema_multi_avg_fn(0.5))\nfor i in range(3): model.count += 4; average.update_parameters(model)\nsay(dict(average.named_buffers()))',
        's = swa_utils.SWALR(optimizer, 0.5, 4); say(s.state_dict(), optimizer)', 'swa_utils.update_bn([torch.ones(1, 2)], model); say(model.training)',
        'refused(lambda: swa_utils.AveragedModel())', 'refused(lambda: swa_utils.AveragedModel(model, foo=1))',
    ):
        program(f'{model}\naverage = swa_utils.AveragedModel(model)\n{code}')
    for name in ('get_ema_avg_fn', 'get_ema_multi_avg_fn'):
        for decay in ('-0.1', '1.5', '0.0', '1.0', '0.999'):
            program(f'refused(lambda: swa_utils.{name}({decay}).__name__)')
    for call in ('get_ema_avg_fn(0.75)(a, b, 3)', 'get_swa_avg_fn()(a, b, 3)', 'get_swa_avg_fn()(a, b, torch.tensor(3))', 'get_ema_multi_avg_fn(0.75)([a], [b], 3)', 'get_swa_multi_avg_fn()([a], [b], 3)', 'get_swa_multi_avg_fn()([a], [b], torch.tensor(3))'):
        for dtype in ('float32', 'float64', 'int64'):
            program(f'a, b = torch.tensor([1, 2, -3], dtype=torch.{dtype}), torch.tensor([4, 4, 5], dtype=torch.{dtype})\nrefused(lambda: swa_utils.{call})\nsay(a, b)')


def by_subject():
    found = {}
    for subject in (constructors, optimizers, base, lbfgs, by_operators, schedules, plateaus, refusals, averages):
        subject()
        found[subject.__name__] = programs[:]
        programs.clear()
    return found
