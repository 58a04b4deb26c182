"""A cliff in the loss throws the weights away, unless the gradient's length is bounded. Look at the norm's jump."""
import torch

for bound in (None, 1.0):
    w = torch.tensor([1.0], requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.03)
    norms = []
    for step in range(8):
        state = torch.ones(1)
        for _ in range(10):                     # the same weight ten times over
            state = state * w * 1.2
        loss = (state - 1).pow(2).sum()
        optimizer.zero_grad()
        loss.backward()
        norm = w.grad.norm()
        if bound is not None:
            norm = torch.nn.utils.clip_grad_norm_([w], bound)
        norms.append(norm.item())
        optimizer.step()
        if not torch.isfinite(w).all():
            break
    print(f"bound {bound}: norms {[f'{n:.3g}' for n in norms[:4]]}, w ends at {w.item():.4g}")
