"""What `facts(handle, which)` of the border tells of a tensor: numbers of the list in engine/binding/tensor-functions.ts."""
DTYPE, NDIM, NUMEL, REQUIRES_GRAD, IS_LEAF, VERSION, STORAGE, POINTER, OFFSET, NBYTES, OUTPUT, CONTIGUOUS, RETAINS, HAS_NODE, WRITES, CHANNELS_LAST, CHANNELS_LAST_3D, IS_VIEW = range(18)
