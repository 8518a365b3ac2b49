import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { OutgoingReply, OutgoingRequest } from '../glide/glide-port.ts';

/** Sends what a script wants sent; never rejects. The body of the answer is read and forgotten. */
export function sendOutgoing(outgoing: OutgoingRequest): Promise<OutgoingReply> {
  const { url, method, headers, body, timeoutMs } = outgoing;
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve({ status: 0, headers: {}, error: error.message });
    try {
      const sent = send(url, { method, headers, timeout: timeoutMs }, (response) => {
        response.resume();
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: flatten(response.headers), error: '' }),
        );
      });
      sent.on('timeout', () => sent.destroy(new Error(`No answer within ${timeoutMs} ms`)));
      sent.on('error', fail);
      sent.end(body);
    } catch (error) {
      fail(error as Error);
    }
  });
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
