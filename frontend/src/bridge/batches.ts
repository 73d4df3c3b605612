import * as Batches from '../../wailsjs/go/app/Batches';
import type { app } from '../../wailsjs/go/models';
import { ask } from './call';
import type { Selection } from './types';

/** What a batch does to each contact (D2.5). */
export type BatchAction = 'activate' | 'deactivate' | 'add_label' | 'remove_label';

export const batches = {
  /** Begins in the background and answers the job; label is "" where the action needs none. */
  start: (action: BatchAction, label: string, selection: Selection): Promise<string> =>
    ask(
      () => Batches.Start(action, label, selection as unknown as app.Selection),
      (id) => id,
    ),
};
