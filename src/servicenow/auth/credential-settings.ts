/** The ways of proving who we are, with what each needs (`SERVICENOW_AUTH`). All texts; keys and certificates as PEM. */
export type CredentialSettings =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'oauth-client-credentials'; readonly clientId: string; readonly clientSecret: string }
  | {
      readonly kind: 'oauth-password';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly username: string;
      readonly password: string;
    }
  | {
      readonly kind: 'oauth-jwt';
      readonly clientId: string;
      /** Some instances ask for it beside the assertion. */
      readonly clientSecret?: string;
      readonly privateKey: string;
      readonly keyId: string;
      readonly subject: string;
    }
  | { readonly kind: 'api-key'; readonly apiKey: string }
  | { readonly kind: 'mtls'; readonly cert: string; readonly key: string; readonly ca?: string };

/** The three ways that fetch a token first. */
export type OAuthSettings = Extract<CredentialSettings, { readonly kind: `oauth-${string}` }>;
