#!/usr/bin/env node
// Stands in for Chromium where memory is measured: whoever drives a page by the protocol has it keep the bodies of its answers, up to
// 100 MB in the page's own process, and the driver has no setting for it. Starts $CHROMIUM and hands the protocol through with that
// buffer at one byte.
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';

const child = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', process.argv.slice(2), {
  stdio: ['inherit', 'inherit', 'inherit', 'pipe', 'pipe'],
});
let rest = '';
createReadStream('', { fd: 3, encoding: 'utf8' })
  .on('data', (text) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const { method, ...call } = JSON.parse(message);
      const params = { ...call.params, maxTotalBufferSize: 1, maxResourceBufferSize: 1 };
      child.stdio[3].write(`${method === 'Network.enable' ? JSON.stringify({ ...call, method, params }) : message}\0`);
    }
  })
  .on('end', () => child.stdio[3].end());
child.stdio[4].pipe(createWriteStream('', { fd: 4 }));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
