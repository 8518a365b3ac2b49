import type { ServiceNowErrorCode } from './servicenow-error.ts';

export interface NetworkFailure {
  readonly code: ServiceNowErrorCode;
  readonly message: string;
  /** False if it is certain that the request never reached the instance. */
  readonly sent: boolean;
}

/** Failures that come before a single byte of the request is on its way. */
const beforeSending: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the instance refuses connections; check SERVICENOW_URL and that the instance is up',
  ENOTFOUND: 'the host name is not known; check SERVICENOW_URL and the name servers',
  EAI_AGAIN: 'the name server does not answer; check the network',
  EHOSTUNREACH: 'the host cannot be reached; check the network and the firewall',
  ENETUNREACH: 'the network cannot be reached; check the network and the firewall',
};

const tlsFailure = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH|EPROTO)/;

/** Says what a socket error means. `code` and `syscall` are those of Node's error; both may be missing. */
export function explainNetworkError(code: string, syscall: string): NetworkFailure {
  const known = beforeSending[code];
  if (known !== undefined) return unreachable(known, false);
  if (tlsFailure.test(code)) {
    const message = `The TLS connection failed (${code}). Check the certificates; a private authority goes into SERVICENOW_TLS_CA.`;
    return { code: 'servicenow-tls', message, sent: false };
  }
  if (syscall === 'connect') return unreachable(`no connection came about (${code})`, false);
  return unreachable(`the connection broke (${code === '' ? 'no reason given' : code})`, true);
}

function unreachable(what: string, sent: boolean): NetworkFailure {
  return { code: 'servicenow-unreachable', message: `ServiceNow cannot be reached: ${what}.`, sent };
}
