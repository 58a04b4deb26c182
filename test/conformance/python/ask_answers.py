"""What PyTorch answers: for each expression its repr, or its exception's class and message.

Run with a Python that has real PyTorch: python ask_answers.py > ../stored/python_answers.json
Each expression runs in a fresh namespace (PREAMBLE), as test/conformance/python.test.ts runs it on the embedded engine.
"""
import json
import sys
import warnings

PREAMBLE = '''
import copy
import numpy as np
import torch
torch.set_printoptions(profile='default')
torch.manual_seed(0)
a = torch.arange(4.).reshape(2, 2)
i = torch.arange(4)
p = torch.nn.Parameter(torch.ones(2, 2))
'''

EXPRESSIONS = r'''
torch.add(1)
torch.add()
torch.add('x','y')
torch.add(a)
torch.add(a,a,a,a,a)
torch.add(a,a,foo=1)
torch.add(a,a,alpha='x')
torch.add(a,'x')
torch.sub(a,a,alpha=True)
torch.sub(i,i,alpha=1.0)
torch.sub(i,1,alpha=0.5)
torch.rsub(i,1,alpha=True)
torch.norm(torch.ones(0,3),-1.5)
torch.norm(torch.ones(0,3),-1,dim=1)
torch.norm(torch.ones(0,3),float('inf'),dim=-2)
torch.norm(torch.ones(0,3),float('-inf'))
torch.norm(torch.ones(0,3),float('inf'),dim=1)
torch.norm(torch.ones(0,3),1e8)
a.add('x')
a.add()
a+'x'
torch.mul(a,[1,2])
torch.mul('x',2)
torch.mm(a)
torch.mm(a,2)
torch.mm(a,a,a)
torch.mm(a,a,foo=1)
torch.mm(a,mat2=2)
torch.mm(a,a,mat2=a)
p.T.grad_fn.name(), p[0].T.grad_fn.name(), p.sum().T.grad_fn.name(), p[None].T.grad_fn.name(), p.t().grad_fn.name()
a.masked_fill(i.view(2,2),1)
a.masked_fill(i.short().view(2,2),1)
torch.mm(a,i.short().view(2,2))
i.lerp(a[0].double(),.5)
torch.mm()
torch.gather(a,0)
torch.gather(a,i,0)
torch.gather(a,0,[1])
a.gather(0)
a.gather(0,1)
torch.sum()
torch.sum(1)
torch.sum('x')
torch.sum(a,'x')
a.sum('x')
a.sum(1.5)
a.sum(0,1,2)
a.sum(foo=3)
torch.arange()
torch.arange('x')
torch.arange(1,2,3,4)
torch.zeros('x')
torch.zeros()
torch.zeros(1.5)
torch.zeros([1,'x'])
torch.zeros((1,2.))
a.reshape('x')
a.reshape()
a.reshape(2,'x')
a.reshape((2,'x'))
a.view('x')
a.view()
a.view(2,'x')
a.t(1)
a.dim(1)
torch.reshape(a)
torch.reshape(a,2)
torch.reshape(a,2,3)
torch.cat(a)
torch.cat([1,2])
torch.cat([a,1])
torch.cat()
torch.stack(1)
torch.mean(a,dim='x')
torch.mean(a,0,1,2,3,4)
torch.linspace(1)
torch.linspace('a',2,3)
torch.randn('x')
torch.randint(3)
torch.tensor()
torch.tensor(1,2)
torch.tensor([1,'x'])
torch.tensor('x')
torch.tensor([[1],[1,2]])
torch.tensor([1,[2]])
torch.tensor(object())
torch.tensor([1],dtype=int)
torch.tensor([1],dtype='x')
torch.tensor([1],foo=2)
torch.as_tensor()
torch.matmul(a)
torch.matmul(a,torch.ones(3))
torch.matmul(a,i)
torch.mv(a,a)
torch.mm(a,i)
torch.dot(a,a)
torch.dot(i,a)
torch.ones(3).view(2)
a.reshape(3)
a+torch.ones(3)
a[5]
a[0,0,0]
a['x']
a[1.5]
a[[0,5]]
a[i]
a.item()
bool(a)
float(a)
int(a)
a.backward()
torch.tensor(1.).backward()
torch.tensor([1]).requires_grad_()
torch.tensor([1],requires_grad=True)
torch.ones(2,requires_grad=True).numpy()
torch.ones(2,requires_grad=True).requires_grad_(False).add_(1)
torch.ones(2,requires_grad=True).add_(1)
a.foo
torch.nn.foo
torch.from_numpy([1])
a.numpy(1)
torch.zeros(2).cuda()
torch.zeros(2,device='cuda')
torch.zeros(2,device='foo')
torch.device('foo')
torch.device(1.5)
torch.zeros(-1)
torch.manual_seed('x')
a.to('cuda')
a.to('foo')
a.double(1)
a.T(1)
a()
len(torch.tensor(1))
iter(torch.tensor(1))
torch.tensor(1)[0]
a.clamp()
a.max(0,1,2)
torch.max()
torch.gather(a,0,i)
torch.gather(a,0,torch.tensor([[5,5]]))
torch.gather(a,0,torch.tensor([[0.]]))
torch.gather(a,3,torch.tensor([[0]]))
torch.zeros(10**12)
torch.full((2,),'x')
torch.full(2,1)
torch.eye('x')
a.unsqueeze()
a.unsqueeze(5)
a.permute(0)
a.permute(0,0)
a.transpose(0)
a.expand(3,3)
a.squeeze('x')
torch.nn.Linear(2)
torch.nn.Linear(2,3)(1)
torch.optim.SGD([a],lr=-1)
torch.optim.SGD([a],lr=.1,momentum=-1)
torch.optim.SGD([a],lr=.1,weight_decay=-1)
torch.optim.SGD([a],lr=.1,nesterov=True)
torch.optim.SGD([],lr=.1)
torch.optim.SGD(a,lr=.1)
torch.optim.SGD([a*torch.ones(2,requires_grad=True)],lr=.1)
torch.optim.SGD([1],lr=.1)
torch.optim.SGD([{'params':[a]},{'params':[a]}],lr=.1)
torch.optim.SGD([a])
torch.optim.SGD(lr=.1)
torch.nn.MSELoss()(a,torch.ones(3))
torch.nn.Module()(1)
torch.nn.Module().foo
torch.nn.Linear(1,1).load_state_dict({})
torch.nn.Linear(1,1).load_state_dict({'weight':torch.ones(2,2),'bias':torch.ones(1)})
torch.nn.Sequential(1)
torch.nn.Parameter([1])
torch.nn.Parameter(torch.tensor([1]))
setattr(torch.nn.Linear(1,1),'weight',torch.ones(1))
torch.exp(i,out=i)
i.mean()
i/0
i//0
i%0
1//i
torch.tensor([True])-torch.tensor([True])
-torch.tensor([True])
i.add_(1.5)
i.__iadd__(1.5)
torch.set_default_dtype(torch.int64)
torch.set_grad_enabled('x')
torch.Size([1,'x'])
torch.Size([2,3]).numel()
torch.Tensor(2,3).shape
torch.Tensor([1,2])
torch.Tensor('x')
torch.FloatTensor([1])
torch.LongTensor([1,2])
torch.randperm('x')
a.detach_()
a.data_ptr(1)
a.gather(0, index=torch.tensor([[0]]), dim=1)
torch.foo
torch.ones(2,requires_grad=True).backward()
torch.ones(2,requires_grad=True).sum().backward(torch.ones(3))
torch.autograd.grad(torch.ones(2,requires_grad=True).sum(), torch.ones(2,requires_grad=True))
torch.autograd.grad(torch.ones(2), torch.ones(2))
p.grad
setattr(p,'grad',torch.ones(3))
setattr(p,'grad',1)
setattr(p,'grad',torch.ones(2,2,dtype=torch.float64))
setattr(p,'requires_grad',1)
(p*1).requires_grad_(False)
(p*1).retain_grad()
copy.deepcopy(p*1)
a.shape
a.size(5)
a.size('x')
a.stride()
a.T.stride()
a.T.is_contiguous()
a[1:].storage_offset()
a[None].shape
a[...,None].shape
a[:,1]
a[True]
a[torch.tensor([True,False])]
a[a>1]
a[torch.tensor([1,0]),torch.tensor([0,1])]
a[[1,0]]
a[::2]
a[::-1]
a[0:2:0]
a.tolist()
torch.tensor(True).item()
torch.tensor(2**40).item()
torch.tensor([1,2.5])
torch.tensor([1,2.5]).dtype
torch.tensor(3)
torch.tensor([])
torch.tensor([[]])
torch.tensor([True,2])
torch.tensor(2**63)
torch.tensor([300],dtype=torch.uint8)
torch.tensor(1.5,dtype=torch.int64)
torch.tensor(float('nan'),dtype=torch.int64)
torch.tensor(1e40)
torch.tensor([1.5],dtype=torch.bfloat16)
torch.tensor(range(3))
torch.tensor((1,2))
torch.tensor(None)
torch.tensor({1:2})
torch.tensor([torch.tensor(1),torch.tensor(2.)])
a*None
a+None
a@2
2@a
'x'+a
a<'x'
a==None
a!=None
a=='x'
torch.equal(a,a)
not a[0,0]
a[0,0] and 1
int(a[1,1])
float(a[1,1])
f'{a[1,1]:.2f}'
f'{a}'
f'{a:.2f}'
round(a[0,1].item(),2)
len(a)
list(a)
[r.tolist() for r in a]
a.type()
i.type()
a.is_leaf
p.is_leaf
(p*2).is_leaf
(p*2).grad_fn.name()
p.grad_fn
type((p*2).grad_fn).__name__
(p*2).grad_fn.next_functions[0][0].name()
(p*2+1).grad_fn.next_functions[0][0].name()
p.sum()
p*2
p.data
torch.nn.Parameter(torch.ones(2),requires_grad=False)
repr(p)
str(torch.float32)
torch.device('cpu')
torch.device('cuda:0')
torch.device('cuda',1)
str(torch.device('cpu'))
torch.device('cuda:x')
torch.Size([2,3])
a.shape==(2,2)
a.shape+(1,)
a.numel()
a.double().dtype
a.long()
a.bool()
a.half().dtype
a.to(torch.int32).dtype
a.to('cpu') is a
a.to(torch.float32) is a
a.contiguous() is a
a.float() is a
a.cpu() is a
a.requires_grad_() is a
a.requires_grad
torch.is_tensor(a)
torch.is_tensor(1)
isinstance(p, torch.Tensor)
isinstance(a, torch.nn.Parameter)
isinstance(a, torch.FloatTensor)
isinstance(i, torch.LongTensor)
torch.get_default_dtype()
torch.result_type(i,1.)
torch.promote_types(torch.int32,torch.float16)
torch.can_cast(torch.float32,torch.int32)
torch.finfo(torch.float32)
torch.iinfo(torch.int32)
torch.pi
torch.inf
torch.is_grad_enabled()
torch.manual_seed(3).initial_seed()
torch.initial_seed()
torch.Generator().initial_seed()
torch.Generator().manual_seed(5).initial_seed()
torch.get_rng_state().shape
torch.ones(2)._version
torch.ones(2).add_(1)._version
torch.arange(3).numpy()
torch.arange(3).numpy().dtype
torch.from_numpy(np.ones(2)).dtype
torch.tensor(np.ones(2)).dtype
torch.tensor(np.float32(1)).dtype
torch.as_tensor(np.arange(2))
np.ones(2)+torch.ones(2).numpy()
torch.ones(2)*np.float64(2)
torch.ones(2)+np.int64(2)
np.asarray(torch.ones(2))
torch.zeros(10**18)
torch.zeros(2**40, 2**40)
torch.ones(10)[10**30]
torch.arange(10**15)
torch.tensor([[1]*3]*2)[2**70]
torch.full((2,), 2**70)
torch.ones(2) * 2**70
torch.ones(2, dtype=torch.int64) * 2**63
torch.eye(10**6)
torch.cat([torch.ones(2)]*3, dim=2**65)
torch.ones(1).expand(2**40).clone()
torch.manual_seed(2**70)
torch.ones(2).sum(dim=2**70)
torch.zeros(2,3)
torch.zeros((2,3)).shape
torch.zeros([2]).shape
torch.zeros(torch.Size([2])).shape
torch.zeros(size=(2,))
torch.zeros(2,dtype=int)
torch.zeros(2,dtype=torch.float64,requires_grad=True)
torch.zeros(2,dtype=torch.int64,requires_grad=True)
torch.zeros(2,device='cpu')
torch.zeros(2,device=torch.device('cpu'))
torch.zeros(2,device=5)
torch.zeros(2,layout=torch.strided)
torch.zeros(2,pin_memory=False)
torch.full((2,),3)
torch.full((2,),3.)
torch.full((2,),True)
torch.arange(1,2,.25)
torch.arange(5.)
torch.arange(5,1)
torch.arange(0,5,0)
torch.linspace(0,1,3)
torch.eye(2)
a.sum(dim=0)
a.sum(axis=0)
a.sum(0,True)
a.sum(dim=(0,1))
a.sum(dim=0,keepdim=True).shape
a.sum(keepdims=True,dim=0).shape
a.mean()
a.mean(1)
torch.mean(input=a)
torch.add(input=a,other=1)
torch.add(a,1,alpha=2)
torch.add(a,a,out=torch.empty(2,2))
torch.sum(a,dim=0,out=torch.empty(2))
a.add_(1)
a.mul_(2) is a
a.view(-1)
a.view(4,1).shape
a.view((4,))
a.view(size=(4,))
a.reshape(1,-1).shape
a.reshape(3,-1)
a.permute(1,0)
a.permute((1,0))
a.transpose(0,1)
a.transpose(0,5)
a.t()
a.expand(3,2,2).shape
a.unsqueeze(0).shape
a.squeeze().shape
a.flatten()
a.split(1)
a.chunk(2)
a.unbind()
torch.unbind(a)
a.fill_(3)
a.zero_()
a.copy_(torch.ones(2))
a.clone() is a
a.copy_(torch.ones(3))
a.detach().requires_grad
i.float().mean()
torch.ones(2,2).data_ptr()==torch.ones(2,2).data_ptr()
torch.Tensor
torch.float32
torch.nn.Linear
torch.nn.functional.linear(torch.ones(1,2),torch.ones(1,2))
torch.nn.MSELoss()(torch.ones(2),torch.zeros(2))
torch.nn.functional.mse_loss(torch.ones(2),torch.zeros(2),reduction='sum')
torch.optim.SGD([p],lr=.1)
torch.optim.SGD([p],lr=.1).state_dict()
torch.cuda.is_available()
torch.cuda.device_count()
torch.cuda.memory_allocated()
torch.backends.mps.is_available()
torch.backends.mps.is_built()
torch.backends.cuda.is_built()
torch.backends.cudnn.is_available()
torch.backends.cudnn.version()
(torch.backends.cudnn.enabled,torch.backends.cudnn.deterministic,torch.backends.cudnn.benchmark)
torch.backends.cuda.matmul.allow_tf32
torch.accelerator.is_available()
torch.accelerator.current_accelerator()
torch.accelerator.device_count()
torch.accelerator.synchronize()
torch.accelerator.current_device_index()
torch.mps.is_available()
torch.mps.manual_seed(1)
torch.xpu.is_available()
torch.version.cuda
torch.version.__version__
torch.set_default_dtype(5)
torch.Tensor(2,3,'x')
torch.LongTensor([1.5])
torch.IntTensor(2).dtype
a.new_zeros(2).dtype
i.new_tensor([1.5])
i.new_ones(2,dtype=torch.float32)
torch.ones_like(i)
torch.zeros_like(i,dtype=torch.float32)
i.__getitem__(0)
hasattr(a,'fft')
hasattr(torch,'fft')
torch.broadcast_shapes((2,1),(3,))
a.element_size()
a.nelement()
a.ndim
a.dim()
a.nbytes
a.itemsize
a.is_contiguous()
a.is_floating_point()
torch.is_floating_point(i)
a.get_device()
a.device
a.device.type
a.layout
a.grad
a.requires_grad_('x')
a.item(1)
a.numpy(force=True)
torch.no_grad()(lambda: torch.is_grad_enabled())()
a.__class__
torch.arange(1000)
torch.arange(2000)
torch.ones(3,3)*1e10
torch.tensor([1e-10,1])
torch.set_printoptions(precision=2)
torch.nn.Linear(1,1).weight.shape
torch.nn.Linear(3,2)
torch.nn.Sequential(torch.nn.Linear(1,1),torch.nn.ReLU())
'''.strip().splitlines()


def answer(expression):
    namespace = {}
    exec(PREAMBLE, namespace)
    try:
        return {'repr': repr(eval(expression, namespace))}
    except Exception as error:
        return {'error': type(error).__name__, 'message': str(error)}


if __name__ == '__main__':
    warnings.simplefilter('ignore')
    json.dump({'preamble': PREAMBLE, 'answers': {e: answer(e) for e in EXPRESSIONS}}, sys.stdout, indent=1, ensure_ascii=False)
    print()
