/**
 * Calls made from the op table: every operator, overload and form, with arguments for the schema's parameters, by position
 * and by keyword; in some calls one argument is hostile, too many or too few are given, or a keyword is none.
 */
import fc from 'fast-check';
import { bindings, calledName, makesTensor, parameterName, selfPlace } from '../../../engine/binding/names.ts';
import type { Namespace } from '../../../engine/binding/listed.ts';
import type { Form } from '../../../engine/ops/dispatch.ts';
import type { Operator, Overload } from '../../../engine/ops/operator.ts';
import type { Parameter } from '../../../engine/ops/schema.ts';
import { OPERATORS } from '../../../engine/ops/table.ts';
import { DTYPES } from '../../../engine/trace/dtype.ts';
import { bases, DTYPE_NAMES, hostile, shapes, usual, wordsFor, type Base, type Given } from './arguments.ts';
import { makable, OUT, type Call, type Words } from './call.ts';

/** One way to write a call of an overload. */
interface Way { readonly operator: Operator; readonly overload: Overload; readonly name: string; readonly namespace: Namespace; readonly suffix: string; readonly form: Form }

const OWNERS: Readonly<Record<Namespace, string>> = { FUNCTIONS: 'torch.', METHODS: '', NN: 'nn.', LINALG: 'torch.linalg.', SPECIAL: 'torch.special.' };
/** Names of tensors: not the one of `out`. */
const NAMES = [...'abcdefghijklmnpqrstuvwxyz'];

function waysOf(operator: Operator): Way[] {
	return bindings(operator).flatMap(([namespace, suffix, form]) => operator.overloads
		.filter(overload => overload.isHidden !== true && (namespace !== 'METHODS' || selfPlace(overload) !== -1))
		.flatMap(overload => [operator.name, ...operator.aliases ?? []].map(name => ({ operator, overload, name, namespace, suffix, form }))));
}

/** What is wrong with a call: an argument, by its place; one too many; the last left out; a keyword. */
type Wrong = number | 'more' | 'fewer' | 'keyword' | undefined;

const wrongs = (count: number): fc.Arbitrary<Wrong> => fc.oneof(
	{ weight: 14, arbitrary: fc.constant(undefined) },
	...count > 0 ? [{ weight: 6, arbitrary: fc.nat(count - 1) }] : [],
	{ weight: 1, arbitrary: fc.constantFrom('more', 'fewer', 'keyword') },
);

function callOf(way: Way): fc.Arbitrary<Call> {
	const { overload: { schema }, namespace } = way;
	const self = namespace === 'METHODS' ? selfPlace(way.overload) : -1;
	const parameters = schema.parameters.filter((_, place) => place !== self);
	return bases.chain(base => fc.record({
		self: wordsFor('self', base),
		given: fc.tuple(...parameters.map(parameter => argument(parameter, base, way.operator))),
		hostile: hostile(),
		wrong: wrongs(parameters.length),
		/** From which place on by keyword. */
		keywords: fc.oneof({ weight: 2, arbitrary: fc.constant(parameters.length) }, { weight: 1, arbitrary: fc.nat(Math.max(parameters.length, 0)) }),
		out: outOf(base, way),
		grad: fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
	})).map(made => written(way, parameters, made));
}

/** None: left out, as it may be. */
function argument(parameter: Parameter, base: Base, operator: Operator): fc.Arbitrary<Given | undefined> {
	const given = usual(parameter, base, operator.numbersAsTensors === true);
	return parameter.hasDefault ? fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: given }) : given;
}

/** Undefined: none is given. */
function outOf(base: Base, { form, overload }: Way): fc.Arbitrary<readonly Words[] | undefined> {
	if (form !== 'out') return fc.constant(undefined);
	const dtype = fc.oneof({ weight: 3, arbitrary: fc.constant(base.dtype) }, { weight: 1, arbitrary: fc.constantFrom(...DTYPE_NAMES) });
	const shape = fc.oneof({ weight: 3, arbitrary: fc.constant(base.shape) }, { weight: 1, arbitrary: shapes });
	const words = fc.tuple(dtype, shape, fc.constant('normal'), fc.constantFrom('plain', 'plain', 'plain', 'transposed', 'strided', 'expanded')).map(makable);
	return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.array(words, { minLength: overload.schema.returns.length, maxLength: overload.schema.returns.length }) });
}

interface Made { readonly self: Words; readonly given: readonly (Given | undefined)[]; readonly hostile: Given; readonly wrong: Wrong; readonly keywords: number; readonly out: readonly Words[] | undefined; readonly grad: boolean }

function written(way: Way, parameters: readonly Parameter[], { self, given, hostile, wrong, keywords, out, grad }: Made): Call {
	const { operator, overload, name, namespace, suffix, form } = way;
	const inputs: Record<string, Words> = {};
	let used = 0;
	const named = (words: Words): string => {
		const name = NAMES[used++]!;
		inputs[name] = words;
		return name;
	};
	const owner = namespace === 'METHODS' ? `${named(self)}.` : OWNERS[namespace];
	const texts: string[] = [];
	let isKeyword = false;
	for (const [place, parameter] of parameters.entries()) {
		const one = place === wrong ? hostile : given[place];
		if (one === undefined) {
			isKeyword = true;
			continue;
		}
		isKeyword ||= place >= keywords || parameter.isKeywordOnly || (makesTensor(overload) && parameter.name === 'dtype');
		let tensor = 0;
		const text = one.text.replaceAll('$', () => named(one.tensors[tensor++]!));
		texts.push(isKeyword ? `${parameterName(overload, parameter, namespace)}=${text}` : text);
	}
	if (wrong === 'fewer') texts.pop();
	if (wrong === 'more') texts.splice(texts.findIndex(text => text.includes('=')) >>> 0, 0, '1');
	if (wrong === 'keyword') texts.push('bogus=1');
	const outs = (out ?? []).map((words, place) => {
		const name = place === 0 ? OUT : `${OUT}${place}`;
		inputs[name] = words;
		return name;
	});
	if (outs.length > 0) texts.push(`out=${outs.length === 1 ? outs[0]! : `(${outs.join(', ')})`}`);
	const looked = [...outs, ...(form === 'in-place' || overload.writesSelf) && 'a' in inputs ? ['a'] : []];
	const wants = grad && Object.values(inputs).some(([dtype]) => DTYPES[dtype].float);
	return { op: operator.name, c: `${owner}${calledName(namespace, name)}${suffix}(${texts.join(', ')})`, i: inputs, ...wants ? { w: true } : {}, ...looked.length > 0 && !wants ? { o: looked } : {} };
}

/** Calls of the operators whose name is in `only`; of all where that is empty. */
export function callsFromTable(only: readonly string[] = []): fc.Arbitrary<Call> {
	const ways = OPERATORS.filter(({ name }) => only.length === 0 || only.includes(name)).map(waysOf).filter(all => all.length > 0);
	return fc.constantFrom(...ways).chain(all => fc.constantFrom(...all)).chain(callOf);
}
