import { type ProblemCode, problemCatalogue } from './problem-catalogue.ts';

export const problemContentType = 'application/problem+json; charset=utf-8';

export interface ProblemDetails {
  /** What was wrong with this request: which field, what to do. */
  readonly detail?: string;
  /** Members that the code promises, like `earliestAt`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal with a stable code; thrown by any route, written by the error handler. */
export class HttpProblem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(details.detail ?? problemCatalogue[code].title);
    this.name = 'HttpProblem';
    this.code = code;
    this.status = problemCatalogue[code].status;
    this.details = details;
  }
}

/** A body of RFC 9457. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly [member: string]: unknown;
}

/** What the client is sent. */
export function toProblemBody(problem: HttpProblem): ProblemBody {
  const { code, status, details } = problem;
  return {
    type: `urn:sla-bridge:problem:${code}`,
    title: problemCatalogue[code].title,
    status,
    code,
    ...(details.detail === undefined ? {} : { detail: details.detail }),
    ...details.members,
  };
}
