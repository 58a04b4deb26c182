/** The panel's page: the built script and style of `dist/webview`, and a policy that allows nothing else. */
import { randomBytes } from 'node:crypto';
import { type Uri, Uri as UriValue, type Webview } from 'vscode';

/** The only folder that the panel may load from. */
export function webviewRoot(extensionUri: Uri): Uri {
	return UriValue.joinPath(extensionUri, 'dist', 'webview');
}

export function panelHtml(webview: Webview, extensionUri: Uri, title: string, language: string): string {
	const root = webviewRoot(extensionUri);
	const script = webview.asWebviewUri(UriValue.joinPath(root, 'panel.js'));
	const style = webview.asWebviewUri(UriValue.joinPath(root, 'panel.css'));
	const nonce = randomBytes(16).toString('base64');
	const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; img-src data:; worker-src blob:;`;
	return `<!DOCTYPE html>
<html lang="${escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escape(title)}</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

function escape(text: string): string {
	return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
