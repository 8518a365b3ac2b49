import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from './environment-secret.ts';
import { certificatePem, oneOf, privateKeyPem, rsaKeyPem, secretText, text } from './environment-value.ts';

/** How the service proves to ServiceNow who it is. */
export type ServiceNowAuth =
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly kind: 'oauth-client-credentials'; readonly clientId: string; readonly clientSecret: Secret }
  | {
      readonly kind: 'oauth-password';
      readonly clientId: string;
      readonly clientSecret: Secret;
      readonly username: string;
      readonly password: Secret;
    }
  | {
      readonly kind: 'oauth-jwt';
      readonly clientId: string;
      readonly privateKey: Secret;
      readonly keyId: string;
      readonly subject: string;
    }
  | { readonly kind: 'api-key'; readonly apiKey: Secret }
  | { readonly kind: 'mtls'; readonly cert: Secret; readonly key: Secret; readonly ca: Secret };

export const authKinds = [
  'basic',
  'oauth-client-credentials',
  'oauth-password',
  'oauth-jwt',
  'api-key',
  'mtls',
] as const satisfies readonly ServiceNowAuth['kind'][];

const user = { SERVICENOW_USERNAME: text, SERVICENOW_PASSWORD: secretText };
const client = { SERVICENOW_CLIENT_ID: text, SERVICENOW_CLIENT_SECRET: secretText };

const basic = z.object(user).transform(
  (read): ServiceNowAuth => ({
    kind: 'basic',
    username: read.SERVICENOW_USERNAME,
    password: read.SERVICENOW_PASSWORD,
  }),
);

const clientCredentials = z.object(client).transform(
  (read): ServiceNowAuth => ({
    kind: 'oauth-client-credentials',
    clientId: read.SERVICENOW_CLIENT_ID,
    clientSecret: read.SERVICENOW_CLIENT_SECRET,
  }),
);

const password = z.object({ ...client, ...user }).transform(
  (read): ServiceNowAuth => ({
    kind: 'oauth-password',
    clientId: read.SERVICENOW_CLIENT_ID,
    clientSecret: read.SERVICENOW_CLIENT_SECRET,
    username: read.SERVICENOW_USERNAME,
    password: read.SERVICENOW_PASSWORD,
  }),
);

const jwt = z
  .object({
    SERVICENOW_CLIENT_ID: text,
    SERVICENOW_JWT_PRIVATE_KEY: rsaKeyPem,
    SERVICENOW_JWT_KEY_ID: text,
    SERVICENOW_JWT_SUBJECT: text,
  })
  .transform(
    (read): ServiceNowAuth => ({
      kind: 'oauth-jwt',
      clientId: read.SERVICENOW_CLIENT_ID,
      privateKey: read.SERVICENOW_JWT_PRIVATE_KEY,
      keyId: read.SERVICENOW_JWT_KEY_ID,
      subject: read.SERVICENOW_JWT_SUBJECT,
    }),
  );

const apiKey = z
  .object({ SERVICENOW_API_KEY: secretText })
  .transform((read): ServiceNowAuth => ({ kind: 'api-key', apiKey: read.SERVICENOW_API_KEY }));

const mtls = z
  .object({
    SERVICENOW_URL: text.refine(
      (url) => !url.startsWith('http:'),
      'is http://, which presents no certificate',
    ),
    SERVICENOW_TLS_CERT: certificatePem,
    SERVICENOW_TLS_KEY: privateKeyPem,
    SERVICENOW_TLS_CA: certificatePem,
  })
  .refine((read) => belongTogether(read.SERVICENOW_TLS_CERT, read.SERVICENOW_TLS_KEY), {
    path: ['SERVICENOW_TLS_KEY'],
    error: 'is not the key of the certificate in SERVICENOW_TLS_CERT',
  })
  .transform(
    (read): ServiceNowAuth => ({
      kind: 'mtls',
      cert: read.SERVICENOW_TLS_CERT,
      key: read.SERVICENOW_TLS_KEY,
      ca: read.SERVICENOW_TLS_CA,
    }),
  );

const schemas: Record<ServiceNowAuth['kind'], z.ZodType<ServiceNowAuth>> = {
  basic,
  'oauth-client-credentials': clientCredentials,
  'oauth-password': password,
  'oauth-jwt': jwt,
  'api-key': apiKey,
  mtls,
};

/** Reads the variables that the way of `SERVICENOW_AUTH` needs, and no others. */
export const serviceNowAuth = z
  .looseObject({ SERVICENOW_AUTH: oneOf(authKinds) })
  .transform((values, context): ServiceNowAuth => {
    const read = schemas[values.SERVICENOW_AUTH].safeParse(values);
    if (read.success) return read.data;
    for (const issue of read.error.issues)
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    return z.NEVER;
  });

function belongTogether(certificate: Secret, key: Secret): boolean {
  return new X509Certificate(certificate.reveal()).checkPrivateKey(createPrivateKey(key.reveal()));
}
