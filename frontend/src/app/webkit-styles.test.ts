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

test('WebKit: the root gets another line height again and again, in a pause or late', () => {
  forgetStyles(webkit);
  const use = (seconds: number) => {
    for (let ms = 0; ms < seconds * 1000; ms += 500) {
      window.dispatchEvent(new Event('wheel'));
      vi.advanceTimersByTime(500);
    }
  };
  use(39);
  expect(height()).toBe('');
  use(3);
  expect(height()).toBe('1');
  use(30);
  expect(height()).toBe('1');
  vi.advanceTimersByTime(2_000);
  expect(height()).toBe('2');
  const seen: string[] = [];
  for (let n = 0; n < 3; n++) {
    vi.advanceTimersByTime(21_000);
    seen.push(height());
  }
  expect(seen).toEqual(['1', '2', '1']);
});

test('Chromium is left alone', () => {
  forgetStyles(chromium);
  vi.advanceTimersByTime(120_000);
  expect(height()).toBe('');
});
