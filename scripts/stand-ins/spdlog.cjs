/**
 * In place of @vscode/spdlog where nothing can be compiled: VS Code's log files, written by Node alone. Without it the
 * output channels of extensions stay empty, since they are log files that the window reads. Doesn't rotate: a server
 * that we start lives for hours, not for weeks.
 */
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
	constructor(_type, _name, file) {
		this.level = 2;
		this.raw = false;
		this.descriptor = fs.openSync(file, 'a');
	}
	getLevel() { return this.level; }
	setLevel(level) { this.level = level; }
	setPattern() { this.raw = false; }
	clearFormatters() { this.raw = true; }
	flush() {}
	drop() {
		if (this.descriptor !== undefined) fs.closeSync(this.descriptor);
		this.descriptor = undefined;
	}
	write(level, message) {
		if (this.descriptor === undefined || level < this.level) return;
		const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
		fs.writeSync(this.descriptor, this.raw ? message : `${time} [${LEVELS[level]}] ${message}\n`);
	}
}
LEVELS.forEach((name, level) => {
	Logger.prototype[name] = function (message) { this.write(level, message); };
});

async function create(name, file) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	return new Logger('', name, file);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
