/** The one function by which Python calls operators: its first number says which overload and which form. */
import { invoke, type Form } from '../ops/dispatch.ts';
import { runtimeError } from '../tensor/errors.ts';
import { encode, type Answer } from './answer.ts';
import { Cursor, readersOf, type Flat } from './decode.ts';
import { Tensor } from '../tensor/tensor.ts';
import { FORMS, numberedOverloads } from './overloads.ts';
import { rowOfResult } from './tensor-rows.ts';

const OVERLOADS = numberedOverloads().map(item => ({ ...item, readers: undefined as ReturnType<typeof readersOf> | undefined }));
const FORM_NAMES = Object.keys(FORMS) as Form[];

export function call(...flat: Flat): Answer {
	const code = Number(flat[0]);
	const entry = OVERLOADS[code >> 2];
	if (entry === undefined) throw runtimeError(`operator ${code >> 2} is not in the table`);
	entry.readers ??= readersOf(entry.overload);
	const form = FORM_NAMES[code & 3]!;
	const cursor = new Cursor(flat, 1);
	const args = entry.readers.map(read => read(cursor));
	const out = form === 'out' ? cursor.tensor() : undefined;
	const result = invoke(entry.operator, entry.index, args, form, out);
	if (result instanceof Tensor) rowOfResult(result);
	return encode(result, cursor.tensors);
}
