import type { Reading } from "../api/types";

/** What delivered a reading: a row of an edge's spool, or a message of a bare device. */
export function BatchName({ batch }: { batch: Reading["batch"] }) {
  if (batch.device !== null) {
    return (
      <>
        {batch.device} <code title={batch.topic ?? ""}>{batch.topic?.split("/").slice(6).join("/")}</code>
      </>
    );
  }
  return (
    <>
      {batch.edge} <code title={batch.spool ?? ""}>{batch.spool?.slice(0, 8)}</code> #{batch.seq}
    </>
  );
}
