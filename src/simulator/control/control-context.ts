import type { AccessList } from '../access/accounts.ts';
import type { OAuth } from '../access/oauth.ts';
import type { Database } from '../database/database.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { Instance } from '../instance/instance.ts';
import type { WebhookSender } from '../outgoing/webhooks.ts';
import type { RequestLog } from '../request-log.ts';
import type { Settings } from '../settings.ts';
import type { InstanceClock } from '../time/instance-clock.ts';

/** What the control API can reach. */
export interface ControlContext {
  readonly database: Database;
  readonly instance: Instance;
  readonly clock: InstanceClock;
  readonly settings: Settings;
  readonly access: AccessList;
  readonly oauth: OAuth;
  readonly faults: FaultList;
  readonly requests: RequestLog;
  readonly webhooks: WebhookSender;
}

export interface ControlRequest {
  /** The variable parts of the path. */
  readonly parts: readonly string[];
  readonly parameters: URLSearchParams;
  // The control API serves tests: what they send is taken at its word.
  readonly body: unknown;
}

/** Null means that there is no such thing. */
export type ControlAnswer = (request: ControlRequest, context: ControlContext) => unknown;
