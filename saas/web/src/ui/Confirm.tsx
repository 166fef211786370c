import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { Problem } from "./Problem";

interface DialogProps {
  title: string;
  /** What it does, on the button that does it. */
  action: string;
  /** What will happen, above all to figures. */
  children: ReactNode;
  asksReason?: boolean | undefined;
  onDo: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something is done that is not undone with one click; says what will happen. */
export function Confirm({ title, action, children, asksReason = false, onDo, onClose }: DialogProps) {
  const { t } = useTranslation();
  const ids = { title: useId(), text: useId(), reason: useId() };
  const [reason, setReason] = useState("");
  const box = useRef<HTMLDialogElement>(null);
  const doing = useMutation({ mutationFn: () => onDo(reason.trim()), onSuccess: onClose });
  useLayoutEffect(() => {
    const element = box.current;
    if (element && !element.open) element.showModal();
    // While it is still in the document: the focus goes back to where it was.
    return () => element?.close();
  }, []);
  const isReady = !asksReason || reason.trim() !== "";
  // At the end of the page: a dialog may not stand in a paragraph or a table.
  return createPortal(
    <dialog
      ref={box}
      className="confirm"
      aria-labelledby={ids.title}
      aria-describedby={ids.text}
      data-testid="confirm"
      onCancel={event => {
        event.preventDefault();
        if (!doing.isPending) onClose();
      }}
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          event.stopPropagation();
          if (isReady) doing.mutate();
        }}
      >
        <h2 id={ids.title}>{title}</h2>
        <div id={ids.text} className="confirm-text">
          {children}
        </div>
        {asksReason && (
          <div className="field">
            <label htmlFor={ids.reason}>{t("wizard.reason")}</label>
            <textarea
              id={ids.reason}
              rows={2}
              maxLength={1000}
              required
              value={reason}
              onChange={event => setReason(event.target.value)}
              data-testid="confirm-reason"
            />
          </div>
        )}
        {doing.error && <Problem error={doing.error} />}
        <p className="wizard-buttons">
          <button type="button" className="button" disabled={doing.isPending} onClick={onClose}>
            {t("locks.cancel")}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={!isReady || doing.isPending}
            data-testid="confirm-do"
          >
            {action}
          </button>
        </p>
      </form>
    </dialog>,
    document.body,
  );
}

interface ButtonProps extends Omit<DialogProps, "action" | "onClose"> {
  label: string;
  /** What the button is about, for those who hear it only. */
  about?: string | undefined;
  isPrimary?: boolean;
  isQuiet?: boolean;
  isDisabled?: boolean;
  testId?: string | undefined;
}

/** A button that asks first. */
export function ConfirmButton(props: ButtonProps) {
  const { label, about, isPrimary, isQuiet, isDisabled, testId, ...dialog } = props;
  const loud = isPrimary ? "button primary" : "button";
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={isQuiet ? "quiet" : loud}
        aria-haspopup="dialog"
        disabled={isDisabled}
        onClick={() => setOpen(true)}
        data-testid={testId}
      >
        {label}
        {about && <span className="sr-only"> {about}</span>}
      </button>
      {isOpen && <Confirm {...dialog} action={label} onClose={() => setOpen(false)} />}
    </>
  );
}
