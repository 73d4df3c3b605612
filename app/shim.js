// What the desktop's web view gives the page, over HTTP: window.go, window.runtime and window.carteiraBrowser.
// Served in browser mode only, before the bundle.
(() => {
  'use strict';

  // The token comes in the fragment, moves out of the address bar at once and survives a reload of this tab.
  const key = 'carteira-token';
  const fragment = new URLSearchParams(location.hash.slice(1));
  if (fragment.has('token')) {
    sessionStorage.setItem(key, fragment.get('token'));
    history.replaceState(null, '', location.pathname + location.search);
  }
  const token = sessionStorage.getItem(key) || '';

  // One error form with the desktop: a JSON string.
  const failure = (code, message) => JSON.stringify({ code, message, field: '' });
  const unreachable = () => failure('unreachable', 'The program does not answer. Is it still running?');

  const post = async (path, body, headers) => {
    let answer;
    try {
      const response = await fetch(path, {
        method: 'POST',
        body,
        headers: { 'X-Carteira-Token': token, ...headers },
        cache: 'no-store',
      });
      answer = await response.json();
    } catch {
      throw unreachable();
    }
    if (answer.error !== undefined) throw answer.error;
    return answer;
  };

  // window.go.app.Struct.Method(...args): every name is tried, the program knows which exist.
  const names = (make) =>
    new Proxy({}, {
      get(made, name) {
        if (typeof name !== 'string' || name === 'then') return undefined;
        made[name] ??= make(name);
        return made[name];
      },
    });
  const bound = names((struct) =>
    names((method) => async (...args) => {
      const answer = await post(`/rpc/${struct}/${method}`, JSON.stringify(args), {
        'Content-Type': 'application/json',
      });
      return answer.result;
    }),
  );
  window.go = { app: bound };

  // Events: listeners as in the desktop runtime, fed by one stream that reconnects.
  const listeners = new Map();
  const listen = (event, callback, times) => {
    const entry = { callback, left: times };
    if (!listeners.has(event)) listeners.set(event, new Set());
    listeners.get(event).add(entry);
    return () => listeners.get(event)?.delete(entry);
  };
  const dispatch = (event, ...data) => {
    for (const entry of [...(listeners.get(event) || [])]) {
      if (entry.left > 0 && --entry.left === 0) listeners.get(event)?.delete(entry);
      try {
        entry.callback(...data);
      } catch (error) {
        console.error(error);
      }
    }
  };

  let wait = 500;
  let resumed = 0;
  const connect = () => {
    const stream = new EventSource(`/events?token=${encodeURIComponent(token)}&resumed=${resumed}`);
    stream.onopen = () => {
      wait = 500;
      resumed = 1;
    };
    stream.onmessage = (message) => {
      const { event, payload } = JSON.parse(message.data);
      if (event === 'browser:attention') attention();
      else dispatch(event, payload);
    };
    stream.onerror = () => {
      stream.close();
      resumed = 1; // whatever happened meanwhile was missed
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 15000);
    };
  };
  if (token) connect();

  // The tab's title stands in for a native notification while the page is in the background.
  const mark = '● ';
  const attention = () => {
    if (document.hidden && !document.title.startsWith(mark)) document.title = mark + document.title;
  };
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && document.title.startsWith(mark)) document.title = document.title.slice(mark.length);
  });

  const nothing = () => {};
  const answers = (value) => () => Promise.resolve(value);
  const no = answers(false);
  window.runtime = {
    EventsOn: (event, callback) => listen(event, callback, -1),
    EventsOnce: (event, callback) => listen(event, callback, 1),
    EventsOnMultiple: listen,
    EventsOff: (...events) => events.forEach((event) => { listeners.delete(event); }),
    EventsOffAll: () => listeners.clear(),
    EventsEmit: dispatch,
    BrowserOpenURL: (url) => {
      if (/^(https?|mailto):/i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
    },
    ClipboardSetText: (text) => navigator.clipboard.writeText(text).then(() => true, () => false),
    ClipboardGetText: () => navigator.clipboard.readText(),
    Environment: answers({ buildType: 'production', platform: 'browser', arch: '' }),
    WindowSetTitle: (title) => { document.title = title; },
    WindowReload: () => location.reload(),
    WindowReloadApp: () => location.reload(),
    WindowGetSize: () => Promise.resolve({ w: window.innerWidth, h: window.innerHeight }),
    WindowIsFullscreen: no, WindowIsMaximised: no, WindowIsMinimised: no, WindowIsNormal: answers(true),
    WindowShow: nothing, WindowHide: nothing, WindowCenter: nothing, WindowMaximise: nothing,
    WindowUnmaximise: nothing, WindowToggleMaximise: nothing, WindowMinimise: nothing, WindowUnminimise: nothing,
    WindowSetBackgroundColour: nothing, WindowSetSystemDefaultTheme: nothing, WindowSetLightTheme: nothing,
    WindowSetDarkTheme: nothing, WindowPrint: () => window.print(),
    // A dropped file has no path here: the page reads it and uploads it.
    OnFileDrop: nothing, OnFileDropOff: nothing, CanResolveFilePaths: () => false, ResolveFilePaths: nothing,
    Show: nothing, Hide: nothing, Quit: nothing,
    LogPrint: console.log, LogTrace: console.debug, LogDebug: console.debug, LogInfo: console.info,
    LogWarning: console.warn, LogError: console.error, LogFatal: console.error,
  };

  window.carteiraBrowser = {
    // XMLHttpRequest, because fetch does not tell how far an upload is.
    upload: (file, onProgress) =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open('POST', '/upload');
        request.setRequestHeader('X-Carteira-Token', token);
        request.setRequestHeader('Content-Type', 'application/octet-stream');
        request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
        request.responseType = 'json';
        request.upload.onprogress = (event) => onProgress?.(event.loaded, event.total);
        request.onerror = () => reject(unreachable());
        request.onload = () => {
          if (request.response?.path) resolve(request.response.path);
          else reject(request.response?.error ?? unreachable());
        };
        request.send(file);
      }),
    download: (url) => {
      const link = document.createElement('a');
      link.href = url;
      link.download = '';
      document.body.append(link);
      link.click();
      link.remove();
    },
  };
})();
