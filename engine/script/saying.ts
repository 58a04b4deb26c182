/**
 * What a program that is followed says, as text: that a line begins, what names are, where calls stand. The follower hears it
 * (recorder/follower.ts).
 */
import type { CellRequest } from '../runtime/protocol.ts';
import { Edits } from './edits.ts';
import type { Node } from './parse.ts';
import type { FunctionFacts, Place, Places, PlannedName, Site } from './program.ts';
import type { Names, Scope } from './scopes.ts';

/** The module that programs import, and the names that it has. */
export interface Module { readonly specifier: string; readonly names: ReadonlySet<string> }

export interface Wanted {
	/** Say the names that statements store and load, too. */
	readonly names: boolean;
	readonly module: Module;
}

/** What numbers in a program stand for, of all of its cells. */
export interface Tables {
	readonly functions: FunctionFacts[];
	readonly plans: PlannedName[][];
	readonly sites: Site[];
	readonly iterables: string[];
}

/** Names that the text does not contain: of the follower, of the call that runs, of an error. */
export interface Words { readonly follower: string; readonly call: string; readonly error: string }

export abstract class Saying {
	readonly edits: Edits;
	readonly expressions = new Map<number, Place>();
	protected readonly text: string;
	protected readonly language: 'typescript' | 'javascript';
	protected readonly cell: number;
	protected readonly places: Places;
	protected readonly tables: Tables;
	protected readonly words: Words;
	protected readonly wanted: Wanted;

	constructor({ text, language }: CellRequest, cell: number, places: Places, tables: Tables, words: Words, wanted: Wanted) {
		this.edits = new Edits(text);
		this.text = text;
		this.language = language ?? 'javascript';
		this.cell = cell;
		this.places = places;
		this.tables = tables;
		this.words = words;
		this.wanted = wanted;
	}

	protected step(line: number): string {
		const { follower, call } = this.words;
		return `${follower}.s(${call},${line})`;
	}

	/**
	 * `$.n($c,5,y,x)`, or '' where there is nothing to look at; with `$.p` there is a mark where its value is to stand.
	 * @param at the offset at which they are looked at
	 */
	protected names({ stores, loads }: Names, scope: Scope, at: number, way: 'n' | 'p', after: string, before = ''): string {
		const plan: PlannedName[] = [];
		const add = (name: string, isStored: boolean): void => {
			if (name === 'this') {
				if (!scope.owner.isDocument) plan.push({ name, isStored, isGlobal: false, isOuter: false });
				return;
			}
			const binding = scope.find(name);
			if (binding === undefined || binding.from > at || (binding.isFixed && !isStored)) return;
			plan.push({ name, isStored, isGlobal: binding.owner.isDocument, isOuter: binding.owner !== scope.owner && !binding.owner.isDocument });
		};
		for (const name of stores) add(name, true);
		for (const name of loads) add(name, false);
		if (plan.length === 0) return '';
		const { follower, call } = this.words;
		const number = this.tables.plans.push(plan) - 1;
		return `${before}${follower}.${way}(${call},${number}${way === 'p' ? ',\u0000' : ''},${plan.map(({ name }) => name).join(',')})${after}`;
	}

	protected site(node: Node): number {
		return this.tables.sites.push({ cell: this.cell, ...this.places.place(node.start, node.end) }) - 1;
	}

	/** V8 says the one offset where a whole expression failed. */
	protected position(node: Node, offset: number): void {
		this.expressions.set(offset, this.places.place(node.start, node.end));
	}
}
