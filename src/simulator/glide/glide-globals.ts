import { createHmac } from 'node:crypto';
import { glideDateTimeOf } from './glide-date-time.ts';
import type { GlidePort, LogLevel } from './glide-port.ts';
import { GlideRecord } from './glide-record.ts';
import { restMessageOf } from './rest-message.ts';

/** What a scoped server script finds beside the language itself. What is not here is not there: using it throws. */
export function glideGlobals(port: GlidePort): Record<string, unknown> {
  return {
    Class: { create: createClass },
    gs: glideSystem(port),
    GlideDateTime: glideDateTimeOf(() => port.now()),
    GlideRecord: class extends GlideRecord {
      constructor(table: string) {
        super(port, table);
      }
    },
    GlideTableHierarchy: class GlideTableHierarchy {
      readonly #table: string;
      constructor(table: string) {
        this.#table = table;
      }
      getTables(): readonly string[] {
        return port.hierarchy(this.#table);
      }
    },
    CertificateEncryption,
    sn_ws: { RESTMessageV2: restMessageOf(port) },
  };
}

/** Prototype's way of making a class, which script includes are written in. */
function createClass() {
  return function (this: { initialize(...args: unknown[]): void }, ...args: unknown[]): void {
    this.initialize(...args);
  };
}

function glideSystem(port: GlidePort) {
  const logger = (level: LogLevel) => (message: unknown) => port.log(level, String(message));
  return {
    getProperty: (name: string, fallback?: string) => port.property(name) ?? fallback ?? null,
    getUserName: () => port.userName(),
    error: logger('error'),
    warn: logger('warn'),
    info: logger('info'),
  };
}

const ALGORITHMS: Readonly<Record<string, string>> = { HmacSHA256: 'sha256', HmacSHA1: 'sha1' };

class CertificateEncryption {
  /** Takes the key and gives the code in base64. */
  generateMac(key: string, algorithm: string, data: string): string {
    const name = ALGORITHMS[algorithm];
    if (name === undefined) throw new Error(`There is no algorithm ${algorithm}.`);
    return createHmac(name, Buffer.from(key, 'base64')).update(data, 'utf8').digest('base64');
  }
}
