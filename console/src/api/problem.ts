/** RFC 9457 problem as the server sends it; `code` is stable, `title` and `detail` are in the reader's language. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail?: string;
  errors?: { field: string; code?: string; message: string }[];
}

/** A request the server refused, carrying its problem. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: Record<string, string>;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail ?? '';
    this.fields = Object.fromEntries((problem.errors ?? []).map((each) => [each.field, each.message]));
  }
}

/** Whether a failed request means "sign in again". */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 401;
}
