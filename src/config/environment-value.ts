import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { isFiveFieldCron } from './environment-cron.ts';
import { secret } from './environment-secret.ts';

/**
 * The kinds of value that variables hold. Every message reads on from the variable's name and never repeats the
 * value, for it may be a secret that landed in the wrong variable.
 */
const NOT_SET = 'is not set';

/** `is not set` where it is absent, else the given problem. */
function problem(text: string): { error: (issue: { input?: unknown }) => string } {
  return { error: (issue) => (issue.input === undefined ? NOT_SET : text) };
}

export const text = z.string(problem('is not a text')).trim();

/** Kept exactly as it is: a password may begin with a blank. */
export const secretText = z.string(problem('is not a text')).transform(secret);

export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, problem(`is not one of ${words.join(', ')}`));
}

export function wholeNumber(min: number, max: number) {
  const fault = `is not a whole number from ${min} to ${max}`;
  return z
    .string(problem(fault))
    .trim()
    .regex(/^\d{1,9}$/, fault)
    .transform(Number)
    .pipe(z.number().min(min, fault).max(max, fault));
}

/** An amount of seconds, given as such and kept as milliseconds. */
export function seconds(min: number, max: number) {
  const fault = `is not an amount of seconds from ${min} to ${max}`;
  return z
    .string(problem(fault))
    .trim()
    .regex(/^\d{1,6}(\.\d{1,3})?$/, fault)
    .transform(Number)
    .pipe(z.number().min(min, fault).max(max, fault))
    .transform((amount) => Math.round(amount * 1000));
}

/** The address of another service: scheme, host and port, perhaps a path, nothing else. */
export const serviceUrl = text
  .refine((value) => isHttpUrl(value), 'is not an http:// or https:// address')
  .refine((value) => !isHttpUrl(value) || isBareUrl(value), 'carries a user, a query or a fragment')
  .transform((value) => value.replace(/\/+$/, ''));

/** An address at which everything of a service begins: scheme, host and port alone. */
export const originUrl = serviceUrl.refine(
  (value) => !isHttpUrl(value) || new URL(value).pathname === '/',
  'has a path',
);

/** The instance's address; its credentials would travel in the open over http, so that is for this machine only. */
export const instanceUrl = originUrl.refine(
  (value) => !isHttpUrl(value) || isSafeToTalkTo(new URL(value)),
  'is http:// to another machine',
);

export const postgresUrl = z
  .string(problem('is not a text'))
  .trim()
  .refine((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value), 'is not a postgres:// address')
  .transform(secret);

/** Five cron fields, or `off` (null). */
export const cronOrOff = text
  .refine((value) => value === 'off' || isFiveFieldCron(value), 'is neither five cron fields nor off')
  .transform((value) => (value === 'off' ? null : value));

export const privateKeyPem = pem('is not an unencrypted private key in PEM form', createPrivateKey);

export const rsaKeyPem = pem('is not an unencrypted RSA private key in PEM form', (value) => {
  if (createPrivateKey(value).asymmetricKeyType !== 'rsa') throw new Error('another kind of key');
});

export const certificatePem = pem('is not a certificate in PEM form', (value) => new X509Certificate(value));

/** PEM text; in a variable its line breaks are often written as `\n`. */
function pem(fault: string, read: (value: string) => unknown) {
  return z
    .string(problem(fault))
    .transform((value) => value.replaceAll('\\n', '\n'))
    .refine((value) => succeeds(() => read(value)), fault)
    .transform(secret);
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

function isHttpUrl(value: string): boolean {
  return /^https?:\/\//i.test(value) && URL.canParse(value);
}

function isBareUrl(value: string): boolean {
  const url = new URL(value);
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

/** Whether an address means the machine of whoever reads it. */
export function isOwnMachine(address: string): boolean {
  return isLoopback(new URL(address).hostname);
}

function isSafeToTalkTo(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url.hostname);
}

/** The WHATWG parser has already brought every spelling of an IPv4 address into dotted form. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
