import { runtime } from './host';
import { jobLists, noticeLists } from './lists';
import type { Entity, Job, Notice } from './types';

/** What Go announces. Payloads are small: "changed" pings, never data to show. */
export interface BridgeEvents {
  'data:changed': { entity: Entity };
  'job:changed': Job;
  'notice:added': Notice;
  /** Something was chosen in a native notification. */
  'notice:open': Record<string, never>;
  'files:waiting': Record<string, never>;
  /** The window is being closed over work under way. */
  'window:closing': { jobs: number };
  /** Also of nobody's session: what was `wiped` is gone for the next one, too. */
  'session:ended': { reason: 'idle' | 'signed_out' | 'wiped' };
}

const shape: { [K in keyof BridgeEvents]?: (payload: BridgeEvents[K]) => BridgeEvents[K] } = {
  'job:changed': jobLists,
  'notice:added': noticeLists,
};

/** Subscribes and answers how to unsubscribe. Each listener stands alone: Go never listens to these names (its listeners would go too). */
export function on<K extends keyof BridgeEvents>(name: K, receive: (payload: BridgeEvents[K]) => void): () => void {
  const clean = shape[name];
  return runtime().EventsOn(name, (payload: BridgeEvents[K]) => receive(clean ? clean(payload) : payload));
}
