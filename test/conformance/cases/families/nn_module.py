"""nn.Module and what holds modules: names, state, hooks, attributes, copies and texts, with their messages."""
from sampling import cases, program

NET = 'm = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))'
A = {'a': ['float32', [2, 3]]}
CUSTOM = '''class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.blocks = nn.ModuleList([nn.Linear(2, 2) for _ in range(3)])
        self.register_buffer('mask', torch.ones(2))
        self.register_buffer('temporary', torch.zeros(1), persistent=False)
        self.scale = nn.Parameter(torch.ones(2))
    def forward(self, x):
        return self.conv(x)
m = Net()'''


def of(what, *texts, before=NET, **inputs):
    for text in texts:
        *lines, last = text.split('; ')
        program(what, before, *lines, last, **inputs)


of('names', '[n for n, _ in m.named_parameters()]', '[n for n, _ in m.named_modules()]', '[n for n, _ in m.named_children()]', '[type(c) for c in m.children()]', 'list(m.parameters())', 'len(list(m.modules()))',
   "[n for n, _ in m.named_parameters(prefix='net')]", '[n for n, _ in m.named_parameters(recurse=False)]', "[n for n, _ in m.named_modules(prefix='x')]", 'sum(p.numel() for p in m.parameters())',
   "dict(m.named_parameters())['0.weight'].shape", 'm.training, m[0].training', '[m.get_parameter("0.weight"), m.get_submodule("2"), m.get_submodule("")]',
   'm.get_parameter("0.bogus")', 'm.get_parameter("7.weight")', 'm.get_submodule("0.weight")', 'm.get_submodule("a.b")', 'm.get_buffer("0.weight")', 'm.get_buffer("0.x")', 'm.bogus', 'm[0].bogus', 'm.parameters', before=NET + '\nm.parameters = 3')
of('names', '[n for n, _ in m.named_parameters()]', '[n for n, _ in m.named_buffers()]', '[n for n, _ in m.named_modules()]', '[n for n, _ in m.named_children()]', 'list(m.state_dict())', 'm.state_dict()._metadata', 'm', 'm.extra_repr()', 'm._get_name()',
   '[n for n, _ in m.named_buffers(recurse=False)]', 'list(m.buffers())', 'm.get_buffer("mask")', 'm.get_submodule("blocks.1")', 'm.blocks[0].weight is m.get_parameter("blocks.0.weight")', 'sorted(n for n in dir(m) if n[0] not in "_T")', 'm.mask, m.scale', 'm.temporary',
   'm.bogus', 'len(m.blocks)', 'm(torch.ones(1, 1, 3, 3)).shape', 'type(m), repr(type(m))', before=CUSTOM)
of('names', '[n for n, _ in m.named_parameters()]', '[n for n, _ in m.named_parameters(remove_duplicate=False)]', '[n for n, _ in m.named_modules(remove_duplicate=False)]', 'len(list(m.modules())), len(list(m.modules(remove_duplicate=False)))', 'list(m.state_dict())', 'm',
   before='l = nn.Linear(2, 2)\nm = nn.Sequential(l, nn.Sequential(l), l)')
of('set_submodule', "m.set_submodule('0', nn.Linear(3, 3)); m", "m.set_submodule('new', nn.ReLU()); m", "m.set_submodule('', nn.ReLU())", "m.set_submodule('0', 3)", "m.set_submodule('x.y', nn.ReLU())", "m.set_submodule('bogus', nn.ReLU(), strict=True)", "m.set_submodule('0.weight', nn.ReLU())")

# Attributes

BASE = 'class M(nn.Module):\n    pass\nm = M()'
of('attributes', 'm.w = nn.Parameter(torch.ones(2)); [list(m._parameters), m.w]', 'm.w = nn.Parameter(torch.ones(2)); m.w = None; [m._parameters, m.state_dict()]', 'm.w = nn.Parameter(torch.ones(2)); m.w = torch.ones(2)', 'm.w = nn.Parameter(torch.ones(2)); m.w = 3',
   "m.w = nn.Parameter(torch.ones(2)); m.w = 'x'", 'm.l = nn.Linear(1, 1); m.l = 3', 'm.l = nn.Linear(1, 1); m.l = None; [m, m._modules, list(m.named_children())]', 'm.l = nn.Linear(1, 1); m.l = nn.Parameter(torch.ones(2)); [list(m._modules), list(m._parameters)]', 'm.l = nn.Linear(1, 1); m.l = torch.ones(1)',
   "m.register_buffer('b', torch.ones(2)); m.b = 3", "m.register_buffer('b', torch.ones(2)); m.b = torch.zeros(3); [m.b, m.state_dict()]", "m.register_buffer('b', torch.ones(2)); m.b = None; [m.b, m.state_dict()]", "m.register_buffer('b', torch.ones(2)); m.b = nn.Parameter(torch.ones(2)); [list(m._buffers), list(m._parameters)]",
   "m.register_buffer('b', None); m.b = torch.ones(1); m.state_dict()", 'm.b = nn.Buffer(torch.ones(2)); [list(m._buffers), m.b, type(m.b), m.state_dict()]', 'm.b = nn.Buffer(torch.ones(2), persistent=False); [list(m._buffers), m.state_dict()]', 'm.x = 3; m.x = nn.Parameter(torch.ones(1)); [m.__dict__.get("x"), m.x]',
   'm.w = nn.Parameter(torch.ones(2)); m.w = nn.Linear(1, 1); [list(m._modules), list(m._parameters)]', 'm.w = nn.Parameter(torch.ones(2)); del m.w; [list(m._parameters), hasattr(m, "w")]', 'm.l = nn.Linear(1, 1); del m.l; m', "m.register_buffer('b', torch.ones(2)); del m.b; list(m._buffers)", 'del m.bogus', 'm.__delattr__("bogus")',
   'm.w = nn.Parameter(torch.ones(2)); m.w.data = torch.zeros(2); m.state_dict()', 'm.t = torch.ones(2); [m.state_dict(), m.t]', 'm.l = [nn.Linear(1, 1)]; [m, list(m.parameters())]', before=BASE)
of('register', "m.register_parameter('w', nn.Parameter(torch.ones(1))); m.w", "m.register_parameter('w', None); [m.w, m.state_dict()]", "m.register_parameter('w', torch.ones(1))", "m.register_parameter('a.b', None)", "m.register_parameter('', None)", 'm.register_parameter(3, None)', "m.register_parameter('forward', None)",
   "m.register_parameter('w', 3)", "m.register_parameter('w', nn.Parameter(torch.ones(1)) * 2)", "m.x = 1; m.register_parameter('x', None)", "m.register_buffer('b', 3)", "m.register_buffer('a.b', None)", "m.register_buffer('', None)", 'm.register_buffer(3, None)', "m.register_buffer('train', None)", "m.register_buffer('b', torch.ones(1)); m.register_buffer('b', torch.zeros(1)); m.b",
   "m.add_module('l', nn.Linear(1, 1)); m", "m.register_module('l', nn.Linear(1, 1)); m", "m.add_module('a.b', nn.Linear(1, 1))", "m.add_module('', nn.Linear(1, 1))", "m.add_module('l', 3)", "m.add_module('l', torch.ones(1))", 'm.add_module(3, nn.Linear(1, 1))', "m.add_module('forward', nn.Linear(1, 1))", "m.add_module('l', None); [m, m._modules]", "m.add_module('l', nn.Linear)",
   "m.register_buffer('b', torch.ones(2), persistent=False); [m.state_dict(), list(m._buffers), m._non_persistent_buffers_set]", before=BASE)
of('init', 'M()', before='class M(nn.Module):\n    def __init__(self):\n        self.w = nn.Parameter(torch.ones(1))')
of('init', 'M()', before='class M(nn.Module):\n    def __init__(self):\n        self.l = nn.Linear(1, 1)')
of('init', 'M()', before='class M(nn.Module):\n    def __init__(self):\n        self.register_buffer("b", torch.ones(1))')
of('init', 'M()', before='class M(nn.Module):\n    def __init__(self):\n        self.register_parameter("b", None)')
of('init', 'M().x', 'M()(3)', before='class M(nn.Module):\n    def __init__(self):\n        self.x = 3')
of('init', 'm(3)', 'm(3, 4)', 'm()', 'm(x=3)', 'm.forward(3)', before=BASE)
of('init', 'nn.Module(3)', 'nn.Module(3, 4)', 'nn.Module(x=3)', 'nn.Module()', 'M(3).x', 'M()', before='class M(nn.Module):\n    def __init__(self, x):\n        super().__init__()\n        self.x = x')
of('init', "M(3).x", before='class Base:\n    def __init__(self, x):\n        self.x = x\nclass M(nn.Module, Base):\n    call_super_init = True\n    def __init__(self, x):\n        super().__init__(x)')

# State

of('state_dict', 'm.state_dict()', "m.state_dict(prefix='net.')", 'list(m.state_dict(keep_vars=True).values())', 'type(m.state_dict()), m.state_dict()._metadata', '[v.requires_grad for v in m.state_dict().values()]', "d = OrderedDict(); m.state_dict(destination=d, prefix='p.'); d", "d = {}; m.state_dict(destination=d); d",
   "warned(lambda: m.state_dict(OrderedDict(), 'q.'))", 'm.state_dict()["0.weight"].data_ptr() == m[0].weight.data_ptr()')
of('load_state_dict', 'm.load_state_dict(m.state_dict())', 'repr(m.load_state_dict(m.state_dict()))', 'm.load_state_dict({})', 'm.load_state_dict({}, strict=False)', 'm.load_state_dict(3)', 'm.load_state_dict([])', 'm.load_state_dict(None)', "s = m.state_dict(); s['extra'] = torch.ones(1); m.load_state_dict(s)", "s = m.state_dict(); s['extra'] = torch.ones(1); m.load_state_dict(s, strict=False)",
   "s = m.state_dict(); del s['0.bias']; m.load_state_dict(s)", "s = m.state_dict(); del s['0.bias']; repr(m.load_state_dict(s, strict=False))", "s = m.state_dict(); s['0.bias'] = torch.ones(3); m.load_state_dict(s)", "s = m.state_dict(); s['0.bias'] = torch.ones(3); m.load_state_dict(s, strict=False)", "s = m.state_dict(); s['0.bias'] = 3; m.load_state_dict(s)",
   "s = m.state_dict(); s['0.bias'] = [1., 2., 3., 4.]; del s['2.bias']; s['9.x'] = 1; s['0.weight'] = torch.ones(1); m.load_state_dict(s)", "s = {k: torch.ones_like(v) for k, v in m.state_dict().items()}; m.load_state_dict(s); m.state_dict()", "s = {k: torch.ones_like(v).double() for k, v in m.state_dict().items()}; m.load_state_dict(s); m.state_dict()",
   "s = {k: torch.ones_like(v).double() for k, v in m.state_dict().items()}; m.load_state_dict(s, assign=True); [m.state_dict(), m[0].weight, type(m[0].weight)]", "s = {k: torch.ones_like(v).long() for k, v in m.state_dict().items()}; m.load_state_dict(s); m.state_dict()", "w = m[0].weight; m.load_state_dict({k: v + 1 for k, v in m.state_dict().items()}); [w is m[0].weight, w]",
   "w = m[0].weight; m.load_state_dict({k: v + 1 for k, v in m.state_dict().items()}, assign=True); [w is m[0].weight, w, m[0].weight.requires_grad]", "s = {k: nn.Parameter(v + 1) for k, v in m.state_dict().items()}; m.load_state_dict(s, assign=True); m[0].weight is s['0.weight']", "nn.Linear(3, 4).load_state_dict({'module.weight': torch.ones(4, 3), 'module.bias': torch.ones(4)})",
   "nn.Linear(1, 1, bias=False).load_state_dict({'weight': torch.ones(1, 1), 'bias': torch.ones(1)})", "m[0].weight.requires_grad_(False); m.load_state_dict(m.state_dict()); m[0].weight.requires_grad", "nn.BatchNorm1d(2).load_state_dict(OrderedDict(weight=torch.ones(2)))")
of('load_state_dict', "m.load_state_dict(m.state_dict())", "s = m.state_dict(); s.pop('mask'); m.load_state_dict(s)", "s = m.state_dict(); s['temporary'] = torch.ones(1); m.load_state_dict(s)", "s = m.state_dict(); s['blocks.1.weight'] = torch.ones(3, 3); s['conv.bias'] = torch.ones(1); m.load_state_dict(s)", "s = m.state_dict(); s['mask'] = torch.zeros(2); m.load_state_dict(s, assign=True); [m.mask, type(m.mask)]",
   "from torch.nn.modules.utils import consume_prefix_in_state_dict_if_present as c; s = m.state_dict(prefix='module.'); c(s, 'module.'); [list(s), s._metadata]", before=CUSTOM)
of('load_state_dict', 'n = nn.BatchNorm1d(1); n.load_state_dict({"weight": torch.ones(1), "bias": torch.ones(1), "running_mean": torch.ones(1), "running_var": torch.ones(1)}); n.state_dict()', "s = nn.Module(); s.p = nn.Parameter(torch.tensor(2.)); s.load_state_dict({'p': torch.ones(1)}); s.p")
EXTRA = '''class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.count = 3
        self.l = nn.Linear(1, 1, bias=False)
    def get_extra_state(self):
        return {'count': self.count}
    def set_extra_state(self, state):
        self.count = state['count']
m = M()'''
of('extra_state', 'm.state_dict()', "m.load_state_dict({'l.weight': torch.ones(1, 1), '_extra_state': {'count': 5}}); m.count", "m.load_state_dict({'l.weight': torch.ones(1, 1)})", "nn.Sequential(m).state_dict()", "n = nn.Sequential(m); n.load_state_dict(n.state_dict())", "nn.Linear(1, 1).load_state_dict({'weight': torch.ones(1, 1), 'bias': torch.ones(1), '_extra_state': 3})",
   'nn.Module().get_extra_state()', 'nn.Module().set_extra_state(3)', before=EXTRA)
of('state_hooks', "r = []; h = m.register_state_dict_pre_hook(lambda m, p, k: r.append((type(m).__name__, p, k))); m.state_dict(); h.remove(); m.state_dict(); r", "m.register_state_dict_post_hook(lambda m, s, p, meta: s.pop('0.bias')); m.state_dict()", "def hook(m, s, p, meta):\n    s.pop('0.bias'); m.register_state_dict_post_hook(hook); list(m.state_dict())",
   "m._register_state_dict_hook(lambda m, s, p, meta: OrderedDict(x=1)); m.state_dict()", "r = []; m.register_load_state_dict_pre_hook(lambda m, s, p, *rest: r.append((type(m).__name__, p, len(s), len(rest)))); m.load_state_dict(m.state_dict()); r", "m.register_load_state_dict_post_hook(lambda m, keys: keys.missing_keys.clear()); m.load_state_dict({}, strict=True); m",
   "m.register_load_state_dict_post_hook(lambda m, keys: 3); m.load_state_dict(m.state_dict())", "m[0].register_load_state_dict_pre_hook(lambda m, s, p, *rest: s.setdefault(p + 'bias', torch.ones(4))); s = m.state_dict(); del s['0.bias']; m.load_state_dict(s)")

# Changes of all of it

of('apply', "r = []; m.apply(lambda l: r.append(type(l).__name__)); r", 'm.apply(lambda l: nn.init.ones_(l.weight) if isinstance(l, nn.Linear) else None); m.state_dict()', 'm.apply(lambda l: None) is m', 'm.eval(); [l.training for l in m.modules()]', 'm.eval(); m.train(); [l.training for l in m.modules()]', 'm.train(3)', "m.train('x')", 'm.eval() is m', 'm.train(False)[1].training',
   'm.requires_grad_(False); [p.requires_grad for p in m.parameters()]', 'm.requires_grad_() is m', 'm(a).sum().backward(); m.zero_grad(); [p.grad for p in m.parameters()]', 'm(a).sum().backward(); m.zero_grad(set_to_none=False); [p.grad for p in m.parameters()]', **A)
of('Module.to', 'm.double(); m.state_dict()', 'm.to(torch.float64)(a.double())', 'm.half()[0].weight.dtype', 'm.bfloat16(); m.state_dict()', 'm.double().float(); [p.dtype for p in m.parameters()]', 'w = m[0].weight; m.double(); w is m[0].weight, w.dtype', "m.to('cpu') is m", "m.to(torch.device('cpu'), torch.float64)[0].weight.dtype", "m.to(device='cpu', dtype=torch.float64)[0].weight.dtype",
   'm.to(torch.int64)', 'm.to(torch.bool)', 'm.to(a.double())[0].weight.dtype', 'm.to(dtype=torch.float16)[2].bias.dtype', 'm(a).sum().backward(); m.double(); [p.grad.dtype for p in m.parameters()], [p.grad.float() for p in m.parameters()]', 'm(a).sum().backward(); g = m[0].weight.grad; m.float(); g is m[0].weight.grad', 'm.type(torch.float64)[0].weight.dtype', 'm.cpu() is m', 'm.share_memory() is m', "m.to_empty(device='cpu') is m",
   'm.double(); m(a)', 'm.float(); m(a)', 'm.requires_grad_(False).double()[0].weight.requires_grad', 'm.compile(); m(a)', **A)
of('Module.to', 'm.double(); [m.mask.dtype, m.temporary.dtype, m.scale.dtype]', 'm.register_buffer("n", torch.tensor(1)); m.half(); [b.dtype for b in m.buffers()]', 'b = m.mask; m.double(); b is m.mask, b.dtype', before=CUSTOM)

# Hooks

LOG = NET + '\nr = []'
of('forward_hooks', 'm[0].register_forward_hook(lambda l, i, o: r.append((type(l).__name__, len(i), o.shape))); m(a); r', 'm.register_forward_hook(lambda l, i, o: o * 0); m(a)', 'm.register_forward_hook(lambda l, i, o: 3); m(a)', 'h = m[0].register_forward_hook(lambda l, i, o: o + 1); x = m(a); h.remove(); [x, m(a)]', 'm.register_forward_pre_hook(lambda l, i: (i[0] * 0,)); m(a)', 'm.register_forward_pre_hook(lambda l, i: i[0] * 0); m(a)',
   'm.register_forward_pre_hook(lambda l, i: r.append(len(i))); m(a); r', 'm[0].register_forward_hook(lambda l, i, k, o: r.append(k), with_kwargs=True); m[0](input=a); r', 'm[0].register_forward_pre_hook(lambda l, i, k: ((i[0] + 1,), k), with_kwargs=True); m[0](a)', 'm[0].register_forward_pre_hook(lambda l, i, k: 3, with_kwargs=True); m[0](a)', 'm[0].register_forward_pre_hook(lambda l, i, k: (i, k, 1), with_kwargs=True); m[0](a)',
   "m.register_forward_hook(lambda *x: r.append(1)); m.register_forward_hook(lambda *x: r.append(2)); m.register_forward_hook(lambda *x: r.append(3), prepend=True); m(a); r", "m.register_forward_pre_hook(lambda *x: r.append(1)); m.register_forward_pre_hook(lambda *x: r.append(2), prepend=True); m(a); r", 'm.register_forward_hook(lambda *x: r.append(len(x)), always_call=True); [raised(lambda: m(3)), r]',
   'm.register_forward_hook(lambda l, i, o: r.append(o), always_call=True); [raised(lambda: m(a[:, :1])), r]', 'm.register_forward_hook(lambda *x: r.append(1)); [raised(lambda: m(3)), r]', 'len(m._forward_hooks), len(m._forward_pre_hooks)', 'with m.register_forward_hook(lambda *x: r.append(1)):\n    m(a); m(a); r', 'm[0].register_forward_hook(lambda *x: 1 / 0); m(a)', 'm.forward(a)', 'm.register_forward_hook(lambda l, i, o: r.append(o.requires_grad)); m.forward(a); r',
   before=LOG, **A)
of('backward_hooks', 'm[0].register_full_backward_hook(lambda l, i, o: r.append((i, o))); m(a).sum().backward(); r', 'm[2].register_full_backward_hook(lambda l, i, o: r.append((type(l).__name__, i, o))); m(a).sum().backward(); r', 'm[2].register_full_backward_hook(lambda l, i, o: (i[0] * 2,)); m(a).sum().backward(); [p.grad for p in m.parameters()]', 'm.register_full_backward_hook(lambda l, i, o: r.append((i, o))); m(a.requires_grad_()).sum().backward(); [r, a.grad]',
   'm[2].register_full_backward_pre_hook(lambda l, o: (o[0] * 2,)); m(a).sum().backward(); [p.grad for p in m.parameters()]', 'm[2].register_full_backward_pre_hook(lambda l, o: r.append(o)); m(a).sum().backward(); r', 'm[2].register_full_backward_pre_hook(lambda l, o: (o[0], o[0])); m(a).sum().backward()', 'm[2].register_full_backward_hook(lambda l, i, o: (i[0], i[0])); m(a).sum().backward()', 'm[2].register_full_backward_hook(lambda l, i, o: r.append(1)); m(a).grad_fn.name()',
   'h = m[2].register_full_backward_hook(lambda l, i, o: r.append(1)); h.remove(); m(a).sum().backward(); r', 'm[2].register_backward_hook(lambda l, i, o: r.append((len(i), o))); m(a).sum().backward(); r', 'm.register_backward_hook(lambda *x: None); m.register_full_backward_hook(lambda *x: None)', 'm.register_full_backward_hook(lambda *x: None); m.register_backward_hook(lambda *x: None)', 'm[1].register_full_backward_hook(lambda l, i, o: r.append((i, o))); m(a).pow(2).sum().backward(); r',
   'm[0].register_full_backward_hook(lambda l, i, o: r.append(1)); [warned(lambda: m(a).sum().backward()), r]', 'm[0].register_full_backward_hook(lambda l, i, o: (torch.ones(1),)); m(a).sum().backward()', 'm[2].register_full_backward_hook(lambda l, i, o: r.append(2)); m[2].register_full_backward_hook(lambda l, i, o: r.append(1), prepend=True); m(a).sum().backward(); r',
   'with torch.no_grad():\n    m[2].register_full_backward_hook(lambda *x: r.append(1)); m(a)', 'm[2].register_full_backward_hook(lambda *x: 1 / 0); m(a).sum().backward()', 'm[2].register_backward_hook(lambda l, i, o: None); warned(lambda: m(a))[0]', 'm.register_backward_hook(lambda l, i, o: None); warned(lambda: m(a))[0]', before=LOG.replace('m(a)', 'm(a)'), **A)
program('backward_hooks', 'class M(nn.Module):\n    def forward(self, x, y):\n        return x * y, x + y', 'r = []', 'm = M()', 'm.register_full_backward_hook(lambda l, i, o: r.append((i, o)))', 'x, y = torch.ones(2, requires_grad=True), torch.full((2,), 3.)', 'u, v = m(x, y)', '(u.sum() + 2 * v.sum()).backward()', '[r, x.grad]')
program('backward_hooks', 'class M(nn.Module):\n    def forward(self, x):\n        return {"y": x * 2}', 'm = M()', 'm.register_full_backward_hook(lambda l, i, o: None)', "warned(lambda: m(torch.ones(2, requires_grad=True))['y'])")
GLOBAL = NET + '\nfrom torch.nn.modules import module as M\nr = []'
of('global_hooks', 'h = M.register_module_forward_hook(lambda l, i, o: r.append(type(l).__name__)); x = m(a); h.remove(); [r, x]', 'h = M.register_module_forward_pre_hook(lambda l, i: r.append(type(l).__name__)); x = m(a); h.remove(); r', 'h = M.register_module_full_backward_hook(lambda l, i, o: r.append((type(l).__name__, len(i), len(o)))); m(a.requires_grad_()).sum().backward(); h.remove(); r',
   'h = M.register_module_full_backward_pre_hook(lambda l, o: r.append(type(l).__name__)); m(a).sum().backward(); h.remove(); r', 'h = M.register_module_parameter_registration_hook(lambda l, n, p: r.append(n)); nn.Linear(1, 1); h.remove(); r', 'h = M.register_module_buffer_registration_hook(lambda l, n, p: r.append(n)); nn.BatchNorm1d(1); h.remove(); r', 'h = M.register_module_module_registration_hook(lambda l, n, p: r.append(n)); nn.Sequential(nn.ReLU(), nn.Tanh()); h.remove(); r',
   'h = M.register_module_module_registration_hook(lambda l, n, p: nn.Tanh()); x = nn.Sequential(nn.ReLU()); h.remove(); x', 'h = M.register_module_forward_hook(lambda l, i, k, o: r.append(k), with_kwargs=True); m[0](input=a); h.remove(); r', before=GLOBAL, **A)

# Copies

of('copies', 'n = copy.deepcopy(m); [n, bits(n), n[0].weight is m[0].weight, n[0].weight.data_ptr() == m[0].weight.data_ptr()]', 'n = copy.copy(m); [n[0] is m[0], n]', 'n = pickle.loads(pickle.dumps(m)); [n, bits(n) == bits(m), n(a)]', 'm(a).sum().backward(); n = copy.deepcopy(m); [n[0].weight.grad, m[0].weight.grad]', 'n = copy.deepcopy(m); n[0].weight.data.zero_(); m[0].weight.sum() != 0', 'n = copy.deepcopy(m.eval()); n.training, n[0].training',
   'm[2].weight = m[0].weight; n = copy.deepcopy(m); n[2].weight is n[0].weight', 'p = pickle.loads(pickle.dumps(m[0].weight)); [p, type(p), p.requires_grad]', 's = pickle.loads(pickle.dumps(m.state_dict())); [m.load_state_dict(s), s]', 'copy.deepcopy(nn.Parameter(torch.ones(2)))', **A)
for made in ('nn.Conv2d(1, 2, 3)', 'nn.BatchNorm2d(2)', 'nn.LSTM(2, 3)', 'nn.GRU(2, 3, bidirectional=True)', 'nn.MultiheadAttention(4, 2)', 'nn.TransformerEncoderLayer(4, 2, 8)', 'nn.Embedding(3, 2)', 'nn.ModuleList([nn.ReLU(), nn.Linear(1, 1)])', "nn.ModuleDict({'a': nn.ReLU()})",
             "nn.ParameterList([torch.ones(2)])", "nn.ParameterDict({'a': torch.ones(2)})", 'nn.CrossEntropyLoss()', 'nn.Dropout(0.1)', 'nn.LazyLinear(3)', 'nn.LSTMCell(2, 3)', 'nn.Softmax(1)', 'nn.LayerNorm(3)', 'nn.PReLU()'):
    program('copies', f'm = {made}', 'n, o = copy.deepcopy(m), pickle.loads(pickle.dumps(m))', "[n, o, repr(n) == repr(m) == repr(o), list(n.state_dict()), type(o)]")

# Containers

of('Sequential', 'm[0], m[-1], len(m)', 'm[5]', 'm[-4]', 'm[0:2]', 'm[::2]', 'm["0"]', 'm[1.5]', 'm[1] = nn.Tanh(); m', 'm[7] = nn.Tanh()', 'del m[0]; m', 'del m[0:2]; m', 'del m[9]', '[type(l) for l in m]', 'm.append(nn.Tanh()); m', 'm.append(3)', 'm.extend([nn.Tanh(), nn.ELU()]); m', 'm.extend(nn.Sequential(nn.Tanh())); m', 'm.insert(1, nn.Tanh()); m', 'm.insert(-1, nn.Tanh()); m', 'm.insert(9, nn.Tanh())', 'm.insert(0, 3)', 'm.pop(0); m', 'm.pop(0)', 'm.pop(9)',
   'm + nn.Sequential(nn.Tanh())', 'm + 3', 'm + [nn.Tanh()]', 'm += nn.Sequential(nn.Tanh()); m', 'm += 3', 'm * 2', '2 * m', 'm * 0', 'm * 1.5', 'm *= 2; m', 'm *= -1', 'm(a)', 'm(a, a)', 'm()', 'nn.Sequential()', 'nn.Sequential()(a)', "nn.Sequential(OrderedDict([('a', nn.Linear(3, 1)), ('b', nn.ReLU())]))", "nn.Sequential(OrderedDict([('a', nn.Linear(3, 1)), ('b', nn.ReLU())])).a", "nn.Sequential({'a': nn.ReLU()})", 'nn.Sequential([nn.ReLU()])', 'nn.Sequential(3)', 'nn.Sequential(nn.ReLU)',
   'nn.Sequential(*[nn.Linear(2, 2) for _ in range(3)])', 'nn.Sequential(m, nn.Sequential(nn.ReLU(), m[0]))', 'm.add_module("last", nn.Tanh()); m', 'list(m.named_children())', 'm.new = nn.Tanh(); m', "[nn.Sequential(OrderedDict(a=nn.ReLU()))[0:1]]", 'm[True]', 'trained(m, a)', **A)
LIST = 'm = nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 3), nn.ReLU()])'
of('ModuleList', 'm', 'm[0], m[-1], len(m)', 'm[5]', 'm[0:2]', 'm["0"]', 'm[0] = nn.Tanh(); m', 'm[5] = nn.Tanh()', 'del m[0]; m', 'del m[0:2]; m', '[type(l) for l in m]', 'm.append(nn.Tanh()); m', 'm.append(3)', 'm.extend([nn.Tanh()]); m', 'm.extend(3)', 'm.insert(1, nn.Tanh()); m', 'm.insert(0, nn.Tanh()); m', 'm.pop(0); m', 'm.pop(-1)', 'm + [nn.Tanh()]', 'm += [nn.Tanh()]; m', 'm(a)', 'nn.ModuleList()', 'nn.ModuleList([])',
   'nn.ModuleList([3])', 'nn.ModuleList(3)', 'nn.ModuleList([nn.ModuleList([nn.Linear(1, 1)] * 2), nn.ModuleList([nn.Linear(1, 1)] * 2)])', 'nn.ModuleList([nn.Linear(1, 1) for _ in range(12)])', 'list(m.state_dict())', 'nn.Linear(1, 1) in m, m[0] in m', 'nn.ModuleList(nn.Linear(i + 1, 1) for i in range(3))', 'nn.ModuleList([nn.Sequential(nn.ReLU(), nn.Tanh()), nn.Sequential(nn.ReLU(), nn.Tanh()), nn.ELU()])', before=LIST, **A)
DICT = "m = nn.ModuleDict({'b': nn.Linear(3, 3), 'a': nn.ReLU()})"
of('ModuleDict', 'm', "m['a'], len(m)", "m['x']", "m['c'] = nn.Tanh(); m", "m['c'] = 3", "m['x.y'] = nn.Tanh()", "del m['a']; m", "del m['x']", 'list(m)', "'a' in m, 'x' in m", 'list(m.keys())', '[type(v) for v in m.values()]', '[k for k, v in m.items()]', 'm.clear(); m', "m.pop('a'); m", "m.pop('x')", "m.update({'c': nn.Tanh()}); m", "m.update([['c', nn.Tanh()], ('d', nn.ELU())]); m", "m.update([['c']])", 'm.update([3])', 'm.update(3)', 'm.update(m); m',
   "m['keys'] = nn.ReLU()", 'm(a)', 'nn.ModuleDict()', "nn.ModuleDict([['a', nn.ReLU()]])", 'list(m.state_dict())', "m.a", "nn.ModuleDict({'x': nn.ModuleDict({'y': nn.Linear(1, 1)})})", "m[3] = nn.ReLU()", before=DICT, **A)
PARAMS = 'm = nn.ParameterList([torch.ones(2), nn.Parameter(torch.zeros(1, 2)), 3])'
of('ParameterList', 'm', 'm[0], m[-1], len(m)', 'm[5]', 'm[0:2]', 'm[0] = torch.zeros(3); [m[0], m]', 'list(m)', 'm.append(torch.ones(1)); m', 'm.extend([torch.ones(1)]); m', 'm.extend(3)', 'm.extend(torch.ones(2))', 'm += [torch.ones(1)]; m', 'm(a)', 'nn.ParameterList()', 'list(m.state_dict())', 'list(m.parameters())', "nn.ParameterList([torch.ones(1), 'x', None])", 'nn.ParameterList(3)', 'nn.Sequential(m)', 'm.double()', 'nn.ParameterList([torch.ones(2, 3).double(), torch.tensor(1.)])', 'nn.ParameterList([torch.ones(1, dtype=torch.int64)])', before=PARAMS, **A)
PDICT = "m = nn.ParameterDict({'b': torch.ones(2), 'a': nn.Parameter(torch.zeros(1, 2))})"
of('ParameterDict', 'm', "m['a'], len(m)", "m['x']", "m['c'] = torch.ones(1); m", 'm[3] = torch.ones(1)', "del m['a']; m", "del m['x']", 'list(m), list(reversed(m))', "'a' in m", 'list(m.keys())', 'list(m.values())', 'list(m.items())', 'm.clear(); m', "m.pop('a'), m", "m.popitem(), m", "m.get('a'), m.get('x'), m.get('x', 3)", "m.setdefault('z', torch.ones(1)), m", 'm.copy()', "m.update({'z': torch.ones(1), 'y': torch.ones(2)}); m", "m.update([['z', torch.ones(1)]]); m", 'm.update(3)', 'm.update([3])', "m.update([['a', 1, 2]])",
   "m | {'z': torch.ones(1)}", "{'z': torch.ones(1)} | m", "m |= {'z': torch.ones(1)}; m", "m.fromkeys(['p', 'q'], 1)", 'm(a)', 'nn.ParameterDict()', 'list(m.state_dict())', "nn.ParameterDict({'a': 3, 'b': 'x'})", "nn.ParameterDict(OrderedDict(z=torch.ones(1), a=torch.ones(1)))", "m.a", before=PDICT, **A)
of('Container', 'warned(lambda: nn.Container(a=nn.ReLU()))')

# Texts

of('repr', 'm', 'nn.Sequential(m, m)', 'repr(m) == str(m)', 'M()', 'nn.Sequential(M(), M())', before=NET + '\nclass M(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.l = nn.ModuleDict({"x": nn.Linear(1, 2), "y": nn.ModuleList([nn.ReLU()] * 3)})\n        self.e = nn.Sequential()\n    def extra_repr(self):\n        return "a=1, b=2"')
of('repr', 'M()', before='class M(nn.Module):\n    def extra_repr(self):\n        return "a\\nb"')
of('repr', 'M()', before='class M(nn.Module):\n    def extra_repr(self):\n        return "a"')
of('repr', 'M()', 'nn.Sequential(M())', before='class M(nn.Module):\n    def __repr__(self):\n        return "one\\n\\ntwo"')
of('Parameter', 'nn.Parameter(torch.ones(2))', 'nn.Parameter(torch.ones(2), requires_grad=False)', 'nn.Parameter(torch.ones(2, dtype=torch.int64))', 'nn.Parameter(torch.ones(2, dtype=torch.int64), requires_grad=False)', 'nn.Parameter()', 'nn.Parameter(3)', 'p = nn.Parameter(a); p.data_ptr() == a.data_ptr(), p.is_leaf, p.grad_fn', 'type(nn.Parameter(a) * 2)', 'isinstance(nn.Parameter(a), torch.Tensor), isinstance(a, nn.Parameter)',
   'nn.Parameter(a)[0]', 'type(nn.Parameter(a).data), type(nn.Parameter(a).detach())', 'nn.Buffer(a), type(nn.Buffer(a)), isinstance(nn.Buffer(a), nn.Buffer), isinstance(a, nn.Buffer)', 'nn.Parameter(a * 2).is_leaf', 'nn.Parameter(torch.zeros(0))', 'torch.typename(nn.Parameter(a)), torch.typename(nn.Linear), torch.typename(nn.ReLU()), torch.typename(3)', 'nn.UninitializedParameter()', 'nn.UninitializedBuffer()', 'nn.UninitializedParameter().shape', 'p = nn.UninitializedParameter(); p.materialize((2, 3)); [type(p), p.shape, p.requires_grad]',
   'nn.UninitializedParameter() + 1', 'nn.UninitializedParameter(dtype=torch.float64).dtype', 'p = nn.UninitializedBuffer(); p.materialize((2,)); [type(p), p.shape]', 'nn.UninitializedParameter().sum()', **A)

# What is shaped by its first input

LAZY = {'nn.LazyLinear(4)': [2, 3], 'nn.LazyLinear(4, bias=False)': [3], 'nn.LazyConv1d(4, 3)': [2, 3, 5], 'nn.LazyConv2d(4, 3, padding=1)': [2, 3, 5, 5], 'nn.LazyConv3d(4, 2, bias=False)': [1, 3, 3, 3, 3], 'nn.LazyConvTranspose1d(4, 3)': [2, 3, 5], 'nn.LazyConvTranspose2d(4, 3, stride=2, groups=1)': [2, 3, 4, 4],
        'nn.LazyConvTranspose3d(4, 2)': [1, 3, 2, 2, 2], 'nn.LazyBatchNorm1d()': [4, 3], 'nn.LazyBatchNorm2d(affine=False)': [2, 3, 2, 2], 'nn.LazyBatchNorm3d(track_running_stats=False)': [2, 3, 2, 2, 2], 'nn.LazyInstanceNorm1d()': [2, 3, 4], 'nn.LazyInstanceNorm2d(affine=True)': [2, 3, 2, 2],
        'nn.LazyInstanceNorm3d(affine=True, track_running_stats=True)': [2, 3, 2, 2, 2]}
for made, shape in LAZY.items():
    what = made[3:made.index('(')]
    program(what, f'm = {made}', '[m, m.has_uninitialized_params(), list(m.state_dict()), [repr(p) for p in m.parameters()], len(m._forward_pre_hooks)]')
    program(what, f'm = {made}', 'r = m(a)', f'[m, type(m), r, {"m.state_dict()" if "Norm" in made else "bits(m)"}, len(m._forward_pre_hooks)]', a=['float32', shape])
    program(what, f'm = {made}', 'm(a)', 'trained(m, a)', a=['float32', shape])
    # A buffer of no shape has no copy, which is said with its address.
    program(what, f'm = {made}', f'n = {made if "Norm" in made else "copy.deepcopy(m)"}', 'm(a)', '[n.load_state_dict(m.state_dict()), type(n), n(a)]', a=['float32', shape])
    program(what, f'm = {made}', 'm(a[0, 0, 0])' if len(shape) > 2 else 'm(3)', a=['float32', shape])
of('LazyLinear', 'm.weight.shape', 'm.weight + 1', 'm.double()(a.double())', 'torch.optim.SGD(m.parameters(), lr=1.0)', 'nn.Linear(3, 4).load_state_dict(m.state_dict())', 'm.share_memory()', 'n = nn.Sequential(nn.LazyLinear(4), nn.ReLU(), nn.LazyLinear(2)); r = n(a); [n, r]', 'm(input=a)', 'm.load_state_dict({"weight": torch.ones(4, 3), "bias": torch.ones(4)}); [m, m(a), m]', 'm.load_state_dict({"weight": torch.ones(4, 7), "bias": torch.ones(4)}); m(a)', before='m = nn.LazyLinear(4)', **A)
of('LazyConv2d', 'm(torch.ones(1, 3, 5, 5))', before='m = nn.LazyConv2d(4, 3, groups=2)')

# Data in parallel, on one device

of('DataParallel', 'nn.DataParallel(m)', 'nn.DataParallel(m)(a)', 'list(nn.DataParallel(m).state_dict())', 'nn.DataParallel(m).module is m', 'nn.DataParallel(m).device_ids', 'nn.parallel.DataParallel is nn.DataParallel', 'nn.DataParallel(m)(a, a)', 'trained(nn.DataParallel(m), a)', 'type(nn.DataParallel(m))', **A)

# Memory formats

of('to', *[f'[p.stride() for p in nn.Sequential({layers}).to({how}).state_dict().values()]' for layers in ('nn.Conv2d(2, 3, 3), nn.BatchNorm2d(3), nn.Flatten(), nn.Linear(3, 2)', 'nn.Conv2d(1, 4, 1)', 'nn.Conv1d(2, 3, 2)', 'nn.Conv3d(2, 3, 2)') for how in ('memory_format=torch.channels_last', 'torch.float64, memory_format=torch.channels_last_3d', 'memory_format=torch.contiguous_format', 'memory_format=torch.preserve_format')],
   '[(p.stride(), p.grad.stride()) for net in [nn.Conv2d(2, 3, 3).to(memory_format=torch.channels_last)] for _ in [net(torch.ones(1, 2, 4, 4)).sum().backward()] for p in net.parameters()]', **A)

TOLERANCES = {each['op']: {'kind': 'relative', 'relative': 1e-6} for each in cases}
