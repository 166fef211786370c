import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dismiss, replay } from "../../api/calls";
import type { QuarantineItem } from "../../api/types";
import type { Format } from "../../lib/format";
import { useLabels } from "../../lib/labels";
import { Problem } from "../../ui/Problem";
import { keyOf } from "./origin";

interface Props {
  item: QuarantineItem;
  park: string;
  format: Format;
  /** Whether it still waits, and the person may do something about it. */
  canAct: boolean;
  onClosed: () => void;
}

/** One message: what came, why it could not be stored, and the ways to deal with it. */
export function QuarantineDrawer({ item, park, format, canAct, onClosed }: Props) {
  const { t } = useTranslation();
  const label = useLabels();
  const [isShown, setShown] = useState(true);
  const key = keyOf(item);
  return (
    <Drawer
      open={isShown}
      onClose={() => setShown(false)}
      afterOpenChange={open => {
        if (!open) onClosed();
      }}
      title={t("quarantine.detail")}
      size="min(44rem, 100vw)"
      closable={{ "aria-label": t("app.close") }}
    >
      <div className="quarantine-detail" data-testid="quarantine-detail">
        <h2>{label("reason", item.reason)}</h2>
        {item.detail && <p>{item.detail}</p>}
        <p className="remedy">{label("remedy", item.reason)}</p>
        <dl className="facts facts-small">
          <dt>{t("quarantine.received")}</dt>
          <dd>{format.dateTime(item.received_at)}</dd>
          <dt>{t("quarantine.topic")}</dt>
          <dd>
            <code>{item.topic}</code>
          </dd>
          {key && (
            <>
              <dt>{t("quarantine.key")}</dt>
              <dd>
                <code>{key}</code>
              </dd>
            </>
          )}
          <dt>{t("quarantine.size")}</dt>
          <dd>{format.bytes(item.payload_bytes)}</dd>
          {item.resolved_by && (
            <>
              <dt>{t(item.state === "replayed" ? "quarantine.replayed" : "quarantine.dismissed")}</dt>
              <dd>
                {item.resolved_by}
                {item.resolved_at !== null && ` · ${format.dateTime(item.resolved_at)}`}
              </dd>
            </>
          )}
          {item.note && (
            <>
              <dt>{t("quarantine.note")}</dt>
              <dd>{item.note}</dd>
            </>
          )}
        </dl>
        {canAct ? (
          <Actions item={item} park={park} onDone={() => setShown(false)} />
        ) : (
          <pre className="payload">{item.payload}</pre>
        )}
      </div>
    </Drawer>
  );
}

interface ActionProps {
  item: QuarantineItem;
  park: string;
  onDone: () => void;
}

function Actions({ item, park, onDone }: ActionProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [payload, setPayload] = useState(item.payload);
  const [point, setPoint] = useState("");
  const [note, setNote] = useState("");
  const onSuccess = async () => {
    await client.invalidateQueries({ queryKey: ["quarantine", park] });
    onDone();
  };
  const replaying = useMutation({
    mutationFn: () =>
      replay(park, item.id, { ...(payload !== item.payload && { payload }), ...(point && { point }) }),
    onSuccess,
  });
  const dismissing = useMutation({ mutationFn: () => dismiss(park, item.id, note), onSuccess });
  const canReplay = item.reason !== "oversized" && item.reason !== "overflow";
  const isBusy = replaying.isPending || dismissing.isPending;
  return (
    <>
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault();
          replaying.mutate();
        }}
      >
        <label htmlFor="payload">{t("quarantine.payload")}</label>
        <textarea
          id="payload"
          className="payload"
          rows={10}
          spellCheck={false}
          readOnly={!canReplay}
          value={payload}
          onChange={event => setPayload(event.target.value)}
          aria-describedby="payload-hint"
        />
        <p className="note" id="payload-hint">
          {t("quarantine.payload_hint")}
        </p>
        {keyOf(item) !== null && item.reason === "unknown_point" && (
          <>
            <label htmlFor="point">{t("quarantine.point")}</label>
            <input
              id="point"
              value={point}
              maxLength={63}
              autoCapitalize="none"
              spellCheck={false}
              onChange={event => setPoint(event.target.value.trim())}
              aria-describedby="point-hint"
            />
            <p className="note" id="point-hint">
              {t("quarantine.point_hint")}
            </p>
          </>
        )}
        {replaying.error && <Problem error={replaying.error} />}
        {canReplay && (
          <button type="submit" className="button primary" disabled={isBusy} data-testid="replay">
            {t("quarantine.replay")}
          </button>
        )}
      </form>
      <form
        className="form"
        onSubmit={event => {
          event.preventDefault();
          dismissing.mutate();
        }}
      >
        <label htmlFor="note">{t("quarantine.note")}</label>
        <input
          id="note"
          value={note}
          required
          maxLength={1000}
          onChange={event => setNote(event.target.value)}
          aria-describedby="note-hint"
        />
        <p className="note" id="note-hint">
          {t("quarantine.note_needed")}
        </p>
        {dismissing.error && <Problem error={dismissing.error} />}
        <button type="submit" className="button" disabled={isBusy} data-testid="dismiss">
          {t("quarantine.dismiss")}
        </button>
      </form>
    </>
  );
}
