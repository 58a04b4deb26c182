"""torch.version of the release whose results the engine has: without any of the accelerators' toolkits."""

__version__ = '2.13.0+cpu'
cuda = hip = rocm = xpu = None
debug = False
