import { placeJob } from './invalidate';
import { throttle } from './throttle';
import type { Job } from './types';

describe('throttle', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());
  it('runs at once, once a wait while calls keep coming, and once after the last', () => {
    const run = vi.fn();
    const call = throttle(run, 1000);
    for (let ms = 0; ms < 3000; ms += 10) {
      call();
      vi.advanceTimersByTime(10);
    }
    expect(run).toHaveBeenCalledTimes(4);
    vi.advanceTimersByTime(5000);
    expect(run.mock.calls.length).toBeLessThanOrEqual(5);
    const settled = run.mock.calls.length;
    vi.advanceTimersByTime(60_000);
    expect(run).toHaveBeenCalledTimes(settled);
  });
  it('does not run a second time for a single call', () => {
    const run = vi.fn();
    throttle(run, 1000)();
    vi.advanceTimersByTime(5000);
    expect(run).toHaveBeenCalledTimes(1);
  });
});

it('placeJob replaces a known job and puts a new one on top', () => {
  const a = { id: 'a', done: 1 } as Job;
  const b = { id: 'b', done: 1 } as Job;
  expect(placeJob([a, b], { ...b, done: 2 })).toEqual([a, { ...b, done: 2 }]);
  expect(placeJob([a], b)).toEqual([b, a]);
});
