"""Principal components three ways: eigenvectors of the covariance, singular vectors, and power iteration."""
import torch

torch.manual_seed(0)
data = torch.randn(200, 3) @ torch.diag(torch.tensor([3.0, 1.0, 0.3])) @ torch.linalg.qr(torch.randn(3, 3)).Q
centred = data - data.mean(0)
covariance = centred.T @ centred / (len(data) - 1)

values, vectors = torch.linalg.eigh(covariance)
U, S, Vh = torch.linalg.svd(centred, full_matrices=False)
print("variances by eigh:", values.flip(0))
print("variances by svd: ", S ** 2 / (len(data) - 1))

v = torch.ones(3)
for step in range(20):
    v = covariance @ v
    v = v / v.norm()
print(f"first direction: power iteration agrees with eigh to {(v @ vectors[:, -1]).abs().item():.5f}")
print(f"one number for each point keeps {(values[-1] / values.sum()).item():.1%} of the variance")
