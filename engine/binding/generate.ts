/**
 * Makes what follows from the op table alone: torch/_ops.py, with one Python name for each overload group.
 * Runs at build time. Not the parser of arguments (engine/python/torch/_parse.py) and not what answers
 * the calls (bind.ts). The idea is PyTorch's tools/autograd/gen_python_functions.py.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Operator, Overload } from '../ops/operator.ts';
import type { Default, Parameter } from '../ops/schema.ts';
import { OPERATORS } from '../ops/table.ts';
import { asListed, isPartOf, listedSignatures, parametersOf, sameList, type Namespace } from './listed.ts';
import { bindings, makesTensor, named, parameterName, selfPlace } from './names.ts';
import { FORMS, isPassed, overloadNumbers } from './overloads.ts';

interface Signature {
	/** For the parser: `Tensor input, Scalar other, *, !out:Tensor out=None`. */
	readonly text: string;
	/** Not listed in messages. */
	readonly isHidden: boolean;
	readonly overload: Overload;
	readonly number: number;
	readonly form: number;
	/** Place of `self` among the schema's parameters; -1 for functions. */
	readonly self: number;
}

/** Writes torch/_ops.py into `folder` (dist/python). */
export function generate(folder: string): void {
	mkdirSync(path.join(folder, 'torch'), { recursive: true });
	writeFileSync(path.join(folder, 'torch', '_ops.py'), pythonBinding());
}

export function pythonBinding(): string {
	const numbers = overloadNumbers();
	const parts = [HEADER];
	for (const operator of OPERATORS) {
		for (const [namespace, suffix, formName] of bindings(operator)) {
			const form = FORMS[formName];
			const signatures = operator.overloads.flatMap(overload => {
				const self = namespace === 'METHODS' ? selfPlace(overload) : -1;
				if ((namespace === 'METHODS' && self === -1) || (formName === 'in-place' && overload.schema.parameters[0]!.type !== 'Tensor')) return [];
				const number = numbers.get(overload)!;
				return [{ text: signatureText(overload, namespace, form, self), isHidden: overload.isDeprecated === true, overload, number, form, self }];
			});
			const visible = signatures.filter(item => item.overload.isHidden !== true);
			if (visible.length === 0) continue;
			for (const name of [operator.name, ...operator.aliases ?? []]) parts.push(group(operator, namespace, named(namespace, name) + suffix, visible));
		}
	}
	return parts.join('\n\n') + '\n';
}

const HEADER = `"""Generated from the op table by engine/binding/generate.ts: one function for each name, with PyTorch's signatures."""
from . import _border
from ._border import TAGS
from ._parse import Group, finish, observed, run
from .overrides import modes

_border.client(globals())

FUNCTIONS, METHODS, NN, LINALG, SPECIAL = {}, {}, {}, {}, {}
# Where PyTorch has them, and files name them.
_MODULES = {id(NN): 'torch._C._nn', id(LINALG): 'torch._C._linalg', id(SPECIAL): 'torch._C._special'}
# Filled by _tensor.py and nn/parameter.py: the types that have no __torch_function__ of their own to ask.
exact = set()
wrap = None


def _define(table, group, function, pair=None):
    group.function = function
    # What the call of two tensors is over the border; None: only the parser knows.
    function.pair = pair
    function.group = group
    function.__name__ = group.name
    function.__qualname__ = 'Tensor.' + group.name if group.is_method else group.name
    function.__module__ = _MODULES.get(id(table), 'torch')
    function.__doc__ = '\\n'.join(group.name + str(s) for s in group.signatures)
    table[group.name] = function`;

/** The signature as the Python parser reads it; `!` marks what is not passed on with the schema's parameters. */
function signatureText(overload: Overload, namespace: Namespace, form: number, self: number): string {
	const isFactory = makesTensor(overload);
	const positional: string[] = [];
	const keyword: string[] = [];
	const options: string[] = [];
	for (const [index, parameter] of overload.schema.parameters.entries()) {
		if (index === self) continue;
		const target = isFactory && parameter.name === 'dtype' ? options : parameter.isKeywordOnly ? keyword : positional;
		target.push(parameterText(overload, parameter, namespace));
	}
	if (isFactory) options.push('!Layout? layout=None', '!Device? device=None', '!bool? pin_memory=False', '!bool requires_grad=False');
	if (form === FORMS.out) keyword.push(outText(overload));
	const named = [...keyword, ...options];
	return [...positional, ...named.length > 0 ? ['*', ...named] : []].join(', ');
}

function outText(overload: Overload): string {
	return overload.schema.returns.length > 1 || overload.schema.returns[0]!.isList ? '!out:Tensor[] out=None' : '!out:Tensor out=None';
}

function parameterText(overload: Overload, parameter: Parameter, namespace: Namespace): string {
	const isOption = !isPassed(parameter);
	const list = parameter.isList ? `[${parameter.listSize > 0 ? parameter.listSize : ''}]` : '';
	const name = parameterName(overload, parameter, namespace);
	const fallback = parameter.hasDefault ? `=${parameter.name === 'reduction' ? 'at::Reduction::Mean' : defaultText(parameter.defaultValue)}` : '';
	return `${isOption ? '!' : ''}${parameter.type}${list}${parameter.isOptional ? '?' : ''} ${name}${fallback}`;
}

function defaultText(value: Default): string {
	if (value === null || value === undefined) return 'None';
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (typeof value === 'number') return String(value).replace(/^(-?[\d.]+)e([+-])(\d)$/, '$1e$20$3');
	if (typeof value === 'string') return /^\w+$/.test(value) ? value : JSON.stringify(value);
	return value.length === 0 ? '[]' : `(${value.join(',')})`;
}

function group(operator: Operator, namespace: Namespace, name: string, ours: readonly Signature[]): string {
	const variable = `_${namespace}_${name}`;
	const { listed, hasHidden } = listedSignatures(namespace, name);
	const lines: string[] = [];
	const left = new Set(ours);
	for (const text of listed) {
		const wanted = parametersOf(text);
		const match = ours.find(item => sameList(parametersOf(item.text), wanted)) ?? ours.find(item => isPartOf(wanted, item.text));
		if (match === undefined) {
			lines.push(`(${quote(text)}, None, False, '')`);
			continue;
		}
		left.delete(match);
		const hasOut = text.includes('!out:');
		lines.push(line(operator, name, { ...match, text: asListed(match.text, text), form: hasOut ? FORMS.out : match.form === FORMS.out ? FORMS.function : match.form }));
	}
	for (const item of left) lines.push(line(operator, name, { ...item, isHidden: item.isHidden || listed.length > 0 }));
	return `${variable} = Group(${quote(name)}, ${python(namespace === 'METHODS')}, ${python(operator.numbersAsTensors === true)}, ${python(hasHidden)}, [
${lines.map(item => `    ${item},`).join('\n')}
])


def _called(*args, **kwargs):
${fastPaths(operator, variable, ours)}    return run(${variable}, args, kwargs)


_define(${namespace}, ${variable}, _called${pairCode(ours)})`;
}

function line(operator: Operator, name: string, { text, overload, number, form, self, isHidden }: Signature): string {
	return `(${quote(text)}, (${number}, ${form}, ${quote(name)}, ${self}), ${python(isHidden)}, ${quote(resultNames(operator, overload))})`;
}

function python(value: boolean): string {
	return value ? 'True' : 'False';
}

/** 'max values indices' where PyTorch answers with a named tuple. */
function resultNames(operator: Operator, overload: Overload): string {
	const { returns } = overload.schema;
	return returns.length > 1 && returns.every(item => item.name !== '') ? [operator.name, ...returns.map(item => item.name)].join(' ') : '';
}

/** Calls with the required arguments only, or with the optional tensors that follow them too, by position and of exactly the expected types, skip the parser. */
function fastPaths(operator: Operator, variable: string, signatures: readonly Signature[]): string {
	const byCount = new Map<number, string[]>();
	for (const signature of signatures) {
		for (const path of fastPath(operator, variable, signature)) byCount.set(path.count, [...byCount.get(path.count) ?? [], ...path.lines]);
	}
	let text = '';
	for (const [count, lines] of byCount) {
		const names = Array.from({ length: count }, (_, i) => `a${i}`).join(', ');
		text += `    if len(args) == ${count} and not kwargs:\n        ${names}${count === 1 ? ',' : ''} = args\n${lines.map(line => `        ${line}\n`).join('')}`;
	}
	return text;
}

/** The overload that takes two tensors, where all that may follow is left out: the border's readers fill that in. */
function pairCode(signatures: readonly Signature[]): string {
	const pair = signatures.find(({ overload: { schema: { parameters, returns } }, self }) => self === 0 && parameters.length >= 2 && returns.length === 1 && !returns[0]!.isList
		&& parameters.every((item, index) => index < 2 ? item.type === 'Tensor' && !item.isList && !item.isOptional && !item.isKeywordOnly : item.type === 'Scalar' && item.isKeywordOnly));
	return pair === undefined ? '' : `, ${pair.number * 4 + pair.form}`;
}

function fastPath(operator: Operator, variable: string, { overload, number, form, self }: Signature): { count: number; lines: string[] }[] {
	const { parameters, returns } = overload.schema;
	const required = parameters.filter(item => !item.hasDefault && isPassed(item));
	const isSimple = required.every((item, index) => parameters[index] === item && !item.isKeywordOnly && !item.isList && !item.isOptional && ['Tensor', 'Scalar', 'int'].includes(item.type));
	if (!isSimple || required.length === 0 || required.length > 3 || required[0]!.type !== 'Tensor' || self > 0 || returns.length !== 1 || returns[0]!.type !== 'Tensor' || returns[0]!.isList) return [];
	const code = number * 4 + (form === FORMS.out ? FORMS.function : form);
	const one = (count: number, numberAt: number): string[] => {
		const absent = parameters.slice(count).filter(item => isPassed(item)).map(item => item.isList ? '-1' : item.type === 'Tensor' || item.type === 'Scalar' || item.name === 'reduction' ? '0' : 'None');
		const conditions: string[] = [];
		const passed: string[] = [];
		const tensors: string[] = [];
		for (const [index, parameter] of parameters.slice(0, count).entries()) {
			const name = `a${index}`;
			if (parameter.type === 'Scalar') {
				conditions.push(`type(${name}) in TAGS`);
				passed.push(`TAGS[type(${name})]`, name);
			} else if (index === numberAt) {
				conditions.push(`type(${name}) in TAGS`);
				passed.push(`-TAGS[type(${name})]`, name);
			} else if (parameter.type === 'Tensor') {
				conditions.push(`type(${name}) in exact`);
				passed.push(`${name}._h`);
				tensors.push(name);
			} else {
				conditions.push(`type(${name}) is int`);
				passed.push(name);
			}
		}
		return [
			`if ${conditions.join(' and ')}:`,
			'    if modes:',
			`        return observed(${variable}, args, (${[code, ...passed, ...absent].join(', ')}))`,
			`    answer = _call(${[code, ...passed, ...absent].join(', ')})`,
			`    return wrap(answer) if answer > 0 else finish(answer, (${tensors.join(', ')},))`,
		];
	};
	const lines = one(required.length, -1);
	if (operator.numbersAsTensors === true && required.length === 2 && required[1]!.type === 'Tensor') lines.push(...one(required.length, 1));
	const paths = [{ count: required.length, lines }];
	for (let count = required.length; isOptionalTensor(parameters[count]); count++) paths.push({ count: count + 1, lines: one(count + 1, -1) });
	return paths;
}

function isOptionalTensor(parameter: Parameter | undefined): boolean {
	return parameter !== undefined && parameter.type === 'Tensor' && parameter.isOptional && !parameter.isList && !parameter.isKeywordOnly && isPassed(parameter);
}

function quote(text: string): string {
	return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

