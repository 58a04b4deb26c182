/**
 * The trace's tables as a Python module: `loupe/schema.py`, which the tracer writes by.
 *
 * Generated, so that the writer (Python) and the reader (TypeScript) cannot differ. Pure: the build and the tests
 * decide where the text goes.
 */
import { ContainerKind, ExitKind, ScalarKind, SmallInt, Stream, TABLES, TABLE_NAMES, TensorFlag, TRACE_VERSION } from './schema.ts';
import { FRAME_MAGIC } from './frame.ts';

function constants(prefix: string, values: Readonly<Record<string, number>>): string {
	return Object.entries(values).map(([name, value]) => `${prefix}_${name.toUpperCase()} = ${value}`).join('\n');
}

/** The text of `loupe/schema.py`. */
export function pythonSchema(): string {
	const tables = TABLE_NAMES.map((name) => {
		const columns = Object.entries(TABLES[name]).map(([column, type]) => `(${quote(column)}, ${quote(type)})`);
		return `    ${quote(name)}: (${columns.join(', ')},),`;
	});
	return [
		'"""The trace\'s tables. Generated from engine/trace/schema.ts; change that."""',
		'',
		`VERSION = ${TRACE_VERSION}`,
		`MAGIC = b${quote(FRAME_MAGIC)}`,
		'',
		'#: table -> its columns: (name, type); a table\'s number is its position.',
		'TABLES = {',
		...tables,
		'}',
		'',
		constants('SCALAR', ScalarKind),
		constants('CONTAINER', ContainerKind),
		constants('TENSOR', TensorFlag),
		constants('EXIT', ExitKind),
		constants('STREAM', Stream),
		constants('INT', SmallInt),
		'',
	].join('\n');
}

function quote(text: string): string {
	return `'${text}'`;
}
