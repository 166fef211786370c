import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useSearchParams } from "react-router";
import { Logo } from "../../ui/Logo";
import { Preferences } from "../../ui/Preferences";
import { Problem } from "../../ui/Problem";
import { useLogIn, useSession } from "./session";

/** A path of this application; anything else would send people elsewhere. */
function safePath(next: string | null): string {
  return next?.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}

export function Component() {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const session = useSession();
  const logIn = useLogIn();
  const [isShown, setShown] = useState(false);

  if (session.data) return <Navigate to={safePath(parameters.get("next"))} replace />;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    logIn.mutate({ login: String(data.get("login")), password: String(data.get("password")) });
  };
  return (
    <div className="login">
      <Backdrop />
      <div className="login-top">
        <Preferences />
      </div>
      <main className="login-card">
        <p className="brand brand-large">
          <Logo /> ParkCarbon
        </p>
        <p className="login-tagline">{t("login.tagline")}</p>
        <h1>{t("login.title")}</h1>
        <form onSubmit={submit}>
          <label htmlFor="login">{t("login.login")}</label>
          <input
            id="login"
            name="login"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={128}
            data-testid="login"
          />
          <label htmlFor="password">{t("login.password")}</label>
          <div className="password">
            <input
              id="password"
              name="password"
              type={isShown ? "text" : "password"}
              autoComplete="current-password"
              required
              maxLength={256}
              data-testid="password"
            />
            <button type="button" className="quiet" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
              {isShown ? t("login.hide_password") : t("login.show_password")}
            </button>
          </div>
          {logIn.error && <Problem error={logIn.error} />}
          <button type="submit" className="button primary" disabled={logIn.isPending} data-testid="sign-in">
            {logIn.isPending ? t("login.busy") : t("login.submit")}
          </button>
        </form>
      </main>
    </div>
  );
}

/** Three quiet lines of a day's load: decoration. */
function Backdrop() {
  const day = "M0 620C160 560 240 600 360 500S560 260 720 300 960 440 1100 360 1300 220 1440 260";
  return (
    <svg className="login-backdrop" viewBox="0 0 1440 900" preserveAspectRatio="none" aria-hidden="true">
      {[0, 70, 150].map(y => (
        <path key={y} d={day} transform={`translate(0 ${y})`} />
      ))}
    </svg>
  );
}
