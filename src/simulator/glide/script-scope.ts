import { createContext, runInContext } from 'node:vm';
import { glideGlobals } from './glide-globals.ts';
import type { GlidePort } from './glide-port.ts';
import { type CurrentRecord, GlideRecord } from './glide-record.ts';

export interface ScriptFile {
  readonly path: string;
  readonly text: string;
}

/** Where the server scripts of one application run, on the Glide classes and nothing else. */
export interface ScriptScope {
  /** Runs a script, or evaluates a condition, for a change or for nothing in particular. */
  run(script: ScriptFile, change?: CurrentRecord): unknown;
}

/** A scope with these script includes. On an instance they are loaded when first named; here they are loaded at once. */
export function openScriptScope(port: GlidePort, includes: readonly ScriptFile[]): ScriptScope {
  const context = createContext(glideGlobals(port));
  const run = ({ text, path }: ScriptFile): unknown => runInContext(text, context, { filename: path });
  for (const include of includes) run(include);
  return {
    run(script, change) {
      context['current'] = change === undefined ? null : GlideRecord.ofChange(port, change);
      return run(script);
    },
  };
}
