import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../bridge/types';
import en from './en.json';
import pt from './pt-BR.json';

const KEY = 'carteira.language';

export const remembered = (): Language => (localStorage.getItem(KEY) === 'en' ? 'en' : 'pt-BR');

void i18n.use(initReactI18next).init({
  resources: { 'pt-BR': { translation: pt }, en: { translation: en } },
  lng: remembered(),
  fallbackLng: 'en',
  interpolation: { escapeValue: false },
  returnNull: false,
});
document.documentElement.lang = i18n.language;

/** Switches at once and remembers for the first paint of the next start; the session's own language is set by the caller. */
export function setLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  void i18n.changeLanguage(language);
}

export { i18n };
