/** Every way in which telling Alertmanager or Grafana can fail. Stable. */
export const alertPushErrorCodes = [
  'alert-push-unreachable',
  'alert-push-timeout',
  'alert-push-refused',
] as const;
export type AlertPushErrorCode = (typeof alertPushErrorCodes)[number];

/** Carries no cause: the HTTP library's errors hold the request's headers, and with them the token. */
export class AlertPushError extends Error {
  readonly code: AlertPushErrorCode;
  /** What was answered; null where nothing was. */
  readonly status: number | null;

  constructor(code: AlertPushErrorCode, message: string, status: number | null = null) {
    super(message);
    this.name = 'AlertPushError';
    this.code = code;
    this.status = status;
  }

  /** The content itself is refused: sending it again cannot help. A wrong address or token can be put right. */
  get isHopeless(): boolean {
    return this.status === 400 || this.status === 413 || this.status === 422;
  }
}
