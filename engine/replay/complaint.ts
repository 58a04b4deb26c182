/** What PyTorch says where no signature takes the arguments; of engine/python/torch/_complaint.py what a line has room for. */
import { SIGNATURES } from '../binding/signatures.ts';
import { typeError, type PythonError } from '../expression/errors.ts';
import type { NamedValue, Space } from '../expression/evaluate.ts';
import type { Operator } from '../ops/operator.ts';
import type { Parameter } from '../ops/schema.ts';
import type { Value } from '../trace/model.ts';

const LISTED: ReadonlyMap<string, readonly string[]> = new Map(SIGNATURES.split('\n').filter(text => text !== '').map(text => {
	const [name, ...signatures] = text.split('\t');
	return [name!, signatures.filter(signature => signature !== '')];
}));

function signaturesOf(space: Space, name: string): readonly string[] {
	return LISTED.get(space === 'torch.Tensor' ? `Tensor.${name}` : name) ?? [];
}

export function complaint(operator: Operator, space: Space, name: string, args: readonly Value[], named: readonly NamedValue[]): PythonError {
	const isMethod = space === 'torch.Tensor';
	const given = isMethod ? args.slice(1) : args;
	const count = given.length + named.length;
	const signatures = operator.overloads.filter(({ isHidden }) => isHidden !== true).map(({ schema }) => schema.parameters.slice(isMethod ? 1 : 0).filter(({ type }) => type !== 'Generator'));
	const plausible = signatures.filter(parameters => parameters.filter(isRequired).length <= count && count <= parameters.length);
	if (plausible.length === 1) {
		const wrong = mismatch(plausible[0]!, given, operator.numbersAsTensors === true);
		if (wrong !== undefined) return typeError(`${name}(): ${wrong}`);
	}
	if (signatures.length === 1 && count < signatures[0]!.filter(isRequired).length) {
		const missing = signatures[0]!.filter(isRequired).slice(given.length).filter(parameter => !named.some(each => each.name === parameter.name));
		return typeError(`${name}() missing ${missing.length} required positional arguments: ${missing.map(parameter => `"${shownName(parameter)}"`).join(', ')}`);
	}
	const types = [...given.map(typeName), ...named.map(({ name: keyword, value }) => `${keyword}=${typeName(value)}`)];
	const listed = signaturesOf(space, name);
	const got = `${name}() received an invalid combination of arguments - got (${types.join(', ')})`;
	if (listed.length === 0) return typeError(got);
	return typeError(listed.length === 1 ? `${got}, but expected ${listed[0]}` : `${got}, but expected one of:\n${listed.map(signature => ` * ${signature}\n`).join('')}`);
}

function mismatch(parameters: readonly Parameter[], given: readonly Value[], numbersAsTensors: boolean): string | undefined {
	for (const [place, value] of given.entries()) {
		const parameter = parameters[place]!;
		const wanted = parameter.isList ? `tuple of ${parameter.type === 'Tensor' ? 'Tensors' : `${parameter.type}s`}` : TYPES[parameter.type] ?? parameter.type;
		if (!accepts(parameter, value, numbersAsTensors)) return `argument '${shownName(parameter)}' (position ${place + 1}) must be ${wanted}, not ${typeName(value)}`;
	}
	return undefined;
}

const TYPES: Readonly<Record<string, string>> = { Scalar: 'Number', ScalarType: 'torch.dtype' };

function accepts({ type, isList, isOptional }: Parameter, value: Value, numbersAsTensors: boolean): boolean {
	if (value.kind === 'none') return isOptional;
	if (isList && (type === 'Tensor' || value.kind === 'sequence')) return value.kind === 'sequence';
	switch (type) {
		case 'Tensor': return value.kind === 'tensor' || (numbersAsTensors && (value.kind === 'int' || value.kind === 'float'));
		case 'int': return value.kind === 'int';
		case 'float':
		case 'Scalar': return value.kind === 'int' || value.kind === 'float' || value.kind === 'bool';
		case 'bool': return value.kind === 'bool';
		case 'str': return value.kind === 'str';
		default: return value.kind === 'opaque';
	}
}

function isRequired({ hasDefault, isOptional, isKeywordOnly }: Parameter): boolean {
	return !hasDefault && !isOptional && !isKeywordOnly;
}

function shownName({ name }: Parameter): string {
	return name === 'self' ? 'input' : name;
}

function typeName(value: Value): string {
	return value.kind === 'opaque' && value.type === 'dtype' ? 'torch.dtype' : value.type;
}
