// One edit after another on client A until client B has it, both in live replication with the server.
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

const warmUp = 5;
const counted = 50;
const between = 100; // ms: a person's edits, not a stream; checkpoints are written and the long poll waits again
const patience = 30_000; // ms

/** The p50 and p99 in ms; with 50 edits the p99 is the slowest of them. */
export async function measureEdits({ a, b, fromA, fromB, replication, ids }) {
  const live = { ...replication, live: true };
  const [push, pull] = [a.replicate.to(fromA, live), b.replicate.from(fromB, live)];
  const failed = new Promise((_, reject) => {
    for (const replicating of [push, pull]) replicating.on('error', reject);
  });
  failed.catch(() => {}); // told by whoever waits at that moment
  await Promise.race([Promise.all([once(push, 'paused'), once(pull, 'paused')]), failed]);

  const seen = b.changes({ since: 'now', live: true });
  const took = [];
  for (let i = 0; i < warmUp + counted; i++) {
    await pause(between);
    took.push(
      await Promise.race([
        edit({ a, b, seen, id: ids[(i * 7919) % ids.length], company: `Empresa Nova ${i}` }),
        failed,
      ]),
    );
  }
  for (const feed of [seen, push, pull]) feed.cancel();
  took.splice(0, warmUp);
  return { p50: percentile(took, 0.5), p99: percentile(took, 0.99) };
}

async function edit({ a, b, seen, id, company }) {
  const doc = await a.get(id);
  const begin = performance.now();
  const { rev } = await a.put({ ...doc, company });
  const end = await arrival(seen, id, rev);
  if ((await b.get(id)).company !== company) throw new Error('the second client has the revision without the value');
  return end - begin;
}

function arrival(seen, id, rev) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`an edit has not arrived after ${patience / 1000} s`)), patience);
    const look = (change) => {
      if (change.id !== id || change.changes[0].rev !== rev) return;
      seen.off('change', look);
      clearTimeout(late);
      resolve(performance.now());
    };
    seen.on('change', look);
  });
}

/** Nearest rank. */
function percentile(values, p) {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[Math.ceil(p * sorted.length) - 1];
}
