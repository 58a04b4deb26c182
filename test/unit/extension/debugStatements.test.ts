/** On which lines of a document a breakpoint may stand. */
import { expect, test } from 'vitest';
import { Statements } from '../../../extension/debug/statements.ts';

const code = `import torch
# a comment

def f(
    x,
):
    """What it does,
    in two lines."""
    if x > 0:
        return x
    else:
        # nothing
        return (
            -x
        )

@torch.no_grad()
def g(): pass
f(1)
# the end`;
const statements = new Statements([{ line: 11, text: code }, { line: 50, text: '' }]);
/** By the lines of the code itself. */
const at = (line: number) => statements.at(line + 10)?.map((each) => each - 10);

test('a line of code is itself; a blank or a comment the next line of code', () => {
	expect(at(1)).toEqual([1]);
	expect(at(2)).toEqual([4, 5, 6]);
	expect(at(3)).toEqual([4, 5, 6]);
	expect(at(19)).toEqual([19]);
});

test('a line within a statement has the statement’s others after it', () => {
	expect(at(5)).toEqual([5, 4, 6]);
	expect(at(8)).toEqual([8, 7]);
	expect(at(14)).toEqual([14, 13, 15]);
});

test('a header is not its body, and else is not run', () => {
	expect(at(9)).toEqual([9]);
	expect(at(11)).toEqual([13, 14, 15]);
});

test('nothing behind the last code, outside of the cells, and in an empty one', () => {
	expect(at(20)).toBeUndefined();
	expect(statements.at(3)).toBeUndefined();
	expect(statements.at(50)).toBeUndefined();
});
