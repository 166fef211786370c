import { type ReactNode, useId } from "react";

export interface CardProps {
  title: string;
  summary?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A titled part of a page, with a sentence that says in words what it shows. */
export function Card({ title, summary, actions, className = "", children }: CardProps) {
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <header className="card-head">
        <div>
          <h2 id={id}>{title}</h2>
          {summary !== undefined && <p className="card-summary">{summary}</p>}
        </div>
        {actions && <div className="card-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}
