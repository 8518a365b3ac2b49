/** Somebody who may call the instance. */
export interface Account {
  readonly userName: string;
  readonly password: string;
  readonly sysId: string;
  readonly name: string;
  /** What roles do is decided in `permissions.ts`. */
  readonly roles: readonly string[];
  /** The zone of display values and of `gs.dateGenerate`. */
  readonly timeZone: string;
  /** False for an interactive user without `snc_basic_auth_api_access`: basic authentication is refused. */
  readonly basicAuth: boolean;
}

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The user as whom `client_credentials` tokens act. */
  readonly userName: string;
  /** False: `glide.oauth.inbound.client.credential.grant_type.enabled` is off for it. */
  readonly clientCredentials: boolean;
}

/** Who is known to the instance; tests may add to the lists at any time. */
export interface AccessList {
  readonly accounts: Account[];
  readonly oauthClients: OAuthClient[];
  /** API key → user name. */
  readonly apiKeys: Map<string, string>;
  /** Key id → public key in PEM, for signed JWT assertions. */
  readonly jwtKeys: Map<string, string>;
  /** Common name of a client certificate → user name. */
  readonly certificates: Map<string, string>;
}

const AGENT_ROLES = ['sn_customerservice_agent', 'csm_ws_integration', 'snc_basic_auth_api_access'];

/** What the simulator tells whoever starts it: it is an instance for trying things out, and keeps no secret. */
export const DEMO_CREDENTIALS = {
  userName: 'sla.bridge',
  password: 'demo',
  clientId: 'sla-bridge-demo',
  clientSecret: 'demo-client-secret',
  apiKey: 'demo-api-key',
  certificateName: 'sla-bridge',
} as const;

/** The accounts of a fresh instance: one integration user, and one for each way of not being allowed. */
export function defaultAccess(): AccessList {
  return {
    accounts: [
      {
        ...account('admin', '6816f79cc0a8016401c5a33be04be441', 'System Administrator', ['admin']),
        // Instances come that way: whoever never changes it sees local times of California.
        timeZone: 'America/Los_Angeles',
      },
      account('sla.bridge', '5a1b01d9e0000000000000000000b001', 'SLA Bridge', AGENT_ROLES),
      account('sla.reader', '5a1b01d9e0000000000000000000b002', 'SLA Reader', ['snc_read_only']),
      account('sla.nobody', '5a1b01d9e0000000000000000000b003', 'SLA Nobody', []),
      {
        ...account('sla.berlin', '5a1b01d9e0000000000000000000b004', 'SLA Berlin', AGENT_ROLES),
        timeZone: 'Europe/Berlin',
      },
      {
        ...account('sla.interactive', '5a1b01d9e0000000000000000000b005', 'SLA Interactive', AGENT_ROLES),
        basicAuth: false,
      },
    ],
    oauthClients: [
      {
        clientId: DEMO_CREDENTIALS.clientId,
        clientSecret: DEMO_CREDENTIALS.clientSecret,
        userName: DEMO_CREDENTIALS.userName,
        clientCredentials: true,
      },
    ],
    apiKeys: new Map([[DEMO_CREDENTIALS.apiKey, DEMO_CREDENTIALS.userName]]),
    jwtKeys: new Map(),
    certificates: new Map([[DEMO_CREDENTIALS.certificateName, DEMO_CREDENTIALS.userName]]),
  };
}

function account(userName: string, sysId: string, name: string, roles: readonly string[]): Account {
  return { userName, password: 'demo', sysId, name, roles, timeZone: 'UTC', basicAuth: true };
}

export function findAccount(access: AccessList, userName: string | undefined): Account | null {
  return access.accounts.find((candidate) => candidate.userName === userName) ?? null;
}
