import { forgetStyles } from './webkit-styles';

const webkit = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';
const chromium =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const height = () => document.documentElement.style.lineHeight;

beforeEach(() => {
  vi.useFakeTimers();
  document.documentElement.style.lineHeight = '';
});
afterEach(() => vi.useRealTimers());

test('WebKit: the root gets another line height again and again, never while the window is used', () => {
  forgetStyles(webkit);
  for (let ms = 0; ms < 60_000; ms += 500) {
    window.dispatchEvent(new Event('wheel'));
    vi.advanceTimersByTime(500);
    expect(height()).toBe('');
  }
  vi.advanceTimersByTime(2_000);
  const seen = [height()];
  for (let n = 0; n < 3; n++) {
    vi.advanceTimersByTime(21_000);
    seen.push(height());
  }
  expect(seen).toEqual(['1', '2', '1', '2']);
});

test('Chromium is left alone', () => {
  forgetStyles(chromium);
  vi.advanceTimersByTime(120_000);
  expect(height()).toBe('');
});
