import { isServiceNowError } from '../servicenow/servicenow-error.ts';

/** What ServiceNow did is told in words; only what nobody foresaw needs a stack. */
export function whyOf(err: unknown): { readonly reason: string } | { readonly err: unknown } {
  return isServiceNowError(err) ? { reason: err.message } : { err };
}
