import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export interface Program {
  /** Where the window is served, token included. */
  url: string;
  /** Its data folder; '' for a program that was running already. */
  data: string;
  /** Of the process that runs now. */
  pid: () => number;
  /** Kills it (SIGKILL) and starts it anew on the same folder: where the window is served then. */
  crash: () => Promise<string>;
  stop: () => Promise<void>;
}

/**
 * The program under test: one that is already running (CARTEIRA_URL), or a fresh one over an empty folder (CARTEIRA_BIN), which
 * `prepare` may fill first with commands of the same program. `flags` go to `carteira web`.
 */
export async function startProgram(
  prepare?: (run: (...args: string[]) => Promise<unknown>, data: string) => Promise<void>,
  ...flags: string[]
): Promise<Program> {
  const running = process.env.CARTEIRA_URL;
  if (running)
    return {
      url: running,
      data: '',
      pid: () => Number(process.env.CARTEIRA_PID ?? Number.NaN),
      crash: () => Promise.reject(new Error('not mine to kill')),
      stop: async () => {},
    };
  const binary = process.env.CARTEIRA_BIN;
  if (!binary) throw new Error('set CARTEIRA_BIN to the carteira program, or CARTEIRA_URL to a running `carteira web`');
  const data = await mkdtemp(join(tmpdir(), 'carteira-e2e-'));
  await prepare?.((...args) => promisify(execFile)(binary, ['--data', data, ...args]), data);
  const begin = () =>
    spawn(binary, ['--data', data, 'web', '--listen', '127.0.0.1:0', ...flags], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  let child = begin();
  const crash = async () => {
    await ended(child, 'SIGKILL');
    child = begin();
    return address(child);
  };
  const stop = async () => {
    await ended(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { url: await address(child), data, pid: () => child.pid ?? Number.NaN, crash, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A central server of its own on an empty store, with one organization. */
export async function startServer(): Promise<Server> {
  const binary = process.env.CARTEIRA_SERVER_BIN;
  if (!binary) throw new Error('set CARTEIRA_SERVER_BIN to the carteira-server program');
  const folder = await mkdtemp(join(tmpdir(), 'carteira-e2e-server-'));
  const store = `--store=sqlite:${folder}`;
  const run = promisify(execFile);
  await run(binary, ['org', 'create', 'Central', store]);
  let child: ChildProcess | undefined;
  let listen = '127.0.0.1:0';
  const start = async () => {
    child = spawn(binary, ['serve', '--listen', listen, store], { stdio: ['ignore', 'pipe', 'ignore'] });
    const url = await address(child);
    listen = new URL(url).host;
    return url;
  };
  const pause = async () => {
    if (child) await ended(child);
  };
  const url = await start();
  return {
    url,
    code: async () => JSON.parse((await run(binary, ['device', 'code', 'Central', store, '--json'])).stdout).code,
    revoke: async (office, wipe) => {
      const { stdout } = await run(binary, ['device', 'list', 'Central', store, '--json']);
      const all = JSON.parse(stdout) as { devices: { id: string; office: string }[] };
      const found = all.devices.find((device) => device.office === office);
      if (!found) throw new Error(`no office ${office} among ${stdout}`);
      await run(binary, ['device', 'revoke', found.id, store, ...(wipe ? ['--wipe'] : [])]);
    },
    key: async () => JSON.parse((await run(binary, ['platform-key', 'Central', store, '--json'])).stdout).key,
    pause,
    resume: async () => {
      await start();
    },
    stop: async () => {
      await pause();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Server {
  url: string;
  /** A new enrolment code. */
  code: () => Promise<string>;
  /** Withdraws the access of an office, and orders it to destroy its data. */
  revoke: (office: string, wipe?: 'wipe') => Promise<void>;
  /** A new key for the platform. */
  key: () => Promise<string>;
  pause: () => Promise<void>;
  resume: () => Promise<void>;
  stop: () => Promise<void>;
}

/** One command in the data folder of a program whose window is open. */
export async function command(
  program: Program,
  as: { email: string; password: string },
  ...args: string[]
): Promise<unknown> {
  const binary = process.env.CARTEIRA_BIN;
  if (!binary) throw new Error('set CARTEIRA_BIN to the carteira program');
  const { stdout } = await promisify(execFile)(binary, ['--data', program.data, '--as', as.email, '--json', ...args], {
    env: { ...process.env, CARTEIRA_PASSWORD: as.password },
  });
  return JSON.parse(stdout);
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

function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
