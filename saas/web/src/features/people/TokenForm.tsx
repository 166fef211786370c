import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addToken } from "../../api/people";
import { usePark } from "../../lib/park";
import { Problem } from "../../ui/Problem";
import { RoleFields } from "./RoleFields";
import { type Choice, wantedOf } from "./roles";

const DAYS = [30, 90, 365];
const DAY_MS = 86_400_000;

/** Makes a token for a program. */
export function TokenForm({ onMade }: { onMade: (token: string) => void }) {
  const { t } = useTranslation();
  const { park } = usePark();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [choice, setChoice] = useState<Choice>("verifier");
  const [enterprise, setEnterprise] = useState("");
  const [scope, setScope] = useState<"read" | "write">("read");
  const [days, setDays] = useState(90);
  const making = useMutation({
    mutationFn: () => {
      const { role, enterprise: whose } = wantedOf(choice, enterprise);
      const expires = Date.now() + days * DAY_MS;
      return addToken(park.code, {
        name: name.trim(),
        role,
        scope,
        expires_at: expires,
        ...(whose && { enterprise: whose }),
      });
    },
    onSuccess: async made => {
      onMade(made.token);
      setName("");
      await client.invalidateQueries({ queryKey: ["tokens", park.code] });
    },
  });
  return (
    <form
      className="person-form"
      onSubmit={event => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <label>
        {t("people.token_name")}
        <input
          value={name}
          required
          pattern="[a-z0-9][a-z0-9\-]{1,62}"
          title={t("people.login_hint")}
          onChange={event => setName(event.target.value)}
          data-testid="token-name"
        />
      </label>
      <RoleFields
        choice={choice}
        enterprise={enterprise}
        testId="token"
        onChange={(next, whose) => {
          setChoice(next);
          setEnterprise(whose);
        }}
      />
      <label>
        {t("people.scope")}
        <select value={scope} onChange={event => setScope(event.target.value === "write" ? "write" : "read")}>
          <option value="read">{t("people.scope_read")}</option>
          <option value="write">{t("people.scope_write")}</option>
        </select>
      </label>
      <label>
        {t("people.good_for")}
        <select value={days} onChange={event => setDays(Number(event.target.value))}>
          {DAYS.map(count => (
            <option key={count} value={count}>
              {t("people.days", { count })}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button primary" disabled={making.isPending} data-testid="token-make">
        {t("people.make_token")}
      </button>
      {making.error && <Problem error={making.error} />}
    </form>
  );
}
