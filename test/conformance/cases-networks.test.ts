/** What networks compute, and linear algebra: held to real PyTorch's answers. */
import { holdTo } from './cases/hold.ts';

holdTo('networks');
