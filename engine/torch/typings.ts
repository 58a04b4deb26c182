/**
 * Makes dist/torch.d.mts at build time: the types of what is no operator (declared.ts) with those of the operators, one
 * declaration for each way of giving an overload's arguments.
 */
import type { Namespace } from '../binding/listed.ts';
import { MEMORY_FORMATS } from '../ops/format.ts';
import type { Return, Parameter } from '../ops/schema.ts';
import { groupsOf, isReduction, takesSeveral, type Group, type Signature } from './operators.ts';

const NAMESPACES: readonly (readonly [Namespace, string, string])[] = [
	['METHODS', 'Tensor', ''],
	['FUNCTIONS', 'Torch', ''],
	['NN', 'Functional', '/** torch.nn.functional */\n'],
	['LINALG', 'Linalg', '/** torch.linalg */\n'],
	['SPECIAL', 'Special', '/** torch.special */\n'],
];

/** `declared`: the text of declared.ts. */
export function typings(declared: string): string {
	const interfaces = NAMESPACES.map(([namespace, name, comment]) => `${comment}export interface ${name} {\n${groupsOf(namespace).flatMap(group => declarations(group, namespace)).map(line => `\t${line}\n`).join('')}}\n`);
	return [
		'/// <reference lib="esnext.disposable" />',
		declared,
		...interfaces,
		'export interface Torch {\n\treadonly nn: { readonly functional: Functional };\n\treadonly linalg: Linalg;\n\treadonly special: Special;\n}\n',
		'export declare const torch: Torch;\n',
	].join('\n');
}

interface Given {
	readonly name: string;
	readonly type: string;
	readonly isRequired: boolean;
	readonly isKeywordOnly: boolean;
}

function declarations(group: Group, namespace: Namespace): string[] {
	const lines = group.signatures.flatMap(signature => {
		const { overload } = signature;
		const comment = `/** \`${overload.schema.text}\`${overload.isDeprecated === true ? ' @deprecated' : ''} */`;
		const result = group.form === 'in-place' || overload.writesSelf ? (namespace === 'METHODS' ? 'this' : 'Tensor') : resultType(overload.schema.returns);
		return waysOf(group, signature).map(way => `${comment}\n\t${group.name}(${way}): ${result};`);
	});
	return [...new Set(lines)];
}

/** Each way of giving the arguments: the first few by position, the others by name. */
function waysOf({ operator, form }: Group, signature: Signature): string[] {
	const { overload, names, isFactory } = signature;
	const given = overload.schema.parameters.flatMap((parameter, at): Given[] => {
		const name = names[at];
		if (name === undefined) return [];
		return [{ name, type: typeOf(parameter, operator.numbersAsTensors === true), isRequired: !parameter.hasDefault, isKeywordOnly: parameter.isKeywordOnly }];
	});
	const positional = given.filter(item => !item.isKeywordOnly);
	const keyword = given.filter(item => item.isKeywordOnly);
	if (isFactory) keyword.push({ name: 'requires_grad', type: 'boolean', isRequired: false, isKeywordOnly: true });
	if (form === 'out' && overload.schema.returns.length === 1) keyword.push({ name: 'out', type: 'Tensor', isRequired: false, isKeywordOnly: true });
	const ways = [[...positional.map(byPosition), ...optionsOf(keyword, false)].join(', ')];
	for (let count = positional.length - 1; count >= 0; count--) {
		ways.push([...positional.slice(0, count).map(item => `${item.name}: ${item.type}`), ...optionsOf([...positional.slice(count), ...keyword], true)].join(', '));
	}
	if (takesSeveral(signature)) {
		const { name } = positional[0]!;
		ways.push(`...${name}: number[]`);
		if (keyword.length > 0) ways.push(`...${name}AndOptions: [...${name}: number[], ${optionsOf(keyword, true)[0]!}]`);
	}
	return ways;
}

function byPosition({ name, type, isRequired }: Given, at: number, all: readonly Given[]): string {
	// One that is required may follow one that is not, where None is to be said.
	return isRequired || all.slice(at).some(item => item.isRequired) ? `${name}: ${type}` : `${name}?: ${type}`;
}

/** The options object. `isThere`: it must be given. */
function optionsOf(options: readonly Given[], isThere: boolean): string[] {
	if (options.length === 0) return [];
	const needed = isThere || options.some(item => item.isRequired);
	return [`options${needed ? '' : '?'}: { ${options.map(({ name, type, isRequired }) => `readonly ${name}${isRequired ? '' : '?'}: ${type}${isRequired || type.endsWith('undefined') ? '' : ' | undefined'}`).join('; ')} }`];
}

function typeOf(parameter: Parameter, numbersAsTensors: boolean): string {
	const one = elementType(parameter, numbersAsTensors);
	if (!parameter.isList) return parameter.isOptional ? `${one} | undefined` : one;
	// `Tensor?[]` has items that may be missing.
	if (parameter.type === 'Tensor') return `readonly ${parameter.isOptional ? '(Tensor | undefined)' : 'Tensor'}[]`;
	return `${parameter.listSize > 0 ? `${one} | ` : ''}readonly ${one}[]${parameter.isOptional ? ' | undefined' : ''}`;
}

function elementType(parameter: Parameter, numbersAsTensors: boolean): string {
	if (isReduction(parameter)) return "'none' | 'mean' | 'sum'";
	switch (parameter.type) {
		case 'Tensor': return numbersAsTensors && !parameter.isList ? 'Tensor | Scalar' : 'Tensor';
		case 'Scalar': return 'Scalar';
		case 'int':
		case 'float': return 'number';
		case 'bool': return 'boolean';
		case 'ScalarType': return 'DType';
		case 'Generator': return 'Generator';
		case 'MemoryFormat': return MEMORY_FORMATS.map(format => `'${format}'`).join(' | ');
		default: return 'string';
	}
}

function resultType(returns: readonly Return[]): string {
	if (returns.length === 0) return 'void';
	if (returns.length === 1) {
		const { type, isList } = returns[0]!;
		const one = { Tensor: 'Tensor', Scalar: 'Scalar', bool: 'boolean', int: 'number', float: 'number' }[type as string] ?? 'string';
		return isList ? `${one}[]` : one;
	}
	const list = `[${returns.map(() => 'Tensor').join(', ')}]`;
	return returns.every(({ name }) => name !== '') ? `${list} & { readonly ${returns.map(({ name }) => `${name}: Tensor`).join('; readonly ')} }` : list;
}
