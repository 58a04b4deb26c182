"""A router sends each row to its two best experts: topk chooses, gather weighs, index_add brings the answers home."""
import torch
from torch import nn

torch.manual_seed(0)
experts = nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])
router = nn.Linear(4, 3)
x = torch.randn(6, 4)

weights = router(x).softmax(-1)
top, chosen = weights.topk(2, dim=-1)
top = top / top.sum(-1, keepdim=True)
print("chosen:", chosen.tolist())

out = torch.zeros_like(x)
for number, expert in enumerate(experts):
    rows, place = (chosen == number).nonzero(as_tuple=True)
    if len(rows):
        out = out.index_add(0, rows, expert(x[rows]) * top[rows, place].unsqueeze(1))

dense = torch.stack([expert(x) for expert in experts], dim=1)
same = (dense.gather(1, chosen.unsqueeze(2).expand(-1, -1, 4)) * top.unsqueeze(2)).sum(1)
print("routed and dense agree:", torch.allclose(out, same, atol=1e-6))
out.pow(2).mean().backward()
print("experts with a gradient:", [expert.weight.grad is not None for expert in experts])
