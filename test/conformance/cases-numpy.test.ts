/** NumPy's arrays on the engine's storage: held to real NumPy's answers. */
import { holdTo } from './cases/hold.ts';

holdTo('numpy');
