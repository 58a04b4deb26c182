"""torch.nn.init and torch.nn.utils: how weights begin, gradients clipped, vectors of parameters, parametrizations, pruning, normalised weights."""
from sampling import cases, program

IMPORTS = '''from torch.nn.utils import parametrize, parametrizations, prune
import torch.nn.utils as U
'''
A = {'a': ['float32', [2, 3]]}


def of(what, before, *texts, **inputs):
    for text in texts:
        *lines, last = text.split('; ')
        program(what, IMPORTS + before, *lines, last, **inputs)


# Beginnings

for name, arguments in {'uniform_': ('', ', -1, 2', ', a=0.5'), 'normal_': ('', ', 2, 0.5', ', std=3'), 'trunc_normal_': ('', ', 1, 2', ', 0.0, 1.0, -0.5, 0.5', ', 5.0, 1.0, -2.0, 2.0', ', a=2.0, b=3.0', ', std=0.02'), 'constant_': (', 3', ', 0.5'), 'ones_': ('',), 'zeros_': ('',), 'eye_': ('',),
                        'xavier_uniform_': ('', ', 2.0', ", gain=init.calculate_gain('relu')"), 'xavier_normal_': ('', ', 0.5'), 'kaiming_uniform_': ('', ", mode='fan_out'", ", nonlinearity='relu'", ', a=math.sqrt(5)', ", 0.1, 'fan_in', 'leaky_relu'"), 'kaiming_normal_': ('', ", mode='fan_out', nonlinearity='relu'", ', a=1'),
                        'orthogonal_': ('', ', gain=2'), 'sparse_': (', 0.5', ', sparsity=0.1, std=1.0')}.items():
    for more in arguments:
        for shape in ((3, 5), (5, 3), (20, 4)):
            exactly = 'bits([t])' if name not in ('orthogonal_',) else 't.shape'
            program(name, 'from torch.nn import init', f't = torch.empty{shape}', f'r = init.{name}(t{more})', f'[r is t, {exactly}, t, t.requires_grad]')
        program(name, 'from torch.nn import init', 'p = nn.Parameter(torch.empty(4, 3))', f'init.{name}(p{more})', '[p, p.grad_fn]')
        if name not in ('eye_', 'sparse_'):
            program(name, 'from torch.nn import init', 't = torch.empty(2, 3, 4, dtype=torch.float64)', f'init.{name}(t{more})')
    program(name, 'from torch.nn import init', f'init.{name}(torch.empty(3){arguments[0]})')
    program(name, 'from torch.nn import init', f'init.{name}(torch.empty(2, 0){arguments[0]})')
    program(name, 'from torch.nn import init', f'init.{name}()')
    program(name, 'from torch.nn import init', f'init.{name}(torch.empty(2, 2){arguments[0]}, bogus=1)')
    if name not in ('trunc_normal_', 'ones_', 'zeros_'):
        program(name, 'from torch.nn import init', f'warned(lambda: init.{name[:-1]}(torch.empty(4, 4){arguments[0]}).shape)')
    if name in ('uniform_', 'normal_', 'trunc_normal_', 'xavier_uniform_', 'xavier_normal_', 'kaiming_uniform_', 'kaiming_normal_', 'orthogonal_'):
        program(name, 'from torch.nn import init', 'g = torch.Generator().manual_seed(7)', f'init.{name}(torch.empty(4, 3){arguments[0]}, generator=g)')
for shape in ((3, 4, 5), (4, 2, 3, 3), (2, 2, 3, 3, 3)):
    for more in ('', ', groups=2'):
        program('dirac_', 'from torch.nn import init', f'init.dirac_(torch.empty{shape}{more})')
for text in ('init.dirac_(torch.empty(2, 3))', 'init.dirac_(torch.empty(3, 2, 2), 2)', 'init.eye_(torch.empty(2, 2, 2))', 'init.sparse_(torch.empty(2, 2, 2), 0.5)', 'init.orthogonal_(torch.empty(3))', 'init.kaiming_uniform_(torch.empty(3, 3), mode="bogus")', 'init.kaiming_normal_(torch.empty(3, 3), nonlinearity="bogus")', 'warned(lambda: init.kaiming_uniform_(torch.empty(0, 3)))',
             'warned(lambda: init.trunc_normal_(torch.empty(3, 3), 9.0))', 'init.uniform_(torch.empty(2, dtype=torch.int64))', 'init.normal_(torch.empty(2), 0, -1)', 'init.uniform_(torch.empty(2), 2, 1)', 'init.constant_(torch.empty(2, dtype=torch.int64), 3.5)', 'init._calculate_fan_in_and_fan_out(torch.empty(4, 3, 2, 2))', 'init._calculate_fan_in_and_fan_out(torch.empty(4))'):
    program('init', 'from torch.nn import init', text)
for name in ('linear', 'conv2d', 'conv_transpose3d', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu', 'bogus'):
    program('calculate_gain', 'from torch.nn import init', f"init.calculate_gain('{name}')")
for param in ('0.2', '2', 'True', "'x'", '0'):
    program('calculate_gain', 'from torch.nn import init', f"init.calculate_gain('leaky_relu', {param})")

# Gradients and parameters

NET = 'm = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))'
GRADS = NET + '\nm(a).pow(2).sum().backward()\ng = lambda: [p.grad for p in m.parameters()]'
for norm in ('2.0', '1.0', '1', '3', "float('inf')", "'inf'", '0', '0.5'):
    of('clip_grad_norm_', GRADS, f'[U.clip_grad_norm_(m.parameters(), 1.0, {norm}), g()]', f'U.get_total_norm(g(), {norm})', **A)
of('clip_grad_norm_', GRADS, '[U.clip_grad_norm_(m.parameters(), 100.0), g()]', '[U.clip_grad_norm_(m[0].weight, 0.5), g()]', '[U.clip_grad_norm_(list(m.parameters())[:2], max_norm=0.1), g()]', 'm.zero_grad(); [U.clip_grad_norm_(m.parameters(), 1.0), g()]', 'U.clip_grad_norm_([], 1.0)', 'warned(lambda: U.clip_grad_norm_((p for p in []), 1.0))', 'm[0].weight.grad[0, 0] = math.nan; [U.clip_grad_norm_(m.parameters(), 1.0), g()]',
   'm[0].weight.grad[0, 0] = math.inf; U.clip_grad_norm_(m.parameters(), 1.0, error_if_nonfinite=True)', 'm[0].weight.grad[0, 0] = math.nan; U.get_total_norm(g(), error_if_nonfinite=True)', 'm[2].double(); m[2].weight.grad = torch.ones(2, 4).double(); [U.clip_grad_norm_(m.parameters(), 1.0).float(), m[0].weight.grad]', 'U.clip_grad_norm_(m.parameters())', "U.clip_grad_norm_(m.parameters(), 'x')", 'U.clip_grad_norm_(3, 1.0)', 'U.clip_grad_norm_(m.parameters(), 1.0, foreach=False)',
   'warned(lambda: U.clip_grad_norm(m.parameters(), 1.0))', 'U.clip_grads_with_norm_(m.parameters(), 1.0, torch.tensor(4.0)); g()', 'U.get_total_norm([])', 'U.get_total_norm(a)', 'U.get_total_norm([a, a * 2])', 'type(U.clip_grad_norm_(m.parameters(), 1.0)), U.clip_grad_norm_(m.parameters(), 1.0).item()', **A)
of('clip_grad_value_', GRADS, 'U.clip_grad_value_(m.parameters(), 0.1); g()', 'U.clip_grad_value_(m[0].weight, 1); g()', 'U.clip_grad_value_([], 1)', "U.clip_grad_value_(m.parameters(), 'x')", 'm.zero_grad(); U.clip_grad_value_(m.parameters(), 0.1)', 'U.clip_grad_value_(m.parameters(), clip_value=0.5, foreach=True); g()', 'U.clip_grad_value_()', **A)
of('parameters_to_vector', NET, 'U.parameters_to_vector(m.parameters())', 'v = U.parameters_to_vector(m.parameters()); [v.shape, v.grad_fn.name()]', 'U.parameters_to_vector([])', 'U.parameters_to_vector(3)', 'U.vector_to_parameters(torch.arange(26.), m.parameters()); m.state_dict()', 'U.vector_to_parameters(3, m.parameters())', 'U.vector_to_parameters([1.], m.parameters())', 'U.vector_to_parameters(torch.ones(3), m.parameters())',
   'w = m[0].weight; U.vector_to_parameters(torch.zeros(26), m.parameters()); [w is m[0].weight, w]', 'v = U.parameters_to_vector(m.parameters()).detach(); U.vector_to_parameters(v * 2, m.parameters()); bits(m)')

# Fusion

for conv, shape in (('nn.Conv1d(2, 3, 2)', [2, 2, 5]), ('nn.Conv2d(2, 3, 2, bias=False)', [1, 2, 4, 4]), ('nn.Conv3d(2, 3, 2)', [1, 2, 3, 3, 3]), ('nn.ConvTranspose2d(2, 3, 2)', [1, 2, 4, 4])):
    kind = conv[conv.index('d(') - 1]
    transposed = ', True' if 'Transpose' in conv else ''
    of('fuse_conv_bn_eval', f'c, b = {conv}, nn.BatchNorm{kind}d(3)\nb(c(a))', f'c.eval(), b.eval(); f = U.fuse_conv_bn_eval(c, b{transposed}); [f, f.state_dict(), f(a), b(c(a))]', f'U.fuse_conv_bn_eval(c, b{transposed})', a=['float32', shape])
of('fuse_conv_bn_eval', 'l, b = nn.Linear(3, 4), nn.BatchNorm1d(4)\nb(l(a))', 'l.eval(), b.eval(); f = U.fuse_linear_bn_eval(l, b); [f, f.state_dict(), f(a), b(l(a))]', 'U.fuse_linear_bn_eval(l, b)', 'l.eval(); U.fuse_linear_bn_eval(l, nn.BatchNorm1d(3).eval())', 'l.eval(); U.fuse_linear_bn_eval(l, nn.BatchNorm1d(4, track_running_stats=False).eval())', 'U.fuse_conv_bn_weights(torch.ones(2, 1, 1), None, torch.ones(2), torch.ones(2), 1e-5, None, None)', **A)
of('skip_init', '', 'm = U.skip_init(nn.Linear, 3, 4); [m, m.weight.shape, m.weight.dtype, torch.rand(1)]', 'U.skip_init(nn.Linear, 3, 4, dtype=torch.float64).weight.dtype', 'U.skip_init(3)', 'U.skip_init(int)', 'U.skip_init(nn.ReLU)', 'U.skip_init(nn.Linear)')

# Weights by length and direction

for made, shape in (('nn.Linear(3, 4)', [2, 3]), ('nn.Conv2d(2, 3, 2)', [1, 2, 3, 3])):
    for dim in ('', ', dim=1', ', dim=None', ', dim=-1'):
        of('parametrizations.weight_norm', f'm = parametrizations.weight_norm({made}{dim})', '[m, list(m.state_dict()), m.weight, type(m).__name__]', 'trained(m, a)', 'm.weight = torch.ones_like(m.weight) * 2; m.state_dict()', "parametrize.remove_parametrizations(m, 'weight'); [m, m.weight]", a=['float32', shape])
        of('weight_norm', f'm = U.weight_norm({made}{dim})', '[m, m.state_dict(), m.weight, len(m._forward_pre_hooks)]', 'trained(m, a)', 'm.weight_g.data.mul_(2); [m(a), m.weight]', 'U.remove_weight_norm(m); [m, m.state_dict(), m(a)]', a=['float32', shape])
    for more in ('', ', n_power_iterations=3', ', eps=1e-6'):
        of('parametrizations.spectral_norm', f'm = parametrizations.spectral_norm({made}{more})', '[m, list(m.state_dict()), m.weight, type(m).__name__]', 'm.state_dict()', 'trained(m, a)', 'm.eval(); [m(a), m.weight, m.state_dict()]', 'm(a); m(a)', "parametrize.remove_parametrizations(m, 'weight'); [m, m.weight]", a=['float32', shape])
        of('spectral_norm', f'm = U.spectral_norm({made}{more})', '[m, m.state_dict(), m.state_dict()._metadata]', 'trained(m, a)', 'm.eval(); [m(a), m.state_dict()]', 'm(a); m(a)', 'U.remove_spectral_norm(m); [m, m.state_dict()]', 'n = U.spectral_norm(nn.Linear(3, 4)) if isinstance(m, nn.Linear) else U.spectral_norm(nn.Conv2d(2, 3, 2)); [n.load_state_dict(m.state_dict()), n(a)]', a=['float32', shape])
of('weight_norm', 'm = nn.Linear(3, 4)', 'warned(lambda: U.weight_norm(m))', "U.weight_norm(m, 'bias'); m.state_dict()", "U.weight_norm(m, 'bogus')", 'U.weight_norm(U.weight_norm(m))', 'U.remove_weight_norm(m)', "U.weight_norm(nn.LazyLinear(3))", 'copy.deepcopy(U.weight_norm(m))', 'n = parametrizations.weight_norm(nn.Linear(3, 4)); n.load_state_dict(U.weight_norm(m).state_dict()); n.weight', 'U.weight_norm(nn.LSTM(3, 4), "weight_hh_l0")(a[:, None])')
of('spectral_norm', 'm = nn.Linear(3, 4)', "U.spectral_norm(m, 'bias')", "U.spectral_norm(m, 'bogus')", 'U.spectral_norm(m, n_power_iterations=0)', 'U.spectral_norm(U.spectral_norm(m))', 'U.remove_spectral_norm(m)', 'U.spectral_norm(nn.Linear(3, 4, bias=False), "bias")', 'U.spectral_norm(nn.LazyLinear(3))', 'U.spectral_norm(nn.ConvTranspose2d(2, 3, 2)).weight_u.shape', 'U.spectral_norm(nn.Conv2d(2, 3, 2), dim=1).weight_u.shape')
of('parametrizations.spectral_norm', 'm = nn.Linear(3, 4)', "parametrizations.spectral_norm(m, 'bias'); [m.bias, m]", "parametrizations.spectral_norm(m, 'bogus')", 'parametrizations.spectral_norm(m, n_power_iterations=0)', 'parametrizations.spectral_norm(m, dim=5)', 'parametrizations.spectral_norm(nn.ConvTranspose2d(2, 3, 2)).parametrizations.weight[0]._u.shape')
for made in ('nn.Linear(4, 4)', 'nn.Linear(3, 5)', 'nn.Linear(5, 3)'):
    for how in ('', ", orthogonal_map='matrix_exp'", ", orthogonal_map='cayley'", ", orthogonal_map='householder'", ', use_trivialization=False'):
        size = int(made[10])
        # As orthonormal as float32 lets it be.
        of('parametrizations.orthogonal', f'm = parametrizations.orthogonal({made}{how})', '[m, list(m.state_dict()), m.weight.shape, torch.dist(m.weight @ m.weight.T if m.weight.shape[0] <= m.weight.shape[1] else m.weight.T @ m.weight, torch.eye(min(m.weight.shape))) < 1e-5]',
           'm(a).sum().backward(); [p.grad is None for p in m.parameters()], m(a).shape', 'm.weight = torch.eye(max(m.weight.shape))[:m.weight.shape[0], :m.weight.shape[1]]; torch.dist(m.weight, torch.eye(max(m.weight.shape))[:m.weight.shape[0], :m.weight.shape[1]]) < 1e-5', a=['float32', [2, size]])
of('parametrizations.orthogonal', 'm = nn.Linear(4, 4)', "parametrizations.orthogonal(m, 'bias')", "parametrizations.orthogonal(m, 'bogus')", "parametrizations.orthogonal(m, orthogonal_map='bogus')", 'parametrizations.orthogonal(m).weight = torch.ones(3, 3)', "n = parametrizations.orthogonal(m); n.weight = torch.ones(3, 3)", "n = parametrizations.orthogonal(m, use_trivialization=False); n.weight = torch.eye(4)")

# Parametrizations of one's own

OWN = '''class Symmetric(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).transpose(-1, -2)
    def right_inverse(self, A):
        return A.triu()
class Double(nn.Module):
    def forward(self, X):
        return X * 2
class Wrong(nn.Module):
    def forward(self, X):
        return X[:1]
class Typed(nn.Module):
    def forward(self, X):
        return X.double()
class Nothing(nn.Module):
    def forward(self, X):
        return 3
class Two(nn.Module):
    def forward(self, x, y):
        return x + y
    def right_inverse(self, A):
        return A / 2, A / 2
m = nn.Linear(3, 3)'''
of('parametrize', OWN, "r = parametrize.register_parametrization(m, 'weight', Symmetric()); [r is m, m, m.weight, list(m.state_dict()), type(m).__name__]", "parametrize.register_parametrization(m, 'weight', Symmetric()); trained(m, a)", "parametrize.register_parametrization(m, 'weight', Double()); [m.weight, m.parametrizations.weight.original]", "parametrize.register_parametrization(m, 'weight', Double()); m.weight = torch.ones(3, 3)",
   "parametrize.register_parametrization(m, 'weight', Symmetric()); m.weight = torch.ones(3, 3); [m.weight, m.state_dict()]", "parametrize.register_parametrization(m, 'weight', Symmetric()); parametrize.register_parametrization(m, 'weight', Double()); [m, m.weight]", "parametrize.register_parametrization(m, 'weight', Symmetric()); parametrize.register_parametrization(m, 'bias', Double()); [m, list(m.state_dict())]",
   "parametrize.register_parametrization(m, 'weight', Wrong())", "parametrize.register_parametrization(m, 'weight', Typed())", "parametrize.register_parametrization(m, 'weight', Nothing())", "parametrize.register_parametrization(m, 'bogus', Symmetric())", "parametrize.register_parametrization(m, 'weight', Wrong(), unsafe=True); m.weight.shape", "parametrize.register_parametrization(m, 'weight', Symmetric()); parametrize.register_parametrization(m, 'weight', Wrong())",
   "parametrize.register_parametrization(m, 'weight', Two()); [m, m.state_dict(), m.weight]", "parametrize.register_parametrization(m, 'weight', Two()); m.weight = torch.ones(3, 3); m.state_dict()", "parametrize.register_parametrization(m, 'weight', Two()); parametrize.remove_parametrizations(m, 'weight'); [m, m.weight, type(m.weight)]", "parametrize.register_parametrization(m, 'weight', Two()); parametrize.remove_parametrizations(m, 'weight', leave_parametrized=False)",
   "parametrize.register_parametrization(m, 'weight', Symmetric()); parametrize.remove_parametrizations(m, 'weight'); [m, m.weight, type(m)]", "parametrize.register_parametrization(m, 'weight', Double()); parametrize.remove_parametrizations(m, 'weight', leave_parametrized=False); [m, m.weight, list(m.state_dict())]", "parametrize.remove_parametrizations(m, 'weight')", "parametrize.is_parametrized(m), parametrize.is_parametrized(m, 'weight')",
   "parametrize.register_parametrization(m, 'weight', Symmetric()); parametrize.is_parametrized(m), parametrize.is_parametrized(m, 'weight'), parametrize.is_parametrized(m, 'bias')", "parametrize.register_parametrization(m, 'weight', Symmetric()); parametrize.type_before_parametrizations(m), isinstance(m, nn.Linear)", "parametrize.register_parametrization(m, 'weight', Symmetric()); n = copy.deepcopy(m); [n, n.weight]", "parametrize.register_parametrization(m, 'weight', Symmetric()); pickle.dumps(m)",
   "parametrize.register_parametrization(m, 'weight', Symmetric()); n = nn.Linear(3, 3); parametrize.transfer_parametrizations_and_params(m, n); [n, n.weight]", "parametrize.register_parametrization(m, 'weight', Symmetric()); [n for n, _ in m.named_parameters()], [n for n, _ in m.named_modules()]", "parametrize.register_parametrization(m, 'weight', Symmetric()); with parametrize.cached():\n    r = m.weight is m.weight; r, m.weight is m.weight",
   "parametrize.register_parametrization(m, 'weight', Symmetric()); m.double(); [m.weight.dtype, m.parametrizations.weight.original.dtype]", "parametrize.register_parametrization(m, 'weight', Symmetric()); n = nn.Linear(3, 3); n.load_state_dict(m.state_dict())", "parametrize.register_parametrization(m, 'weight', Symmetric()); m.parametrizations.weight[0], len(m.parametrizations.weight)", "parametrize.ParametrizationList([], torch.ones(1))", **A)

# Pruning

of('prune', 'm = nn.Linear(3, 4)', "prune.l1_unstructured(m, 'weight', 0.5); [m, m.weight, m.state_dict(), [n for n, _ in m.named_parameters()], len(m._forward_pre_hooks)]", "prune.l1_unstructured(m, 'weight', amount=3); trained(m, a)", "prune.random_unstructured(m, 'weight', 0.5); m.weight_mask", "prune.random_unstructured(m, name='bias', amount=2); m.state_dict()", "prune.ln_structured(m, 'weight', amount=0.5, n=2, dim=0); [m.weight, m.weight_mask]",
   "prune.ln_structured(m, 'weight', 1, 1, 1); m.weight_mask", "prune.ln_structured(m, 'weight', 1, float('inf'), -1); m.weight_mask", "prune.random_structured(m, 'weight', 2, 0); m.weight_mask", "prune.random_structured(m, 'weight', amount=0.3, dim=1); m.weight_mask", "prune.identity(m, 'weight'); [m.weight_mask, m]", "prune.custom_from_mask(m, 'bias', torch.tensor([0, 1, 0, 1])); m.bias", "prune.l1_unstructured(m, 'weight', 0.3); prune.l1_unstructured(m, 'weight', 0.5); [m.weight_mask, len(m._forward_pre_hooks), type(next(iter(m._forward_pre_hooks.values()))).__name__]",
   "prune.l1_unstructured(m, 'weight', 0.3); prune.ln_structured(m, 'weight', 0.5, 2, 0); m.weight_mask", "prune.random_structured(m, 'weight', 1, 0); prune.random_structured(m, 'weight', 1, 0); m.weight_mask", "prune.l1_unstructured(m, 'weight', 0.5); prune.remove(m, 'weight'); [m, m.state_dict(), m.weight]", "prune.remove(m, 'weight')", "prune.is_pruned(m)", "prune.l1_unstructured(m, 'bias', 1); prune.is_pruned(m), prune.is_pruned(nn.Sequential(m))",
   "prune.l1_unstructured(m, 'weight', 1.5)", "prune.l1_unstructured(m, 'weight', -1)", "prune.l1_unstructured(m, 'weight', 'x')", "prune.l1_unstructured(m, 'weight', 100)", "prune.l1_unstructured(m, 'bogus', 1)", "prune.ln_structured(m, 'bias', 1, 2, 0)", "prune.ln_structured(m, 'weight', 1, 2, 5)", "prune.custom_from_mask(m, 'weight', torch.ones(2))", "prune.l1_unstructured(m, 'weight', 0); m.weight_mask", "prune.l1_unstructured(m, 'weight', 0.5, importance_scores=torch.arange(12.).reshape(4, 3)); m.weight_mask",
   "prune.l1_unstructured(m, 'weight', 0.5, importance_scores=torch.ones(2))", "n = nn.Linear(4, 2); prune.global_unstructured([(m, 'weight'), (n, 'weight')], prune.L1Unstructured, amount=0.5); [m.weight_mask, n.weight_mask]", "prune.global_unstructured([(m, 'weight'), (m, 'bias')], pruning_method=prune.RandomUnstructured, amount=3); [m.weight_mask, m.bias_mask]", "prune.global_unstructured([(m, 'weight')], prune.LnStructured, amount=1, n=2)", "prune.global_unstructured(3, prune.L1Unstructured)", "prune.global_unstructured([(m, 'weight')], prune.L1Unstructured, importance_scores=3, amount=1)",
   "prune.L1Unstructured(2).prune(a)", "prune.LnStructured(1, 2, 0).prune(a)", "prune.L1Unstructured(2).prune(a, importance_scores=a.t())", "prune.l1_unstructured(m, 'weight', 0.5); n = nn.Linear(3, 4); prune.identity(n, 'weight'); n.load_state_dict(m.state_dict()); [n(a), m(a)]", "prune.l1_unstructured(m, 'weight', 0.5); m.weight_orig.data.fill_(1); m(a); m.weight", "prune.l1_unstructured(m, 'weight', 0.5); o = torch.optim.SGD(m.parameters(), 0.1); m(a).sum().backward(); o.step(); m(a); [m.weight, m.weight_orig]", **A)
program('prune', IMPORTS + '''class Every(prune.BasePruningMethod):
    PRUNING_TYPE = 'unstructured'
    def compute_mask(self, t, default_mask):
        mask = default_mask.clone()
        mask.view(-1)[::2] = 0
        return mask
m = nn.Linear(3, 4)
Every.apply(m, 'weight')''', 'm.weight_mask')
of('stateless', NET, "warned(lambda: U.stateless.functional_call(m, {'0.bias': torch.zeros(4)}, a))", "torch.func.functional_call(m, {k: torch.zeros_like(v) for k, v in m.state_dict().items()}, (a,))", **A)

TOLERANCES = {each['op']: {'kind': 'relative', 'relative': 1e-6} for each in cases}
