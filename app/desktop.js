// Run in the native window when its page has loaded (wails.go). The page needs to know nothing of it.
(() => {
  // A reload gives a fresh document; a second run in the same one must do nothing.
  if (window.carteiraDesktop) return;
  window.carteiraDesktop = true;

  // Files dropped anywhere reach Go with their real paths and come back as "files:waiting", like double-clicked ones.
  // The library's own handler also keeps the web view from replacing the page with the file, and is what resolves
  // paths on Windows. There can be one only, and switching it off would take ours away: the page gets no say.
  const runtime = window.runtime;
  runtime.OnFileDropOff();
  runtime.OnFileDrop((_x, _y, paths) => runtime.EventsEmit('window:dropped', paths), false);
  runtime.OnFileDrop = () => {};
  runtime.OnFileDropOff = () => {};

  // Whether somebody looks at the window: a notification would only repeat what they see.
  const front = () => runtime.EventsEmit('window:front', document.hasFocus() && document.visibilityState === 'visible');
  for (const name of ['focus', 'blur']) window.addEventListener(name, front);
  document.addEventListener('visibilitychange', front);
  front();

  // The next start opens at this size and place. A move alone is noticed when the window closes.
  let settled;
  window.addEventListener('resize', () => {
    clearTimeout(settled);
    settled = setTimeout(() => runtime.EventsEmit('window:resized'), 500);
  });

  // The next start paints its background in the theme of this one.
  const root = document.documentElement;
  const tell = () => {
    const theme = root.getAttribute('data-mantine-color-scheme');
    if (theme) runtime.EventsEmit('window:theme', theme);
  };
  new MutationObserver(tell).observe(root, { attributeFilter: ['data-mantine-color-scheme'] });
  tell();
})();
