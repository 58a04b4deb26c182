/**
 * From TypeScript: `torch`, with PyTorch's names, and the kernels that it needs. What there is and how memory is given back
 * is said in torch/declared.ts; the types of the operators are made by the build (dist/torch.d.mts).
 */
import './torch/kernels.ts';

export { EngineError } from './tensor/errors.ts';
export { torch } from './torch/namespace.ts';
