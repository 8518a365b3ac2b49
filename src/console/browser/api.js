import { newKey } from './machine.js';
import { signOut, token } from './session.js';

/** A refusal of the admin API: problem+json with a stable code. */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {Record<string, any>} body
   */
  constructor(status, body) {
    super(body['detail'] ?? body['title'] ?? `The service answered ${status}.`);
    this.status = status;
    this.code = String(body['code'] ?? 'unknown');
    this.title = String(body['title'] ?? `The service answered ${status}`);
    this.body = body;
  }
}

/**
 * Asks the admin API. Throws {@link Problem}; a rejected token ends the session.
 * @param {string} path below `/admin`, with its query
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function ask(path, signal) {
  const response = await call(path, { signal: signal ?? null });
  return response.json();
}

/**
 * Orders something. The key makes it safe to send again: it is done once.
 * @param {string} path
 * @param {object} body
 * @returns {Promise<Record<string, any>>} what was changed
 */
export async function order(path, body) {
  return (await send(path, body, { 'idempotency-key': newKey() })).changed;
}

/**
 * Sends something that is too long for an address.
 * @param {string} path
 * @param {object} body
 * @param {Record<string, string>} [headers]
 * @returns {Promise<any>}
 */
export async function send(path, body, headers = {}) {
  const response = await call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return response.json();
}

/**
 * @param {string} path
 * @param {RequestInit} init
 * @returns {Promise<Response>} whose status is good
 */
export async function call(path, init = {}) {
  const headers = { ...init.headers, authorization: `Bearer ${token.get() ?? ''}` };
  const response = await reach(() => fetch(`/admin${path}`, { ...init, headers }));
  if (response.ok) return response;
  const problem = new Problem(response.status, await readProblem(response));
  if (problem.status === 401) signOut('This token is not known here (any more).');
  throw problem;
}

/**
 * @param {() => Promise<Response>} send
 */
async function reach(send) {
  try {
    return await send();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, {
      code: 'unreachable',
      title: 'The service cannot be reached',
      detail: 'It is tried again by itself.',
    });
  }
}

/** @param {Response} response */
async function readProblem(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

/**
 * An action as a command for a shell. The token stays a variable: what is copied may be pasted anywhere.
 * @param {string} path
 * @param {object} body
 * @param {boolean} hasKey only actions need one
 */
export function curlOf(path, body, hasKey) {
  return [
    `curl -X POST '${location.origin}/admin${path}' \\`,
    `  -H "Authorization: Bearer $SLA_BRIDGE_TOKEN" \\`,
    ...(hasKey ? [`  -H 'Idempotency-Key: ${newKey()}' \\`] : []),
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`,
  ].join('\n');
}
