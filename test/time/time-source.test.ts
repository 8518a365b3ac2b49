import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sleep, systemTime } from '../../src/time/time-source.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-02-02T10:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const DAY_MS = 24 * 60 * 60_000;

describe('machine time', () => {
  test('tells what time it is', () => {
    expect(systemTime.now()).toBe(Date.parse('2026-02-02T10:00:00Z'));
  });

  test('acts once, when the time has come', () => {
    const act = vi.fn();
    systemTime.after(1000, act);
    vi.advanceTimersByTime(999);
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5000);
    expect(act).toHaveBeenCalledOnce();
  });

  test('acts at once for a time that has passed', () => {
    const act = vi.fn();
    systemTime.after(-5, act);
    vi.advanceTimersByTime(0);
    expect(act).toHaveBeenCalledOnce();
  });

  test('does not act when it was called off', () => {
    const act = vi.fn();
    systemTime.after(1000, act)();
    vi.advanceTimersByTime(2000);
    expect(act).not.toHaveBeenCalled();
  });

  test('waits longer than a timer can', () => {
    const act = vi.fn();
    systemTime.after(60 * DAY_MS, act);
    vi.advanceTimersByTime(60 * DAY_MS - 1);
    expect(act).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(act).toHaveBeenCalledOnce();
  });

  test('can be called off in the middle of so long a wait', () => {
    const act = vi.fn();
    const cancel = systemTime.after(60 * DAY_MS, act);
    vi.advanceTimersByTime(30 * DAY_MS);
    cancel();
    vi.advanceTimersByTime(60 * DAY_MS);
    expect(act).not.toHaveBeenCalled();
  });
});

describe('a sleep', () => {
  test('ends when its time has passed', async () => {
    const ended = vi.fn();
    const slept = sleep(systemTime, 1000).then(ended);
    await vi.advanceTimersByTimeAsync(999);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await slept;
    expect(ended).toHaveBeenCalledOnce();
  });

  test('ends at once when it is broken off, and leaves no timer behind', async () => {
    const breaker = new AbortController();
    const slept = sleep(systemTime, 1000, breaker.signal);
    breaker.abort();
    await slept;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not begin where it was broken off before', async () => {
    await sleep(systemTime, 1000, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
  });
});
