/**
 * A loopback endpoint by which a suite inside the extension host asks the driver to act on the workbench's page as a
 * user would, and to look at it. `test/vscode/suite/support/ui.ts` is its other end and says what each request means.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

/** A pointer that has arrived shows what is below it, in milliseconds. */
const SETTLING = 500;
const PATIENCE = 60_000;

/** The page itself, or the webview frame that has the selector; waits for one to have it. */
async function scopeOf(page, { selector, webview }) {
	if (!webview) return page;
	const end = Date.now() + PATIENCE;
	for (;;) {
		for (const frame of page.frames().slice(1)) {
			if (await frame.locator(selector ?? 'body').count().catch(() => 0)) return frame;
		}
		if (Date.now() > end) throw new Error(`No webview shows ${selector ?? 'a body'}`);
		await page.waitForTimeout(50);
	}
}

async function act(page, request) {
	const { op, selector, text, index = 0, key, modifiers, position } = request;
	if (op === 'press') return page.keyboard.press(key);
	if (op === 'type') return page.keyboard.type(text);
	if (op === 'move') return page.mouse.move(position.x, position.y);
	if (op === 'viewport') return page.setViewportSize(request.size);
	if (op === 'screenshot' && !selector) return void await page.screenshot({ path: request.path });
	if (op === 'count' && request.webview) {
		const counts = await Promise.all(page.frames().slice(1).map((frame) => frame.locator(selector).count().catch(() => 0)));
		return Math.max(0, ...counts);
	}
	const scope = await scopeOf(page, request);
	const all = scope.locator(selector, text === undefined ? {} : { hasText: text });
	if (op === 'count') return all.count();
	if (op === 'texts') return all.allInnerTexts();
	if (op === 'rendered') return all.evaluateAll(withDecorations);
	const one = all.nth(index);
	const options = { timeout: PATIENCE, ...(position && { position }), ...(modifiers && { modifiers }) };
	switch (op) {
		case 'click': return one.click(options);
		case 'clickUntil': return clickUntil(page, one, request, options);
		case 'dblclick': return one.dblclick(options);
		case 'hover': return one.hover(options);
		case 'focus': return one.focus({ timeout: PATIENCE });
		case 'wait': return void await one.waitFor({ timeout: PATIENCE });
		case 'text': return one.innerText({ timeout: PATIENCE });
		case 'attribute': return one.getAttribute(request.name, { timeout: PATIENCE });
		case 'value': return one.inputValue({ timeout: PATIENCE });
		case 'style': return one.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), request.name, { timeout: PATIENCE });
		case 'box': return one.boundingBox({ timeout: PATIENCE });
		case 'screenshot': return void await one.screenshot({ path: request.path });
		default: throw new Error(`The driver has no ${op}`);
	}
}

/**
 * Clicks, and measures in the page how long it takes until an element shows a text; milliseconds. The pointer is there before:
 * what it takes to find the place, and the window to draw what is below a pointer, is no part of it.
 */
async function clickUntil(page, target, { shown: { selector, text }, milliseconds }, options) {
	await target.hover(options);
	await new Promise((resolve) => setTimeout(resolve, SETTLING));
	const taken = await page.evaluateHandle(`({ taken: (${untilShown})(${JSON.stringify({ selector, text, milliseconds })}, ${withDecorations}) })`);
	await page.mouse.down();
	await page.mouse.up();
	return taken.evaluate((looking) => looking.taken);
}

/** Runs in the page: begins with the next press of a button, looks whenever lines have changed. */
function untilShown({ selector, text, milliseconds }, read) {
	const isShown = () => read([...document.querySelectorAll(selector)]).some((line) => line.replaceAll('\u00a0', ' ').includes(text));
	// Reading takes a while, and the window changes all over. A style sheet may follow its line.
	const concerns = ({ target, addedNodes }) => (target.closest ? target : target.parentElement)?.closest(selector) || [...addedNodes].some((node) => node.matches?.(selector) || node.querySelector?.(selector));
	return new Promise((resolve, reject) => {
		let begun, changed = false;
		const observer = new MutationObserver((changes) => {
			changed ||= begun !== undefined && changes.some(concerns);
			// Reading is no part of it.
			const now = performance.now();
			if (changed && isShown()) finish(resolve, now - begun);
		});
		const timer = setTimeout(() => finish(reject, new Error(`${text} was not shown within ${milliseconds} ms`)), milliseconds);
		const finish = (settle, value) => {
			observer.disconnect();
			clearTimeout(timer);
			settle(value);
		};
		document.addEventListener('mousedown', (event) => { begun = event.timeStamp; }, { capture: true, once: true });
		observer.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
	});
}

/** Runs in the page: texts in their order with what style sheets add, which is how editors show decorations. */
function withDecorations(elements) {
	const added = (element, side) => {
		const { content } = getComputedStyle(element, side);
		if (content.startsWith('url(')) return '[picture]';
		return /^".*"$/s.test(content) ? content.slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\') : '';
	};
	const read = (node) => node.nodeType === Node.TEXT_NODE ? node.data : added(node, '::before') + [...node.childNodes].map(read).join('') + added(node, '::after');
	return elements.map(read);
}

/** @param {() => Promise<import('playwright-core').Page>} page */
export async function startUiEndpoint(page) {
	const token = randomBytes(16).toString('hex');
	const server = createServer(async (request, response) => {
		if (request.method !== 'POST' || request.headers['x-token'] !== token) return response.writeHead(403).end();
		try {
			let body = '';
			for await (const chunk of request) body += chunk;
			const value = await act(await page(), JSON.parse(body));
			response.end(JSON.stringify({ value: value ?? null }));
		} catch (error) {
			response.end(JSON.stringify({ error: error.message }));
		}
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		env: { LOUPE_UI: `http://127.0.0.1:${server.address().port}/`, LOUPE_UI_TOKEN: token },
		close() {
			server.closeAllConnections();
			server.close();
		},
	};
}
