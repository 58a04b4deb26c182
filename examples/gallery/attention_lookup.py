"""Attention as a soft dictionary: a query finds the key that is like it, and gets that key's value."""
import torch
import torch.nn.functional as F

torch.manual_seed(0)
keys = F.normalize(torch.randn(4, 8), dim=1)
values = torch.tensor([[10.0], [20.0], [30.0], [40.0]])
query = keys[2] + 0.1 * torch.randn(8)

for sharpness in (1, 4, 16):
    scores = sharpness * query @ keys.T
    weights = scores.softmax(dim=-1)
    print(f"sharpness {sharpness:2d}: weights {[round(w, 2) for w in weights.tolist()]} give {(weights @ values).item():.1f}")

# The same for a sequence, where no position may look ahead.
x = torch.randn(1, 5, 8)
q, k, v = x @ torch.randn(8, 8) / 8 ** 0.5, x @ torch.randn(8, 8) / 8 ** 0.5, x
scores = q @ k.transpose(-2, -1) / 8 ** 0.5
masked = scores.masked_fill(torch.ones(5, 5).triu(1).bool(), float("-inf"))
weights = masked.softmax(dim=-1)
by_hand = weights @ v
print("attention over five positions:")
print((weights[0] * 100).round().int())
print("as PyTorch computes it:", torch.allclose(by_hand, F.scaled_dot_product_attention(q, k, v, is_causal=True), atol=1e-5))
