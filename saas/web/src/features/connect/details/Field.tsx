import type { InputHTMLAttributes, ReactNode } from "react";

interface FieldProps {
  id: string;
  label: string;
  hint?: ReactNode;
  fault?: string | undefined;
  isWide?: boolean;
  children: ReactNode;
}

/** A labelled field, with what to write in it or what is wrong with it. */
export function Field({ id, label, hint, fault, isWide = false, children }: FieldProps) {
  return (
    <div className={`field ${isWide ? "field-wide" : ""}`}>
      <label htmlFor={id}>{label}</label>
      {children}
      {(fault || hint) && (
        <p className={fault ? "field-fault" : "note"} id={`${id}-hint`}>
          {fault ?? hint}
        </p>
      )}
    </div>
  );
}

interface InputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange"> {
  id: string;
  fault?: string | undefined;
  onValue: (value: string) => void;
}

export function Input({ id, fault, onValue, ...rest }: InputProps) {
  return (
    <input
      id={id}
      autoComplete="off"
      maxLength={200}
      aria-invalid={fault !== undefined}
      aria-describedby={`${id}-hint`}
      onChange={event => onValue(event.target.value)}
      data-testid={id}
      {...rest}
    />
  );
}
