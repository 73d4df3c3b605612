// node run.mjs [--batch N] [N]  what replicating N contacts takes PouchDB and express-pouchdb on loopback. Prints one
// JSON document.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { contacts } from './contacts.mjs';
import { measureEdits } from './edits.mjs';
import { remote, stored } from './pouch.mjs';

const deadline = 20 * 60_000; // ms: a replication that stands still must not hold up whoever waits for the figures

async function measure({ docs, replication, folder, address }) {
  const Replica = stored(folder);
  const [a, b] = [new Replica('a'), new Replica('b')];
  const [fromA, fromB] = [remote(address), remote(address)];
  await fromA.info(); // creates it
  await load(a, docs);

  const push = await timed(() => a.replicate.to(fromA, replication));
  await expectCount(fromA, docs.length, 'the server after the push');
  const pull = await timed(() => b.replicate.from(fromB, replication));
  await expectCount(b, docs.length, 'the second client after the pull');
  const edits = await measureEdits({ a, b, fromA, fromB, replication, ids: docs.map((d) => d._id) });

  await Promise.all([a.close(), b.close()]);
  return { push_per_second: docs.length / push, pull_per_second: docs.length / pull, edit_ms: edits };
}

/** The client's own writing is not part of the push. */
async function load(db, docs) {
  for (let at = 0; at < docs.length; at += 1000) {
    const wrong = (await db.bulkDocs(docs.slice(at, at + 1000))).find((r) => r.error);
    if (wrong) throw new Error(`store a document: ${wrong.message}`);
  }
}

/** Seconds. A replication that ended with failures is none. */
async function timed(replicate) {
  const begin = performance.now();
  const result = await replicate();
  if (!result.ok || result.doc_write_failures > 0)
    throw new Error(`replication: ${result.doc_write_failures} documents failed`);
  return (performance.now() - begin) / 1000;
}

async function expectCount(db, want, where) {
  const { doc_count: got } = await db.info();
  if (got !== want) throw new Error(`${where}: ${got} documents, not ${want}`);
}

function versions() {
  const require = createRequire(import.meta.url);
  const of = (name) => require(`${name}/package.json`).version;
  const names = ['pouchdb-core', 'express-pouchdb', 'express', 'leveldown'];
  return { ...Object.fromEntries(names.map((name) => [name, of(name)])), node: process.versions.node };
}

/** Of batches of 100 to 10,000 documents those of 1,000 to 5,000 are the fastest, alike within the noise. */
function settings() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { batch: { type: 'string', default: '2000' } },
  });
  const [n, batch] = [positionals[0] ?? 20_000, values.batch].map(Number);
  if (positionals.length > 1 || ![n, batch].every((v) => Number.isInteger(v) && v > 0))
    throw new Error('usage: node run.mjs [--batch N] [N]');
  return { n, replication: { batch_size: batch, batches_limit: 10 } };
}

async function run() {
  const { n, replication } = settings();
  const docs = contacts(n);
  const folder = mkdtempSync(join(tmpdir(), 'carteira-peer-'));
  const server = fork(new URL('server.mjs', import.meta.url), [folder + sep], {
    cwd: folder,
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  process.on('exit', () => {
    server.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); // the server may still be dying
  });
  const gone = once(server, 'exit').then(([code, signal]) => {
    throw new Error(`the server ended (${signal ?? code})`);
  });
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not done after ${deadline / 60_000} minutes`)), deadline).unref();
  });
  const work = async () => {
    const [{ port }] = await once(server, 'message');
    return measure({ docs, replication, folder: folder + sep, address: `http://127.0.0.1:${port}/contacts` });
  };
  const figures = await Promise.race([work(), gone, late]);
  const bytes = docs.reduce((sum, doc) => sum + Buffer.byteLength(JSON.stringify(doc)), 0) / docs.length;
  return { ...figures, docs: n, document_bytes: Math.round(bytes), options: replication, versions: versions() };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1)); // so that 'exit' cleans up
try {
  const figures = await run();
  console.log(JSON.stringify(figures, (_, v) => (typeof v === 'number' ? Math.round(v * 10) / 10 : v), 2));
  process.exit(0);
} catch (err) {
  console.error(`peer: ${err.stack ?? err}`);
  process.exit(1);
}
