import { IconAddressBook } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '../../../components/language-switch';
import { ThemeButton } from '../../../components/theme-button';
import { useLanguage } from '../mutations';

/** What stands before the window proper: the same frame for the first start and for signing in. */
export function Door({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const setLanguage = useLanguage();
  return (
    <div className="door">
      <header className="door-top">
        <LanguageSwitch onChange={setLanguage} />
        <ThemeButton />
      </header>
      <main className="door-body">
        <div className="door-card">
          <div className="door-brand">
            <span className="brand-mark">
              <IconAddressBook size={16} stroke={2} aria-hidden />
            </span>
            {t('app.name')}
          </div>
          {children}
        </div>
      </main>
    </div>
  );
}
