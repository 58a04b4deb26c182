/** The output channel's text: appended to where that does, replaced where lines change, and not too often. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveText } from '../../../extension/run/liveText.ts';

class Channel {
	text = '';
	replaced = 0;
	append(text: string): void { this.text += text; }
	replace(text: string): void {
		this.text = text;
		this.replaced++;
	}
}

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

test('what goes on is appended, and a line that changes is replaced a few times a second', () => {
	const channel = new Channel(), live = new LiveText(channel), run = {};
	live.write(run, '▷ a.py\n');
	live.write(run, 'one\n', 'tw');
	live.write(run, 'two\n');
	expect([channel.text, channel.replaced]).toEqual(['▷ a.py\none\ntwo\n', 0]);
	for (let i = 0; i <= 100; i++) {
		live.write(run, '', `${i}%`, true);
		vi.advanceTimersByTime(10);
	}
	expect(channel.replaced).toBeLessThan(10);
	vi.advanceTimersByTime(200);
	expect(channel.text).toBe('▷ a.py\none\ntwo\n100%');
	live.write(run, '100%\nafter\n');
	expect(channel.text).toBe('▷ a.py\none\ntwo\n100%\nafter\n');
});

test('two runs at once have each their own line, and what is done stands above', () => {
	const channel = new Channel(), live = new LiveText(channel), [a, b] = [{}, {}];
	live.write(a, '', 'a 1%', true);
	live.write(b, '', 'b 1%', true);
	live.write(a, '', 'a 2%', true);
	live.write(b, 'b says\n', 'b 2%', true);
	vi.advanceTimersByTime(500);
	expect(channel.text).toBe('b says\na 2%\nb 2%');
	live.write(a, 'a 3%\n');
	live.write(b, 'b 3%\n');
	vi.advanceTimersByTime(500);
	expect(channel.text).toBe('b says\na 3%\nb 3%\n');
});

test('behind much text a line that changes waits until it is done; nothing is said twice', () => {
	const channel = new Channel(), live = new LiveText(channel), run = {};
	const much = 'x'.repeat(99).concat('\n').repeat(4000);
	live.write(run, much);
	for (let i = 0; i <= 100; i++) { live.write(run, '', `${i}%`, true); }
	live.write(run, 'plain\n', '0%', true);
	live.write(run, '100%\n', 'and');
	live.write(run, 'and on\n');
	vi.advanceTimersByTime(100_000);
	expect(channel.replaced).toBe(0);
	expect(channel.text.slice(much.length)).toBe('plain\n100%\nand on\n');
});

test('what stood there when the text became too much is not taken back', () => {
	const channel = new Channel(), live = new LiveText(channel), run = {};
	live.write(run, 'x\n'.repeat(120_000), 'a 1%', true);
	live.write(run, 'y\n'.repeat(20_000), 'a 2%', true);
	vi.advanceTimersByTime(100_000);
	live.write(run, 'a 3%\n');
	live.write(run, 'end\n');
	vi.advanceTimersByTime(100_000);
	expect(channel.text.slice(-18)).toMatch(/y\na 2%\na 3%\nend\n$/);
});

test('nothing is written once it is disposed of', () => {
	const channel = new Channel(), live = new LiveText(channel), run = {};
	live.write(run, '', '1%', true);
	live.write(run, '', '2%', true);
	live.write(run, '', '3%', true);
	live.dispose();
	vi.advanceTimersByTime(1000);
	expect(channel.text).toBe('2%');
});
