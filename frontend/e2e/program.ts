import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Program {
  /** Where the window is served, token included. */
  url: string;
  stop: () => Promise<void>;
}

/** The program under test: one that is already running (CARTEIRA_URL), or a fresh one over an empty folder (CARTEIRA_BIN). */
export async function startProgram(): Promise<Program> {
  const running = process.env.CARTEIRA_URL;
  if (running) return { url: running, stop: async () => {} };
  const binary = process.env.CARTEIRA_BIN;
  if (!binary) throw new Error('set CARTEIRA_BIN to the carteira program, or CARTEIRA_URL to a running `carteira web`');
  const data = await mkdtemp(join(tmpdir(), 'carteira-e2e-'));
  const child = spawn(binary, ['--data', data, 'web', '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async () => {
    await ended(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { url: await address(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The first line that ends with an address says where the window is. */
function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) throw new Error('bug: stdout is not piped');
    const timer = setTimeout(() => reject(new Error('the program printed no address within 20 s')), 20_000);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the program ended with code ${code} before it printed an address`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const last = line.trim().split(/\s+/).at(-1) ?? '';
      if (!last.startsWith('http://')) return;
      clearTimeout(timer);
      resolve(last);
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
