import type * as glide from '@servicenow/glide';
import type * as webServices from '@servicenow/glide/sn_ws';
import type { glideDateTimeOf } from '../../src/simulator/glide/glide-date-time.ts';
import type { GlideRecord } from '../../src/simulator/glide/glide-record.ts';
import type { restMessageOf } from '../../src/simulator/glide/rest-message.ts';

/**
 * The methods of a double that the class it stands for does not have, or that give something else than its. A script
 * that works with the double then calls nothing that an instance lacks.
 */
type Misfits<Double, Real> = {
  [Name in keyof Double]: Name extends keyof Real
    ? GivesTheSame<Double[Name], Real[Name]> extends true
      ? never
      : Name
    : Name;
}[keyof Double];

/** What a double does not give at all nobody can rely on, and what it gives as an object is compared by itself. */
type GivesTheSame<One, Other> = One extends (...args: never[]) => infer Mine
  ? Other extends (...args: never[]) => infer Theirs
    ? Mine extends void
      ? true
      : Mine extends object | Theirs
        ? true
        : false
    : false
  : false;

type DateTimeDouble = InstanceType<ReturnType<typeof glideDateTimeOf>>;
type MessageDouble = InstanceType<ReturnType<typeof restMessageOf>>;
type ResponseDouble = ReturnType<MessageDouble['execute']>;

/** Fails to compile where there is one. */
type None<Names extends never> = Names;

export type RecordFits = None<Misfits<GlideRecord, glide.GlideRecord<'task'>>>;
export type DateTimeFits = None<Misfits<DateTimeDouble, glide.GlideDateTime>>;
export type MessageFits = None<Misfits<MessageDouble, webServices.RESTMessageV2>>;
export type ResponseFits = None<Misfits<ResponseDouble, webServices.RESTResponseV2>>;
