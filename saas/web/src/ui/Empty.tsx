import type { ReactNode } from "react";

/** What is missing, why, and the one thing to do about it. */
export function Empty({ title, hint, action }: { title: string; hint: string; action?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      <p>{hint}</p>
      {action}
    </div>
  );
}
