import type { Plugin } from 'vite';

/**
 * `npm run dev` without the Go side: the page gets a made-up backend in place of the browser shim, `?fake=1000000` choosing how
 * many contacts it holds. `apply: 'serve'` keeps every line of it out of a build.
 */
export function devFake(): Plugin {
  return {
    name: 'carteira-dev-fake',
    apply: 'serve',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html.replace(
          /<script src="\/wails-shim\.js"[^>]*><\/script>/,
          '<script type="module" src="/src/testing/dev.ts"></script>',
        ),
    },
  };
}
