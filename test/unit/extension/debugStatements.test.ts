/** On which lines of a document a breakpoint may stand. */
import { describe, expect, test } from 'vitest';
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
const statements = await Statements.of([{ line: 11, text: code }, { line: 50, text: '' }]);
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

describe('clauses', async () => {
	const clauses = await Statements.of([{ line: 1, text: `if x > 3:
    a = 1

# then
elif (x
      > 2):
    a = 2
else:  # otherwise
    # a comment
    if x: a = 3
try:
    b = 1
except ValueError:
    b = 2
# whatever
except:
    b = 3
else: b = 4
finally:

    b = 5
match x:
    case 1:
        c = 1
    case y if y > 2:
        c = 2
for i in y:
    pass
else:
    while i:
        i -= 1
@dec
def f(
    a):
    pass` }]);

	test.each([
		[1, [1]], [2, [2]], [3, [5, 6]], [4, [5, 6]], [5, [5, 6]], [6, [6, 5]], [7, [7]], [8, [10]], [9, [10]], [11, [11]], [13, [13]], [15, [16]], [16, [16]], [18, [18]],
		[19, [21]], [20, [21]], [22, [22]], [23, [23]], [24, [24]], [25, [25]], [27, [27]], [29, [30]], [31, [31]], [32, [32, 33, 34]], [33, [33, 32, 34]], [35, [35]],
	])('line %i', (line, lines) => {
		expect(clauses.at(line)).toEqual(lines);
	});
});

test('nothing behind the last code, outside of the cells, and in an empty one', () => {
	expect(at(20)).toBeUndefined();
	expect(statements.at(3)).toBeUndefined();
	expect(statements.at(50)).toBeUndefined();
});

test.each<[text: string, hasCode: boolean]>([
	['', false], ['# a comment\n', false], ['"""What it is."""\n', false], ['# a\n\'\'\'What it\nis.\'\'\'  # b\n# c', false], ['"a" "b"', false],
	['pass', true], ['"""What it is."""\nx = 1', true], ['"a"; "b"', true], ['...', true], ['"a".upper()', true],
])('code is what runs, not comments and a docstring: %j', async (text, hasCode) => {
	expect((await Statements.of([{ line: 1, text: '' }, { line: 5, text }])).hasCode).toBe(hasCode);
});
