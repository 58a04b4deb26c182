/** By an optimizer's type, what its steps are: the one list to which an optimizer is added, for what runs and for whoever explains it. */
import { ADADELTA } from './adadelta.ts';
import { ADAGRAD } from './adagrad.ts';
import { ADAM, ADAMW } from './adam.ts';
import { ADAMAX } from './adamax.ts';
import { ASGD } from './asgd.ts';
import type { Formula } from './formula.ts';
import { NADAM } from './nadam.ts';
import { RADAM } from './radam.ts';
import { RMSPROP } from './rmsprop.ts';
import { RPROP } from './rprop.ts';
import { SGD } from './sgd.ts';

/** undefined: its formula is not known here. */
export function formulaOf(type: string): Formula | undefined {
	return FORMULAS.get(type);
}

const FORMULAS: ReadonlyMap<string, Formula> = new Map([
	['SGD', SGD], ['Adam', ADAM], ['AdamW', ADAMW], ['RMSprop', RMSPROP], ['Adagrad', ADAGRAD], ['Adadelta', ADADELTA], ['Adamax', ADAMAX], ['NAdam', NADAM], ['RAdam', RADAM],
	['Rprop', RPROP], ['ASGD', ASGD],
]);
