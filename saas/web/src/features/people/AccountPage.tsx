import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword, endSession, getSessions } from "../../api/people";
import { TopSlot } from "../../app/slot";
import { useFormat } from "../../lib/format";
import { usePark } from "../../lib/park";
import { Card } from "../../ui/Card";
import { ConfirmButton } from "../../ui/Confirm";
import { Problem } from "../../ui/Problem";
import { Scroll } from "../meter-health/Scroll";
import { SecondFactor } from "./SecondFactor";
import "../../styles/meters.css";
import "../../styles/meter-health.css";
import "../../styles/people.css";

/** One's own password, and where one is logged in. */
export function Component() {
  const { t } = useTranslation();
  return (
    <div className="page people-page">
      <TopSlot>
        <h1>{t("people.account")}</h1>
      </TopSlot>
      <SecondFactor />
      <Sessions />
      <Password />
    </div>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const { park } = usePark();
  const format = useFormat(park.timezone);
  const client = useQueryClient();
  const query = useQuery({ queryKey: ["sessions"], queryFn: getSessions });
  return (
    <Card title={t("people.your_sessions")} summary={t("people.your_sessions_sub")}>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <div className="skeleton rows-skeleton" />}
      <Scroll label={t("people.your_sessions")} isShort>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("people.since")}</th>
              <th scope="col">{t("people.address")}</th>
              <th scope="col">{t("people.browser")}</th>
              <th scope="col">
                <span className="sr-only">{t("quarantine.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {query.data?.sessions.map(session => (
              <tr key={session.key} data-testid="session">
                <td className="nowrap">{format.dateTime(session.created_at)}</td>
                <td>{session.address}</td>
                <td className="wrap">{session.agent}</td>
                <td>
                  {session.is_this ? (
                    t("people.this_session")
                  ) : (
                    <ConfirmButton
                      label={t("people.end_session")}
                      about={format.dateTime(session.created_at)}
                      title={t("people.sure.end_session", { address: session.address })}
                      onDo={async () => {
                        await endSession(session.key);
                        await client.invalidateQueries({ queryKey: ["sessions"] });
                      }}
                      testId="session-end"
                    >
                      <p>{t("people.means.end_session")}</p>
                    </ConfirmButton>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}

function Password() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [isDone, setDone] = useState(false);
  const changing = useMutation({
    mutationFn: (given: { former: string; password: string }) => changePassword(given.former, given.password),
    onSuccess: () => {
      setDone(true);
      client.setQueryData(["session"], null);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    changing.mutate({ former: String(given.get("former")), password: String(given.get("password")) });
  };
  return (
    <Card title={t("people.password")} summary={t("people.password_sub")}>
      <form className="person-form" onSubmit={submit}>
        <label>
          {t("people.former_password")}
          <input name="former" type="password" autoComplete="current-password" required maxLength={256} />
        </label>
        <label>
          {t("people.new_password")}
          <input
            name="password"
            type="password"
            autoComplete="new-password"
            required
            minLength={12}
            maxLength={256}
          />
        </label>
        <button type="submit" className="button primary" disabled={changing.isPending || isDone}>
          {t("people.set_password")}
        </button>
        {changing.error && <Problem error={changing.error} />}
      </form>
    </Card>
  );
}
