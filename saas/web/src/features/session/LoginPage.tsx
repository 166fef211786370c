import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useSearchParams } from "react-router";
import { getSso, startSso } from "../../api/calls";
import { ProblemError } from "../../api/problem";
import { Logo } from "../../ui/Logo";
import { Preferences } from "../../ui/Preferences";
import { Problem } from "../../ui/Problem";
import { NEXT, safePath } from "./next";
import { useLogIn, useSession } from "./session";

interface Given {
  login: string;
  password: string;
}

export function Component() {
  const { t } = useTranslation();
  const [parameters] = useSearchParams();
  const session = useSession();
  const logIn = useLogIn();
  const [given, setGiven] = useState<Given | null>(null);
  const next = safePath(parameters.get("next"));

  if (session.data) return <Navigate to={next} replace />;

  const isAsked = logIn.error instanceof ProblemError && logIn.error.type === "second_factor_needed";
  const send = (what: Given & { code?: string }) => {
    setGiven({ login: what.login, password: what.password });
    logIn.mutate(what);
  };
  const isSecond = given !== null && (isAsked || logIn.variables?.code !== undefined);
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
        {isSecond ? (
          <CodeStep
            isBusy={logIn.isPending}
            error={isAsked ? null : ofTheCode(logIn.error)}
            onCode={code => send({ ...given, code })}
            onBack={() => {
              setGiven(null);
              logIn.reset();
            }}
          />
        ) : (
          <>
            <PasswordStep isBusy={logIn.isPending} error={logIn.error} onGiven={send} />
            <SingleSignOn next={next} />
          </>
        )}
      </main>
    </div>
  );
}

/** The password was right already: what the server calls wrong is the code. */
function ofTheCode(error: unknown): unknown {
  if (!(error instanceof ProblemError) || error.type !== "wrong_credentials") return error;
  return new ProblemError("wrong_code", error.status, "", "", "", error.traceId);
}

interface StepProps {
  isBusy: boolean;
  error: unknown;
}

function PasswordStep({ isBusy, error, onGiven }: StepProps & { onGiven: (given: Given) => void }) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    onGiven({ login: String(data.get("login")), password: String(data.get("password")) });
  };
  return (
    <>
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
        {error ? <Problem error={error} /> : null}
        <button type="submit" className="button primary" disabled={isBusy} data-testid="sign-in">
          {isBusy ? t("login.busy") : t("login.submit")}
        </button>
      </form>
    </>
  );
}

/** The code of the phone: the password was right. */
function CodeStep({
  isBusy,
  error,
  onCode,
  onBack,
}: StepProps & { onCode: (code: string) => void; onBack: () => void }) {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onCode(String(new FormData(event.currentTarget).get("code")));
  };
  return (
    <>
      <h1>{t("login.code_title")}</h1>
      <form onSubmit={submit}>
        <label htmlFor="code">{t("login.code")}</label>
        <input
          id="code"
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          minLength={6}
          maxLength={40}
          aria-describedby="code-hint"
          ref={input => input?.focus()}
          data-testid="code"
        />
        <p className="note" id="code-hint">
          {t("login.code_hint")}
        </p>
        {error ? <Problem error={error} /> : null}
        <button type="submit" className="button primary" disabled={isBusy} data-testid="send-code">
          {isBusy ? t("login.busy") : t("login.submit")}
        </button>
        <button type="button" className="button" onClick={onBack}>
          {t("login.code_back")}
        </button>
      </form>
    </>
  );
}

/** The provider of one's company, where there is one. */
function SingleSignOn({ next }: { next: string }) {
  const { t } = useTranslation();
  const offer = useQuery({ queryKey: ["sso"], queryFn: getSso, staleTime: Number.POSITIVE_INFINITY });
  const starting = useMutation({
    mutationFn: startSso,
    onSuccess: made => {
      sessionStorage.setItem(NEXT, next);
      location.assign(made.address);
    },
  });
  const name = offer.data?.name;
  if (!name) return null;
  return (
    <div className="login-sso">
      <p className="note">{t("login.or")}</p>
      <button
        type="button"
        className="button"
        disabled={starting.isPending}
        onClick={() => starting.mutate()}
        data-testid="sso"
      >
        {t("login.sso", { name })}
      </button>
      {starting.error && <Problem error={starting.error} />}
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
