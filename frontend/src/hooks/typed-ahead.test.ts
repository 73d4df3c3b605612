import { fireEvent } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keepKeys, takeKeys } from './typed-ahead';

const acted = vi.fn();
const press = (key: string, more = {}) => fireEvent.keyDown(document.body, { key, ...more });

describe('keys kept for a field that is coming', () => {
  document.body.addEventListener('keydown', (e) => acted(e.key));
  afterEach(() => {
    takeKeys();
    acted.mockClear();
    vi.useRealTimers();
  });

  it('are text, and nobody else acts on them', () => {
    keepKeys();
    for (const key of ['A', 'n', 'e', 'x', 'Backspace', ' ', 'Enter', 'ArrowDown', 'ã']) press(key);
    expect(acted).not.toHaveBeenCalled();
    expect(takeKeys()).toBe('Ane ã');
    press('e');
    expect(acted).toHaveBeenCalledExactlyOnceWith('e');
    expect(takeKeys()).toBe('');
  });

  it('are not those with a modifier, of which a keyboard may need one for a letter', () => {
    keepKeys();
    press('z', { ctrlKey: true });
    press('@', { ctrlKey: true, altKey: true, modifierAltGraph: true });
    expect(acted).toHaveBeenCalledExactlyOnceWith('z');
    expect(takeKeys()).toBe('@');
  });

  it('are let go of by Escape, by the pointer, and by time', () => {
    vi.useFakeTimers();
    for (const letGo of [
      () => press('Escape'),
      () => fireEvent.pointerDown(document.body),
      () => vi.advanceTimersByTime(10_000),
    ]) {
      keepKeys();
      press('a');
      letGo();
      acted.mockClear();
      press('b');
      expect(acted).toHaveBeenCalledExactlyOnceWith('b');
      expect(takeKeys()).toBe('');
    }
  });
});
