import { useLanguage } from '../../features/session/mutations';
import { SettingsPage } from '../../features/settings/components/settings-page';
import { useMay, useSession } from '../session-context';

export function SettingsRoute() {
  const session = useSession();
  return <SettingsPage mayChange={useMay('settings')} version={session.version} onLanguage={useLanguage()} />;
}
