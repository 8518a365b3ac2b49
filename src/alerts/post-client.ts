import axios from 'axios';
import { SECOND_MS } from '../time/instant.ts';
import { AlertPushError } from './push-error.ts';

/** Where something is told, and how it is called when that fails. */
export interface PostTarget {
  readonly name: string;
  /** The setting that says where it is. */
  readonly setting: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 10 * SECOND_MS;
/** An answer that is read for its first words only. */
const LARGEST_ANSWER_BYTES = 64 * 1024;

/** Posts JSON. Throws {@link AlertPushError} unless the answer is a 2xx. */
export async function postJson(target: PostTarget, body: unknown): Promise<void> {
  const { name, setting, url, headers } = target;
  const answer = await axios
    .post<unknown>(url, body, {
      headers: { 'User-Agent': 'sla-bridge', ...headers },
      timeout: TIMEOUT_MS,
      // A token goes to the configured address and nowhere else.
      maxRedirects: 0,
      proxy: false,
      maxContentLength: LARGEST_ANSWER_BYTES,
      validateStatus: () => true,
    })
    .catch((error: unknown) => {
      throw explain(error, target);
    });
  if (answer.status >= 200 && answer.status < 300) return;
  const message = `${name} answers ${answer.status}; check ${setting} and what may be written there.`;
  throw new AlertPushError('alert-push-refused', message, answer.status);
}

function explain(error: unknown, { name, setting }: PostTarget): AlertPushError {
  const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
    const message = `${name} does not answer within ${TIMEOUT_MS / SECOND_MS} s; check that it is up.`;
    return new AlertPushError('alert-push-timeout', message);
  }
  const reason = code === '' ? 'no reason given' : code;
  return new AlertPushError(
    'alert-push-unreachable',
    `${name} cannot be reached (${reason}); check ${setting} and the network.`,
  );
}
