/**
 * The licences of what dist/ holds of others' work: npm packages as the bundler met them, and what is copied or
 * compiled in. Written by the build into dist/THIRD_PARTY_NOTICES.txt, so that it can't name what isn't there.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Not met by the bundler: copied, or part of what is copied or compiled. */
const CARRIED = [
	{ name: 'pyodide', licence: 'MPL-2.0', source: 'https://github.com/pyodide/pyodide', files: ['licences/MPL-2.0.txt'], note: 'In dist/pyodide, unmodified but for the address at which pyodide.mjs looks for the interpreter, which is packed. Its source code is available under the MPL-2.0 at the address above, under the tag of this version.' },
	{ name: 'CPython', version: '3.14', licence: 'PSF-2.0', source: 'https://github.com/python/cpython', files: ['licences/Python.txt'], note: 'Unmodified, compiled into dist/pyodide/pyodide.asm.wasm.br with the standard library in python_stdlib.zip.br, but for the interactive interpreter (_pyrepl) and what is of no use in a sandbox without processes and without a network (ctypes, ftplib, http.server, smtplib and the like). What it incorporates in turn (expat, libffi, libmpdec, zlib and others) is listed in "Licenses and Acknowledgements for Incorporated Software" of the Python documentation.' },
	{ name: 'assemblyscript', licence: 'Apache-2.0', files: ['node_modules/assemblyscript/LICENSE', 'node_modules/assemblyscript/NOTICE'], note: 'Parts of its standard library are compiled into the kernels.' },
];

const manifest = (root, name) => JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'));

/** node_modules/@lezer/common/dist/index.js → @lezer/common */
function packageOf(file) {
	const inside = file.split('node_modules/').at(-1);
	return inside === file ? undefined : inside.split('/').slice(0, inside.startsWith('@') ? 2 : 1).join('/');
}

function licenceOf(root, name) {
	const folder = path.join(root, 'node_modules', name);
	const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
	if (!file) throw new Error(`${name} is bundled and has no licence file; add it to the carried ones in scripts/lib/notices.mjs`);
	return readFileSync(path.join(folder, file), 'utf8');
}

const RULE = '='.repeat(80);

const section = ({ name, version, licence, source, note, text }) =>
	[RULE, `${name} ${version} (${licence})`, source, note, '', text.trim(), ''].filter((line) => line !== undefined).join('\n');

/**
 * The npm packages among these.
 * @param {string} root the checkout
 * @param {Iterable<string>} inputs files that the bundler read, relative to root
 */
export function bundledNotices(root, inputs) {
	const names = new Set([...inputs].map(packageOf).filter(Boolean));
	for (const { name } of CARRIED) names.delete(name);
	return [...names].sort().map((name) => {
		const { version, license, repository } = manifest(root, name);
		return section({ name, version, licence: license, source: repository?.url ?? repository, text: licenceOf(root, name) });
	}).join('\n');
}

/** What is compiled into the kernels. */
export function kernelsNotices(root) {
	return carriedNotices(root, ({ name }) => name === 'assemblyscript');
}

/** Those, and what no bundler met. */
export function allNotices(root, inputs) {
	return `Tensor Loupe contains work of others, under the licences below.\n\n${carriedNotices(root, () => true)}\n${bundledNotices(root, inputs)}`;
}

function carriedNotices(root, isWanted) {
	return CARRIED.filter(isWanted).map(({ files, ...entry }) => section({
		...entry, version: entry.version ?? manifest(root, entry.name).version, text: files.map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n'),
	})).join('\n');
}
