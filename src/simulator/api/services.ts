import type { AccessList } from '../access/accounts.ts';
import type { OAuth } from '../access/oauth.ts';
import type { RateLimiter } from '../access/rate-limits.ts';
import type { Database } from '../database/database.ts';
import type { DisplayValues } from '../instance/display-values.ts';
import type { Instance } from '../instance/instance.ts';
import type { Replica } from '../instance/replica.ts';
import type { Random } from '../random.ts';
import type { Settings } from '../settings.ts';
import type { InstanceClock } from '../time/instance-clock.ts';
import type { ApiRequest, Reply } from './exchange.ts';

/** What the REST API works with. */
export interface ApiServices {
  readonly database: Database;
  readonly instance: Instance;
  readonly display: DisplayValues;
  readonly replica: Replica;
  readonly clock: InstanceClock;
  readonly settings: Settings;
  readonly access: AccessList;
  readonly oauth: OAuth;
  readonly rateLimiter: RateLimiter;
  readonly random: Random;
  /** Answers a request that came inside another. */
  readonly submit: (request: ApiRequest) => Promise<Reply>;
}
