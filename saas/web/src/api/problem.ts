/** What the API says when it cannot do something (RFC 9457), also for failures that never reached it. */
export class ProblemError extends Error {
  override name = "ProblemError";
  constructor(
    readonly type: string,
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly remedy: string,
    readonly traceId: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail || title);
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The problem in an answer that is not a success. */
export function problemOf(status: number, body: unknown): ProblemError {
  const found = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  return new ProblemError(
    text(found.type) || `http_${status}`,
    status,
    text(found.title),
    text(found.detail),
    text(found.remedy),
    text(found.trace_id),
    typeof found.facts === "object" && found.facts !== null ? (found.facts as Record<string, unknown>) : {},
  );
}

/** The problem of a request that got no answer. */
export function unreachable(): ProblemError {
  return new ProblemError("unreachable", 0, "", "", "", "");
}
