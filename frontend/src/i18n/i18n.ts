import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../bridge/types';
import { formatter } from './format';
import pt from './pt-BR.json';

const KEY = 'carteira.language';

export const remembered = (): Language => (localStorage.getItem(KEY) === 'en' ? 'en' : 'pt-BR');

void i18n.use(initReactI18next).init({
  resources: { 'pt-BR': { translation: pt } },
  lng: 'pt-BR',
  fallbackLng: 'pt-BR',
  interpolation: { escapeValue: false },
  returnNull: false,
});
// {{count, number}}: by itself the library makes a new formatter for each text, or, asked to keep them, one for each number.
i18n.services.formatter?.add('number', (value, language) => formatter(language ?? i18n.language).number(Number(value)));

let wanted: Language = 'pt-BR';

/** Shows a language. Portuguese is part of the first screen; English comes when somebody reads it. */
export async function showLanguage(language: Language): Promise<void> {
  wanted = language;
  if (language === 'en' && !i18n.hasResourceBundle('en', 'translation')) {
    const { default: en } = await import('./en.json');
    i18n.addResourceBundle('en', 'translation', en);
    // Switched back while the texts were on their way: the last choice counts.
    if (wanted !== language) return;
  }
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}

/** Switches and remembers for the first paint of the next start; the session's own language is set by the caller. */
export function setLanguage(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  return showLanguage(language);
}

export { i18n };
