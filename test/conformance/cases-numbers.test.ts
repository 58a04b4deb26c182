/** Functions of one, two and three tensors, element by element: held to real PyTorch's answers. */
import { holdTo } from './cases/hold.ts';

holdTo('numbers');
