/** The operands of what failed, marked in the text with their dtypes and shapes. */
import { DecorationRangeBehavior, type Disposable, Range, ThemeColor, Uri, window } from 'vscode';
import { decorate } from '../decorate.ts';
import { isOnlyInDiff } from '../code/documents.ts';

export interface Operand { readonly range: Range; readonly facts: string }

export class OperandMarks implements Disposable {
	readonly #line = window.createTextEditorDecorationType({ rangeBehavior: DecorationRangeBehavior.ClosedClosed, borderWidth: '0 0 1px', borderStyle: 'dashed', borderColor: new ThemeColor('editorError.foreground') });
	/** Before what stands behind the operand, which at the end of a line is the error. */
	readonly #facts = window.createTextEditorDecorationType({
		rangeBehavior: DecorationRangeBehavior.ClosedClosed, before: { color: new ThemeColor('editorInlayHint.foreground'), backgroundColor: new ThemeColor('editorInlayHint.background'), margin: '0 2px' },
	});
	readonly #marked = new Map<string, readonly Operand[]>();
	readonly #subscription = window.onDidChangeVisibleTextEditors(() => { for (const uri of this.#marked.keys()) { this.#draw(uri); } });

	dispose(): void {
		this.#subscription.dispose();
		this.#line.dispose();
		this.#facts.dispose();
	}

	/** In place of those that were marked in the document. */
	set(uri: Uri, operands: readonly Operand[]): void {
		const key = uri.toString();
		if (operands.length === 0 && !this.#marked.has(key)) { return; }
		this.#marked.set(key, operands);
		this.#draw(key);
		if (operands.length === 0) { this.#marked.delete(key); }
	}

	#draw(uri: string): void {
		const operands = isOnlyInDiff(Uri.parse(uri, true)) ? [] : this.#marked.get(uri) ?? [];
		for (const editor of window.visibleTextEditors.filter(each => each.document.uri.toString() === uri)) {
			decorate(editor, this.#line, operands.map(({ range }) => ({ range })));
			decorate(editor, this.#facts, operands.map(({ range: { end }, facts }) => ({ range: new Range(end, end), renderOptions: { before: { contentText: facts } } })));
		}
	}
}
