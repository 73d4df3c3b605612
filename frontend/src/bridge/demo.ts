import * as Demo from '../../wailsjs/go/app/Demo';
import { ask } from './call';

export const demo = {
  /** Begins to fill an empty base; answers the job. */
  fill: (contacts: number): Promise<string> =>
    ask(
      () => Demo.Fill(contacts),
      (id) => id,
    ),
};
