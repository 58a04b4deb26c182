# Cells, as in the Python and Jupyter extensions.
import torch

# %% first
a = torch.arange(6).reshape(2, 3)
print(a)

# %% second
b = a.T
print(b)

# %%
print(a @ b)
