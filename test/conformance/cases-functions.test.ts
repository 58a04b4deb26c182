/** Special functions, reductions, order and creation: held to real PyTorch's answers. */
import { holdTo } from './cases/hold.ts';

holdTo('functions');
