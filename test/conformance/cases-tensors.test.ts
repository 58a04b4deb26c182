/** Views, shapes and indexing: held to real PyTorch's answers. */
import { holdTo } from './cases/hold.ts';

holdTo('tensors');
