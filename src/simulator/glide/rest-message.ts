import type { GlidePort, OutgoingReply } from './glide-port.ts';

/** The part of `sn_ws.RESTMessageV2` that scripts here use. `execute` waits for the answer, as on an instance. */
export function restMessageOf(port: GlidePort) {
  return class RESTMessageV2 {
    readonly #headers: Record<string, string> = { 'User-Agent': 'ServiceNow/1.0' };
    #url = '';
    #method = 'GET';
    #body = '';
    #timeoutMs = 175_000;

    setEndpoint(url: string): void {
      this.#url = url;
    }

    setHttpMethod(method: string): void {
      this.#method = method;
    }

    setHttpTimeout(timeoutMs: number): void {
      this.#timeoutMs = timeoutMs;
    }

    /** Redirections are never followed here. */
    setFollowRedirect(_isFollowed: boolean): void {}

    setRequestHeader(name: string, value: string): void {
      this.#headers[name] = value;
    }

    setRequestBody(body: string): void {
      this.#body = body;
    }

    execute() {
      const request = { url: this.#url, method: this.#method, headers: this.#headers, body: this.#body };
      return responseOf(port.send({ ...request, timeoutMs: this.#timeoutMs }));
    }
  };
}

function responseOf({ status, headers, error }: OutgoingReply) {
  return {
    getStatusCode: () => status,
    getHeader: (name: string): string | null => headers[name] ?? null,
    haveError: () => status === 0 || status >= 400,
    getErrorMessage: () => error,
  };
}
