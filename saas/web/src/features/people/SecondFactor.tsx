import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  beginFactor,
  confirmFactor,
  type FactorSecret,
  getFactor,
  newRecoveryCodes,
  removeFactor,
} from "../../api/people";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { dropPreloads } from "../../lib/preloads";
import { Card } from "../../ui/Card";
import { Problem } from "../../ui/Problem";
import { Once } from "./Once";

const KEY = ["second-factor"];

function field(event: FormEvent<HTMLFormElement>, name: string): string {
  event.preventDefault();
  const form = event.currentTarget;
  const value = String(new FormData(form).get(name));
  form.reset();
  return value;
}

/** Two-factor log-in of one's own: set up, new recovery codes, off. */
export function SecondFactor() {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const [codes, setCodes] = useState<string[] | null>(null);
  const query = useQuery({ queryKey: KEY, queryFn: getFactor });
  const found = query.data;
  return (
    <Card title={t("factor.title")} summary={t("factor.sub")}>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      {found && (
        <p data-testid="factor-state">
          {found.since === null
            ? t("factor.off")
            : `${t("factor.on", { time: format.dateTime(found.since) })} ${t("factor.left", { count: found.recovery_codes_left })}`}
        </p>
      )}
      {codes && <Once hint={t("factor.codes_once")} secret={codes.join("\n")} testId="recovery-codes" />}
      {found?.since === null && <SetUp onDone={setCodes} />}
      {found && found.since !== null && <Change onCodes={setCodes} />}
    </Card>
  );
}

function SetUp({ onDone }: { onDone: (codes: string[]) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [secret, setSecret] = useState<FactorSecret | null>(null);
  const beginning = useMutation({ mutationFn: beginFactor, onSuccess: setSecret });
  const confirming = useMutation({
    mutationFn: confirmFactor,
    onSuccess: async made => {
      onDone(made.codes);
      await dropPreloads();
      await client.invalidateQueries({ queryKey: KEY });
      await client.invalidateQueries({ queryKey: ["session"] });
    },
  });
  if (!secret)
    return (
      <form className="person-form" onSubmit={event => beginning.mutate(field(event, "password"))}>
        <label>
          {t("factor.password")}
          <input
            name="password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={256}
            data-testid="factor-password"
          />
        </label>
        <button
          type="submit"
          className="button primary"
          disabled={beginning.isPending}
          data-testid="factor-begin"
        >
          {t("factor.set_up")}
        </button>
        {beginning.error && <Problem error={beginning.error} />}
      </form>
    );
  return (
    <div className="factor">
      <img
        src={`data:image/svg+xml;utf8,${encodeURIComponent(secret.qr_svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))}`}
        alt={t("factor.qr")}
        className="factor-qr"
      />
      <div>
        <p>{t("factor.scan")}</p>
        <p>
          {t("factor.or_type")}{" "}
          <code className="wrap" data-testid="factor-secret">
            {secret.secret}
          </code>
        </p>
        <form className="person-form" onSubmit={event => confirming.mutate(field(event, "code"))}>
          <CodeInput label={t("factor.code")} testId="factor-code" />
          <button
            type="submit"
            className="button primary"
            disabled={confirming.isPending}
            data-testid="factor-confirm"
          >
            {t("factor.confirm")}
          </button>
          {confirming.error && <Problem error={confirming.error} />}
        </form>
      </div>
    </div>
  );
}

function Change({ onCodes }: { onCodes: (codes: string[] | null) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const changing = useMutation({
    mutationFn: async (given: { code: string; what: string }) => {
      if (given.what === "remove") {
        await removeFactor(given.code);
        return null;
      }
      return (await newRecoveryCodes(given.code)).codes;
    },
    onSuccess: async codes => {
      onCodes(codes);
      await client.invalidateQueries({ queryKey: KEY });
      await client.invalidateQueries({ queryKey: ["session"] });
    },
  });
  return (
    <form
      className="person-form"
      onSubmit={event => {
        const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
        changing.mutate({ what: pressed?.value ?? "codes", code: field(event, "code") });
      }}
    >
      <CodeInput label={t("factor.code_or_recovery")} testId="factor-prove" />
      <button type="submit" value="codes" className="button" disabled={changing.isPending}>
        {t("factor.new_codes")}
      </button>
      <button
        type="submit"
        value="remove"
        className="button"
        disabled={changing.isPending}
        data-testid="factor-remove"
      >
        {t("factor.remove")}
      </button>
      {changing.error && <Problem error={changing.error} />}
    </form>
  );
}

export function CodeInput({ label, testId }: { label: string; testId: string }) {
  return (
    <label>
      {label}
      <input
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        required
        minLength={6}
        maxLength={40}
        data-testid={testId}
      />
    </label>
  );
}
