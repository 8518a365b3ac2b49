import type { Annotation } from './annotation.ts';
import { postJson } from './post-client.ts';

/** Notes something in Grafana. Throws AlertPushError. */
export type Annotate = (annotation: Annotation) => Promise<void>;

/** Notes things through Grafana's API. The token, where one is needed, is a service account's that may write annotations. */
export function makeAnnotate(url: string, token: string | null): Annotate {
  const headers: Record<string, string> = token === null ? {} : { Authorization: `Bearer ${token}` };
  const target = {
    name: 'Grafana',
    setting: 'GRAFANA_URL and GRAFANA_TOKEN',
    url: `${url}/api/annotations`,
    headers,
  };
  return (annotation) => postJson(target, annotation);
}
