import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '../theme/base.css';
import '../theme/shell.css';
import '../theme/grid.css';
import '../theme/tags.css';
import '../theme/list.css';
import '../theme/form.css';
import '../theme/table.css';
import '../theme/callout.css';
import '../theme/file-drop.css';
import '../theme/import.css';
import '../theme/import-columns.css';
import '../theme/import-header.css';
import '../theme/import-check.css';
import '../theme/import-lines.css';
import '../theme/import-history.css';
import '../theme/notices.css';
import '../theme/definitions.css';
import '../theme/settings.css';
import '../theme/welcome.css';
import '../theme/sync.css';
import '../theme/timeline.css';
import '../theme/administration.css';
import '../theme/dialog.css';
import '../theme/narrow.css';
import '../theme/modes.css';
import '../theme/print.css';
import { createRoot } from 'react-dom/client';
import { preventStrayDrops } from '../bridge/host';
import { remembered, showLanguage } from '../i18n/i18n';
import { ClosingDialog } from './closing-dialog';
import { Providers } from './providers';
import { Root } from './root';
import { forgetStyles } from './webkit-styles';

preventStrayDrops();
forgetStyles();
const root = document.getElementById('root');
if (!root) throw new Error('bug: index.html has no #root');
// No screen appears in one language only to change to another.
void showLanguage(remembered()).then(() =>
  createRoot(root).render(
    <Providers>
      <Root />
      <ClosingDialog />
    </Providers>,
  ),
);
