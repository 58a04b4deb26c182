/**
 * PyTorch's operator schema syntax, read into typed parameters:
 * `add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor`.
 *
 * The grammar is the one described in PyTorch's native_functions README: types, `?` for optional, `[]` for lists,
 * `(a)` for an alias (a view), `(a!)` for one that is written to. Parsing happens once, when the table is built.
 */

/** Base types that the table uses; PyTorch's SymInt is written `int`. */
export type SchemaType = 'Tensor' | 'Scalar' | 'int' | 'float' | 'bool' | 'str' | 'ScalarType' | 'Generator' | 'Device' | 'Layout' | 'MemoryFormat';

export type Default = undefined | null | number | boolean | string | readonly number[];

export interface Parameter {
	readonly name: string;
	readonly type: SchemaType;
	readonly isList: boolean;
	/** `int[1]`: a single int is taken as a list of one; `int[2]` as two equal ones. 0 otherwise. */
	readonly listSize: number;
	/** `?`: None is allowed. */
	readonly isOptional: boolean;
	/** `(a!)`: the call writes to it. */
	readonly isWritten: boolean;
	/** After `*`. */
	readonly isKeywordOnly: boolean;
	readonly hasDefault: boolean;
	/** null is None. undefined where there is no default. */
	readonly defaultValue: Default;
}

export interface Return {
	readonly name: string;
	readonly type: SchemaType;
	readonly isList: boolean;
	/** `(a)` or `(a!)`: shares memory with a parameter. */
	readonly isAlias: boolean;
}

export interface Schema {
	/** `add` */
	readonly name: string;
	/** `Tensor`; '' for the default overload. */
	readonly overload: string;
	readonly parameters: readonly Parameter[];
	readonly returns: readonly Return[];
	readonly text: string;
}

const TYPES: ReadonlySet<string> = new Set<SchemaType>(['Tensor', 'Scalar', 'int', 'float', 'bool', 'str', 'ScalarType', 'Generator', 'Device', 'Layout', 'MemoryFormat']);

/** Throws a plain Error on a malformed schema: the table is wrong, not the user. */
export function parseSchema(text: string): Schema {
	const match = /^([A-Za-z_]\w*)(?:\.(\w+))?\((.*)\)\s*->\s*(.+)$/.exec(text);
	if (match === null) {
		throw new Error(`malformed schema: ${text}`);
	}
	const parameters: Parameter[] = [];
	let isKeywordOnly = false;
	for (const piece of splitTopLevel(match[3]!)) {
		if (piece === '*') {
			isKeywordOnly = true;
		} else {
			parameters.push(parseParameter(piece, isKeywordOnly, text));
		}
	}
	return { name: match[1]!, overload: match[2] ?? '', parameters, returns: parseReturns(match[4]!.trim(), text), text };
}

function parseParameter(piece: string, isKeywordOnly: boolean, schema: string): Parameter {
	const match = /^([A-Za-z]+)(\([a-z]!?(?: -> \*)?\))?\??(\[(\d*)\])?(\?)?\s+(\w+)(?:=(.*))?$/.exec(piece);
	if (match === null || !TYPES.has(match[1]!)) {
		throw new Error(`malformed parameter '${piece}' in ${schema}`);
	}
	const isList = match[3] !== undefined;
	return {
		name: match[6]!,
		type: match[1] as SchemaType,
		isList,
		listSize: Number(match[4] ?? 0),
		isOptional: match[5] !== undefined || /^[A-Za-z]+\?\s/.test(piece),
		isWritten: match[2]?.includes('!') ?? false,
		isKeywordOnly,
		hasDefault: match[7] !== undefined,
		defaultValue: match[7] === undefined ? undefined : parseDefault(match[7].trim()),
	};
}

function parseDefault(text: string): Default {
	switch (text) {
		case 'None': return null;
		case 'True': return true;
		case 'False': return false;
	}
	if (text.startsWith('[')) {
		return text.slice(1, -1).split(',').filter(item => item.trim() !== '').map(Number);
	}
	const quoted = /^["'](.*)["']$/.exec(text);
	if (quoted !== null) {
		return quoted[1]!;
	}
	const value = Number(text);
	return Number.isNaN(value) ? text : value;
}

function parseReturns(text: string, schema: string): Return[] {
	if (text === '()') {
		return [];
	}
	const pieces = text.startsWith('(') ? splitTopLevel(text.slice(1, -1)) : [text];
	return pieces.map(piece => {
		const match = /^([A-Za-z]+)(\([a-z]!?(?:\|[a-z])?\))?(\[\])?(?:\([a-z]!?\))?(?:\s+(\w+))?$/.exec(piece);
		if (match === null || !TYPES.has(match[1]!)) {
			throw new Error(`malformed return '${piece}' in ${schema}`);
		}
		return { name: match[4] ?? '', type: match[1] as SchemaType, isList: match[3] !== undefined, isAlias: match[2] !== undefined };
	});
}

/** Splits at commas that are outside brackets and parentheses. */
function splitTopLevel(text: string): string[] {
	const pieces: string[] = [];
	let depth = 0;
	let start = 0;
	for (let i = 0; i <= text.length; i++) {
		const character = text[i];
		if (character === '(' || character === '[') {
			depth++;
		} else if (character === ')' || character === ']') {
			depth--;
		} else if ((character === ',' && depth === 0) || i === text.length) {
			const piece = text.slice(start, i).trim();
			if (piece !== '') {
				pieces.push(piece);
			}
			start = i + 1;
		}
	}
	return pieces;
}
