import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { acceptInvitation } from "../../api/people";
import { Logo } from "../../ui/Logo";
import { Preferences } from "../../ui/Preferences";
import { Problem } from "../../ui/Problem";

/** Where an invitation leads: one's own password. The token is behind the #, which no server's log ever sees. */
export function Component() {
  const { t } = useTranslation();
  const [token] = useState(() => location.hash.slice(1));
  const accepting = useMutation({ mutationFn: (password: string) => acceptInvitation(token, password) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    accepting.mutate(String(new FormData(event.currentTarget).get("password")));
  };
  return (
    <div className="login">
      <div className="login-top">
        <Preferences />
      </div>
      <main className="login-card">
        <p className="brand brand-large">
          <Logo /> ParkCarbon
        </p>
        <h1>{t("people.welcome")}</h1>
        {accepting.data ? (
          <>
            <p data-testid="invitation-done">{t("people.password_set", { login: accepting.data.login })}</p>
            <Link className="button primary" to="/login">
              {t("login.submit")}
            </Link>
          </>
        ) : (
          <form onSubmit={submit}>
            <p>{t("people.choose_password")}</p>
            <label htmlFor="password">{t("login.password")}</label>
            <input
              id="password"
              name="password"
              type="password"
              autoComplete="new-password"
              required
              minLength={12}
              maxLength={256}
              data-testid="new-password"
            />
            {accepting.error && <Problem error={accepting.error} />}
            <button
              type="submit"
              className="button primary"
              disabled={accepting.isPending || !token}
              data-testid="set-password"
            >
              {t("people.set_password")}
            </button>
          </form>
        )}
      </main>
    </div>
  );
}
