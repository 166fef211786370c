import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Drawer } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { type EdgeToken, getEdge, type NewEdge, postEdge, postToken } from "../../api/edges";
import { Problem } from "../../ui/Problem";
import { presenceOf } from "./state";

const STEPS = ["pip", "enrol", "service"] as const;

interface AddProps {
  park: string;
  onClosed: () => void;
  /** What is to be done with the new edge, where that is not to open its page. */
  onUse?: (code: string) => void;
}

/** Make an edge, get its token, copy three commands, and see it come. */
export function AddEdge({ park, onClosed, onUse }: AddProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [isShown, setShown] = useState(true);
  const [made, setMade] = useState<{ code: string; token: EdgeToken } | null>(null);
  const making = useMutation({
    mutationFn: async (body: NewEdge) => {
      const edge = await postEdge(park, body);
      return { code: edge.code, token: await postToken(park, edge.code) };
    },
    onSuccess: async done => {
      setMade(done);
      await client.invalidateQueries({ queryKey: ["edges", park] });
    },
  });
  return (
    <Drawer
      open={isShown}
      onClose={() => setShown(false)}
      afterOpenChange={open => {
        if (!open) onClosed();
      }}
      title={t("edges.add")}
      size="min(44rem, 100vw)"
      closable={{ "aria-label": t("app.close") }}
    >
      {made ? (
        <Steps
          park={park}
          code={made.code}
          token={made.token}
          onUse={
            onUse &&
            (() => {
              onUse(made.code);
              setShown(false);
            })
          }
        />
      ) : (
        <NewEdgeForm isBusy={making.isPending} error={making.error} onMake={making.mutate} />
      )}
    </Drawer>
  );
}

interface FormProps {
  isBusy: boolean;
  error: unknown;
  onMake: (body: NewEdge) => void;
}

function NewEdgeForm({ isBusy, error, onMake }: FormProps) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const [zh, setZh] = useState("");
  const [en, setEn] = useState("");
  return (
    <form
      className="form edges-form"
      onSubmit={event => {
        event.preventDefault();
        onMake({ code, name_zh: zh || en || code, name_en: en || zh || code });
      }}
    >
      <p>{t("edges.add_lead")}</p>
      <label htmlFor="edge-code">{t("edges.code")}</label>
      <input
        id="edge-code"
        required
        pattern="[a-z0-9][a-z0-9\-]{1,62}"
        value={code}
        autoCapitalize="none"
        spellCheck={false}
        onChange={event => setCode(event.target.value.trim())}
        aria-describedby="edge-code-hint"
      />
      <p className="note" id="edge-code-hint">
        {t("edges.code_hint")}
      </p>
      <label htmlFor="edge-zh">{t("edges.name_zh")}</label>
      <input id="edge-zh" maxLength={200} value={zh} onChange={event => setZh(event.target.value)} />
      <label htmlFor="edge-en">{t("edges.name_en")}</label>
      <input id="edge-en" maxLength={200} value={en} onChange={event => setEn(event.target.value)} />
      {error !== null && <Problem error={error} />}
      <button type="submit" className="button" disabled={isBusy} data-testid="edge-make">
        {t("edges.make")}
      </button>
    </form>
  );
}

interface StepsProps {
  park: string;
  code: string;
  token: EdgeToken;
  onUse?: (() => void) | undefined;
}

function Steps({ park, code, token, onUse }: StepsProps) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["edge", park, code],
    queryFn: () => getEdge(park, code),
    refetchInterval: 2_000,
  });
  const edge = query.data;
  const isOnline = edge !== undefined && presenceOf(edge, Date.now()) === "online";
  return (
    <div className="edges-steps">
      <p>{t("edges.steps_lead")}</p>
      <ol>
        {STEPS.map(step => (
          <li key={step}>
            <strong>{t(`edges.step_${step}`)}</strong>
            <Copyable text={token.commands[step]} />
          </li>
        ))}
      </ol>
      <p className="note">{t("edges.token_once", { broker: token.broker })}</p>
      <ul className="edges-ladder" aria-live="polite" data-testid="edge-ladder" data-online={isOnline}>
        <Rung isDone label={t("edges.rung_made")} />
        <Rung
          isDone={Boolean(edge?.enrolled)}
          label={
            edge?.enrolled ? t("edges.rung_enrolled", { host: edge.enrolled.host }) : t("edges.rung_enrol")
          }
        />
        <Rung isDone={isOnline} label={t(isOnline ? "edges.rung_online" : "edges.rung_wait")} />
      </ul>
      {query.error && <Problem error={query.error} />}
      {onUse ? (
        <button type="button" className="button primary" onClick={onUse} data-testid="edge-use">
          {t("edges.use")}
        </button>
      ) : (
        <Link className="button" to={`/p/${park}/edges/${code}`}>
          {t("edges.open")}
        </Link>
      )}
    </div>
  );
}

function Rung({ isDone, label }: { isDone: boolean; label: string }) {
  return (
    <li data-done={isDone}>
      <span aria-hidden="true">{isDone ? "✓" : "…"}</span> {label}
    </li>
  );
}

function Copyable({ text }: { text: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="edges-command">
      <pre>{text}</pre>
      <button
        type="button"
        className="button"
        onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}
      >
        {t(isCopied ? "edges.copied" : "edges.copy")}
      </button>
    </div>
  );
}
