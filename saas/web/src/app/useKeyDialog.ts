import { type RefObject, useEffect, useRef, useState } from "react";

interface KeyDialog {
  dialog: RefObject<HTMLDialogElement | null>;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
}

/** A dialog that a key opens from anywhere. It keeps the focus inside, and gives it back to where it was. */
export function useKeyDialog(isIts: (event: KeyboardEvent) => boolean): KeyDialog {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (!isIts(event)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener("keydown", keys);
    return () => removeEventListener("keydown", keys);
  }, [isIts]);
  useEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    if (!isOpen && dialog.current?.open) dialog.current.close();
  }, [isOpen]);
  return { dialog, isOpen, setOpen };
}
