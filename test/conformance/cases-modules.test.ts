/** Modules, what they are made of and what is put on them: held to real PyTorch's answers. */
import { holdTo } from './cases/hold.ts';

holdTo('modules');
