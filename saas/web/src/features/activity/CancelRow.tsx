import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";

interface Props {
  /** What is cancelled, in words. */
  name: string;
  send: (note: string) => Promise<unknown>;
}

/** The last cell of a row: cancels it, with the reason that an auditor will read. */
export function CancelRow({ name, send }: Props) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const opener = useRef<HTMLButtonElement>(null);
  const [isAsking, setAsking] = useState(false);
  const cancelling = useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: ["activity", park.code] }),
  });
  const keep = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    setAsking(false);
    // The button is there again after the next render.
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (!isAsking)
    return (
      <td className="right">
        <button type="button" className="quiet" ref={opener} onClick={() => setAsking(true)}>
          {t("activity.cancel_entry")}
          <span className="sr-only"> {name}</span>
        </button>
      </td>
    );
  return (
    <td className="cancel-row">
      <form
        onSubmit={event => {
          event.preventDefault();
          const note = String(new FormData(event.currentTarget).get("note")).trim();
          if (note) cancelling.mutate(note);
        }}
      >
        <input
          name="note"
          required
          maxLength={1000}
          // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
          autoFocus
          aria-label={t("activity.cancel_note", { name })}
          placeholder={t("activity.cancel_note_hint")}
          onKeyDown={keep}
          data-testid="cancel-note"
        />
        <button type="submit" className="button" disabled={cancelling.isPending} data-testid="cancel-row">
          {t("activity.cancel_entry")}
        </button>
      </form>
      {cancelling.error && <Problem error={cancelling.error} />}
    </td>
  );
}
